//! 我的家庭: where a committee member starts. About ten cards: whom she visited when, who is due.

use askama::Template;
use axum::response::Response;
use niangjia_store::{Branch, PostKind, ReadTx};
use niangjia_web::{Answer, AppError, Ctx, Query, Shell, Visitor, codes_or_empty, json, page};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use crate::api;
use crate::json::HouseholdsBody;
use crate::model::NeedKind;
use crate::pages::Card;
use crate::pages::register_query::part;
use crate::queries::{self, Page, StandingFilter};

/// How many families a member can have on one page; S1 has about ten, the largest estate 83.
const MOST: i64 = 300;

/// What `GET /families` may be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct FamiliesQuery {
    /// late 已超期；soon 快到期；不写是全部
    #[param(schema_with = dues)]
    due: String,
    /// 只要有这项需求的
    #[param(schema_with = codes_or_empty::<NeedKind>)]
    need: String,
    /// Present where 记一笔 was tapped before a family was chosen.
    #[param(ignore)]
    record: String,
}

/// How a family may be due, as its badge says it; the empty text is all of them.
const DUES: [&str; 3] = ["late", "soon", ""];

fn dues() -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(DUES)).build()
}

impl FamiliesQuery {
    /// The page narrowed to `filter`; what she came for stays.
    fn href(&self, filter: &str) -> String {
        let record = if self.record.is_empty() { "" } else { "record=1" };
        let parts: Vec<_> = [record, filter].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { "/families".to_owned() } else { format!("/families?{}", parts.join("&")) }
    }
}

struct Chip {
    label: &'static str,
    count: usize,
    href: String,
    on: bool,
}

#[derive(Template)]
#[template(path = "families.html")]
struct FamiliesPage {
    shell: Shell,
    chips: Vec<Chip>,
    all: usize,
    late: usize,
    soon: usize,
    /// Whether she came to record: a tap on a family opens its form.
    asks: bool,
    cards: Vec<Card>,
}

/// `GET /families`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<FamiliesQuery>) -> Response {
    ctx.read(move |tx, visitor| families(tx, visitor, &query)).await
}

/// The page, which is also the member's start page.
pub(crate) fn families(tx: &ReadTx<'_>, visitor: &Visitor, query: &FamiliesQuery) -> Answer {
    let actor = &visitor.actor;
    if actor.acting.kind != PostKind::Member {
        return Err(AppError::NotFound);
    }
    let branch =
        Branch::of(actor.tenant, niangjia_kernel::AreaLevel::County, &niangjia_kernel::OrgPath::nation());
    let filter = StandingFilter { member: Some(actor.person), ..StandingFilter::default() };
    let page_of_all = Page { by_due: true, skip: 0, limit: MOST };
    let standings = api::standing(tx, actor, &branch, tx.today(), &filter, page_of_all)?;
    let registers = queries::registered_with(tx, actor, tx.today())?;
    let cards: Vec<Card> = standings
        .iter()
        .map(|standing| Card::of(standing, registers.contains(&standing.household.id), tx.today()))
        .collect();
    let chips = chips(&cards, query);
    let is_due = |card: &Card, kind: &str| card.due.as_ref().is_some_and(|due| due.kind == kind);
    let count = |kind: &str| cards.iter().filter(|card| is_due(card, kind)).count();
    let (all, late, soon) = (cards.len(), count("late"), count("soon"));
    let need = part("need", &query.need, |text| NeedKind::parse(text).ok())?.map(NeedKind::label);
    let due = part("due", &query.due, |text| DUES.contains(&text).then(|| text.to_owned()))?;
    let wanted = |card: &Card| {
        let fits = due.as_ref().is_none_or(|due| is_due(card, due));
        fits && need.is_none_or(|need| card.needs.contains(&need))
    };
    if visitor.wants_json {
        let names = queries::linked_names(tx, &standings, tx.today())?;
        let rows: Vec<_> = standings.iter().zip(&cards).filter(|(_, card)| wanted(card)).collect();
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let told =
            rows.into_iter().map(|(standing, _)| (standing, registers.contains(&standing.household.id)));
        return json(&HouseholdsBody::of(told, &names, total, None));
    }
    let cards = cards.into_iter().filter(wanted).collect();
    let asks = !query.record.is_empty();
    page(&FamiliesPage { shell: visitor.shell(), chips, all, late, soon, asks, cards })
}

fn chips(cards: &[Card], query: &FamiliesQuery) -> Vec<Chip> {
    let is_due = |card: &&Card, kind: &str| card.due.as_ref().is_some_and(|due| due.kind == kind);
    let none = query.due.is_empty() && query.need.is_empty();
    let mut chips = vec![Chip { label: "全部", count: cards.len(), href: query.href(""), on: none }];
    for (kind, label) in [("late", "已超期"), ("soon", "快到期")] {
        let count = cards.iter().filter(|card| is_due(card, kind)).count();
        chips.push(Chip { label, count, href: query.href(&format!("due={kind}")), on: query.due == kind });
    }
    for need in NeedKind::ALL {
        let count = cards.iter().filter(|card| card.needs.contains(&need.label())).count();
        let href = query.href(&format!("need={}", need.code()));
        chips.push(Chip { label: need.label(), count, href, on: query.need == need.code() });
    }
    chips.retain(|chip| chip.on || chip.count > 0 && chip.count < cards.len() || chip.label == "全部");
    chips
}
