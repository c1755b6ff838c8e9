//! Calling her, or typing in what she wrote on paper: by somebody who had no part in the matter.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{CallOutcome, Score, SlipRow, SlipState};
use crate::pack::SurveyRules;
use crate::queries;

const TAKE: Action = Action::read("survey.take_call", "接下满意度回访");
const CALL: Action = Action::write("survey.call", "满意度回访");

/// Takes a call: from now on she, and nobody else, reads whom to call.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn take_call(tx: &WriteTx<'_>, actor: &Actor, slip: &SlipRow) -> Result<Ending<bool>, StoreError> {
    if !queries::take(tx, slip, actor.person)? {
        return Ok(Ending::Nothing(false));
    }
    let entry = Entry::by(actor, TAKE).about(slip.tenant, slip.id, &slip.org_path).named(slip.called());
    Ok(tx.record(&entry, true)?.into())
}

/// Records what came of it. What she answered is not in the entry.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn record_call(
    tx: &WriteTx<'_>,
    actor: &Actor,
    slip: &SlipRow,
    (outcome, score, line): (CallOutcome, Option<Score>, &str),
) -> Result<Ending<bool>, StoreError> {
    let (ended, label) = match (outcome, score) {
        (CallOutcome::Answered, Some(score)) => {
            let ended = queries::end(tx, slip, SlipState::Answered)?;
            if ended {
                queries::insert_answer(tx, slip, score, line)?;
            }
            (ended, outcome.label())
        }
        (CallOutcome::Declined, _) => (queries::end(tx, slip, SlipState::Declined)?, outcome.label()),
        _ if slip.calls + 1 >= SurveyRules::in_force().calls => {
            (queries::end(tx, slip, SlipState::Unreached)?, "没联系上，不再打")
        }
        _ => {
            queries::count_call(tx, slip)?;
            (true, CallOutcome::NotReached.label())
        }
    };
    if !ended {
        return Ok(Ending::Nothing(false));
    }
    let entry = Entry::by(actor, CALL).about(slip.tenant, slip.id, &slip.org_path).named(slip.called());
    Ok(tx.record(&entry.change("结果", "", label), true)?.into())
}
