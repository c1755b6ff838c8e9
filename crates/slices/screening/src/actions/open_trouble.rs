//! Opening a trouble from street or county: with a purpose, until the end of the day, recorded.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::entry;
use crate::queries::{self, VisibleTrouble};

const OPEN: Action = Action::read("screening.open_trouble", "打开困扰");

/// Opens it; its own people read who did, and why.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn open_trouble(
    tx: &WriteTx<'_>,
    actor: &Actor,
    trouble: &VisibleTrouble,
    purpose: &str,
) -> Result<Recorded<()>, StoreError> {
    queries::insert_opening(tx, actor, &trouble.row, purpose)?;
    tx.record(&entry(actor, OPEN, &trouble.row).change("用途", "", purpose), ())
}
