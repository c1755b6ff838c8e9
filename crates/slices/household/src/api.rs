//! What higher slices may ask about households, and what the demo world enters.

use std::collections::HashSet;

use niangjia_kernel::{Day, Household, Id, Key, Person, Resident, Tenant};
use niangjia_store::{Actor, Branch, ReadTx, StoreError};
use niangjia_subject::Subject;
use niangjia_web::{Panel, show};
use uuid::Uuid;

use crate::queries::{self, Asking};
use crate::rules::{Sight, sight};

pub use crate::actions::ask_about_needs;
pub use crate::import::{HouseholdFile, LinkFile, NeedFile, ResidentFile, VisitFile};
pub use crate::kept::HouseholdKeeper;
pub use crate::model::{
    Grid, GridCode, GridKind, HouseholdRow, Link, LinkRow, Manner, Mode, Need, NeedKind, NeedOrigin, NeedRow,
    NewHousehold, Outcome, Side, Standing, VisitRow,
};
pub use crate::pack::{HouseholdRules, Matter};
pub use crate::paper::{
    Contact, committee, contacts_for, grid_as_it_is, grids_of, keeps_community, kept_community,
    looked_after_on, sees_community, take_back_written, visible_community, visible_grid, visits_on,
};
pub use crate::phone::{
    NoNeed, conflicts, contacts, enter_need, families_of, longest_line, place_of, readable_visit, record_for,
    register_side, tenants_helped,
};
pub use crate::queries::{
    BulkHousehold, BulkVisit, GridRow, LedgerFilter, NewGrid, NewResident, Page, Show, Stand, StandingFilter,
    VisibleHousehold, enter_many,
};
pub use crate::rules::{NextVisit, Reach, next_visit, out_of_touch};

pub use crate::said::{ReadVisit, TypedVisit};

/// How many households of a branch pass the filter on a day: a number, without names, for everybody who may see
/// numbers of that branch.
///
/// # Errors
/// When they cannot be counted.
pub fn count(tx: &ReadTx<'_>, branch: &Branch, on: Day, filter: &StandingFilter) -> Result<i64, StoreError> {
    queries::count_standing(tx, Asking::Count, branch, on, filter)
}

/// The households of a branch that `actor` may see and that pass the filter.
///
/// # Errors
/// When they cannot be read.
pub fn standing(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    on: Day,
    filter: &StandingFilter,
    page: Page,
) -> Result<Vec<Standing>, StoreError> {
    queries::standing(tx, actor, branch, on, filter, page)
}

/// How many households of a branch `actor` may see and that pass the filter: the exact count over such a list.
///
/// # Errors
/// When they cannot be counted.
pub fn count_visible(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    on: Day,
    filter: &StandingFilter,
) -> Result<i64, StoreError> {
    queries::count_standing(tx, Asking::Person(actor), branch, on, filter)
}

/// How every household of a branch stands on a day, without names: one look for many counts. A branch of one tenant; a
/// nation's households are not for one look.
///
/// # Errors
/// When they cannot be read.
pub fn stands(tx: &ReadTx<'_>, branch: &Branch, on: Day) -> Result<Vec<Stand>, StoreError> {
    queries::stands(tx, branch, on, true)
}

/// Those of a whole tenant whom a family is linked to on a day.
///
/// # Errors
/// When they cannot be read.
pub fn linked_members(tx: &ReadTx<'_>, tenant: Tenant, on: Day) -> Result<HashSet<Id<Person>>, StoreError> {
    queries::linked_members(tx, tenant, on)
}

/// How many women live in the households of a branch that are linked on a side.
///
/// # Errors
/// When they cannot be counted.
pub fn count_women_linked(tx: &ReadTx<'_>, branch: &Branch, on: Day, side: Side) -> Result<i64, StoreError> {
    queries::count_women_linked(tx, branch, on, side)
}

/// How many different members are linked to households of a branch on a side.
///
/// # Errors
/// When they cannot be counted.
pub fn count_members_linked(
    tx: &ReadTx<'_>,
    branch: &Branch,
    on: Day,
    side: Side,
) -> Result<i64, StoreError> {
    queries::count_members_linked(tx, branch, on, side)
}

/// Committee members of communities in a branch whom no family is linked to: identity, name, organisation.
///
/// # Errors
/// When they cannot be read.
pub fn members_without_families(
    tx: &ReadTx<'_>,
    branch: &Branch,
    on: Day,
) -> Result<Vec<(Id<Person>, String, String)>, StoreError> {
    queries::members_without_families(tx, branch, on)
}

/// How many lines [`members_without_families`] has.
///
/// # Errors
/// When they cannot be counted.
pub fn count_members_without_families(tx: &ReadTx<'_>, branch: &Branch, on: Day) -> Result<i64, StoreError> {
    queries::count_free_members(tx, branch, on)
}

/// How many grids, and how many residents' groups with a grid, a branch has.
///
/// # Errors
/// When they cannot be counted.
pub fn count_grids(tx: &ReadTx<'_>, branch: &Branch, on: Day) -> Result<(i64, i64), StoreError> {
    queries::count_grids(tx, branch, on)
}

/// The visits of a branch that `actor` may see, the newest first; `leaf` when the branch is one community.
///
/// # Errors
/// When they cannot be read.
pub fn ledger(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    leaf: bool,
    filter: &LedgerFilter,
    limit: i64,
) -> Result<Vec<VisitRow>, StoreError> {
    queries::ledger(tx, actor, branch, leaf, filter, limit)
}

/// How many visits [`ledger`] would list in all.
///
/// # Errors
/// When they cannot be counted.
pub fn count_ledger(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    leaf: bool,
    filter: &LedgerFilter,
) -> Result<i64, StoreError> {
    queries::count_ledger(tx, actor, branch, leaf, filter)
}

/// A household as far as `actor` may see it; `None` when she may not know of it.
///
/// # Errors
/// When it cannot be read.
pub fn visible(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Household>,
) -> Result<Option<VisibleHousehold>, StoreError> {
    queries::visible_household(tx, actor, key)
}

/// The families that `actor` may see and that somebody may mean by `words`: a number of the register, the beginning of a name,
/// a whole telephone number. At most a dozen.
///
/// # Errors
/// When they cannot be read.
pub fn find(tx: &ReadTx<'_>, actor: &Actor, words: &str) -> Result<Vec<HouseholdRow>, StoreError> {
    queries::find(tx, actor, words)
}

/// The people of a household, the contact person first: whose sheet its chair may be asked for.
///
/// # Errors
/// When they cannot be read.
pub fn people(tx: &ReadTx<'_>, household: &VisibleHousehold) -> Result<Vec<Subject>, StoreError> {
    crate::kept::people(tx, household.row())
}

/// The people of a household by its key. Who may know of them is asked before.
///
/// # Errors
/// When they cannot be read.
pub fn people_of(tx: &ReadTx<'_>, household: Key<Household>) -> Result<Vec<Subject>, StoreError> {
    let row = queries::household_of(tx, household.tenant, household.id)?;
    row.map_or_else(|| Ok(Vec::new()), |row| crate::kept::people(tx, &row))
}

/// One of the people of a household, also when she has left it since. Who may know of her is asked before.
///
/// # Errors
/// When it cannot be read.
pub fn subject(
    tx: &ReadTx<'_>,
    household: Key<Household>,
    resident: Option<Id<Resident>>,
) -> Result<Option<Subject>, StoreError> {
    crate::kept::subject(tx, household.tenant, household.id, resident)
}

/// Every key household of a branch that nobody is linked to, as `community number name`, for `doctor`.
///
/// # Errors
/// When they cannot be read.
pub fn uncovered_names(tx: &ReadTx<'_>, branch: &Branch, on: Day) -> Result<Vec<String>, StoreError> {
    queries::uncovered_names(tx, branch, on)
}

/// Links to members who left, visits without a fact: what no history may leave behind, for `doctor`.
///
/// # Errors
/// When they cannot be read.
pub fn orphans(tx: &ReadTx<'_>, branch: &Branch) -> Result<Vec<String>, StoreError> {
    queries::orphans(tx, branch)
}

/// What is kept about the families of organisations, for their pages: the register with its gap, and the ledger of visits.
/// Only where the actor may open them.
///
/// # Errors
/// When it cannot be counted.
pub fn panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    if sight(actor) == Sight::Nothing {
        return Ok(panels);
    }
    for subject in orgs {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else {
            continue;
        };
        if !actor.acting.org_path.covers(&org.path) {
            continue;
        }
        let branch = Branch::of(org.tenant, org.level, &org.path);
        let today = tx.today();
        let text = if sight(actor) == Sight::Linked {
            let hers = count_visible(tx, actor, &branch, today, &Show::Key.filter(today))?;
            format!("我联系的重点户 {} 户", show::count(hers))
        } else {
            // The other sights see every household of their branch: one look for both counts.
            let stands = queries::stands(tx, &branch, today, false)?;
            let count = |list: Show| {
                let filter = list.filter(today);
                let found = stands.iter().filter(|stand| stand.passes(&filter)).count();
                show::count(i64::try_from(found).unwrap_or(i64::MAX))
            };
            format!("重点户 {} 户，未覆盖 {} 户", count(Show::Key), count(Show::Uncovered))
        };
        panels.push((*subject, Panel { text, href: Some(format!("{}/households", org.href())) }));
        if org.level == niangjia_kernel::AreaLevel::Community {
            let grids = Panel { text: "网格".to_owned(), href: Some(format!("{}/grids", org.href())) };
            panels.push((*subject, grids));
        }
        let care = Panel {
            text: "居住地协助".to_owned(),
            href: Some(format!("{}/residence-care", org.href())),
        };
        panels.push((*subject, care));
        let needs = Panel { text: "需求清单".to_owned(), href: Some(format!("{}/needs", org.href())) };
        panels.push((*subject, needs));
        let cards = Panel { text: "需求卡".to_owned(), href: Some(format!("{}/need-cards", org.href())) };
        panels.push((*subject, cards));
        let contacts =
            Panel { text: "联系点和结对".to_owned(), href: Some(format!("{}/contacts", org.href())) };
        panels.push((*subject, contacts));
        let sheets = Panel { text: "交接".to_owned(), href: Some(format!("{}/handovers", org.href())) };
        panels.push((*subject, sheets));
        let ledger = Panel { text: "走访台账".to_owned(), href: Some(format!("{}/visits", org.href())) };
        panels.push((*subject, ledger));
    }
    Ok(panels)
}

/// For `PanelSlot::Desk`: needs that ask to be confirmed and families out of touch; families that somebody only takes care of, until members are named for them; families that live
/// here and wait for somebody; what another community gave back. The community's chair sees them from the first day;
/// street and county when the day has passed.
///
/// # Errors
/// When it cannot be counted.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs.iter().filter(|_| matches!(sight(actor), Sight::Community | Sight::Lists)) {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else {
            continue;
        };
        let branch = Branch::of(org.tenant, org.level, &org.path);
        let panel = |text: String, page: &str| {
            (*subject, Panel { text, href: Some(format!("{}/{page}", org.href())) })
        };
        let lines = crate::waiting::needs(tx, actor, &branch)?;
        panels.extend(lines.into_iter().map(|line| (*subject, line)));
        panels.extend(crate::waiting::need_cards(tx, actor, &branch)?.map(|line| (*subject, line)));
        panels.extend(crate::waiting::levels(tx, actor, &branch)?.map(|line| (*subject, line)));
        panels.extend(crate::waiting::contacts(tx, actor, &branch)?.map(|line| (*subject, line)));
        panels.extend(crate::waiting::out_of_touch(tx, actor, &branch)?.map(|line| (*subject, line)));
        if let (families, Some(due)) = queries::count_caretaken(tx, &branch, tx.today())? {
            let text = by_when(tx, actor, due).map(|when| format!("代管的家庭 {families} 户，{when}"));
            panels.extend(text.map(|text| panel(text, "handovers")));
        }
        if let (families, Some(due)) = queries::count_waiting(tx, &branch)? {
            let said = |when| format!("住在这里、户籍在别处的家庭 {families} 户没有联系人，{when}");
            panels.extend(by_when(tx, actor, due).map(|when| panel(said(when), "residence-care")));
        }
        if sight(actor) == Sight::Community {
            let declined = queries::count_declined(tx, &branch)?;
            let said = format!("居住地退回 {declined} 户，请另外安排");
            panels.extend((declined > 0).then(|| panel(said, "residence-care")));
        }
    }
    Ok(panels)
}

/// What the desk says of a day by which somebody is to be named; nothing above the community while there is time.
fn by_when(tx: &ReadTx<'_>, actor: &Actor, due: Day) -> Option<String> {
    match (due < tx.today(), sight(actor)) {
        (true, _) => Some(format!("{} 已到期，请尽快安排", due.long())),
        (false, Sight::Community) => Some(format!("{} 前安排", due.long())),
        (false, _) => None,
    }
}
