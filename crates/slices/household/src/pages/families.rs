//! 我的家庭: where a committee member starts. About ten cards: whom she visited when, who is due.

use askama::Template;
use axum::response::Response;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_web::{
    Answer, AppError, Ctx, Panel, PanelSlot, Query, Shell, Visitor, codes_or_empty, json, page,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use crate::api;
use crate::json::HouseholdsBody;
use crate::model::{NeedKind, Standing};
use crate::pages::Card;
use crate::pages::register_query::part;
use crate::pages::timeline::panels;
use crate::queries;

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
    /// Reads the address. A filter that cannot be read is refused: leaving it out would show another list than asked.
    pub(crate) fn read(&self) -> Result<WantedFamilies, AppError> {
        let due = part("due", &self.due, |text| DUES.into_iter().find(|one| *one == text))?;
        let need = part("need", &self.need, |text| NeedKind::parse(text).ok())?;
        Ok(WantedFamilies { due, need: need.map(NeedKind::label) })
    }

    /// The page narrowed to `filter`; what she came for stays.
    fn href(&self, filter: &str) -> String {
        let record = if self.record.is_empty() { "" } else { "record=1" };
        let parts: Vec<_> = [record, filter].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { "/families".to_owned() } else { format!("/families?{}", parts.join("&")) }
    }
}

/// What narrows the page, read.
pub(crate) struct WantedFamilies {
    due: Option<&'static str>,
    need: Option<&'static str>,
}

impl WantedFamilies {
    /// Whether a family is on the page.
    pub(crate) fn takes(&self, card: &Card) -> bool {
        let is_due = |kind: &str| card.due.as_ref().is_some_and(|due| due.kind == kind);
        self.due.is_none_or(is_due) && self.need.is_none_or(|need| card.needs.contains(&need))
    }

    /// The same in words.
    pub(crate) fn words(&self) -> Vec<String> {
        let due = self.due.map(|kind| if kind == "late" { "已超期" } else { "快到期" });
        due.into_iter().chain(self.need).map(str::to_owned).collect()
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
    /// What waits for her besides visits.
    waiting: Vec<Panel>,
    cards: Vec<Card>,
    more: Vec<Panel>,
}

/// `GET /families`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<FamiliesQuery>) -> Response {
    ctx.read(move |tx, visitor| families(tx, visitor, &query)).await
}

/// The page, which is also the member's start page.
pub(crate) fn families(tx: &ReadTx<'_>, visitor: &Visitor, query: &FamiliesQuery) -> Answer {
    let actor = &visitor.actor;
    let standings = hers(tx, actor)?;
    let registers = queries::registered_with(tx, actor, tx.today())?;
    let cards: Vec<Card> = standings
        .iter()
        .map(|standing| {
            let card = Card::of(standing, registers.contains(&standing.household.id), tx.today());
            card.seen_from(&actor.acting.org_path, standing)
        })
        .collect();
    let chips = chips(&cards, query);
    let is_due = |card: &Card, kind: &str| card.due.as_ref().is_some_and(|due| due.kind == kind);
    let count = |kind: &str| cards.iter().filter(|card| is_due(card, kind)).count();
    let (all, late, soon) = (cards.len(), count("late"), count("soon"));
    let wanted = query.read()?;
    if visitor.wants_json {
        let names = queries::linked_names(tx, &standings, tx.today())?;
        let rows: Vec<_> = standings.iter().zip(&cards).filter(|(_, card)| wanted.takes(card)).collect();
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let told =
            rows.into_iter().map(|(standing, _)| (standing, registers.contains(&standing.household.id)));
        return json(&HouseholdsBody::of(told, &names, total, None));
    }
    let cards = cards.into_iter().filter(|card| wanted.takes(card)).collect();
    let asks = !query.record.is_empty();
    let waiting = if asks { Vec::new() } else { waiting(tx, visitor)? };
    let more = panels(tx, visitor, PanelSlot::Families, actor.person.uuid())?;
    page(&FamiliesPage { shell: visitor.shell(), chips, all, late, soon, asks, waiting, cards, more })
}

/// What waits for a member until it is done: here, and with the other slices.
fn waiting(tx: &ReadTx<'_>, visitor: &Visitor) -> Result<Vec<Panel>, AppError> {
    let actor = &visitor.actor;
    let branch = Branch::of(actor.tenant, actor.acting.level, &actor.acting.org_path);
    let cards = crate::waiting::need_cards(tx, actor, &branch)?;
    let contacts = crate::waiting::contacts(tx, actor, &branch)?;
    let mut lines: Vec<Panel> =
        cards.into_iter().chain(crate::waiting::needs(tx, actor, &branch)?).chain(contacts).collect();
    lines.extend(panels(tx, visitor, PanelSlot::MemberDesk, actor.person.uuid())?);
    Ok(lines)
}

/// The families that a member looks after, those due first before the others.
pub(crate) fn hers(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<Standing>, AppError> {
    api::families_of(tx, actor)?.ok_or(AppError::NotFound)
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
