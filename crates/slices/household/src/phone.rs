//! What the slice that receives from phones may ask and do here. The rules and the actions are those of the pages.

use niangjia_kernel::{AreaLevel, Day, Household, Id, Key, OrgPath, Person, Tenant, Timestamp, Visit};
use niangjia_store::{Actor, Branch, Ending, PostKind, ReadTx, Recorded, StoreError, WriteTx};

use crate::actions::{self, SaidVisit};
use crate::model::{HouseholdRow, LinkRow, Need, NeedKind, NeedOrigin, Side, Standing, VisitRow};
use crate::queries::{self, Page, StandingFilter, VisibleHousehold};
use crate::rules::{LONGEST_LINE, Reach, check_need, next_visit};

/// The longest line of a visit, in characters.
#[must_use]
pub const fn longest_line() -> usize {
    LONGEST_LINE
}

/// More families than a member can have; S1 has about ten, the largest estate 83.
const MOST: i64 = 300;

/// The families that a member looks after, those due first before the others; `None` for any other post.
///
/// # Errors
/// When they cannot be read.
pub fn families_of(tx: &ReadTx<'_>, actor: &Actor) -> Result<Option<Vec<Standing>>, StoreError> {
    if actor.acting.kind != PostKind::Member {
        return Ok(None);
    }
    let branch = Branch::of(actor.tenant, AreaLevel::County, &OrgPath::nation());
    let filter = StandingFilter { member: Some(actor.person), ..StandingFilter::default() };
    let all = Page { by_due: true, skip: 0, limit: MOST };
    let today = tx.today();
    let mut families = crate::api::standing(tx, actor, &branch, today, &filter, all)?;
    let own = families.len();
    for tenant in queries::tenants_helped(tx, actor)? {
        let branch = Branch::of(tenant, AreaLevel::County, &OrgPath::nation());
        families.extend(crate::api::standing(tx, actor, &branch, today, &filter, all)?);
    }
    if families.len() > own {
        families.sort_by_key(due_day);
    }
    Ok(Some(families))
}

/// The tenants, other than her own, where somebody looks after families that live in her community.
///
/// # Errors
/// When they cannot be read.
pub fn tenants_helped(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<Tenant>, StoreError> {
    queries::tenants_helped(tx, actor)
}

/// When a family is due, as lists are ordered; a family of hers has somebody.
fn due_day(standing: &Standing) -> Option<Day> {
    let since = standing.linked_since?;
    Some(next_visit(standing.last_visit, standing.follow_up, since, standing.visit_days).day)
}

/// Where a household lives, as neighbours say it.
#[must_use]
pub fn place_of(household: &HouseholdRow) -> String {
    crate::pages::place(household)
}

/// Which of her families she looks after on the register side: those whose needs she sees.
///
/// # Errors
/// When they cannot be read.
pub fn register_side(
    tx: &ReadTx<'_>,
    actor: &Actor,
) -> Result<std::collections::HashSet<Id<Household>>, StoreError> {
    queries::registered_with(tx, actor, tx.today())
}

impl VisibleHousehold {
    /// The household.
    #[must_use]
    pub const fn row(&self) -> &HouseholdRow {
        &self.row
    }

    /// Since when she may record visits to it.
    #[must_use]
    pub const fn since(&self) -> Day {
        self.since
    }

    /// Whether she records visits to it: not from above.
    #[must_use]
    pub const fn takes_visits(&self) -> bool {
        !matches!(self.reach, Reach::Above)
    }

    /// Whether she keeps its needs: its community's chair.
    #[must_use]
    pub const fn takes_needs(&self) -> bool {
        matches!(self.reach, Reach::Community)
    }
}

/// Records a visit that `doer` made and `actor` writes down, in the same way as from its page.
///
/// # Errors
/// When it cannot be written; then nothing of it is.
pub fn record_for(
    tx: &WriteTx<'_>,
    actor: &Actor,
    doer: (Id<Person>, &str),
    household: &VisibleHousehold,
    said: &SaidVisit,
) -> Result<Ending<Id<Visit>>, StoreError> {
    actions::record_visit_of(tx, actor, doer, household, said)
}

/// Whether somebody recorded another visit to this household after the phone had last asked: both are kept.
///
/// # Errors
/// When it cannot be read.
pub fn conflicts(
    tx: &ReadTx<'_>,
    household: &VisibleHousehold,
    known_at: Timestamp,
    own: Id<Visit>,
) -> Result<bool, StoreError> {
    queries::recorded_since(tx, &household.row, known_at, own)
}

/// Who looks after a household today, the register side first.
///
/// # Errors
/// When they cannot be read.
pub fn contacts(tx: &ReadTx<'_>, household: &VisibleHousehold) -> Result<Vec<LinkRow>, StoreError> {
    let mut links = queries::links(tx, &household.row, tx.today())?;
    links.sort_by_key(|link| link.side != Side::Register);
    Ok(links)
}

/// Why a need that was found is not entered: the sentences.
#[derive(Debug)]
pub struct NoNeed(pub Vec<String>);

/// Enters a need that a member found and the chair confirms, by the rules of the chair's own form.
///
/// # Errors
/// When it cannot be written; then nothing of it is.
pub fn enter_need(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &VisibleHousehold,
    kind: &str,
    since: Day,
) -> Result<Result<Recorded<Id<Need>>, NoNeed>, StoreError> {
    let row = &household.row;
    tx.hold("household", row.tenant, row.id.uuid())?;
    let Ok(kind) = NeedKind::parse(kind) else {
        return Ok(Err(NoNeed(vec!["需求的种类现在没有了，请在家庭的需求页里选一项登记".to_owned()])));
    };
    let needs = queries::needs(tx, row, tx.today())?;
    let ended = queries::need_ended(tx, row, kind)?;
    let refusals = check_need(kind, since, &needs, ended, tx.today());
    if !refusals.is_empty() {
        return Ok(Err(NoNeed(refusals.iter().map(|refusal| refusal.sentence().1).collect())));
    }
    let origin = NeedOrigin { source: Some("visit".to_owned()), ..NeedOrigin::default() };
    actions::add_need_seen(tx, actor, row, kind, since, &origin).map(Ok)
}

/// A visit whose words `actor` may read: what stands beside them (a photo) is hers to see, and nobody else's.
///
/// # Errors
/// When it cannot be read.
pub fn readable_visit(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Visit>,
) -> Result<Option<VisitRow>, StoreError> {
    let Some(visit) = queries::visible_visit(tx, actor, key)? else {
        return Ok(None);
    };
    let home = visit.household.within(visit.tenant);
    let Some(household) = queries::visible_household(tx, actor, home)? else {
        return Ok(None);
    };
    let thin = household.reach == Reach::Linked(Side::Residence) && visit.person != actor.person;
    let open = household.reach.opens_freely() || queries::has_open(tx, actor, &household.row)?;
    Ok((open && !thin).then_some(visit))
}
