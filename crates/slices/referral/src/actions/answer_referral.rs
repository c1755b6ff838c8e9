//! The partner takes a referral, or sends it back with its reason.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::entry;
use crate::model::{ReferralRow, State};
use crate::queries;

const ANSWER: Action = Action::write("referral.answer", "答复转介");

/// Notes the answer; accepted, the clock of the result runs from now.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn answer_referral(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &ReferralRow,
    (state, words): (State, &str),
) -> Result<Ending<()>, StoreError> {
    if !queries::answer(tx, row, (state, words))? {
        return Ok(Ending::Nothing(()));
    }
    let clocks = (row.tenant, row.id.uuid());
    niangjia_deadline::stop(tx, clocks, "referral.answer")?;
    niangjia_deadline::stop(tx, clocks, "referral.result")?;
    if state == State::Accepted {
        niangjia_deadline::start(tx, clocks, "referral.result", tx.now())?;
    }
    Ok(tx.record(&entry(actor, ANSWER, row).change("进展", row.state.label(), state.label()), ())?.into())
}
