//! Somebody outside opens a case, or asks to.

use niangjia_kernel::Id;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, Recorded, StoreError, WriteTx};

use super::{entry, home};
use crate::model::{Case, CaseRow, EventKind, Opening, OpeningRow, OpeningState};
use crate::queries::{self, NewEvent, NewOpening, VisibleCase};
use crate::rules::decides_first;

const OPEN: Action = Action::read("protection.open_from_outside", "从外面打开");
const ASK: Action = Action::write("protection.ask_opening", "申请打开");
const DECIDE: Action = Action::write("protection.decide_opening", "决定是否打开");
const WRONG: Action = Action::write("protection.wrong_number", "写错编号");
const SEEN: Action = Action::write("protection.take_note", "知道了");

/// Opens a case for some hours, or asks whoever is in charge where it is a child's; its people see it at once.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn open_from_outside(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (id, case, child): (Id<Opening>, Id<Case>, bool),
    (reason, hours): (&str, i64),
) -> Result<Ending<OpeningState>, StoreError> {
    let (state, kind, action) = if decides_first(child) {
        (OpeningState::Asked, EventKind::OpeningAsked, ASK)
    } else {
        (OpeningState::Open, EventKind::OpenedOutside, OPEN)
    };
    let new = NewOpening { id, case: Some(case), state, reason, hours };
    if !queries::insert_opening(tx, actor, &new)? {
        return Ok(Ending::Nothing(state));
    }
    let words = format!("{} {}：{reason}（{hours} 小时）", actor.post_label(), actor.name);
    queries::insert_event(tx, (actor.tenant, case), actor.person, &NewEvent { kind, words: &words })?;
    let org = home(tx, actor)?;
    let entry = Entry::by(actor, action).about(org.tenant, case, &org.path).confidential(&org.path);
    Ok(tx.record(&entry, state)?.into())
}

/// Writes down that somebody typed a number that is none: after some of them she must wait until tomorrow.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn wrong_number(
    tx: &WriteTx<'_>,
    actor: &Actor,
    id: Id<Opening>,
    reason: &str,
) -> Result<Recorded<()>, StoreError> {
    let new = NewOpening { id, case: None, state: OpeningState::Refused, reason, hours: 0 };
    queries::insert_opening(tx, actor, &new)?;
    let org = home(tx, actor)?;
    tx.record(&Entry::by(actor, WRONG).confidential(&org.path), ())
}

/// Whoever is in charge agrees or refuses.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn decide_opening(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (opening, case): (&OpeningRow, &VisibleCase),
    (agreed, words): (bool, &str),
) -> Result<Ending<()>, StoreError> {
    if !queries::decide_opening(tx, opening, agreed)? {
        return Ok(Ending::Nothing(()));
    }
    let kind = if agreed { EventKind::OpenedOutside } else { EventKind::OpeningRefused };
    super::say(tx, (opening.tenant, opening.person))?;
    let said = format!("{} {}。{words}", opening.post, opening.name);
    write(tx, actor, case.row(), (DECIDE, kind), &said)
}

/// The people of a case know of its openings.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn take_note(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
) -> Result<Ending<()>, StoreError> {
    if !queries::mark_seen(tx, case)? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(actor, SEEN, case.row()), ())?.into())
}

fn write(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &CaseRow,
    (action, kind): (Action, EventKind),
    words: &str,
) -> Result<Ending<()>, StoreError> {
    queries::insert_event(tx, (case.tenant, case.id), actor.person, &NewEvent { kind, words })?;
    Ok(tx.record(&entry(actor, action, case), ())?.into())
}
