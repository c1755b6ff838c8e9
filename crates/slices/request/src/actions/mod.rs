//! One write per file.

mod answer;
mod ask_her;
mod hearing;
mod look_at_phone;
mod mediate;
mod notice;
mod open;
mod overdue;
mod pass;
mod receive;
mod reopen;
mod report;
mod review;
mod supplement;
mod take;
mod tell;
mod undeliverable;

use niangjia_kernel::{Fact, FactKind, FactPart, FactRole, Fen, Id, Person};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, StoreError, WriteTx, facts};
use niangjia_web::AppError;

use crate::model::{Class, RequestRow, Rung};
use crate::queries::Arriving;

pub(crate) use answer::{answer, withdraw};
pub(crate) use hearing::{resume, suspend};
pub(crate) use look_at_phone::look_at_phone;
pub(crate) use mediate::mediate;
pub(crate) use open::open;
pub(crate) use overdue::pass_up_what_is_late;
pub(crate) use pass::{Way, pass_on, return_back};
pub(crate) use receive::{Intake, PublicIntake, divert_taken, receive, receive_from_public};
pub(crate) use reopen::{reopen, reopen_by_code};
pub(crate) use report::{report, take_back};
pub(crate) use review::{ask_for_review, ask_for_review_by_code};
pub(crate) use supplement::{extend, join, notify, supplement, supplement_by_code};
pub(crate) use take::{hand_over, take};
pub(crate) use tell::{read_by_code, tell};
pub(crate) use undeliverable::{look_at_undeliverable, report_undeliverable};

/// An entry about a request, under its own key. A sealed one is filed with the county and says nothing but its number.
fn entry<'a>(actor: Option<&'a Actor>, action: Action, row: &RequestRow) -> Entry<'a> {
    let entry = actor.map_or_else(|| Entry::by_system(action, row.tenant), |actor| Entry::by(actor, action));
    let path = match row.class {
        Class::Personal => row.org_path.clone(),
        Class::Sealed => niangjia_org::api::county_of(&row.org_path),
    };
    entry.about(row.tenant, row.id, &path).named(row.called()).personal()
}

/// Appends what happened, at home, with who took part. Sealed requests have no facts of this kind.
fn append(tx: &WriteTx<'_>, row: &RequestRow, kind: FactKind, parts: &[FactPart]) -> Result<(), StoreError> {
    if row.class == Class::Sealed {
        return Ok(());
    }
    let org = niangjia_org::api::by_id(tx, row.org_id)?
        .ok_or_else(|| StoreError::Internal("a request without its organisation".to_owned()))?;
    let nobody = Id::from_uuid(uuid::Uuid::nil());
    let fact = Fact {
        tenant: row.tenant,
        id: tx.new_id(),
        kind,
        org_id: row.org_id,
        org_path: row.org_path.clone(),
        area_code: org.area_code,
        on_day: tx.today(),
        at: tx.now(),
        subject: row.id.uuid(),
        attendances: 1,
        households: i64::from(row.household.is_some()),
        minutes: 0,
        fen: Fen(0),
        recorded_by: parts.first().map_or(nobody, |part| part.person),
        reverses: None,
    };
    facts::append(tx, &fact, parts)
}

/// That `actor` did it.
fn doer(actor: &Actor) -> FactPart {
    FactPart { tenant: actor.tenant, person: actor.person, role: FactRole::Doer }
}

/// Where a request arrives at an organisation.
fn at(org: &Org, person: Option<Id<Person>>) -> Result<Arriving, AppError> {
    let rung = Rung::of(org.level)
        .ok_or_else(|| AppError::Refused("省级妇联以上不接具体诉求，请在本省内办理".to_owned()))?;
    Ok(Arriving { rung, org: org.id, path: org.path.clone(), tenant: org.tenant, person })
}
