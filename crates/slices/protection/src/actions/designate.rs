//! Who is in charge of the sealed cases of a county. That somebody is in charge is no secret; it has an ordinary entry.

use niangjia_kernel::{Id, Person};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{Charge, ChargeRow};
use crate::queries::{self, NewCharge};

const DESIGNATE: Action = Action::write("protection.designate", "指定保密事项负责人");
const END: Action = Action::write("protection.end_charge", "结束保密事项负责人");

/// Designates somebody; a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn designate(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    (id, person, name): (Id<Charge>, Id<Person>, &str),
    reason: &str,
) -> Result<Ending<()>, StoreError> {
    let new = NewCharge { id, org_id: org.id, person, reason };
    if !queries::insert_charge(tx, actor, &new)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, DESIGNATE).about(org.tenant, org.id, &org.path).named(&org.name);
    Ok(tx.record(&entry.change("负责人", "", name).change("原因", "", reason), ())?.into())
}

/// Ends it today.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn end_charge(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    charge: &ChargeRow,
) -> Result<Ending<()>, StoreError> {
    if !queries::end_charge(tx, org.tenant, charge.id)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, END).about(org.tenant, org.id, &org.path).named(&org.name);
    Ok(tx.record(&entry.change("负责人", &charge.name, ""), ())?.into())
}
