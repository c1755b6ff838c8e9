//! A question about something written down on a phone: who wrote what, why it is asked, and what can be done about it.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_household::api::{HouseholdRules, NeedKind, VisibleHousehold};
use niangjia_kernel::{Day, Id, Person};
use niangjia_store::{Ending, ReadTx, WriteTx};
use niangjia_web::show::When;
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, page, see_other};
use serde::Deserialize;

use crate::actions::{self, Unsettled};
use crate::model::{Kind, Question, Reason};
use crate::pages::EnvelopeKey;
use crate::queries;
use crate::rules::{self, May};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 100;

/// What is typed into the forms of this page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SettlingForm {
    on_day: String,
    matter: String,
    to: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage {
    shell: Shell,
    href: String,
    title: String,
    asked: String,
    why: String,
    by: String,
    written: When,
    received: When,
    lines: Vec<(&'static str, String)>,
    photo: Option<String>,
    may: May,
    is_need: bool,
    /// Where it can be recorded: the family as she who looks may see it.
    family: Option<String>,
    matters: Vec<(String, String, bool)>,
    contacts: Vec<(String, String, bool)>,
    state: String,
    form: SettlingForm,
    today: Day,
    errors: Errors,
}

/// `GET /phone/questions/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<EnvelopeKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let found = found(tx, visitor, key)?;
        page(&question_page(tx, visitor, &found, SettlingForm::default(), Errors::default())?)
    })
    .await
}

/// `POST /phone/questions/{key}/recording`.
pub(crate) async fn record(ctx: Ctx, At(key): At<EnvelopeKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &SettlingForm| {
        let found = found(tx, visitor, key)?;
        let (Some(home), true) = (&found.home, found.may.record) else {
            return settled_or(&found, "这一笔由社区妇联主席来确认");
        };
        let need = found.question.written.known_kind() == Some(Kind::Need);
        let matter =
            if form.matter.is_empty() { found.question.written.field("matter") } else { &form.matter };
        let said = (form.on_day.as_str(), matter);
        match actions::record_question(tx, &visitor.actor, &found.question, home, said)? {
            Ok(ending) => {
                Ok(ending.map(|()| see_other(if need { "/phone?said=need" } else { "/phone?said=recorded" })))
            }
            Err(Unsettled(sentence)) => refused(tx, visitor, &found, form, ("on_day", sentence)),
        }
    })
    .await
}

/// `POST /phone/questions/{key}/handing`.
pub(crate) async fn hand(ctx: Ctx, At(key): At<EnvelopeKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &SettlingForm| {
        let found = found(tx, visitor, key)?;
        if !found.may.decide {
            return settled_or(&found, CHAIR_DECIDES);
        }
        let contact = contacts(tx, &found)?.into_iter().find(|(id, _)| id.to_string() == form.to);
        let Some((person, name)) = contact else {
            return refused(tx, visitor, &found, form, ("to", "请选一位现在联系这一户的人".to_owned()));
        };
        let handed = actions::hand_question(tx, &visitor.actor, &found.question, (person, &name))?;
        Ok(handed.map(|()| see_other("/phone?said=handed")))
    })
    .await
}

/// `POST /phone/questions/{key}/taking-over`.
pub(crate) async fn take_over(ctx: Ctx, At(key): At<EnvelopeKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &SettlingForm| {
        let found = found(tx, visitor, key)?;
        if !found.may.take_over {
            return settled_or(&found, "这一笔没有转给您");
        }
        let taken = actions::take_over(tx, &visitor.actor, &found.question)?;
        Ok(taken.map(|()| see_other("/phone?said=taken")))
    })
    .await
}

/// `POST /phone/questions/{key}/putting-away`.
pub(crate) async fn put_away(ctx: Ctx, At(key): At<EnvelopeKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &SettlingForm| {
        let found = found(tx, visitor, key)?;
        if !found.may.decide {
            return settled_or(&found, CHAIR_DECIDES);
        }
        let reason = form.reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            let sentence = format!("请写一句为什么不办理，{LONGEST_REASON} 字以内");
            return refused(tx, visitor, &found, form, ("reason", sentence));
        }
        let done = actions::put_away(tx, &visitor.actor, &found.question, reason)?;
        Ok(done.map(|()| see_other("/phone?said=away")))
    })
    .await
}

const CHAIR_DECIDES: &str = "这一笔由记的人所在社区的妇联主席来确认";

/// The same form sent twice ends the same way; otherwise the rule is said.
fn settled_or(found: &Found, rule: &str) -> Result<Ending<Response>, AppError> {
    if found.question.settled.is_some() {
        return Ok(Ending::Nothing(see_other("/phone")));
    }
    Err(AppError::Forbidden(rule.to_owned()))
}

struct Found {
    question: Question,
    /// The family, as she who looks may see it.
    home: Option<VisibleHousehold>,
    may: May,
}

fn found(tx: &ReadTx<'_>, visitor: &Visitor, key: EnvelopeKey) -> Result<Found, AppError> {
    let actor = &visitor.actor;
    let question = queries::visible_question(tx, actor, key)?.ok_or(AppError::NotFound)?;
    let home = match question.written.household_key() {
        Some(key) => household::visible(tx, actor, key)?,
        None => None,
    };
    let is_need = question.written.known_kind() == Some(Kind::Need);
    let home = home.filter(|home| if is_need { home.takes_needs() } else { home.takes_visits() });
    let may = rules::may_settle(actor, &question, home.is_some());
    Ok(Found { question, home, may })
}

/// Who looks after the family today, but for her who wrote it.
fn contacts(tx: &ReadTx<'_>, found: &Found) -> Result<Vec<(Id<Person>, String)>, AppError> {
    let Some(home) = &found.home else {
        return Ok(Vec::new());
    };
    let links = household::contacts(tx, home)?.into_iter();
    let others = links.filter(|link| link.person != found.question.person);
    Ok(others.map(|link| (link.person, link.person_name)).collect())
}

fn refused(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    found: &Found,
    form: &SettlingForm,
    (field, sentence): (&'static str, String),
) -> Result<Ending<Response>, AppError> {
    let mut errors = Errors::default();
    errors.at(field, sentence);
    let shown = question_page(tx, visitor, found, form.clone(), errors)?;
    again(visitor, &shown, &shown.errors)
}

fn question_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    found: &Found,
    form: SettlingForm,
    errors: Errors,
) -> Result<QuestionPage, AppError> {
    let Found { question, home, may } = found;
    let (written, today) = (&question.written, tx.today());
    let is_need = written.known_kind() == Some(Kind::Need);
    let said_day = written.field(if is_need { "since" } else { "on_day" }).to_owned();
    let on_day = if form.on_day.is_empty() { said_day } else { form.on_day.clone() };
    let chosen = if form.matter.is_empty() { written.field("matter") } else { &form.matter };
    let matters = &HouseholdRules::in_force().matters;
    let own = question.person == visitor.actor.person;
    let photo = format!("/phone/photos/{}.vis_{}", question.tenant, question.id.uuid().simple());
    let contacts = contacts(tx, found)?.into_iter().map(|(id, name)| (id.to_string(), name, false));
    let kind = written.known_kind().map_or("记录", |kind| kind.label());
    let family = if written.family.is_empty() { "没有写明家庭" } else { &written.family };
    Ok(QuestionPage {
        shell: visitor.shell(),
        href: format!("/phone/questions/{}", question.id.within(question.tenant)),
        title: format!("{family} · {kind}"),
        asked: question.reason.label().replace('她', if own { "您" } else { "她" }),
        why: explained(question.reason, own).to_owned(),
        by: format!("{}（{}）", question.person_name, question.org_name),
        written: When::instant(niangjia_kernel::Timestamp::from_millis(written.written_at), today),
        received: When::instant(question.received, today),
        lines: lines(question),
        photo: question.has_photo.then_some(photo),
        may: *may,
        is_need,
        family: home.as_ref().map(|home| home.row().name.clone()),
        matters: matters
            .iter()
            .map(|one| (one.code.clone(), one.label.clone(), one.code == chosen))
            .collect(),
        contacts: contacts.collect(),
        state: state(question, today),
        form: SettlingForm { on_day, ..form },
        today,
        errors,
    })
}

/// What the reason means, and what to do.
const fn explained(reason: Reason, own: bool) -> &'static str {
    match (reason, own) {
        (Reason::NotHers, _) => {
            "写的时候或发出的时候，这一户已经不由写的人联系。走访属实的，由主席补记在她名下；或转给现在的联系人。"
        }
        (Reason::PostEnded, _) => "发出的时候，写的人已经离任或账号已停用。走访属实的，由主席补记在她名下。",
        (Reason::Refused, _) => {
            "家庭台账的规定不允许照原样记入，原因写在下面。核对后可以改日期补记，或收起。"
        }
        (Reason::Form, _) => "手机上的表单比现在的旧或新，有的内容认不出来。写的都在下面，选好事项就能补记。",
        (Reason::Clock, true) => "手机的日期走得不准，请您核对走访是哪一天，再记入台账。",
        (Reason::Clock, false) => "手机的日期走得不准，写的人会核对；您知道是哪一天的，也可以代她记入。",
        (Reason::Need, true) => "需求由社区妇联主席登记，她会看到这一条。",
        (Reason::Need, false) => "执委走访时发现的需求。核实后在这里登记，这一户就进重点户台账。",
        (Reason::Late, _) => "这一笔在手机里放了很久才发出，请核对后补记或收起。",
    }
}

/// What was written, in the order of the form; what a form of another version had besides comes after.
fn lines(question: &Question) -> Vec<(&'static str, String)> {
    let written = &question.written;
    let matter = |code: &str| HouseholdRules::in_force().matter(code).map(|matter| matter.label.clone());
    let day = |text: &str| Day::parse(text).map_or_else(|_| text.to_owned(), Day::long);
    let mut lines = Vec::new();
    for (name, value) in written.fields.iter().filter(|(_, value)| !value.trim().is_empty()) {
        let (label, shown) = match name.as_str() {
            "words" => ("一句话", value.clone()),
            "on_day" => ("走访日期", day(value)),
            "since" => ("自", day(value)),
            "follow_up_day" => ("跟进日期", day(value)),
            "matter" => ("事项", matter(value).unwrap_or_else(|| value.clone())),
            "manner" => {
                ("方式", household::Manner::parse(value).map_or(value.clone(), |one| one.label().to_owned()))
            }
            "outcome" => {
                ("结果", household::Outcome::parse(value).map_or(value.clone(), |one| one.label().to_owned()))
            }
            "kind" => ("需求", NeedKind::parse(value).map_or(value.clone(), |one| one.label().to_owned())),
            _ => ("其他", format!("{name}：{value}")),
        };
        lines.push((label, shown));
    }
    let order = ["事项", "需求", "一句话", "走访日期", "自", "方式", "结果", "跟进日期", "其他"];
    lines.sort_by_key(|(label, _)| order.iter().position(|one| one == label));
    if !question.why.is_empty() {
        lines.push(("没有记入的原因", question.why.clone()));
    }
    lines
}

fn state(question: &Question, today: Day) -> String {
    let name = question.settled_name.as_deref().unwrap_or_default();
    match (question.how, question.settled, &question.handed_name) {
        (Some(how), Some(at), _) => {
            let note = question.settled_note.as_deref().filter(|note| !note.is_empty());
            let note = note.map(|note| format!("：{note}")).unwrap_or_default();
            format!("{} · {name} {}{note}", how.label(), When::instant(at, today).short)
        }
        (_, _, Some(handed)) => format!("已转给现在的联系人{handed}，等她接手"),
        _ => String::new(),
    }
}
