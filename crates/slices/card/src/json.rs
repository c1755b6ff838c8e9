//! Visit cards for programs.

use niangjia_household::api::Outcome;
use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{CardRow, EntryRow};

/// 今天录入的走访卡。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchBody {
    /// 问到的那张卡
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<CardBody>,
    /// 您今天录入的，新的在前
    entered: Vec<EntryBody>,
}

/// 走访卡。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CardsBody {
    cards: Vec<CardBody>,
    /// 还没有编号的有几张
    unnumbered: usize,
}

/// 一张走访卡。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CardBody {
    /// 编号，扫码里的就是它
    id: String,
    /// 印在卡上的编号，最后一位是校验位
    #[schema(example = "12-5")]
    number: String,
    /// 家庭的编号
    household: String,
    /// 家庭
    name: String,
    /// 执委的编号
    member: String,
    /// 执委
    member_name: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct EntryBody {
    /// 走访的编号
    visit: String,
    /// 卡的编号
    card: String,
    /// 家庭
    name: String,
    /// 走访的执委
    member_name: String,
    /// 走访日期
    on_day: String,
    /// 事项
    matter: String,
    #[schema(schema_with = codes::<Outcome>)]
    outcome: &'static str,
    /// 撤销了没有
    taken_back: bool,
}

impl CardBody {
    fn of(card: &CardRow) -> Self {
        Self {
            id: card.id.within(card.tenant).to_string(),
            number: card.number.to_string(),
            household: card.home().to_string(),
            name: card.household_name.clone(),
            member: card.person.to_string(),
            member_name: card.person_name.clone(),
        }
    }
}

impl BatchBody {
    pub(crate) fn of(card: Option<&CardRow>, entries: &[EntryRow]) -> Self {
        let entry = |entry: &EntryRow| EntryBody {
            visit: entry.visit.within(entry.tenant).to_string(),
            card: entry.number.to_string(),
            name: entry.household_name.clone(),
            member_name: entry.person_name.clone(),
            on_day: entry.on.to_string(),
            matter: entry.matter.clone(),
            outcome: entry.outcome.code(),
            taken_back: entry.taken_back,
        };
        Self { card: card.map(CardBody::of), entered: entries.iter().map(entry).collect() }
    }
}

impl CardsBody {
    pub(crate) fn of(cards: &[CardRow], unnumbered: usize) -> Self {
        Self { cards: cards.iter().map(CardBody::of).collect(), unnumbered }
    }
}
