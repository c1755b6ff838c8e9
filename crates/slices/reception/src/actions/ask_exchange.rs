//! 换班、替班: whoever has a turn asks another to take it, with or without one of hers in return.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{ExchangeRow, TurnRow};
use crate::queries;

const ASK: Action = Action::write("reception.ask_exchange", "请人换班");

/// Enters what is asked; nothing changes before it is answered.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn ask_exchange(
    tx: &WriteTx<'_>,
    actor: &Actor,
    turn: &TurnRow,
    asked: &ExchangeRow,
) -> Result<Ending<()>, StoreError> {
    if !queries::insert_exchange(tx, turn, asked)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, ASK).about(turn.tenant, turn.id, &turn.org_path).named(turn.on.long());
    let what = if asked.in_return.is_some() { "换班" } else { "替班" };
    Ok(tx.record(&entry.personal().change(what, &asked.asker_name, &asked.asked_name), ())?.into())
}
