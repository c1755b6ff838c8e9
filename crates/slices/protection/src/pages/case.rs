//! One case: how she is reached safely, what is to be done next, what was done, who its people are.

use askama::Template;
use axum::response::Response;
use niangjia_attachment::Shelf;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::show::When;
use niangjia_web::{AppError, At, Ctx, Errors, Query, Shell, Visitor, page};
use serde::Deserialize;

use crate::files::matter;
use crate::model::{
    Case, CaseRow, Channel, ConsentState, EventKind, Face, FollowUpRow, LookedAt, MeasureKind, OpeningState,
    State, Whom,
};
use crate::pack::ProtectionRules;
use crate::pages::succession::{Successor, successor};
use crate::pages::{CaseKey, ContactCard, Option3, SaidQuery, choices, looked, seen};
use crate::queries::{self, VisibleCase};
use crate::rules::{Reach, may_remove, may_take};
use crate::waiting::{Waiting, waiting};

/// How many looks stand on the case; of earlier ones it says how many.
const LOOKS_SHOWN: i64 = 50;

/// Everything that is typed into the small forms of a case: each of them sends its part, and what was typed stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CaseForm {
    pub(crate) organ: String,
    pub(crate) channel: String,
    pub(crate) at: String,
    pub(crate) receipt: String,
    pub(crate) words: String,
    pub(crate) what: String,
    pub(crate) whom: String,
    pub(crate) note_channel: String,
    pub(crate) note_words: String,
    pub(crate) planned: String,
    pub(crate) confirmed: String,
    pub(crate) name: String,
    pub(crate) reason: String,
    pub(crate) person: String,
    pub(crate) successor: String,
    pub(crate) successor_name: String,
    pub(crate) closing_reason: String,
    pub(crate) retention: String,
    pub(crate) again: String,
}

pub(crate) struct PersonLine {
    id: String,
    name: String,
    role: &'static str,
    reason: String,
    since: When,
    gone: bool,
    responsible: bool,
    removable: bool,
}

pub(crate) struct EventLine {
    kind: &'static str,
    tone: &'static str,
    person: String,
    words: String,
    at: When,
}

pub(crate) struct OpeningLine {
    id: String,
    who: String,
    state: &'static str,
    reason: String,
    hours: i64,
    until: String,
    at: When,
    decides: bool,
}

pub(crate) struct ConsentLine {
    id: String,
    who: String,
    state: &'static str,
    file: String,
    decides: bool,
}

pub(crate) struct LookLine {
    who: String,
    page: &'static str,
    at: When,
}

pub(crate) struct MeasureLine {
    href: String,
    kind: &'static str,
    state: &'static str,
    until: String,
}

#[derive(Template)]
#[template(path = "case.html")]
pub(crate) struct CasePage {
    shell: Shell,
    case: CaseRow,
    face: Face,
    contact: ContactCard,
    may_write: bool,
    way: String,
    kinds: String,
    keeping: String,
    nth: i64,
    others: Vec<(String, String)>,
    waits: Vec<Waiting>,
    reports: bool,
    takes: bool,
    in_charge: bool,
    unseen: bool,
    closed: bool,
    people: Vec<PersonLine>,
    events: Vec<EventLine>,
    openings: Vec<OpeningLine>,
    /// Who looked, for whoever is responsible; the latest.
    looks: Vec<LookLine>,
    more_looks: i64,
    look_minutes: i64,
    /// The files of the case.
    shelf: Shelf,
    consents: Vec<ConsentLine>,
    /// Who takes it, for whoever is in charge.
    successor: Option<Successor>,
    measures: Vec<MeasureLine>,
    kinds_of_measure: Vec<(&'static str, &'static str)>,
    planned: Vec<FollowUpRow>,
    organs: Vec<Option3>,
    channels: Vec<Option3>,
    note_channels: Vec<Option3>,
    whats: Vec<Option3>,
    whoms: Vec<Option3>,
    plans: Vec<Option3>,
    retentions: Vec<Option3>,
    /// The sentence that warns of contact which is not safe, until it is confirmed.
    warning: String,
    form: CaseForm,
    pub(crate) errors: Errors,
}

/// `GET /protection/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<CaseKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.look(move |tx, visitor| {
        let case = seen(tx, visitor, key)?;
        let said = match query.said.as_str() {
            "opened" => Some("已记下，您是首接人。先看下面最要紧的一步。"),
            "kept" => Some("已记下。"),
            "assessed" => Some("评估记下了。"),
            "taken" => Some("现在由您负责。"),
            "closed" => Some("已结案，回访日程排好了。"),
            "reopened" => Some("又打开了，以前的都在。"),
            _ => None,
        };
        let form = (CaseForm::default(), String::new());
        let shown = case_page(tx, visitor, &case, form, Errors::default(), said)?;
        looked(tx, visitor, (&case, LookedAt::Case), page(&shown)?)
    })
    .await
}

/// What a case is about, in the words of its people.
pub(crate) fn kinds(case: &CaseRow) -> String {
    match (case.face.violence, case.face.child) {
        (true, true) => "家庭暴力，涉及孩子",
        (true, false) => "家庭暴力",
        (false, _) => "孩子受到伤害",
    }
    .to_owned()
}

/// How long a closed case is kept, in the words of the pack.
fn keeping(case: &CaseRow) -> String {
    let known =
        ProtectionRules::in_force().retention.iter().find(|one| Some(&one.code) == case.retention.as_ref());
    known.map_or_else(String::new, |one| one.label.clone())
}

/// The clocks of a case that run, by the code of their rule.
pub(crate) fn running_clocks(tx: &ReadTx<'_>, case: &CaseRow) -> Result<Vec<&'static str>, AppError> {
    let id = case.id.uuid();
    let found = niangjia_deadline::of_subjects(tx, case.tenant, &[id])?.remove(&id).unwrap_or_default();
    let running = found.into_iter().filter(|clock| clock.ended.is_none());
    Ok(running.map(|clock| clock.rule.code.as_str()).collect())
}

pub(crate) fn case_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &VisibleCase,
    (form, warning): (CaseForm, String),
    errors: Errors,
    said: Option<&str>,
) -> Result<CasePage, AppError> {
    let (row, actor, rules) = (case.row(), &visitor.actor, ProtectionRules::in_force());
    let may_write = !matches!(case.reach(), Reach::Opened(_));
    let (before, others) = queries::same_person(tx, actor, case)?;
    let clocks = running_clocks(tx, row)?;
    let follow_ups = queries::follow_ups(tx, case)?;
    let open: Vec<FollowUpRow> = follow_ups.into_iter().filter(|one| one.done.is_none()).collect();
    let all_plans = plans(&open, &form.planned);
    let organs = rules.organ.iter().map(|one| (one.code.as_str(), one.label.clone()));
    let decline = [("declined", "她是成年人，现在不要报案".to_owned())];
    let organs = organs.chain(decline.into_iter().filter(|_| !row.face.child));
    let channels = || Channel::ALL.iter().map(|one| (one.code(), one.label().to_owned()));
    let whats = [EventKind::Contacted, EventKind::Noted].into_iter();
    let retentions = rules.retention.iter().map(|one| (one.code.as_str(), one.label.clone()));
    let in_charge = queries::is_in_charge(tx, actor)? && may_write;
    let (looks, more_looks) = looks(tx, case, actor)?;
    Ok(CasePage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        face: row.face.clone(),
        contact: ContactCard::of(tx, case)?,
        way: way(case, actor.person == row.responsible),
        kinds: kinds(row),
        keeping: keeping(row),
        nth: before + 1,
        others: others.iter().map(|one| (one.row().called(), one.row().href())).collect(),
        waits: waiting(tx, actor, case)?,
        reports: clocks.iter().any(|rule| rule.starts_with("report.")),
        takes: may_take(row.responsible, actor, case.reach()),
        in_charge,
        unseen: may_write && queries::unseen(tx, case)?.is_some(),
        closed: row.state == State::Closed,
        people: people(tx, case, in_charge)?,
        events: events(tx, case)?,
        openings: openings(tx, case, in_charge)?,
        looks,
        more_looks,
        look_minutes: rules.look_minutes,
        shelf: Shelf::of::<Case>(tx, visitor, &matter(case))?,
        consents: consents(tx, case, in_charge)?,
        successor: if in_charge { successor(tx, case, (actor.person, &form.successor))? } else { None },
        measures: measures(tx, case)?,
        kinds_of_measure: MeasureKind::ALL.iter().map(|kind| (kind.code(), kind.label())).collect(),
        organs: choices(organs, |code| form.organ == code),
        channels: choices(channels(), |code| form.channel == code),
        note_channels: choices(channels(), |code| form.note_channel == code),
        whats: choices(whats.map(|one| (one.code(), one.label().to_owned())), |code| form.what == code),
        whoms: choices(Whom::ALL.iter().map(|one| (one.code(), one.label().to_owned())), |code| {
            form.whom == code
        }),
        plans: all_plans,
        retentions: choices(retentions, |code| form.retention == code),
        planned: open,
        may_write,
        case: row.clone(),
        warning,
        form,
        errors,
    })
}

/// The visits that are planned, as a choice of what a note is about.
fn plans(open: &[FollowUpRow], chosen: &str) -> Vec<Option3> {
    let mut all = vec![(String::new(), "不是计划里的".to_owned(), chosen.is_empty())];
    all.extend(open.iter().map(|one| {
        let id = one.id.to_string();
        let chosen = chosen == id;
        (id, format!("{} {}", one.due.long(), one.whom.label()), chosen)
    }));
    all
}

fn way(case: &VisibleCase, responsible: bool) -> String {
    match case.reach() {
        Reach::Own if responsible => "这件事由您负责。".to_owned(),
        Reach::Own => "您是这件事的经办人之一。".to_owned(),
        Reach::InCharge => "您是县里指定的保密事项负责人。".to_owned(),
        Reach::Opened(until) => format!("您临时打开了它，只能看，到 {} 为止。经办的人知道。", until.long()),
    }
}

fn people(tx: &ReadTx<'_>, case: &VisibleCase, in_charge: bool) -> Result<Vec<PersonLine>, AppError> {
    let responsible = case.row().responsible;
    let line = |one: crate::model::PersonRow| {
        Ok(PersonLine {
            id: one.person.to_string(),
            role: one.role.label(),
            reason: tx.unseal(queries::PERSON_REASON, &one.reason)?,
            since: When::instant(one.from, tx.today()),
            gone: one.until.is_some(),
            responsible: one.until.is_none() && one.person == responsible,
            removable: in_charge && one.until.is_none() && may_remove(responsible, one.person),
            name: one.name,
        })
    };
    queries::people(tx, case)?.into_iter().map(line).collect()
}

fn events(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<EventLine>, AppError> {
    let line = |one: crate::model::EventRow| {
        let tone = match one.kind {
            EventKind::Reported | EventKind::MeasureTurned | EventKind::Closed => "done",
            EventKind::OpenedOutside | EventKind::OpeningAsked | EventKind::Reopened => "soon",
            _ => "none",
        };
        Ok(EventLine {
            kind: one.kind.label(),
            tone,
            words: one.words,
            at: When::instant(one.at, tx.today()),
            person: one.person,
        })
    };
    queries::events(tx, case)?.into_iter().map(line).collect()
}

fn openings(tx: &ReadTx<'_>, case: &VisibleCase, in_charge: bool) -> Result<Vec<OpeningLine>, AppError> {
    let line = |one: crate::model::OpeningRow| {
        let over = one.until.is_some_and(|until| until <= tx.now());
        Ok(OpeningLine {
            id: one.id.within(one.tenant).to_string(),
            who: format!("{} {}", one.post, one.name),
            state: if over { "已到时" } else { one.state.label() },
            reason: tx.unseal(queries::OPENING_REASON, &one.reason)?,
            hours: one.hours,
            until: one.until.map_or_else(String::new, |until| until.long()),
            at: When::instant(one.asked, tx.today()),
            decides: in_charge && one.state == OpeningState::Asked,
        })
    };
    queries::openings(tx, case)?.into_iter().map(line).collect()
}

/// Who asked to open a file about a child.
fn consents(tx: &ReadTx<'_>, case: &VisibleCase, in_charge: bool) -> Result<Vec<ConsentLine>, AppError> {
    let files = niangjia_attachment::of_subject(tx, case.row().tenant, case.row().id.uuid())?;
    let line = |one: queries::ConsentRow| ConsentLine {
        id: one.id.within(one.tenant).to_string(),
        file: files
            .iter()
            .find(|row| row.id.uuid() == one.file)
            .map_or_else(String::new, |row| row.name.clone()),
        who: one.name,
        state: one.state.label(),
        decides: in_charge && one.state == ConsentState::Asked,
    };
    Ok(queries::consents(tx, case)?.into_iter().map(line).collect())
}

/// Who looked: for whoever is responsible alone (R-PRO-17).
fn looks(tx: &ReadTx<'_>, case: &VisibleCase, actor: &Actor) -> Result<(Vec<LookLine>, i64), AppError> {
    if case.row().responsible != actor.person {
        return Ok((Vec::new(), 0));
    }
    let (latest, all) = queries::looks(tx, case, LOOKS_SHOWN)?;
    let line = |one: crate::model::LookRow| LookLine {
        who: format!("{} {}", one.post, one.name),
        page: one.page.label(),
        at: When::instant(one.at, tx.today()),
    };
    let lines: Vec<LookLine> = latest.into_iter().map(line).collect();
    let more = all - i64::try_from(lines.len()).unwrap_or_default();
    Ok((lines, more))
}

fn measures(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<MeasureLine>, AppError> {
    let line = |one: crate::model::MeasureRow| MeasureLine {
        href: one.href(),
        kind: one.kind.label(),
        state: one.state.label(),
        until: one.until.map_or_else(String::new, |until| format!("到 {}", until.long())),
    };
    Ok(queries::measures(tx, case)?.into_iter().map(line).collect())
}
