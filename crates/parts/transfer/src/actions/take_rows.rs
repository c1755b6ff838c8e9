//! Deciding that the right rows are taken.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;

use crate::model::{State, TransferRow};
use crate::queries;

const DECIDE: Action = Action::write("transfer.decide", "确认导入");

/// Puts the taking of the rows into the queue. Nothing when it has gone on already.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn take_rows(tx: &WriteTx<'_>, actor: &Actor, row: &TransferRow) -> Result<Ending<()>, AppError> {
    if !queries::step(tx, row.key(), State::Checked, State::Taking)? {
        return Ok(Ending::Nothing(()));
    }
    queries::begin_rows(tx, row.key(), row.total)?;
    let entry = Entry::by(actor, DECIDE).about(row.tenant, row.id, &row.org_path).named(&row.title);
    Ok(tx.record(&entry, ())?.into())
}
