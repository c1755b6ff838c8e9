//! Rounds and troubles for programs. Names only where the page has them.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{HelpKind, RoundRow, Standing, TroubleRow, TroubleSource, TroubleState};
use crate::pages::round::Looked;
use crate::pages::trouble::Inside;
use crate::queries::VisibleTrouble;
use crate::rules::Progress;

/// 排查，新的在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoundsBody {
    rounds: Vec<RoundHeadBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RoundHeadBody {
    /// 编号
    id: String,
    /// 例如 排查〔2026〕3号
    number: String,
    /// 排查什么：规则包里的代码
    kind: String,
    /// 开始的日期
    from: String,
    /// 结束的日期
    until: String,
    /// 办完的日期；没有办完的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    finished: Option<String>,
    /// 应见多少户
    families: i64,
    /// 见到多少户
    reached: i64,
    /// 其中有困扰的
    found: i64,
    /// 没见到、写了原因的
    explained: i64,
}

impl RoundHeadBody {
    fn of(row: &RoundRow, progress: Progress) -> Self {
        Self {
            id: row.id.within(row.tenant).to_string(),
            number: row.called(),
            kind: row.kind.clone(),
            from: row.from.to_string(),
            until: row.until.to_string(),
            finished: row.finished.map(|on| on.to_string()),
            families: progress.families,
            reached: progress.reached,
            found: progress.found,
            explained: progress.explained,
        }
    }
}

impl RoundsBody {
    pub(crate) fn of(rows: &[(RoundRow, Progress)]) -> Self {
        Self { rounds: rows.iter().map(|(row, progress)| RoundHeadBody::of(row, *progress)).collect() }
    }
}

/// 一轮排查，截至所问的日子。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoundBody {
    round: RoundHeadBody,
    /// 截至
    as_of: String,
    families: Vec<LineBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct LineBody {
    /// 名单里这一户的编号
    id: String,
    /// 家庭在台账里的编号
    household_number: String,
    /// 家庭；街道以上没有
    #[serde(skip_serializing_if = "Option::is_none")]
    household: Option<String>,
    /// 分给谁；没有人的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<String>,
    /// waiting 没见到，reached 见到，found 有困扰，explained 写了原因
    standing: &'static str,
    /// 哪一天
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
}

impl RoundBody {
    pub(crate) fn of(looked: &Looked, named: bool) -> Self {
        let families = looked.lines.iter().map(|(line, standing)| {
            let (standing, on) = match standing {
                Standing::Waiting => ("waiting", None),
                Standing::Reached(on) => ("reached", Some(*on)),
                Standing::Found(on) => ("found", Some(*on)),
                Standing::Explained(on) => ("explained", Some(*on)),
            };
            LineBody {
                id: line.id.within(line.tenant).to_string(),
                household_number: line.number.clone(),
                household: named.then(|| line.household.within(line.tenant).to_string()),
                member: line.person_name.clone(),
                standing,
                on: on.map(|on| on.to_string()),
            }
        });
        Self {
            round: RoundHeadBody::of(&looked.round, looked.progress),
            as_of: looked.as_of.to_string(),
            families: families.collect(),
        }
    }
}

/// 情感困扰，没有结束的在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TroublesBody {
    troubles: Vec<TroubleHeadBody>,
    /// 一共多少件
    total: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct TroubleHeadBody {
    /// 编号
    id: String,
    /// 例如 困扰〔2026〕3号
    number: String,
    /// 哪一类：规则包里的代码
    kind: String,
    #[schema(schema_with = codes::<TroubleSource>)]
    source: &'static str,
    #[schema(schema_with = codes::<TroubleState>)]
    state: &'static str,
    /// 发现的日期
    found: String,
    /// 结束的日期；没有结束的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<String>,
    /// 谁；街道以上没有
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl TroubleHeadBody {
    fn of(row: &TroubleRow, name: Option<&str>) -> Self {
        Self {
            id: row.id.within(row.tenant).to_string(),
            number: row.called(),
            kind: row.kind.clone(),
            source: row.source.code(),
            state: row.state.code(),
            found: row.found.to_string(),
            closed: row.closed.map(|on| on.to_string()),
            name: name.map(str::to_owned),
        }
    }
}

impl TroublesBody {
    pub(crate) fn of(rows: &[(VisibleTrouble, Option<String>)], total: i64) -> Self {
        let body = |(trouble, name): &(VisibleTrouble, Option<String>)| {
            TroubleHeadBody::of(&trouble.row, name.as_deref())
        };
        Self { troubles: rows.iter().map(body).collect(), total }
    }
}

/// 一件困扰。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TroubleBody {
    trouble: TroubleHeadBody,
    /// 什么事；没有打开的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// 帮了什么，新的在前；没有打开的没有
    helps: Vec<HelpBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct HelpBody {
    /// 日期
    on: String,
    #[schema(schema_with = codes::<HelpKind>)]
    kind: &'static str,
    /// 谁做的
    by: String,
    /// 做了什么
    words: String,
}

impl TroubleBody {
    pub(crate) fn of(row: &TroubleRow, inside: Option<&Inside>) -> Self {
        let helps = inside.map_or(&[][..], |inside| &inside.helps[..]).iter().map(|help| HelpBody {
            on: help.on.to_string(),
            kind: help.kind.code(),
            by: help.by.clone(),
            words: help.words.clone(),
        });
        Self {
            trouble: TroubleHeadBody::of(row, inside.map(|inside| inside.name.as_str())),
            words: inside.map(|inside| inside.words.clone()),
            helps: helps.collect(),
        }
    }
}
