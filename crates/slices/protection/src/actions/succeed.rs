//! Somebody else becomes responsible for a case whose responsible person is gone (R-PRO-18).

use niangjia_kernel::{Id, Person};
use niangjia_message::{Place, Telling, tell};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, Recorded, StoreError, WriteTx};

use super::{entry, touch_as};
use crate::model::{EventKind, Role, SuccessionState};
use crate::queries::{self, NewEvent, SuccessionRow, VisibleCase};

/// The clock of naming a successor.
pub(crate) const CLOCK: &str = "case.succession";
const BEGIN: Action = Action::write("protection.succession_begins", "负责的人不在任");
const NAME: Action = Action::write("protection.name_successor", "定接手的人");
const FALL: Action = Action::write("protection.succession_falls", "过时，由负责人接");
const RETURN: Action = Action::write("protection.succession_returns", "本人回来了");

/// Tells somebody that something waits for her: no number, no word, and the way to her desk.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn say(tx: &WriteTx<'_>, to: (niangjia_kernel::Tenant, Id<Person>)) -> Result<(), StoreError> {
    tell(tx, &Telling { to, kind: "sealed", details: &[], place: Place::page("/") })
}

fn system<'a>(case: &VisibleCase, action: Action) -> Entry<'a> {
    let row = case.row();
    Entry::by_system(action, row.tenant).about(row.tenant, row.id, &row.org_path).confidential(&row.org_path)
}

fn event(
    tx: &WriteTx<'_>,
    case: &VisibleCase,
    person: Id<Person>,
    (kind, words): (EventKind, &str),
) -> Result<(), StoreError> {
    let row = case.row();
    queries::insert_event(tx, (row.tenant, row.id), person, &NewEvent { kind, words })
}

/// Puts a case before whoever is in charge: its clock begins.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn begin(tx: &WriteTx<'_>, case: &VisibleCase) -> Result<Recorded<()>, StoreError> {
    let row = case.row();
    let id = queries::insert_succession(tx, case)?;
    niangjia_deadline::start_sealed(tx, (row.tenant, id.uuid()), CLOCK, tx.now())?;
    event(tx, case, row.responsible, (EventKind::Left, "离任或者账号停用，等县里的负责人定谁接手"))?;
    tx.record(&system(case, BEGIN), ())
}

/// She is back before anybody was named.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn come_back(
    tx: &WriteTx<'_>,
    case: &VisibleCase,
    succession: &SuccessionRow,
) -> Result<Recorded<()>, StoreError> {
    end(tx, succession, SuccessionState::Returned)?;
    event(tx, case, case.row().responsible, (EventKind::Returned, "又在任了，还是由她负责"))?;
    tx.record(&system(case, RETURN), ())
}

/// Nobody was named in time: whoever is in charge is responsible.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn fall(
    tx: &WriteTx<'_>,
    case: &VisibleCase,
    succession: &SuccessionRow,
    charge: &(Id<Person>, String),
) -> Result<Recorded<()>, StoreError> {
    end(tx, succession, SuccessionState::Fallen)?;
    takes(tx, case, succession, charge)?;
    let words = format!("到时没有定，由县里的负责人{}接", charge.1);
    event(tx, case, charge.0, (EventKind::Named, &words))?;
    tx.record(&system(case, FALL), ())
}

/// Whoever is in charge names who takes it; she becomes one of its people and is told that something waits.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn name_successor(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (case, succession): (&VisibleCase, &SuccessionRow),
    successor: &(Id<Person>, String),
) -> Result<Ending<()>, StoreError> {
    if !queries::end_succession(tx, succession, SuccessionState::Named)? {
        return Ok(Ending::Nothing(()));
    }
    niangjia_deadline::stop_all(tx, (succession.tenant, succession.id.uuid()))?;
    takes(tx, case, succession, successor)?;
    event(tx, case, actor.person, (EventKind::Named, &format!("由{}接手负责", successor.1)))?;
    touch_as(tx, case)?;
    Ok(tx.record(&entry(actor, NAME, case.row()), ())?.into())
}

fn end(tx: &WriteTx<'_>, succession: &SuccessionRow, state: SuccessionState) -> Result<(), StoreError> {
    queries::end_succession(tx, succession, state)?;
    niangjia_deadline::stop_all(tx, (succession.tenant, succession.id.uuid()))
}

/// She is responsible from now on, and one of its people; who is gone is not any more.
fn takes(
    tx: &WriteTx<'_>,
    case: &VisibleCase,
    succession: &SuccessionRow,
    (person, _): &(Id<Person>, String),
) -> Result<(), StoreError> {
    let row = case.row();
    let people = queries::people(tx, case)?;
    if !people.iter().any(|one| one.person == *person && one.until.is_none()) {
        queries::add_person(tx, (row.tenant, row.id), *person, Role::Added, "接手负责")?;
    }
    queries::set_responsible(tx, row, *person)?;
    queries::remove_person(tx, case, succession.gone)?;
    say(tx, (row.tenant, *person))
}
