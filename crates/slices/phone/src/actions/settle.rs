//! Settling a question: recorded as hers who wrote it, handed on, taken over, or put away. The right to do so is
//! `rules::may_settle`.

use niangjia_household::api as household;
use niangjia_household::api::VisibleHousehold;
use niangjia_kernel::{Day, Id, Person, Visit};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use niangjia_web::Errors;

use crate::actions::receive::{sentences, typed};
use crate::model::{How, Kind, Question};
use crate::queries;

const HAND: Action = Action::write("phone.hand", "手机记录转交");
const TAKE_OVER: Action = Action::write("phone.take_over", "手机记录接手");
const PUT_AWAY: Action = Action::write("phone.put_away", "手机记录不再办理");

/// Why a question could not be settled as asked; the sentences say what to do.
#[derive(Debug)]
pub(crate) struct Unsettled(pub(crate) String);

/// Puts it into the ledger as hers who wrote it, on this day, about this matter: by the rules of the form.
///
/// # Errors
/// When it cannot be written; then nothing of it is.
pub(crate) fn record_question(
    tx: &WriteTx<'_>,
    actor: &Actor,
    question: &Question,
    home: &VisibleHousehold,
    (day, matter): (&str, &str),
) -> Result<Result<Ending<()>, Unsettled>, StoreError> {
    if !queries::settle(tx, question, How::Recorded, actor, "")? {
        return Ok(Ok(Ending::Nothing(())));
    }
    if question.written.known_kind() == Some(Kind::Need) {
        let Ok(since) = Day::parse(day) else {
            return Ok(Err(Unsettled("请填从哪天起有这项需求".to_owned())));
        };
        return Ok(match household::enter_need(tx, actor, home, question.written.field("kind"), since)? {
            Ok(recorded) => Ok(Ending::from(recorded.map(drop))),
            Err(refused) => Err(Unsettled(refused.0.join("；"))),
        });
    }
    let mut errors = Errors::default();
    let visit = household::TypedVisit { on_day: day, matter, ..typed(&question.written) };
    // The follow-up was to come when she wrote it; that it is past now does not undo the visit.
    let written_on = niangjia_kernel::Timestamp::from_millis(question.written.written_at).day();
    let said_on = Day::parse(day).unwrap_or(tx.today());
    if said_on > tx.today() {
        return Ok(Err(Unsettled("日期还没到，走访过了再记".to_owned())));
    }
    let read = visit.read(home.since(), written_on.min(tx.today()).max(said_on), &mut errors);
    if !errors.is_empty() {
        return Ok(Err(Unsettled(sentences(&errors))));
    }
    let said = read.with(Id::<Visit>::from_uuid(question.id.uuid()));
    let doer = (question.person, question.person_name.as_str());
    let recorded = household::record_for(tx, actor, doer, home, &said)?;
    Ok(Ok(recorded.map(drop)))
}

/// Hands it to somebody who looks after the family today: she sees the words, and says when she has it.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn hand_question(
    tx: &WriteTx<'_>,
    actor: &Actor,
    question: &Question,
    to: (Id<Person>, &str),
) -> Result<Ending<()>, StoreError> {
    if !queries::hand(tx, question, to)? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(actor, HAND, question).change("转给", "", to.1), ())?.into())
}

/// The present contact says that she has it.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn take_over(
    tx: &WriteTx<'_>,
    actor: &Actor,
    question: &Question,
) -> Result<Ending<()>, StoreError> {
    if !queries::settle(tx, question, How::TakenOver, actor, "")? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(actor, TAKE_OVER, question), ())?.into())
}

/// Puts it away. The words stay.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn put_away(
    tx: &WriteTx<'_>,
    actor: &Actor,
    question: &Question,
    reason: &str,
) -> Result<Ending<()>, StoreError> {
    if !queries::settle(tx, question, How::PutAway, actor, reason)? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(actor, PUT_AWAY, question).change("原因", "", reason), ())?.into())
}

fn entry<'a>(actor: &'a Actor, action: Action, question: &Question) -> Entry<'a> {
    let entry = Entry::by(actor, action).about(question.tenant, question.id, &question.org_path);
    entry.named(&question.written.family).personal().change("记的人", "", &question.person_name)
}
