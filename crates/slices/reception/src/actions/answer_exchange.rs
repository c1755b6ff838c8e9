//! Answering whether one takes another's turn.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{ExchangeRow, ExchangeState, TurnRow};
use crate::queries;

const ANSWER: Action = Action::write("reception.answer_exchange", "答复换班");

/// Answers; when she takes it the turns change hands at once, and what else was asked about them is over.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn answer_exchange(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (turn, in_return): (&TurnRow, Option<&TurnRow>),
    exchange: &ExchangeRow,
    state: ExchangeState,
) -> Result<Ending<()>, StoreError> {
    if !queries::answer_exchange(tx, turn.tenant, exchange.id, state)? {
        return Ok(Ending::Nothing(()));
    }
    if state == ExchangeState::Accepted {
        queries::give_turn(tx, turn, Some((exchange.asked, &exchange.asked_name)))?;
        let mut changed = vec![turn.id];
        if let Some(other) = in_return {
            queries::give_turn(tx, other, Some((exchange.asker, &exchange.asker_name)))?;
            changed.push(other.id);
        }
        queries::lapse_exchanges(tx, turn.tenant, &changed)?;
    }
    let entry = Entry::by(actor, ANSWER).about(turn.tenant, turn.id, &turn.org_path).named(turn.on.long());
    let entry = entry.personal().change("值班人", &exchange.asker_name, &exchange.asked_name);
    Ok(tx.record(&entry.change("答复", "", state.label()), ())?.into())
}
