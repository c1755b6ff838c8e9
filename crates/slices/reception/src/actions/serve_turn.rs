//! 记值班: a turn was served, or nobody was there.

use niangjia_kernel::{AreaCode, Fact, FactKind, FactPart, FactRole, Fen};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx, facts};

use crate::model::{TurnRow, TurnState};
use crate::queries;

const SERVE: Action = Action::write("reception.serve_turn", "记值班");

/// Enters it once; that it was served is a fact with its minutes, and the part is hers who served.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn serve_turn(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (turn, area_code): (&TurnRow, &AreaCode),
    (state, minutes, note): (TurnState, i64, &str),
) -> Result<Ending<()>, StoreError> {
    let served = turn.person.filter(|_| state == TurnState::Served);
    let kept = served.map(|_| minutes);
    if !queries::settle_turn(tx, turn, (state, kept, note))? {
        return Ok(Ending::Nothing(()));
    }
    queries::lapse_exchanges(tx, turn.tenant, &[turn.id])?;
    if let Some(person) = served {
        let fact = Fact {
            tenant: turn.tenant,
            id: tx.new_id(),
            kind: FactKind::ReceptionServed,
            org_id: turn.org_id,
            org_path: turn.org_path.clone(),
            area_code: area_code.clone(),
            on_day: turn.on,
            at: tx.now(),
            subject: turn.id.uuid(),
            attendances: 1,
            households: 0,
            minutes,
            fen: Fen(0),
            recorded_by: actor.person,
            reverses: None,
        };
        facts::append(tx, &fact, &[FactPart { tenant: turn.tenant, person, role: FactRole::Doer }])?;
    }
    let entry = Entry::by(actor, SERVE).about(turn.tenant, turn.id, &turn.org_path).named(turn.on.long());
    let what = kept.map_or_else(|| state.label().to_owned(), |minutes| format!("已值 {minutes} 分钟"));
    Ok(tx.record(&entry.personal().change("值班人", &turn.person_name, what), ())?.into())
}
