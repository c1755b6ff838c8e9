//! Opening a file.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::machine::Matter;
use crate::model::AttachmentRow;

const OPEN: Action = Action::read("attachment.open", "打开材料");

/// Writes down that she opened it.
///
/// # Errors
/// When it cannot be written; then it is not opened.
pub(crate) fn open(
    tx: &WriteTx<'_>,
    actor: &Actor,
    matter: &Matter,
    (row, sealed): (&AttachmentRow, bool),
) -> Result<Recorded<()>, StoreError> {
    let mut entry = Entry::by(actor, OPEN).about(row.tenant, row.id, &matter.org_path).named("材料");
    if sealed {
        entry = entry.confidential(&matter.org_path);
    }
    tx.record(&entry.change("指纹", "", row.fingerprint()), ())
}
