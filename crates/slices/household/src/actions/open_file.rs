//! Opening a family's file from the street or county: with a purpose, for the rest of the day, recorded.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::queries::{self, VisibleHousehold};

const OPEN: Action = Action::read("household.open_file", "打开家庭档案");

/// Opens the file until the end of the day in China; she and the auditor can read who did, and why.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn open_file(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &VisibleHousehold,
    purpose: &str,
) -> Result<Recorded<()>, StoreError> {
    let row = &household.row;
    queries::insert_opening(tx, tx.new_id(), actor, row, purpose, tx.today().plus(1).start())?;
    let entry = Entry::by(actor, OPEN).about(row.tenant, row.id, &row.org_path).named(&row.name).personal();
    tx.record(&entry.change("用途", "", purpose), ())
}
