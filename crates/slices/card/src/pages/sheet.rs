//! 入户走访卡: two A5 cards on a sheet of A4, for one family or for all of a member's.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_household::api::{HouseholdRow, Page, StandingFilter, VisibleHousehold};
use niangjia_kernel::{AreaLevel, Household, Id, Key, Person};
use niangjia_org::api::Org;
use niangjia_store::{Branch, PostKind, ReadTx, StoreError};
use niangjia_web::{AppError, Ctx, QrCode, Query, Shell, Typed, Visitor, json, page, see_other};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::actions;
use crate::json::CardsBody;
use crate::model::CardRow;
use crate::pages::batch::boxes;
use crate::queries;

/// More families than a member can have; S1 has about ten, the largest estate 83.
const MOST: i64 = 300;
/// Two cards lie on a sheet.
const ON_A_SHEET: usize = 2;

const KEEPING: &str = "走访卡由联系这一户的执委和社区（村）妇联主席打印";

/// Whose cards are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct SheetQuery {
    /// 一户的编号：这一户的卡
    household: String,
    /// 执委的编号：她在本社区联系的全部家庭的卡
    member: String,
}

/// The same, as a form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct SheetForm {
    /// 一户的编号：这一户的卡
    household: String,
    /// 执委的编号：她在本社区联系的全部家庭的卡
    member: String,
}

/// One card as it is printed.
struct Printed {
    card: CardRow,
    qr: Option<QrCode>,
}

#[derive(Template)]
#[template(path = "sheet.html")]
struct SheetPage {
    shell: Shell,
    title: String,
    back: String,
    community: String,
    sheets: Vec<Vec<Printed>>,
    count: usize,
    unnumbered: usize,
    /// 还有几张没有编号.
    missing: String,
    asked: SheetQuery,
    matters: Vec<(usize, String)>,
    manners: Vec<(usize, &'static str)>,
    outcomes: Vec<(usize, &'static str)>,
}

/// Families and members whose cards somebody wants and may have.
struct Wanted {
    title: String,
    back: String,
    org: Org,
    pairs: Vec<(HouseholdRow, Id<Person>)>,
}

impl Wanted {
    /// Those that have a number, in the order of the families.
    fn numbered(&self, tx: &ReadTx<'_>) -> Result<Vec<CardRow>, StoreError> {
        let mut people: Vec<_> = self.pairs.iter().map(|(_, person)| *person).collect();
        people.sort_unstable();
        people.dedup();
        let mut known = Vec::new();
        for person in people {
            known.extend(queries::cards_of_member(tx, self.org.tenant, person)?);
        }
        let card = |(home, person): &(HouseholdRow, Id<Person>)| {
            known.iter().find(|card| card.household == home.id && card.person == *person).cloned()
        };
        Ok(self.pairs.iter().filter_map(card).collect())
    }
}

/// `GET /visit-cards/print`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<SheetQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let wanted = wanted(tx, visitor, &query)?;
        let cards = wanted.numbered(tx)?;
        let unnumbered = wanted.pairs.len() - cards.len();
        if visitor.wants_json {
            return json(&CardsBody::of(&cards, unnumbered));
        }
        let address =
            |card: &CardRow| visitor.address(&format!("/visit-cards/{}", card.id.within(card.tenant)));
        let printed = |card: CardRow| Printed { qr: address(&card).and_then(|to| QrCode::of(&to)), card };
        let count = cards.len();
        let mut sheets: Vec<Vec<Printed>> = Vec::new();
        for card in cards.into_iter().map(printed) {
            match sheets.last_mut().filter(|sheet| sheet.len() < ON_A_SHEET) {
                Some(sheet) => sheet.push(card),
                None => sheets.push(vec![card]),
            }
        }
        let (matters, manners, outcomes) = boxes();
        page(&SheetPage {
            shell: visitor.shell(),
            title: wanted.title,
            back: wanted.back,
            community: wanted.org.place().to_owned(),
            sheets,
            count,
            unnumbered,
            missing: format!("还有 {unnumbered} 张没有编号"),
            asked: query.clone(),
            matters,
            manners,
            outcomes,
        })
    })
    .await
}

/// `POST /visit-cards/print`.
pub(crate) async fn number(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &SheetForm| {
        let asked = SheetQuery { household: form.household.clone(), member: form.member.clone() };
        let wanted = wanted(tx, visitor, &asked)?;
        let done = actions::number_cards(tx, &visitor.actor, &wanted.pairs)?;
        let query = match (asked.household.as_str(), asked.member.as_str()) {
            ("", "") => String::new(),
            ("", member) => format!("?member={member}"),
            (home, _) => format!("?household={home}"),
        };
        Ok(done.map(|_| see_other(&format!("/visit-cards/print{query}"))))
    })
    .await
}

/// What was asked for, as far as she may have it: a member her own families, the chair all of her community.
fn wanted(tx: &ReadTx<'_>, visitor: &Visitor, asked: &SheetQuery) -> Result<Wanted, AppError> {
    let actor = &visitor.actor;
    if actor.acting.kind != PostKind::Member && !actor.leads_at(AreaLevel::Community) {
        return Err(AppError::Forbidden(KEEPING.to_owned()));
    }
    if !asked.household.is_empty() {
        let key: Key<Household> = asked.household.parse().map_err(|_| AppError::NotFound)?;
        let home = household::visible(tx, actor, key)?.ok_or(AppError::NotFound)?;
        return of_family(tx, visitor, &home);
    }
    let member = match asked.member.as_str() {
        "" if actor.acting.kind == PostKind::Member => None,
        "" => return Err(AppError::Refused("请选一户，或者选一位执委".to_owned())),
        typed => Some(typed.parse::<Id<Person>>().map_err(|_| AppError::NotFound)?),
    };
    let org = niangjia_org::api::by_id(tx, actor.acting.org_id)?.ok_or(AppError::NotFound)?;
    let (person, title, back) = match member {
        None => (actor.person, "我的走访卡".to_owned(), "/families".to_owned()),
        Some(person) => {
            let org = household::kept_community(tx, actor, &org.code)?;
            let committee = household::committee(tx, (org.tenant, org.id))?;
            let (_, name) = committee.into_iter().find(|(id, _)| *id == person).ok_or(AppError::NotFound)?;
            (person, format!("{name}的走访卡"), format!("{}/visit-cards", org.href()))
        }
    };
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let filter = StandingFilter { member: Some(person), ..StandingFilter::default() };
    let page = Page { by_due: false, skip: 0, limit: MOST };
    let found = household::standing(tx, actor, &branch, tx.today(), &filter, page)?;
    let pairs = found.into_iter().map(|standing| (standing.household, person)).collect();
    Ok(Wanted { title, back, org, pairs })
}

/// The cards of one family: of everybody who looks after it, for the chair; her own, for a member.
fn of_family(tx: &ReadTx<'_>, visitor: &Visitor, home: &VisibleHousehold) -> Result<Wanted, AppError> {
    if !home.takes_visits() {
        return Err(AppError::Forbidden(KEEPING.to_owned()));
    }
    let row = home.row();
    let org = niangjia_org::api::by_id(tx, row.org_id)?.ok_or(AppError::NotFound)?;
    let mut people: Vec<_> =
        household::contacts_for(tx, &visitor.actor, home)?.into_iter().map(|(person, _, _)| person).collect();
    people.dedup();
    Ok(Wanted {
        title: format!("{}的走访卡", row.name),
        back: format!("/households/{}", row.id.within(row.tenant)),
        org,
        pairs: people.into_iter().map(|person| (row.clone(), person)).collect(),
    })
}
