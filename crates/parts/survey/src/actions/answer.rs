//! Her answer: written without whose it is.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, StoreError, WriteTx};

use crate::model::{Score, SlipRow, SlipState};
use crate::queries;

const ANSWER: Action = Action::write("survey.answer", "收到一份评价");

/// Takes the answer of a slip, once. The entry of the audit names the organisation, not the slip.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn answer(
    tx: &WriteTx<'_>,
    slip: &SlipRow,
    score: Score,
    line: &str,
) -> Result<Ending<bool>, StoreError> {
    if !queries::end(tx, slip, SlipState::Answered)? {
        return Ok(Ending::Nothing(false));
    }
    queries::insert_answer(tx, slip, score, line)?;
    let entry = Entry::by_system(ANSWER, slip.tenant).about(slip.tenant, slip.org_id, &slip.org_path);
    Ok(tx.record(&entry, true)?.into())
}
