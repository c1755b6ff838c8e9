//! Who hears what of a request: a sentence without a name, a place or a kind.

use niangjia_kernel::{Id, Organisation, Person, Tenant};
use niangjia_message::{Detail, MatterNumber, Place, Telling, tell};
use niangjia_store::{StoreError, WriteTx};

use crate::model::{Class, RequestRow};

/// Those who lead an organisation hear that something waits there to be taken.
pub(super) fn arrived(
    tx: &WriteTx<'_>,
    row: &RequestRow,
    (tenant, org): (Tenant, Id<Organisation>),
) -> Result<(), StoreError> {
    for leader in niangjia_people::api::roster(tx, tenant, org, tx.today())? {
        if leader.kind.leads() {
            say(tx, row, (tenant, leader.person), "matter.assigned")?;
        }
    }
    Ok(())
}

/// One person hears that it is hers now.
pub(super) fn given(tx: &WriteTx<'_>, row: &RequestRow, to: (Tenant, Id<Person>)) -> Result<(), StoreError> {
    say(tx, row, to, "matter.assigned")
}

/// Whoever received it hears that there is news: an answer to be told.
pub(super) fn news(tx: &WriteTx<'_>, row: &RequestRow) -> Result<(), StoreError> {
    match row.received_by {
        Some(person) => say(tx, row, (row.tenant, person), "matter.changed"),
        None => Ok(()),
    }
}

fn say(tx: &WriteTx<'_>, row: &RequestRow, to: (Tenant, Id<Person>), kind: &str) -> Result<(), StoreError> {
    let place = Place::of("/requests", row.id.within(row.tenant));
    let number = [Detail::Number(MatterNumber { year: row.year, number: row.number })];
    match row.class {
        Class::Personal => tell(tx, &Telling { to, kind, details: &number, place }),
        // A sealed matter has no number outside of its own page.
        Class::Sealed => tell(tx, &Telling { to, kind: "sealed", details: &[], place }),
    }
}
