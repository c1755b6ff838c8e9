//! Saying which column is which.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;

use crate::model::{Layout, State, TransferRow};
use crate::queries;

const MATCH: Action = Action::write("transfer.match_columns", "核对各列");

/// What she said of the file.
pub(crate) enum Matched {
    /// Another sheet, or another row of headings: the file is read again.
    ReadAgain(Layout),
    /// These columns: the rows are tried.
    Try(Layout),
}

/// Takes what she said, and lets the worker go on. Nothing when the transfer has gone on already.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn match_columns(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &TransferRow,
    matched: &Matched,
) -> Result<Ending<()>, AppError> {
    let (layout, to) = match matched {
        Matched::ReadAgain(layout) => (layout, State::Reading),
        Matched::Try(layout) => (layout, State::Checking),
    };
    if !queries::step(tx, row.key(), row.state, to)? {
        return Ok(Ending::Nothing(()));
    }
    queries::set_layout(tx, row.key(), layout)?;
    queries::begin_rows(tx, row.key(), 0)?;
    let taken = layout.columns.iter().filter(|column| !column.code.is_empty()).count();
    let entry = Entry::by(actor, MATCH).about(row.tenant, row.id, &row.org_path).named(&row.title);
    Ok(tx.record(&entry.change("列", "", taken), ())?.into())
}
