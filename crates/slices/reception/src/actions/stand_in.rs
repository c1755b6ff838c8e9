//! 指定替班: the leader gives a turn to somebody who said on the telephone that she can.

use niangjia_kernel::{Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::TurnRow;
use crate::queries;

const STAND_IN: Action = Action::write("reception.stand_in", "指定替班");

/// Gives a planned turn to somebody else; what was asked about it is over.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn stand_in(
    tx: &WriteTx<'_>,
    actor: &Actor,
    turn: &TurnRow,
    (person, name): (Id<Person>, &str),
) -> Result<Ending<()>, StoreError> {
    if turn.person == Some(person) || !queries::give_turn(tx, turn, Some((person, name)))? {
        return Ok(Ending::Nothing(()));
    }
    queries::lapse_exchanges(tx, turn.tenant, &[turn.id])?;
    let entry = Entry::by(actor, STAND_IN).about(turn.tenant, turn.id, &turn.org_path).named(turn.on.long());
    Ok(tx.record(&entry.personal().change("值班人", &turn.person_name, name), ())?.into())
}
