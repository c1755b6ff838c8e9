//! One write per file.

mod agree;
mod ask_them;
mod assign;
mod confirm;
mod consent;
mod end;
mod extend;
mod hold_session;
mod keep_file;
mod open_file;
mod perform;
mod register;
mod revisit;
mod screen;
mod sign;

use niangjia_kernel::{Day, Fact, FactKind, FactPart, FactRole, Fen, Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, StoreError, WriteTx, facts};
use uuid::Uuid;

use crate::model::{Case, Member, Role};
use crate::queries;

pub(crate) use agree::{SaidAgreement, agree};
pub(crate) use assign::{Named, assign, declare, leave};
pub(crate) use confirm::confirm;
pub(crate) use consent::{SaidConsent, ask_consent};
pub(crate) use end::{SaidEnding, end};
pub(crate) use extend::extend;
pub(crate) use hold_session::{SaidSitting, hold_session};
pub(crate) use keep_file::{archive, bind_file, put_item};
pub(crate) use open_file::open_file;
pub(crate) use perform::perform;
pub(crate) use register::{SaidApplication, SaidParty, register};
pub(crate) use revisit::revisit;
pub(crate) use screen::{Screened, enter_clear_screening, screen};
pub(crate) use sign::{SaidSignatures, sign};

/// An entry about one case, under its own key: readable only with it.
fn entry<'a>(actor: &'a Actor, action: Action, case: &Case) -> Entry<'a> {
    Entry::by(actor, action).about(case.tenant, case.id, &case.org_path).named(case.title()).personal()
}

/// Who took part today, for a fact: mediators did it, helpers and recorders helped.
fn parts_of(case: &Case, members: &[Member]) -> Vec<FactPart> {
    let mut parts: Vec<FactPart> = Vec::new();
    for member in members.iter().filter(|one| one.until.is_none()) {
        let Some(person) = member.person else { continue };
        let role = if member.role == Role::Mediator { FactRole::Doer } else { FactRole::Helper };
        if parts.iter().all(|part| part.person != person) {
            parts.push(FactPart { tenant: case.tenant, person, role });
        }
    }
    parts
}

/// What happened in a case, as a fact of its organisation.
struct Happened {
    kind: FactKind,
    on: Day,
    subject: Uuid,
    minutes: i64,
}

impl Happened {
    const fn of(kind: FactKind, on: Day, case: &Case) -> Self {
        Self { kind, on, subject: case.id.uuid(), minutes: 0 }
    }
}

/// Appends a fact, with its people.
fn tell(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    happened: &Happened,
    parts: &[FactPart],
) -> Result<(), StoreError> {
    let org = niangjia_org::api::by_id(tx, case.org_id)?
        .ok_or_else(|| StoreError::Internal("a case without its organisation".to_owned()))?;
    let fact = Fact {
        tenant: case.tenant,
        id: tx.new_id(),
        kind: happened.kind,
        org_id: case.org_id,
        org_path: case.org_path.clone(),
        area_code: org.area_code,
        on_day: happened.on,
        at: tx.now(),
        subject: happened.subject,
        attendances: 1,
        households: 0,
        minutes: happened.minutes,
        fen: Fen(0),
        recorded_by: actor.person,
        reverses: None,
    };
    facts::append(tx, &fact, parts)
}

/// Notes that a person of the committee took part in a case: counted once a case.
fn count_member(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    (person, on): (Id<Person>, Day),
) -> Result<(), StoreError> {
    let Some(accepted) = case.accepted else { return Ok(()) };
    // Of the day on which it was taken, so that it is one of the disputes of that period.
    if queries::is_committee(tx, case.tenant, person, on)? && queries::mark_member(tx, case)? {
        tell(tx, actor, case, &Happened::of(FactKind::MediationWithMember, accepted, case), &[])?;
    }
    Ok(())
}
