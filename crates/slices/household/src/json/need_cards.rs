//! Need cards for programs: one with its words, lists without.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{CardRow, CardState, CardWords};

/// 一张需求卡。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CardBody<'a> {
    /// 编号
    id: String,
    /// 家庭的编号
    household: String,
    /// 家庭的名称
    household_name: &'a str,
    /// 登记在哪个组织
    organisation: &'a str,
    /// 谁答应的：人的编号
    member: String,
    /// 她的姓名
    member_name: &'a str,
    #[schema(schema_with = crate::json::matters)]
    matter: &'a str,
    /// 哪天写的
    on: String,
    /// 答应的日子
    due: String,
    #[schema(schema_with = codes::<CardState>)]
    state: &'static str,
    /// 哪天了结的；还没有的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<String>,
}

/// 一张需求卡和上面的话。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OneCardBody<'a> {
    #[serde(flatten)]
    card: CardBody<'a>,
    /// 她想要什么；街道和区县写明用途打开档案以后才有
    #[serde(skip_serializing_if = "Option::is_none")]
    wish: Option<String>,
    /// 答应了什么
    #[serde(skip_serializing_if = "Option::is_none")]
    promise: Option<String>,
    /// 办得怎么样；还没有了结的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
}

/// 需求卡的一页，不写卡上的话。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CardsBody<'a> {
    cards: Vec<CardBody<'a>>,
    /// 一共几张
    total: i64,
    /// 下一页是第几页；没有下一页的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

impl<'a> CardBody<'a> {
    fn of(card: &'a CardRow) -> Self {
        Self {
            id: card.id.within(card.tenant).to_string(),
            household: card.household.within(card.tenant).to_string(),
            household_name: &card.household_name,
            organisation: &card.org_name,
            member: card.person.to_string(),
            member_name: &card.person_name,
            matter: &card.matter,
            on: card.on.to_string(),
            due: card.due.to_string(),
            state: card.state.code(),
            closed: card.closed.map(|day| day.to_string()),
        }
    }
}

impl<'a> OneCardBody<'a> {
    pub(crate) fn of(card: &'a CardRow, words: Option<CardWords>) -> Self {
        let CardWords { wish, promise, outcome } = words.clone().unwrap_or_default();
        let shown = words.is_some();
        Self {
            card: CardBody::of(card),
            wish: shown.then_some(wish),
            promise: shown.then_some(promise),
            outcome,
        }
    }
}

impl<'a> CardsBody<'a> {
    pub(crate) fn of(cards: &'a [CardRow], total: i64, next: Option<i64>) -> Self {
        Self { cards: cards.iter().map(CardBody::of).collect(), total, next }
    }
}
