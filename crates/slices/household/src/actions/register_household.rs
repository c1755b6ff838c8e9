//! Entering a household into the register.

use niangjia_kernel::{Household, Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, Recorded, StoreError, WriteTx};

use crate::actions::{add_need_seen, link};
use crate::model::{Mode, NeedKind, NeedOrigin, NewHousehold, Side};
use crate::queries::{self, NewResident};

const REGISTER: Action = Action::write("household.register", "登记家庭");

/// Enters a household and the people in it.
///
/// # Errors
/// [`StoreError::Unique`] when its number is taken in the community.
pub fn register_household(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &NewHousehold,
    residents: &[NewResident],
) -> Result<Recorded<Id<Household>>, StoreError> {
    let id = tx.new_id();
    queries::insert_household(tx, id, household)?;
    for resident in residents {
        let _id = queries::insert_resident(tx, household.tenant, id, resident)?;
    }
    tx.record(&entry(actor, id, household), id)
}

/// A household as the chair's form said it and the rules checked it.
#[derive(Debug, Clone)]
pub(crate) struct SaidHousehold {
    /// Made with the form, so that the same form sent twice is one household.
    pub(crate) id: Id<Household>,
    pub(crate) household: NewHousehold,
    pub(crate) need: Option<(NeedKind, NeedOrigin)>,
    /// Who is linked at once, with her name.
    pub(crate) member: Option<(Id<Person>, String)>,
}

/// Enters a household with its first need and its first link, all of it or nothing. A form that comes a second time
/// changes nothing and ends the same way.
///
/// # Errors
/// When it cannot be written; then nothing of it is.
pub(crate) fn register_once(
    tx: &WriteTx<'_>,
    actor: &Actor,
    said: &SaidHousehold,
) -> Result<Ending<Id<Household>>, StoreError> {
    let SaidHousehold { id, household, need, member } = said;
    if !queries::insert_household(tx, *id, household)? {
        return Ok(Ending::Nothing(*id));
    }
    let row = household.row(*id);
    let recorded = tx.record(&entry(actor, *id, household), *id)?;
    if let Some((kind, origin)) = need {
        drop(add_need_seen(tx, actor, &row, *kind, household.since, origin)?);
    }
    if let Some((person, name)) = member {
        drop(link(tx, actor, &row, (*person, name), Side::Register, Mode::Nearby, household.since)?);
    }
    Ok(recorded.into())
}

fn entry<'a>(actor: &'a Actor, id: Id<Household>, household: &NewHousehold) -> Entry<'a> {
    let entry = Entry::by(actor, REGISTER).about(household.tenant, id, &household.org_path).personal();
    entry.named(format!("{}家", household.contact_name)).change("编号", "", &household.number)
}
