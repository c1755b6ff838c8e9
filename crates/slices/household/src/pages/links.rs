//! 联系执委: the chair arranges who looks after a household, and ends what is over.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id, Person, normalised_text};
use niangjia_store::{Ending, ReadTx, WriteTx};
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes_or_empty, day_or_empty, json, page,
    see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::LinksBody;
use crate::model::{HouseholdRow, LinkRow, Mode, Side};
use crate::pages::needs::SaidQuery;
use crate::pages::{HouseholdKey, household_href, kept, kept_and_held, members, place};
use crate::queries;
use crate::rules::{LONGEST_REASON, LinkRefusal, check_ending, check_link};

/// What is typed into the forms of this page.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct LinksForm {
    /// 结束哪一条联系：它的编号，link_…
    end: String,
    /// 为什么结束
    #[schema(max_length = 100)]
    reason: String,
    // Else: a link to be made.
    /// 安排哪位执委：她的编号，per_…
    member: String,
    #[schema(schema_with = codes_or_empty::<Side>)]
    side: String,
    #[schema(schema_with = codes_or_empty::<Mode>)]
    mode: String,
    #[schema(schema_with = day_or_empty)]
    since: String,
}

impl LinksForm {
    /// The form before anything is typed.
    fn fresh(today: Day) -> Self {
        Self {
            side: Side::Register.code().to_owned(),
            mode: Mode::Nearby.code().to_owned(),
            since: today.to_string(),
            ..Self::default()
        }
    }
}

struct Line {
    id: String,
    link: LinkRow,
    /// Whether its form is open: it was sent and refused.
    open: bool,
}

#[derive(Template)]
#[template(path = "links.html")]
struct LinksPage {
    shell: Shell,
    href: String,
    household: HouseholdRow,
    place: String,
    key: bool,
    links: Vec<Line>,
    members: Vec<(String, String, bool)>,
    sides: Vec<(&'static str, &'static str, bool)>,
    modes: Vec<(&'static str, &'static str, bool)>,
    form: LinksForm,
    today: Day,
    errors: Errors,
}

/// `GET /households/{key}/links`.
pub(crate) async fn show(ctx: Ctx, At(key): At<HouseholdKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let household = kept(tx, &visitor.actor, key)?;
        if visitor.wants_json {
            return json(&LinksBody::of(&queries::links(tx, &household, tx.today())?));
        }
        let form = LinksForm {
            side: Side::Register.code().to_owned(),
            mode: Mode::Nearby.code().to_owned(),
            since: tx.today().to_string(),
            ..LinksForm::default()
        };
        page(&links_page(tx, visitor, household, form, Errors::default(), banner(&query.said))?)
    })
    .await
}

/// `POST /households/{key}/links`.
pub(crate) async fn change(ctx: Ctx, At(key): At<HouseholdKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &LinksForm| {
        let household = kept_and_held(tx, &visitor.actor, key)?;
        let living = queries::links(tx, &household, tx.today())?;
        if form.end.is_empty() {
            add(tx, visitor, household, &living, form)
        } else {
            end(tx, visitor, household, &living, form)
        }
    })
    .await
}

fn add(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    household: HouseholdRow,
    living: &[LinkRow],
    form: &LinksForm,
) -> Result<Ending<Response>, AppError> {
    let mut errors = Errors::default();
    let person = form.member.parse::<Id<Person>>().ok();
    let members = members(tx, (household.tenant, household.org_id))?;
    let member = members.into_iter().find(|(member, _)| Some(*member) == person);
    let member = errors.take("member", member.ok_or_else(|| LinkRefusal::NotAMember.sentence().1));
    let side = errors.take("side", Side::parse(&form.side).map_err(|_| "请点户籍侧或居住侧"));
    let mode = errors.take("mode", Mode::parse(&form.mode).map_err(|_| "请点一种方式"));
    let since = errors.take("since", Day::parse(&form.since));
    if let (Some((person, _)), Some(side), Some(since)) = (&member, side, since) {
        let ended = queries::link_ended(tx, &household, *person, side)?;
        for refusal in check_link(*person, side, since, living, ended, (household.since, tx.today())) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
    }
    match (member, side, mode, since) {
        (Some((person, name)), Some(side), Some(mode), Some(since)) if errors.is_empty() => {
            let linked = actions::link(tx, &visitor.actor, &household, (person, &name), side, mode, since)?;
            Ok(linked.map(|_| said(&household, "linked")).into())
        }
        _ => {
            let shown = links_page(tx, visitor, household, form.clone(), errors, None)?;
            again(visitor, &shown, &shown.errors)
        }
    }
}

fn end(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    household: HouseholdRow,
    living: &[LinkRow],
    form: &LinksForm,
) -> Result<Ending<Response>, AppError> {
    let Some(link) = living.iter().find(|link| link.id.to_string() == form.end) else {
        let id = form.end.parse().map_err(|_| AppError::NotFound)?;
        let was = queries::had_link(tx, &household, id)?;
        return if was { Ok(Ending::Nothing(said(&household, "gone"))) } else { Err(AppError::NotFound) };
    };
    let mut errors = Errors::default();
    let reason = form.reason.trim();
    if normalised_text(reason).is_empty() {
        errors.at("reason", "请写一句为什么结束，例如：搬走了、换人联系");
    } else if reason.chars().count() > LONGEST_REASON {
        errors.at("reason", format!("太长了，请留在 {LONGEST_REASON} 字以内"));
    }
    let key = !queries::needs(tx, &household, tx.today())?.is_empty();
    if link.helper.is_some() {
        errors.at("reason", "这是居住地协助的联系，请在“居住地协助”里结束");
    }
    if let Err(refusal) = check_ending(link, living, key) {
        let (field, sentence) = refusal.sentence();
        errors.at(field, sentence);
    }
    if !errors.is_empty() {
        let (end, reason) = (form.end.clone(), form.reason.clone());
        let form = LinksForm { end, reason, ..LinksForm::fresh(tx.today()) };
        let shown = links_page(tx, visitor, household, form, errors, None)?;
        return again(visitor, &shown, &shown.errors);
    }
    let ended = actions::end_link(tx, &visitor.actor, &household, link, reason)?;
    Ok(ended.map(|()| said(&household, "ended")).into())
}

fn said(household: &HouseholdRow, what: &str) -> Response {
    see_other(&format!("{}/links?said={what}", household_href(household)))
}

fn banner(said: &str) -> Option<&'static str> {
    match said {
        "linked" => Some("已安排。她的“我的家庭”里现在有这一户。"),
        "ended" => Some("已结束。走访记录和积分都保留。"),
        "gone" => Some("这一条联系已经结束了，下面是最新的。"),
        _ => None,
    }
}

fn links_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    household: HouseholdRow,
    form: LinksForm,
    errors: Errors,
    banner: Option<&str>,
) -> Result<LinksPage, AppError> {
    let today = tx.today();
    let line = |link: LinkRow| {
        let id = link.id.to_string();
        Line { open: id == form.end, id, link }
    };
    let member = |(person, name): (Id<Person>, String)| {
        let value = person.to_string();
        let chosen = form.member == value;
        (value, name, chosen)
    };
    let nobody = (String::new(), "请选择".to_owned(), false);
    let members = members(tx, (household.tenant, household.org_id))?.into_iter().map(member);
    Ok(LinksPage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        href: household_href(&household),
        place: place(&household),
        key: !queries::needs(tx, &household, today)?.is_empty(),
        links: queries::links(tx, &household, today)?.into_iter().map(line).collect(),
        members: std::iter::once(nobody).chain(members).collect(),
        sides: Side::ALL.iter().map(|one| (one.code(), one.label(), one.code() == form.side)).collect(),
        modes: Mode::ALL.iter().map(|one| (one.code(), one.label(), one.code() == form.mode)).collect(),
        household,
        form,
        today,
        errors,
    })
}
