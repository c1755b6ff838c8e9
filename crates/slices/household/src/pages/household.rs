//! A family's file: who looks after it, what it needs, every visit, who has looked. From the street and county only
//! with a purpose.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, MobileNumber};
use niangjia_store::ReadTx;
use niangjia_web::show::{Due, When};
use niangjia_web::{
    Answer, AppError, At, Ctx, Errors, NoFields, Panel, PanelSlot, Query, Shell, Typed, Visitor, again, json,
    page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use crate::actions;
use crate::json::{ContactBody, Days, FileBody, GateBody};
use crate::model::{HouseholdRow, LevelRow, LinkRow, NeedRow, Side, VisitRow};
use crate::pack::HouseholdRules;
use crate::pages::level::{in_force, level_words};
use crate::pages::need_cards::CardLine;
use crate::pages::need_lines::{NeedLine, fallen_words, need_line};
use crate::pages::timeline::{VisitLine, panels, visit_lines};
use crate::pages::{HouseholdKey, household_href, place};
use crate::queries::{self, Contact, OpeningRow, VisibleHousehold};
use crate::rules::{Reach, may_confirm, next_visit, sees_level};

/// How many visits the file shows; the ledger has all.
const VISITS_SHOWN: i64 = 30;

#[derive(Template)]
#[template(path = "household.html")]
struct HouseholdPage {
    shell: Shell,
    href: String,
    household: HouseholdRow,
    place: String,
    org_name: String,
    shows_needs: bool,
    needs: Vec<NeedLine>,
    /// What fell away because nobody confirmed it.
    fallen: Vec<String>,
    visits: Vec<VisitLine>,
    /// What she wishes and was promised.
    cards: Vec<CardLine>,
    links: Vec<LinkRow>,
    last: Option<When>,
    due: Option<Due>,
    masked_phone: String,
    contact: Option<Contact>,
    /// Its internal level, for those who may see it: words, and whether one is decided.
    level: Option<String>,
    records: bool,
    confirms: bool,
    manages: bool,
    more: Vec<Panel>,
    why: String,
    openings: Vec<(OpeningRow, When)>,
}

#[derive(Template)]
#[template(path = "household_gate.html")]
struct GatePage {
    shell: Shell,
    href: String,
    household: HouseholdRow,
    org_name: String,
    needs: Vec<&'static str>,
    links: Vec<LinkRow>,
    last: Option<When>,
    due: Option<Due>,
    purposes: Vec<(&'static str, &'static str, bool)>,
    reason: String,
    errors: Errors,
    why: String,
}

/// The form that opens a file.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct OpeningForm {
    #[schema(schema_with = purposes, required = true)]
    purpose: String,
    /// 一句话：为什么要打开
    #[schema(required = true)]
    reason: String,
}

fn purposes() -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(PURPOSES)).build()
}

/// What `GET /households/{key}` may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FileQuery {
    recorded: bool,
    taken_back: bool,
    registered: bool,
    card: bool,
}

const PURPOSES: [&str; 4] = ["督办超期走访", "抽查核实", "处理她的诉求", "其他"];

/// What a file was opened for.
pub(crate) struct Purpose;

impl Purpose {
    /// The purpose as anybody of the household may read it: that somebody turned to us is hers alone to know, and so is
    /// what was written beside the purpose.
    pub(crate) fn neutral(purpose: &str) -> &'static str {
        let given = PURPOSES.into_iter().find(|given| purpose.starts_with(given));
        given.filter(|given| *given != "处理她的诉求").unwrap_or("工作需要")
    }
}

/// `GET /households/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<HouseholdKey>, Query(query): Query<FileQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let household = queries::visible_household(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        let opened = household.reach.opens_freely() || queries::has_open(tx, &visitor.actor, &household.row)?;
        if visitor.wants_json {
            return if opened {
                file_in_json(tx, visitor, &household)
            } else {
                gate_in_json(tx, &household.row)
            };
        }
        if !opened {
            return page(&gate(tx, visitor, household, &OpeningForm::default(), Errors::default())?);
        }
        let banner = match &query {
            FileQuery { recorded: true, .. } => {
                Some("已记下。台账、积分和看板已同步更新，不用再填。她提了事的，接着点“发现需求”。")
            }
            FileQuery { card: true, .. } => Some("需求卡已记下，到日子会出现在待办里。"),
            FileQuery { taken_back: true, .. } => Some("已撤销。台账、积分和看板已同步更新。"),
            FileQuery { registered: true, .. } => Some("已登记。台账和看板已同步更新，不用再填。"),
            _ => None,
        };
        page(&file(tx, visitor, household, banner, None)?)
    })
    .await
}

/// `POST /households/{key}/openings`.
pub(crate) async fn open_file(ctx: Ctx, At(key): At<HouseholdKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &OpeningForm| {
        let household = queries::visible_household(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        let mut errors = Errors::default();
        if !PURPOSES.contains(&form.purpose.as_str()) {
            errors.at("purpose", "请点一个用途");
        }
        if form.reason.trim().is_empty() {
            errors.at("reason", "请写一句为什么要打开");
        }
        if !errors.is_empty() {
            let shown = gate(tx, visitor, household, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        }
        let purpose = format!("{}：{}", form.purpose, form.reason.trim());
        let href = household_href(&household.row);
        Ok(actions::open_file(tx, &visitor.actor, &household, &purpose)?.map(|()| see_other(&href)).into())
    })
    .await
}

/// `POST /households/{key}/contact`.
pub(crate) async fn reveal_contact(ctx: Ctx, At(key): At<HouseholdKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &NoFields| {
        let household = queries::visible_household(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if !household.reach.opens_freely() && !queries::has_open(tx, &visitor.actor, &household.row)? {
            return Err(AppError::Forbidden("上级查看联系方式，请先写明用途打开档案".to_owned()));
        }
        let revealed = actions::reveal_contact(tx, &visitor.actor, &household)?;
        let shown = if visitor.wants_json {
            json(&ContactBody::of(revealed.value()))?
        } else {
            page(&file(tx, visitor, household, None, Some(revealed.value().clone()))?)?
        };
        Ok(revealed.map(|_| shown).into())
    })
    .await
}

fn gate(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    household: VisibleHousehold,
    form: &OpeningForm,
    errors: Errors,
) -> Result<GatePage, AppError> {
    let row = household.row;
    let standing = Stand::of(tx, &row)?;
    Ok(GatePage {
        shell: visitor.shell(),
        href: household_href(&row),
        org_name: org_name(tx, &row)?,
        needs: standing.needs.iter().map(|need| need.kind.label()).collect(),
        last: standing.last,
        due: standing.due,
        links: standing.links,
        purposes: PURPOSES.iter().map(|purpose| (*purpose, *purpose, form.purpose == *purpose)).collect(),
        reason: form.reason.clone(),
        errors,
        why: format!(
            "您是{}，这一户在您的管辖之内。联系方式和走访内容按最小必要原则不直接显示。",
            visitor.actor.post_label()
        ),
        household: row,
    })
}

fn org_name(tx: &ReadTx<'_>, row: &HouseholdRow) -> Result<String, AppError> {
    Ok(niangjia_org::api::by_id(tx, row.org_id)?.map(|org| org.place().to_owned()).unwrap_or_default())
}

/// How one household stands today.
struct Stand {
    needs: Vec<NeedRow>,
    links: Vec<LinkRow>,
    last: Option<When>,
    due: Option<Due>,
    days: Days,
}

impl Stand {
    fn of(tx: &ReadTx<'_>, row: &HouseholdRow) -> Result<Self, AppError> {
        let today = tx.today();
        let needs = queries::needs(tx, row, today)?;
        let links = queries::links(tx, row, today)?;
        let visits = queries::visits_of(tx, row, None, VISITS_SHOWN)?;
        let last = visits.iter().find(|visit| visit.taken_back.is_none());
        let rules = HouseholdRules::in_force();
        let days = needs.iter().map(|need| rules.visit_days_of(need.kind)).min().unwrap_or(rules.visit_days);
        let since = links.iter().map(|link| link.since).min();
        let (last, follow_up) = (last.map(|visit| visit.on), last.and_then(|visit| visit.follow_up));
        let next = since.map(|since| next_visit(last, follow_up, since, days));
        Ok(Self {
            last: last.map(|day| When::day(day, today)),
            due: next.map(|next| Due::of(next.day, next.agreed, today)),
            days: (last, next.map(|next| next.day)),
            needs,
            links,
        })
    }
}

fn gate_in_json(tx: &ReadTx<'_>, row: &HouseholdRow) -> Answer {
    let standing = Stand::of(tx, row)?;
    json(&GateBody::of(row, standing.days, &standing.needs, &standing.links))
}

fn file_in_json(tx: &ReadTx<'_>, visitor: &Visitor, household: &VisibleHousehold) -> Answer {
    let VisibleHousehold { row, reach, .. } = household;
    let standing = Stand::of(tx, row)?;
    let visits = shown_visits(tx, visitor, row, *reach)?.into_iter();
    let visits = visits.map(|visit| queries::words(tx, &visit).map(|words| (visit, words)));
    let visits = visits.collect::<Result<Vec<_>, _>>()?;
    let needs = reach.sees_needs().then_some(standing.needs.as_slice());
    let (phone, openings) = (phone(tx, row)?, queries::openings(tx, row)?);
    let days = standing.days;
    json(&FileBody::of((row, days), needs, &standing.links, phone.as_ref(), &visits, &openings))
}

/// The visits of a file: on the residence side only the reader's own.
fn shown_visits(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    row: &HouseholdRow,
    reach: Reach,
) -> Result<Vec<VisitRow>, AppError> {
    let only_mine = matches!(reach, Reach::Linked(Side::Residence)).then_some(visitor.actor.person);
    Ok(queries::visits_of(tx, row, only_mine, VISITS_SHOWN)?)
}

fn phone(tx: &ReadTx<'_>, row: &HouseholdRow) -> Result<Option<MobileNumber>, AppError> {
    Ok(queries::contact(tx, row)?.phone.and_then(|phone| MobileNumber::parse(&phone).ok()))
}

fn file(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    household: VisibleHousehold,
    banner: Option<&str>,
    contact: Option<Contact>,
) -> Result<HouseholdPage, AppError> {
    let VisibleHousehold { row, reach, since } = household;
    let today = tx.today();
    let standing = Stand::of(tx, &row)?;
    let visits = shown_visits(tx, visitor, &row, reach)?;
    let masked = phone(tx, &row)?;
    let openings = queries::openings(tx, &row)?;
    let cards = queries::cards_of(tx, &visitor.actor, (row.tenant, row.id))?;
    Ok(HouseholdPage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        href: household_href(&row),
        place: place(&row),
        org_name: org_name(tx, &row)?,
        shows_needs: reach.sees_needs(),
        more: panels(tx, visitor, PanelSlot::Household, row.id.uuid())?,
        needs: standing.needs.iter().map(|need| need_line(need, today)).collect(),
        fallen: queries::fallen_needs(tx, &row)?.iter().map(fallen_words).collect(),
        visits: visit_lines(tx, visitor, &visits)?,
        cards: cards.iter().map(|card| CardLine::of(card, today)).collect(),
        links: standing.links,
        last: standing.last,
        due: standing.due,
        masked_phone: masked.map_or_else(|| "没有留电话".to_owned(), |phone| phone.masked()),
        contact,
        level: level_line(tx, reach, &row)?,
        records: matches!(reach, Reach::Linked(_) | Reach::Community),
        confirms: may_confirm(reach),
        manages: reach == Reach::Community,
        why: why(visitor, reach, since),
        openings: openings
            .into_iter()
            .map(|one| {
                let at = When::instant(one.at, today);
                (one, at)
            })
            .collect(),
        household: row,
    })
}

/// The internal level as the file says it, for those who may see it (R-HH-29).
fn level_line(tx: &ReadTx<'_>, reach: Reach, row: &HouseholdRow) -> Result<Option<String>, AppError> {
    if !sees_level(reach) {
        return Ok(None);
    }
    let words = |decided: LevelRow| format!("{}，到 {}", level_words(decided.level), decided.until.long());
    Ok(Some(in_force(tx, row)?.map_or_else(|| "没有判定".to_owned(), words)))
}

fn why(visitor: &Visitor, reach: Reach, since: Day) -> String {
    let post = visitor.actor.post_label();
    match reach {
        Reach::Linked(side) => format!(
            "您是这一户的联系执委（{}，{}起）。岗位或联系结束后将不能再看。",
            side.label(),
            since.long()
        ),
        Reach::Community => format!("您是{post}，这一户登记在您的社区。"),
        Reach::Above => format!("您是{post}，今天写明用途打开了这份档案，到今天结束为止。"),
    }
}
