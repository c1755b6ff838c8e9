//! 居住地协助 of a community: families that live here and are registered elsewhere, with somebody to be named for them;
//! and what was asked of others.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Id, Person};
use niangjia_org::api::Org;
use niangjia_store::{Branch, Ending, ReadTx, WriteTx};
use niangjia_web::show::Due;
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes_or_empty, json, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::CaresBody;
use crate::model::{AskedCare, CareState, GivenCare, Mode, SharedCard};
use crate::pages::household_form::kept_register;
use crate::pages::needs::SaidQuery;
use crate::pages::residence_care::{care_badge, helper_at};
use crate::pages::{Card, crumbs, household_href, members, with_visible_register};
use crate::queries;
use crate::rules::{AnswerSaid, Sight, check_answer, sight};

/// What is typed into the forms of this page.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AnswerForm {
    /// 哪一户：居住地协助的编号，rcare_…
    #[schema(required = true)]
    care: String,
    /// 安排哪位执委：她的编号，per_…；退回时不写
    member: String,
    #[schema(schema_with = codes_or_empty::<Mode>)]
    mode: String,
    /// yes：退回
    #[schema(pattern = "^(yes)?$")]
    decline: String,
    /// 为什么退回
    #[schema(max_length = 100)]
    reason: String,
}

struct GivenLine {
    id: String,
    card: Card,
    /// The rest of the thin card, in a line.
    about: String,
    member: Option<String>,
    badge: (&'static str, String),
    /// Whether its form is open: it was sent and refused.
    open: bool,
}

struct AskedLine {
    href: Option<String>,
    name: String,
    about: String,
    badge: (&'static str, String),
}

#[derive(Template)]
#[template(path = "residence_cares.html")]
struct CaresPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    answers: bool,
    waiting: usize,
    given: Vec<GivenLine>,
    asked: Vec<AskedLine>,
    members: Vec<(String, String, bool)>,
    modes: Vec<(&'static str, &'static str, bool)>,
    form: AnswerForm,
    errors: Errors,
}

/// `GET /orgs/{code}/residence-care`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_register(tx, &visitor.actor, &code)?;
        if visitor.wants_json {
            let branch = Branch::of(org.tenant, org.level, &org.path);
            let (asked, given) = both_sides(tx, visitor, &branch)?;
            return json(&CaresBody::of(&asked, &given));
        }
        let banner = match query.said.as_str() {
            "named" => Some("已安排。她的“我的家庭”里现在有这一户。".to_owned()),
            "declined" => Some("已退回，户籍地看得到原因。".to_owned()),
            "gone" => Some("这一户已经不在清单里了，下面是最新的。".to_owned()),
            _ => None,
        };
        let form = AnswerForm { mode: Mode::Nearby.code().to_owned(), ..AnswerForm::default() };
        page(&cares_page(tx, visitor, org, form, Errors::default(), banner)?)
    })
    .await
}

/// `POST /orgs/{code}/residence-care`.
pub(crate) async fn answer(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &AnswerForm| {
        let org = kept_register(tx, &visitor.actor, &code)?;
        let here = format!("{}/residence-care", org.href());
        let Some(care) = held_care(tx, visitor, &org, &form.care)? else {
            return Ok(Ending::Nothing(see_other(&format!("{here}?said=gone"))));
        };
        let household = queries::shared_household(tx, &care)?.ok_or(AppError::NotFound)?;
        let mut errors = Errors::default();
        let said = if form.decline.is_empty() {
            let person = form.member.parse::<Id<Person>>().ok();
            let members = members(tx, (org.tenant, org.id))?;
            AnswerSaid::Name(members.into_iter().find(|(member, _)| Some(*member) == person))
        } else {
            AnswerSaid::Decline(form.reason.trim().to_owned())
        };
        let mode = if form.decline.is_empty() {
            errors.take("mode", Mode::parse(&form.mode).map_err(|_| "请点一种方式"))
        } else {
            Some(Mode::Nearby)
        };
        let answer = match check_answer(said, care.person) {
            Ok(answer) => Some(answer),
            Err(refusal) => {
                let (field, sentence) = refusal.sentence();
                errors.at(field, sentence);
                None
            }
        };
        let (Some(answer), Some(mode)) = (answer.filter(|_| errors.is_empty()), mode) else {
            let shown = cares_page(tx, visitor, org, form.clone(), errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let (helper, shared) = (helper_at(&org), (&care, &household));
        let recorded = actions::answer_residence_care(tx, &visitor.actor, shared, &helper, (&answer, mode))?;
        let what = if form.decline.is_empty() { "named" } else { "declined" };
        Ok(recorded.map(|()| see_other(&format!("{here}?said={what}"))).into())
    })
    .await
}

/// A family on the list of the community, held until the end of the transaction: both sides wait for each other.
fn held_care(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    org: &Org,
    care: &str,
) -> Result<Option<GivenCare>, AppError> {
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let find = || -> Result<Option<GivenCare>, AppError> {
        let given = queries::given_to(tx, &visitor.actor, &branch)?;
        Ok(given.into_iter().find(|one| one.id.to_string() == care))
    };
    let Some(found) = find()? else { return Ok(None) };
    tx.hold("household", found.household_tenant, found.household.uuid())?;
    find()
}

/// What a branch asked of others, and what was asked of it; a member reads what she looks after.
fn both_sides(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    branch: &Branch,
) -> Result<(Vec<AskedCare>, Vec<SharedCard>), AppError> {
    let asked = match sight(&visitor.actor) {
        Sight::Community | Sight::Lists => queries::asked_by(tx, branch)?,
        Sight::Linked | Sight::Nothing => Vec::new(),
    };
    let given = queries::given_to(tx, &visitor.actor, branch)?;
    Ok((asked, queries::shared_cards(tx, given, tx.today())?))
}

fn cares_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    form: AnswerForm,
    errors: Errors,
    banner: Option<String>,
) -> Result<CaresPage, AppError> {
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let today = tx.today();
    let (asked, given) = both_sides(tx, visitor, &branch)?;
    let answers = sight(&visitor.actor) == Sight::Community;
    let given_line = |SharedCard { care, standing, register_members }: &SharedCard| {
        let id = care.id.to_string();
        let card = Card::of(standing, false, today);
        let whom = if register_members.is_empty() {
            "户籍侧还没有人联系".to_owned()
        } else {
            format!("户籍侧 {}", register_members.join("、"))
        };
        let badge = match (care.person, &card.due) {
            (None, _) => care_badge(CareState::Asked, care.due, today),
            (Some(_), Some(Due { kind, word })) => (*kind, word.clone()),
            (Some(_), None) => care_badge(CareState::Given, care.due, today),
        };
        GivenLine {
            open: id == form.care && !errors.is_empty(),
            about: format!("户籍 {} · 住{} · {whom}", card.community, standing.household.residence),
            member: care.person_name.clone(),
            id,
            card,
            badge,
        }
    };
    let asked_line = |one: &AskedCare| AskedLine {
        href: answers.then(|| format!("{}/residence-care", household_href(&one.household))),
        name: one.household.name.clone(),
        about: match &one.reason {
            Some(reason) if one.state == CareState::Declined => format!("{} · {reason}", one.care_org_name),
            _ => format!("{} · {}请", one.care_org_name, one.asked.long()),
        },
        badge: care_badge(one.state, one.due, today),
    };
    let member = |(person, name): (Id<Person>, String)| {
        let value = person.to_string();
        let chosen = form.member == value;
        (value, name, chosen)
    };
    let nobody = (String::new(), "请选择".to_owned(), false);
    let members = if answers { members(tx, (org.tenant, org.id))? } else { Vec::new() };
    Ok(CaresPage {
        shell: visitor.shell_saying(banner),
        above: crumbs(tx, &org)?,
        answers,
        waiting: given.iter().filter(|one| one.care.person.is_none()).count(),
        given: given.iter().map(given_line).collect(),
        asked: asked.iter().map(asked_line).collect(),
        members: std::iter::once(nobody).chain(members.into_iter().map(member)).collect(),
        modes: Mode::ALL.iter().map(|one| (one.code(), one.label(), one.code() == form.mode)).collect(),
        org,
        form,
        errors,
    })
}
