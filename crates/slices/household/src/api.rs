//! What higher slices may ask about households, and what the demo world enters.

use std::collections::HashSet;

use niangjia_kernel::{Day, Household, Id, Key, Person, Tenant};
use niangjia_store::{Actor, Branch, ReadTx, StoreError};
use niangjia_web::{Panel, show};
use uuid::Uuid;

use crate::queries::{self, Asking};
use crate::rules::{Sight, sight};

pub use crate::import::HouseholdFile;
pub use crate::model::{
    Grid, GridCode, GridKind, HouseholdRow, Link, LinkRow, Manner, Mode, Need, NeedKind, NeedRow,
    NewHousehold, Outcome, Side, Standing, VisitRow,
};
pub use crate::pack::{HouseholdRules, Matter};
pub use crate::paper::{
    Contact, committee, contacts_for, grid_as_it_is, grids_of, keeps_community, kept_community,
    looked_after_on, sees_community, take_back_written, visible_community, visible_grid, visits_on,
};
pub use crate::phone::{
    NoNeed, conflicts, contacts, enter_need, families_of, longest_line, place_of, readable_visit, record_for,
    register_side,
};
pub use crate::queries::{
    BulkHousehold, BulkVisit, GridRow, LedgerFilter, NewGrid, NewResident, Page, Show, Stand, StandingFilter,
    VisibleHousehold, enter_many,
};
pub use crate::rules::{NextVisit, Reach, next_visit};
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
        let sheets = Panel { text: "交接".to_owned(), href: Some(format!("{}/handovers", org.href())) };
        panels.push((*subject, sheets));
        let ledger = Panel { text: "走访台账".to_owned(), href: Some(format!("{}/visits", org.href())) };
        panels.push((*subject, ledger));
    }
    Ok(panels)
}

/// For `PanelSlot::Desk`: families that somebody only takes care of, until members are named for them. The chair of their
/// community sees it from the first day; street and county when the day has passed.
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
        let (families, Some(due)) = queries::count_caretaken(tx, &branch, tx.today())? else {
            continue;
        };
        let late = due < tx.today();
        if late || sight(actor) == Sight::Community {
            let said = if late {
                format!("{} 已到期，请尽快安排", due.long())
            } else {
                format!("{} 前安排", due.long())
            };
            let text = format!("代管的家庭 {families} 户，{said}");
            panels.push((*subject, Panel { text, href: Some(format!("{}/handovers", org.href())) }));
        }
    }
    Ok(panels)
}
