//! 需求卡 of a branch: those somebody works on, by day; those whose day has passed; those that have ended.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::AreaLevel;
use niangjia_org::api::Org;
use niangjia_store::Branch;
use niangjia_web::show::{self, Due, When};
use niangjia_web::{AppError, At, Ctx, Query, Shell, codes_or_empty, json, page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::need_cards::CardsBody;
use crate::model::CardRow;
use crate::pack::HouseholdRules;
use crate::pages::need_card::{card_due, card_href};
use crate::pages::register_query::{Chip, part};
use crate::pages::{crumbs, with_visible_register};
use crate::queries;
use crate::rules::CardList;

/// Rows on a page.
const ROWS: i64 = 50;

/// What `GET /orgs/{code}/need-cards` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct CardsQuery {
    /// 哪一张清单，不写是办理中的
    #[param(schema_with = codes_or_empty::<CardList>)]
    show: String,
    /// 第几页，从 1 起
    #[param(pattern = "^[0-9]{0,6}$")]
    page: String,
}

impl CardsQuery {
    /// The list that is asked for, and the page of it.
    pub(crate) fn read(&self) -> Result<(CardList, i64), AppError> {
        let show = part("show", &self.show, |text| CardList::parse(text).ok())?.unwrap_or(CardList::Open);
        let page = part("page", &self.page, |text| text.parse().ok())?.unwrap_or(1).max(1);
        Ok((show, page))
    }
}

/// A card in a list: no words of hers.
pub(crate) struct CardLine {
    pub(crate) href: String,
    pub(crate) family: String,
    pub(crate) number: String,
    pub(crate) community: String,
    pub(crate) matter: String,
    pub(crate) member: String,
    pub(crate) on: When,
    pub(crate) due: Due,
}

impl CardLine {
    pub(crate) fn of(card: &CardRow, today: niangjia_kernel::Day) -> Self {
        Self {
            href: card_href(card),
            family: card.household_name.clone(),
            number: card.household_number.clone(),
            community: card.org_name.trim_end_matches("妇联").to_owned(),
            matter: HouseholdRules::in_force().matter_label(&card.matter).to_owned(),
            member: card.person_name.clone(),
            on: When::day(card.on, today),
            due: card_due(card, today),
        }
    }
}

#[derive(Template)]
#[template(path = "need_cards.html")]
struct CardsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    list: &'static str,
    total: String,
    shows_org: bool,
    chips: Vec<Chip>,
    rows: Vec<CardLine>,
    nothing: (&'static str, &'static str),
    first: Option<String>,
    next: Option<String>,
}

/// `GET /orgs/{code}/need-cards`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<CardsQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_register(tx, &visitor.actor, &code)?;
        let (list, at) = query.read()?;
        let (actor, branch) = (&visitor.actor, Branch::of(org.tenant, org.level, &org.path));
        let count = |one: CardList| queries::count_cards(tx, actor, &branch, one, None);
        let total = count(list)?;
        let at = at.min((total.max(1) + ROWS - 1) / ROWS);
        let found = queries::cards(tx, actor, &branch, list, ((at - 1) * ROWS, ROWS))?;
        let next = (at * ROWS < total).then_some(at + 1);
        if visitor.wants_json {
            return json(&CardsBody::of(&found, total, next));
        }
        let mut chips = Vec::new();
        for one in CardList::ALL {
            chips.push(Chip {
                label: one.label().to_owned(),
                count: show::count(count(*one)?),
                href: format!("?show={}", one.code()),
                on: *one == list,
            });
        }
        let href = |at: i64| format!("?show={}&page={at}", list.code());
        page(&CardsPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            list: list.label(),
            total: show::count(total),
            shows_org: org.level != AreaLevel::Community,
            chips,
            rows: found.iter().map(|card| CardLine::of(card, tx.today())).collect(),
            nothing: nothing(list),
            first: (at > 1).then(|| href(1)),
            next: next.map(href),
            org,
        })
    })
    .await
}

const fn nothing(list: CardList) -> (&'static str, &'static str) {
    match list {
        CardList::Open => {
            ("没有办理中的需求卡", "走访时她提了事，在这一户的档案里点“发现需求”，这里会出现。")
        }
        CardList::Late => ("没有过期的需求卡", "答应的事都在日子以前有了答复。"),
        CardList::Closed => ("还没有了结的需求卡", "办好、办不了和转办的，都会留在这里。"),
    }
}
