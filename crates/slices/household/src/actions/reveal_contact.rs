//! Showing a family's phone number and address: recorded each time.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::queries::{self, Contact, VisibleHousehold};

const REVEAL: Action = Action::read("household.reveal_contact", "查看联系方式");

/// Opens the sealed contact data.
///
/// # Errors
/// When it cannot be read, or the look at it cannot be recorded.
pub(crate) fn reveal_contact(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &VisibleHousehold,
) -> Result<Recorded<Contact>, StoreError> {
    let row = &household.row;
    let contact = queries::contact(tx, row)?;
    let entry = Entry::by(actor, REVEAL).about(row.tenant, row.id, &row.org_path).named(&row.name).personal();
    tx.record(&entry, contact)
}
