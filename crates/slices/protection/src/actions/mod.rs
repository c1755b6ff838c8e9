//! One write per file.

mod assess;
mod break_glass;
mod close;
mod consent;
mod contact;
mod designate;
mod look;
mod measure;
mod open_case;
mod people;
mod report;
mod succeed;
mod tell;

use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::facts::{SealedHome, append_sealed};
use niangjia_store::{Actor, ReadTx, Recorded, StoreError, WriteTx};

use crate::model::{CaseRow, EventKind, MeasureState, State};
use crate::queries::{self, NewEvent, VisibleCase};
use crate::rules::{Course, state_of};

pub(crate) use assess::assess;
pub(crate) use break_glass::{decide_opening, open_from_outside, take_note, wrong_number};
pub(crate) use close::{close, reopen};
pub(crate) use consent::{ask_for_file, decide_file};
pub(crate) use contact::{note, set_contact};
pub(crate) use designate::{designate, end_charge};
pub(crate) use look::look;
pub(crate) use measure::{begin_measure, turn_measure};
pub use open_case::{SaidCase, on_danger, open_case};
pub(crate) use people::{add_person, remove_person, take_over};
pub(crate) use report::report;
pub(crate) use succeed::{CLOCK as SUCCESSION, name_successor, say};
pub use tell::attend;

/// Where sealed cases of `actor` are kept: the body at the head of her tenant, whatever place she serves at.
pub(crate) fn home(tx: &ReadTx<'_>, actor: &Actor) -> Result<Org, StoreError> {
    let lineage = niangjia_org::api::lineage(tx, &actor.acting.org_path)?;
    let head = lineage.into_iter().find(|org| org.tenant == actor.tenant);
    head.ok_or_else(|| StoreError::Internal("a tenant without a head".to_owned()))
}

/// Writes what was done: the event, her month's credit, a sealed fact of the county, where the case stands now, and a neutral
/// audit entry. Everything on a case ends here.
fn done(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &CaseRow,
    (action, kind, words): (Action, EventKind, &str),
    state: State,
) -> Result<Recorded<()>, StoreError> {
    queries::insert_event(tx, (case.tenant, case.id), actor.person, &NewEvent { kind, words })?;
    queries::touch(tx, case, state)?;
    credit(tx, actor, case)?;
    tx.record(&entry(actor, action, case), ())
}

fn credit(tx: &WriteTx<'_>, actor: &Actor, case: &CaseRow) -> Result<(), StoreError> {
    queries::add_credit(tx, (actor.tenant, actor.person))?;
    let org = niangjia_org::api::by_id(tx, case.org_id)?;
    let area_code = org.map(|org| org.area_code);
    let area_code = area_code.ok_or_else(|| StoreError::Internal("a case without its county".to_owned()))?;
    let home =
        SealedHome { tenant: case.tenant, org_id: case.org_id, org_path: case.org_path.clone(), area_code };
    append_sealed(tx, &home, tx.today().month())
}

/// Notes that something was done on a case that stands where it stood.
fn touch_as(tx: &WriteTx<'_>, case: &VisibleCase) -> Result<(), StoreError> {
    queries::touch(tx, case.row(), case.row().state)
}

/// The entry of a case: neutral outside, whole inside.
fn entry<'a>(actor: &'a Actor, action: Action, case: &CaseRow) -> Entry<'a> {
    Entry::by(actor, action).about(case.tenant, case.id, &case.org_path).confidential(&case.org_path)
}

/// Where a case stands by what stands on it (R-PRO-14); a closed one stays closed until somebody opens it again.
fn standing(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<State, StoreError> {
    if case.row().state == State::Closed { Ok(State::Closed) } else { current(tx, case) }
}

/// The same of a case that goes on.
fn current(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<State, StoreError> {
    let events = queries::events(tx, case)?;
    let since = events.iter().take_while(|event| event.kind != EventKind::Reopened);
    let mut course = Course::default();
    for event in since {
        course.assessed |= event.kind == EventKind::Assessed;
    }
    for measure in queries::measures(tx, case)? {
        let over =
            matches!(measure.state, MeasureState::Refused | MeasureState::Ended | MeasureState::Replied);
        course.measures |= !over;
        course.measures_over |= over;
    }
    Ok(state_of(course))
}
