//! What the slices of the map and of paper may ask and do here: grids as far as somebody may see them, and visits that came
//! in on paper. The rules and the actions are those of the pages.

use niangjia_kernel::{AreaLevel, Day, Household, Id, Key, Organisation, Person, Tenant, Visit};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Ending, ReadTx, StoreError, WriteTx, facts};
use niangjia_web::AppError;

use crate::actions;
use crate::model::{Grid, HouseholdRow, Side};
use crate::pages::{KEEPING, with_visible_register};
use crate::queries::{self, GridRow, VisibleHousehold};
use crate::rules::{Sight, may_take_back, sight};

/// The community called by `code`, as far as `actor` may see its grids.
///
/// # Errors
/// Not found where she may not, and where it is no community.
pub fn visible_community(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = with_visible_register(tx, actor, code)?;
    if org.level == AreaLevel::Community { Ok(org) } else { Err(AppError::NotFound) }
}

/// Whether `actor` may see the grids of a community.
#[must_use]
pub fn sees_community(actor: &Actor, org: &Org) -> bool {
    sight(actor) != Sight::Nothing && actor.acting.org_path.covers(&org.path)
}

/// Whether `actor` keeps the register and the grids of a community: its chair and vice chairs.
#[must_use]
pub fn keeps_community(actor: &Actor, org: &Org) -> bool {
    sight(actor) == Sight::Community && actor.acting.org_path == org.path
}

/// The same community, for whoever keeps it.
///
/// # Errors
/// As [`visible_community`], and refused where she sees it and does not keep it.
pub fn kept_community(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = visible_community(tx, actor, code)?;
    if keeps_community(actor, &org) { Ok(org) } else { Err(AppError::Forbidden(KEEPING.to_owned())) }
}

/// The grids of a community in use today, by code.
///
/// # Errors
/// When they cannot be read.
pub fn grids_of(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<GridRow>, StoreError> {
    queries::grids(tx, org.tenant, org.id, tx.today())
}

/// A grid with its community, for whoever may see that.
///
/// # Errors
/// Not found where she may not.
pub fn visible_grid(tx: &ReadTx<'_>, actor: &Actor, key: Key<Grid>) -> Result<(Org, GridRow), AppError> {
    let (org, grid) = grid_as_it_is(tx, key)?.ok_or(AppError::NotFound)?;
    visible_community(tx, actor, &org.code)?;
    Ok((org, grid))
}

/// A grid with its community, whoever asks: what of it may be shown decides the one who shows it.
///
/// # Errors
/// When it cannot be read.
pub fn grid_as_it_is(tx: &ReadTx<'_>, key: Key<Grid>) -> Result<Option<(Org, GridRow)>, StoreError> {
    let Some(home) = queries::home_of_grid(tx, key)? else {
        return Ok(None);
    };
    let Some(org) = niangjia_org::api::by_id(tx, home)? else {
        return Ok(None);
    };
    let found = queries::grids(tx, key.tenant, home, tx.today())?.into_iter().find(|grid| grid.id == key.id);
    Ok(found.map(|grid| (org, grid)))
}

/// Who looks after a household today on which side, by name.
pub type Contact = (Id<Person>, String, Side);

/// Those who look after a household today and whose cards `actor` may have: the chair all, a member herself.
///
/// # Errors
/// When they cannot be read.
pub fn contacts_for(
    tx: &ReadTx<'_>,
    actor: &Actor,
    household: &VisibleHousehold,
) -> Result<Vec<Contact>, StoreError> {
    let links = queries::links(tx, &household.row, tx.today())?;
    let hers = sight(actor) == Sight::Linked;
    let shown = links.into_iter().filter(|link| !hers || link.person == actor.person);
    Ok(shown.map(|link| (link.person, link.person_name, link.side)).collect())
}

/// Whether `person` looked after a household on a day, whatever became of it since.
///
/// # Errors
/// When it cannot be read.
pub fn looked_after_on(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    person: Id<Person>,
    on: Day,
) -> Result<bool, StoreError> {
    queries::was_linked(tx, household, person, on)
}

/// How many visits of `person` to a household stand in the ledger for a day, one of them left out.
///
/// # Errors
/// When they cannot be counted.
pub fn visits_on(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    by_on: (Id<Person>, Day),
    but: Id<Visit>,
) -> Result<i64, StoreError> {
    queries::count_visits_on(tx, household, by_on, but)
}

/// Takes back a visit that `actor` wrote down, hers or somebody else's (R-HH-07).
///
/// # Errors
/// Not found where she may not see it, refused where somebody else wrote it down or it is too late.
pub fn take_back_written(
    tx: &WriteTx<'_>,
    actor: &Actor,
    key: Key<Visit>,
    reason: &str,
) -> Result<Ending<Id<Household>>, AppError> {
    let visit = queries::visible_visit(tx, actor, key)?.ok_or(AppError::NotFound)?;
    let home = visit.household.within(visit.tenant);
    let household = queries::visible_household(tx, actor, home)?.ok_or(AppError::NotFound)?;
    let facts = facts::of_subject(tx, visit.tenant, visit.id.uuid())?;
    let wrote = facts.iter().any(|fact| fact.reverses.is_none() && fact.recorded_by == actor.person);
    if !may_take_back(visit.at.day(), wrote, tx.today()) {
        return Err(AppError::Forbidden("走访只能由录入的人在第二天结束前撤销".to_owned()));
    }
    Ok(actions::take_back_visit(tx, actor, &household, &visit, reason)?.map(|()| visit.household))
}

/// The members of a community's committee today.
///
/// # Errors
/// When they cannot be read.
pub fn committee(
    tx: &ReadTx<'_>,
    home: (Tenant, Id<Organisation>),
) -> Result<Vec<(Id<Person>, String)>, AppError> {
    crate::pages::members(tx, home)
}
