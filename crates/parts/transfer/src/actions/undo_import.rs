//! Deciding that an import is taken back.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;

use crate::model::TransferRow;
use crate::queries;

const DECIDE: Action = Action::write("transfer.decide_undo", "申请撤回导入");

/// Puts the taking back into the queue; that nothing was built on it, and the reason, is looked at before (R-TRF-04).
/// Nothing when it has gone on already.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn undo_import(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &TransferRow,
    reason: &str,
) -> Result<Ending<()>, AppError> {
    if !queries::begin_undoing(tx, row.key(), row.state, reason)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, DECIDE).about(row.tenant, row.id, &row.org_path).named(&row.title);
    Ok(tx.record(&entry.change("原因", "", reason), ())?.into())
}
