//! Giving a transfer up.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;

use crate::model::TransferRow;
use crate::queries;

const CANCEL: Action = Action::write("transfer.cancel", "取消导入导出");

/// Stops it before its next batch of rows. What was taken already stays: each of those rows is whole.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn cancel(tx: &WriteTx<'_>, actor: &Actor, row: &TransferRow) -> Result<Ending<()>, AppError> {
    if row.state.is_over() || !queries::give_up(tx, row.key(), row.state)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, CANCEL).about(row.tenant, row.id, &row.org_path).named(&row.title);
    Ok(tx.record(&entry.change("进度", row.state.label(), row.done), ())?.into())
}
