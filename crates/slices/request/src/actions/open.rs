//! Opening a request from above: with a purpose, for the rest of the day, recorded.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::entry;
use crate::queries::{self, VisibleRequest};

const OPEN: Action = Action::read("request.open", "打开诉求");

/// Opens it until the end of the day in China; those who help her read who did, and what for.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn open(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    purpose: &str,
) -> Result<Recorded<()>, StoreError> {
    queries::insert_opening(tx, actor, &request.row, (purpose, tx.today().plus(1).start()))?;
    tx.record(&entry(Some(actor), OPEN, &request.row).change("用途", "", purpose), ())
}
