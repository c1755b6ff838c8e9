//! Going on with what failed, or back to the columns.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;

use crate::model::{State, TransferRow};
use crate::queries;

const AGAIN: Action = Action::write("transfer.try_again", "接着导入导出");

/// Goes on where it failed (the rows that were taken stay taken), or, after the dry run, back to the columns.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn try_again(tx: &WriteTx<'_>, actor: &Actor, row: &TransferRow) -> Result<Ending<()>, AppError> {
    let to = match (row.state, row.failed_in) {
        (State::Failed, Some(state)) => state,
        (State::Checked, _) => State::Matching,
        _ => return Ok(Ending::Nothing(())),
    };
    if !queries::step(tx, row.key(), row.state, to)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, AGAIN).about(row.tenant, row.id, &row.org_path).named(&row.title);
    Ok(tx.record(&entry.change("状态", row.state.label(), to.label()), ())?.into())
}
