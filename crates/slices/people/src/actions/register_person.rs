//! Entering a person.

use niangjia_kernel::{Id, OrgPath, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::model::NewPerson;
use crate::queries;

const REGISTER: Action = Action::write("people.register_person", "登记人员");

/// Enters a person who belongs at `org_path`.
///
/// # Errors
/// [`StoreError::Unique`] when her identity number is known already.
pub fn register_person(
    tx: &WriteTx<'_>,
    actor: Option<&Actor>,
    person: &NewPerson,
    org_path: &OrgPath,
) -> Result<Recorded<Id<Person>>, StoreError> {
    let id = tx.new_id();
    queries::insert_person(tx, id, person)?;
    let entry =
        actor.map_or_else(|| Entry::by_system(REGISTER, person.tenant), |actor| Entry::by(actor, REGISTER));
    tx.record(&entry.about(person.tenant, id, org_path).named(&person.name).personal(), id)
}
