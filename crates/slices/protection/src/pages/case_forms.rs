//! The small forms of a case: reports, notes, its people, closing and beginning again.

use axum::response::Response;
use niangjia_kernel::{Id, Person};
use niangjia_store::{Ending, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, see_other};

use crate::actions;
use crate::model::{Channel, EventKind, FollowUp, LookedAt, MeasureState, State, Whom};
use crate::pack::ProtectionRules;
use crate::pages::case::{CaseForm, case_page, running_clocks};
use crate::pages::{CaseKey, contact_of, held, looked_again};
use crate::queries::{self, VisibleCase};
use crate::rules::{
    LONGEST, Reach, SaidReport, check_closing, check_report, may_remove, may_take, unsafe_contact,
};

pub(crate) type Done = Result<Ending<Response>, AppError>;

pub(crate) fn back(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    case: &VisibleCase,
    (form, warning): (&CaseForm, String),
    errors: Errors,
) -> Done {
    let shown = case_page(tx, visitor, case, (form.clone(), warning), errors, None)?;
    looked_again(tx, visitor, (case, LookedAt::Case), &shown, &shown.errors)
}

pub(crate) fn kept(case: &VisibleCase, said: &str) -> Response {
    see_other(&format!("{}?said={said}", case.row().href()))
}

fn at(errors: &mut Errors, refusals: Vec<(&'static str, &'static str)>) {
    for (field, sentence) in refusals {
        errors.at(field, sentence);
    }
}

fn fits(errors: &mut Errors, field: &'static str, text: &str) {
    if text.chars().count() > LONGEST {
        errors.at(field, "太长了，请留在 2000 字以内");
    }
}

/// `POST /protection/{key}/reports`.
pub(crate) async fn report(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &CaseForm| {
        let case = held(tx, visitor, key)?;
        let (row, words) = (case.row(), form.words.trim());
        let organ = ProtectionRules::in_force().organ.iter().find(|organ| organ.code == form.organ);
        let time = clock_time(&form.at).map(|seconds| tx.today().start().plus_seconds(seconds));
        let said = SaidReport {
            organ,
            declined: form.organ == "declined",
            channel: Channel::parse(&form.channel).ok(),
            at: time,
            words,
        };
        let mut errors = Errors::default();
        at(&mut errors, check_report(&said, row.face.child, (row.opened, tx.now())));
        fits(&mut errors, "words", words);
        if !errors.is_empty() {
            return back(tx, visitor, &case, (form, String::new()), errors);
        }
        let text = match (organ, said.channel, said.at) {
            (Some(organ), Some(channel), Some(at)) => {
                let mut text = format!("{}，{}，{}", organ.label, channel.label(), at.long());
                for (label, more) in [("回执", form.receipt.trim()), ("", words)] {
                    if !more.is_empty() {
                        text.push_str(&format!("。{label} {more}"));
                    }
                }
                text
            }
            _ => words.to_owned(),
        };
        let recorded = actions::report(tx, &visitor.actor, &case, (organ, &text))?;
        Ok(recorded.map(|()| kept(&case, "kept")).into())
    })
    .await
}

/// Seconds since midnight of `09:05`.
fn clock_time(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 3_600 + minutes * 60)
}

/// `POST /protection/{key}/notes`.
pub(crate) async fn note(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &CaseForm| {
        let case = held(tx, visitor, key)?;
        let mut errors = Errors::default();
        let kind = EventKind::parse(&form.what).ok();
        let kind = kind.filter(|kind| matches!(kind, EventKind::Contacted | EventKind::Noted));
        let reached = kind == Some(EventKind::Contacted);
        let (whom, channel) = (Whom::parse(&form.whom).ok(), Channel::parse(&form.note_channel).ok());
        let words = form.note_words.trim();
        let checks = [
            (kind.is_none(), "what", "请点记什么"),
            (reached && whom.is_none(), "whom", "请点找了谁"),
            (reached && channel.is_none(), "note_channel", "请点怎样找的"),
            (words.is_empty(), "note_words", "请写一句"),
        ];
        at(&mut errors, checks.into_iter().filter(|one| one.0).map(|one| (one.1, one.2)).collect());
        fits(&mut errors, "note_words", words);
        let planned: Option<Id<FollowUp>> = form.planned.parse().ok();
        let mut warning = String::new();
        if let (true, Some(channel)) = (reached && whom != Some(Whom::Offender), channel) {
            let contact = contact_of(tx, &case)?;
            warning = unsafe_contact(contact.as_ref(), channel, tx.now()).unwrap_or_default();
        }
        if !warning.is_empty() && form.confirmed != "yes" {
            errors.at("note_channel", "这样联系她可能不安全，请先看上面怎样联系");
        }
        let (Some(kind), true) = (kind, errors.is_empty()) else {
            return back(tx, visitor, &case, (form, warning), errors);
        };
        let mut text = match (whom, channel) {
            (Some(whom), Some(channel)) if reached => {
                format!("{}（{}）：{words}", whom.label(), channel.label())
            }
            _ => words.to_owned(),
        };
        if !warning.is_empty() {
            text.push_str(&format!("。当时提醒过：{warning}"));
        }
        let recorded = actions::note(tx, &visitor.actor, &case, (kind, &text), planned)?;
        Ok(recorded.map(|()| kept(&case, "kept")).into())
    })
    .await
}

/// A case of which `visitor` is in charge.
pub(crate) fn charged(tx: &WriteTx<'_>, visitor: &Visitor, key: CaseKey) -> Result<VisibleCase, AppError> {
    let case = held(tx, visitor, key)?;
    if !queries::is_in_charge(tx, &visitor.actor)? {
        return Err(AppError::Forbidden("加人、移出由县里指定的负责人办；请当面找她".to_owned()));
    }
    Ok(case)
}

/// `POST /protection/{key}/people`.
pub(crate) async fn add_person(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &CaseForm| {
        let case = charged(tx, visitor, key)?;
        let mut errors = Errors::default();
        let (name, org) = form.name.trim().split_once(' ').unwrap_or((form.name.trim(), ""));
        let mut found = queries::serves_here(tx, case.row().tenant, name)?;
        found.retain(|one| one.2.contains(org.trim()));
        match found.as_slice() {
            [] => errors.at("name", "本县现在任职的人里没有这个姓名"),
            [one] => {
                let now = queries::people(tx, &case)?;
                if now.iter().any(|known| known.person == one.0 && known.until.is_none()) {
                    errors.at("name", "她已经在办了");
                }
            }
            _ => errors.at("name", "有几位重名，请在姓名后空一格写上组织，例如 王芳 嵩合社区妇联"),
        }
        let reason = form.reason.trim();
        if reason.is_empty() || reason.chars().count() > 200 {
            errors.at("reason", "请写为什么要她参与，200 字以内");
        }
        let ([person], true) = (found.as_slice(), errors.is_empty()) else {
            return back(tx, visitor, &case, (form, String::new()), errors);
        };
        let recorded = actions::add_person(tx, &visitor.actor, &case, (person.0, &person.1), reason)?;
        Ok(recorded.map(|()| kept(&case, "kept")).into())
    })
    .await
}

/// `POST /protection/{key}/people/removal`.
pub(crate) async fn remove_person(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &CaseForm| {
        let case = charged(tx, visitor, key)?;
        let person: Id<Person> = form.person.parse().map_err(|_| AppError::NotFound)?;
        let now = queries::people(tx, &case)?;
        let known = now.into_iter().find(|one| one.person == person && one.until.is_none());
        let known = known.ok_or(AppError::NotFound)?;
        if !may_remove(case.row().responsible, person) {
            return Err(AppError::Refused("负责的人不能移出，先由别人接过责任".to_owned()));
        }
        let reason = form.reason.trim();
        let recorded = actions::remove_person(tx, &visitor.actor, &case, (person, &known.name), reason)?;
        Ok(recorded.map(|()| kept(&case, "kept")).into())
    })
    .await
}

/// `POST /protection/{key}/taking`.
pub(crate) async fn take_over(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &CaseForm| {
        let case = held(tx, visitor, key)?;
        if !may_take(case.row().responsible, &visitor.actor, case.reach()) {
            return Ok(Ending::Nothing(kept(&case, "taken")));
        }
        let joins = case.reach() == Reach::InCharge;
        let recorded = actions::take_over(tx, &visitor.actor, &case, joins)?;
        Ok(recorded.map(|()| kept(&case, "taken")).into())
    })
    .await
}

/// `POST /protection/{key}/closing`.
pub(crate) async fn close(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &CaseForm| {
        let case = held(tx, visitor, key)?;
        let row = case.row();
        if row.state == State::Closed {
            return Ok(Ending::Nothing(kept(&case, "closed")));
        }
        let running = running_clocks(tx, row)?.len();
        let over =
            |state| matches!(state, MeasureState::Refused | MeasureState::Ended | MeasureState::Replied);
        let open = queries::measures(tx, &case)?.iter().any(|measure| !over(measure.state));
        let reason = form.closing_reason.trim();
        let mut errors = Errors::default();
        at(&mut errors, check_closing(running, open, reason));
        fits(&mut errors, "closing_reason", reason);
        let rules = ProtectionRules::in_force();
        let retention = rules.retention.iter().find(|one| one.code == form.retention);
        if retention.is_none() {
            errors.at("retention", "请点保管多久");
        }
        let (Some(retention), true) = (retention, errors.is_empty()) else {
            return back(tx, visitor, &case, (form, String::new()), errors);
        };
        let recorded = actions::close(tx, &visitor.actor, &case, (reason, &retention.code))?;
        Ok(recorded.map(|()| kept(&case, "closed")).into())
    })
    .await
}

/// `POST /protection/{key}/reopening`.
pub(crate) async fn reopen(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &CaseForm| {
        let case = held(tx, visitor, key)?;
        if case.row().state != State::Closed {
            return Ok(Ending::Nothing(kept(&case, "reopened")));
        }
        let words = form.again.trim();
        let mut errors = Errors::default();
        if words.is_empty() {
            errors.at("again", "请写发生了什么");
        }
        fits(&mut errors, "again", words);
        if !errors.is_empty() {
            return back(tx, visitor, &case, (form, String::new()), errors);
        }
        let recorded = actions::reopen(tx, &visitor.actor, &case, words)?;
        Ok(recorded.map(|()| kept(&case, "reopened")).into())
    })
    .await
}

/// `POST /protection/{key}/openings/seen`.
pub(crate) async fn take_note(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &CaseForm| {
        let case = held(tx, visitor, key)?;
        Ok(actions::take_note(tx, &visitor.actor, &case)?.map(|()| kept(&case, "kept")))
    })
    .await
}
