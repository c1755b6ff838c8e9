//! Taking an envelope: by the rules and the action of the page where it can be, as a question where somebody must be asked.

use niangjia_household::actions::SaidVisit;
use niangjia_household::api as household;
use niangjia_household::api::{TypedVisit, VisibleHousehold};
use niangjia_kernel::{Day, Id, Timestamp, Visit};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, Via, WriteTx};
use niangjia_web::{Errors, Identity};

use crate::model::{Became, Kind, Opened, Reason};
use crate::queries;
use crate::rules::{self, DaySaid};

const ASK: Action = Action::write("phone.ask", "手机记录待确认");
/// As long as [`SaidVisit::words`] may be, and more than anybody typed: what does not fit is kept all the same, shortened here.
const LONGEST_FAMILY: usize = 40;

/// What became of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) became: Became,
    pub(crate) reason: Option<Reason>,
    pub(crate) note: String,
}

enum Decision {
    Record(Box<VisibleHousehold>, SaidVisit, Became),
    Ask(Reason, String),
}

/// Takes an envelope, once: the same one a second time changes nothing and gets the same answer.
///
/// # Errors
/// When it cannot be written; then nothing of it is, and the phone still has it.
pub(crate) fn receive(
    tx: &WriteTx<'_>,
    identity: &dyn Identity,
    opened: &Opened,
) -> Result<Ending<Answered>, StoreError> {
    let writer = &opened.writer;
    if let Some((became, note, reason)) = queries::answered(tx, writer.tenant, opened.id)? {
        return Ok(Ending::Nothing(Answered { became, reason, note }));
    }
    let mut notes = Vec::new();
    let media = opened.photo.as_deref().map(rules::media_of);
    if media == Some(None) {
        notes.push("照片太大或不是照片，没有留下；文字都在".to_owned());
    }
    let decision = decide(tx, identity, opened, &mut notes)?;
    let times = (Timestamp::from_millis(opened.written.written_at), opened.sent_at);
    let written = rules::written_truly(times, tx.now());
    let (became, reason) = match &decision {
        Decision::Record(_, _, became) => (*became, None),
        Decision::Ask(reason, _) => (Became::Asked, Some(*reason)),
    };
    let note = notes.join("；");
    let answered = Answered { became, reason, note };
    if !queries::insert_envelope(tx, opened, written, (became, &answered.note))? {
        let known = queries::answered(tx, writer.tenant, opened.id)?;
        let known = known.map(|(became, note, reason)| Answered { became, reason, note });
        return Ok(Ending::Nothing(known.unwrap_or(answered)));
    }
    if let (Some(photo), Some(Some(media))) = (&opened.photo, media) {
        let beside = match &decision {
            Decision::Record(home, ..) => home.row().tenant,
            Decision::Ask(..) => writer.tenant,
        };
        queries::insert_photo(tx, (beside, opened), media, photo)?;
    }
    match decision {
        Decision::Record(home, said, _) => {
            let doer = (writer.person, writer.name.as_str());
            let recorded = household::record_for(tx, writer, doer, &home, &said)?;
            Ok(recorded.map(|_| answered))
        }
        Decision::Ask(reason, why) => {
            queries::insert_question(tx, opened, written, (reason, &why))?;
            let entry = Entry::by(writer, ASK).about(writer.tenant, opened.id, &writer.acting.org_path);
            let family: String = opened.written.family.chars().take(LONGEST_FAMILY).collect();
            let entry = entry.named(family).personal().change("原因", "", reason.label());
            Ok(tx.record(&entry, answered)?.into())
        }
    }
}

fn decide(
    tx: &WriteTx<'_>,
    identity: &dyn Identity,
    opened: &Opened,
    notes: &mut Vec<String>,
) -> Result<Decision, StoreError> {
    let Opened { writer, written, pass, .. } = opened;
    let holder = identity.in_post(tx, writer.tenant, writer.person, writer.acting.post)?;
    let holder = holder.map(|actor| Actor { via: Some(Via::Phone), ..actor });
    let kind = written.known_kind().filter(|_| (0..=rules::FORM).contains(&written.form));
    let home = match (&holder, written.household_key()) {
        (Some(actor), Some(key)) => household::visible(tx, actor, key)?,
        _ => None,
    };
    let home = home.filter(VisibleHousehold::takes_visits);
    let in_time = tx.now() <= pass.until();
    let is_need = kind == Some(Kind::Need);
    if let Some(reason) = rules::asks(holder.is_some(), in_time, kind.is_some(), is_need, home.is_some()) {
        return Ok(Decision::Ask(reason, String::new()));
    }
    let Some(home) = home else {
        return Ok(Decision::Ask(Reason::NotHers, String::new()));
    };
    Ok(match read(opened, home.since(), tx.now(), notes) {
        Err((reason, why)) => Decision::Ask(reason, why),
        Ok(said) => {
            let known_at = Timestamp::from_millis(written.known_at);
            let beside = household::conflicts(tx, &home, known_at, said.id)?;
            let became = if beside { Became::Beside } else { Became::Recorded };
            Decision::Record(Box::new(home), said, became)
        }
    })
}

/// Reads the form as its page does, with the day put right.
fn read(
    opened: &Opened,
    since: Day,
    now: Timestamp,
    notes: &mut Vec<String>,
) -> Result<SaidVisit, (Reason, String)> {
    let written = &opened.written;
    let times = (Timestamp::from_millis(written.written_at), opened.sent_at);
    let day = match Day::parse(written.field("on_day")) {
        Err(error) => return Err((Reason::Refused, error.to_string())),
        Ok(said) => match rules::day_said(said, written.day_chosen, times, now) {
            DaySaid::AsSaid(day) => day,
            DaySaid::PutRight(day) => {
                notes.push(format!("手机日期不准，走访日期已改成 {}", day.long()));
                day
            }
            DaySaid::Ask => return Err((Reason::Clock, String::new())),
        },
    };
    let (on_day, mut errors) = (day.to_string(), Errors::default());
    // What was to come when she wrote it may be past when it arrives; the visit itself is never after it was written.
    let as_of = rules::written_truly(times, now).day().max(day);
    let visit = TypedVisit { on_day: &on_day, ..typed(written) }.read(since, as_of, &mut errors);
    if errors.is_empty() {
        return Ok(visit.with(Id::<Visit>::from_uuid(opened.id.uuid())));
    }
    let reason = if errors.of("matter").is_empty() { Reason::Refused } else { Reason::Form };
    Err((reason, sentences(&errors)))
}

/// The fields of the form of a visit.
pub(super) fn typed(written: &crate::model::Written) -> TypedVisit<'_> {
    TypedVisit {
        on_day: written.field("on_day"),
        matter: written.field("matter"),
        words: written.field("words"),
        follow_up_day: written.field("follow_up_day"),
        manner: written.field("manner"),
        outcome: written.field("outcome"),
    }
}

pub(super) fn sentences(errors: &Errors) -> String {
    errors.sentences().collect::<Vec<_>>().join("；")
}
