//! Asking to open a file of a child's case, and deciding about it (R-PRO-19).

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use uuid::Uuid;

use super::{entry, say};
use crate::model::{ConsentState, EventKind};
use crate::queries::{self, ConsentRow, NewEvent, VisibleCase};

const ASK: Action = Action::write("protection.ask_file", "申请打开材料");
const DECIDE: Action = Action::write("protection.decide_file", "决定能否打开材料");

/// Asks whoever is in charge; a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn ask_for_file(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (case, file): (&VisibleCase, Uuid),
) -> Result<Ending<()>, StoreError> {
    if !queries::ask_consent(tx, actor, (case, file))? {
        return Ok(Ending::Nothing(()));
    }
    let row = case.row();
    let words = format!("{} {}", actor.post_label(), actor.name);
    let event = NewEvent { kind: EventKind::FileAsked, words: &words };
    queries::insert_event(tx, (row.tenant, row.id), actor.person, &event)?;
    for (person, _) in queries::serving_charges(tx, row.tenant)? {
        say(tx, (row.tenant, person))?;
    }
    Ok(tx.record(&entry(actor, ASK, row), ())?.into())
}

/// Whoever is in charge agrees or refuses; who asked is told that something waits.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn decide_file(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (consent, case): (&ConsentRow, &VisibleCase),
    agreed: bool,
) -> Result<Ending<()>, StoreError> {
    let state = if agreed { ConsentState::Agreed } else { ConsentState::Refused };
    if !queries::decide_consent(tx, consent, state)? {
        return Ok(Ending::Nothing(()));
    }
    let row = case.row();
    let words = format!("{}：{}", consent.name, state.label());
    let event = NewEvent { kind: EventKind::FileDecided, words: &words };
    queries::insert_event(tx, (row.tenant, row.id), actor.person, &event)?;
    say(tx, (row.tenant, consent.person))?;
    Ok(tx.record(&entry(actor, DECIDE, row), ())?.into())
}
