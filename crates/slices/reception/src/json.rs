//! Turns and articles for programs. What stands beside a field is read in the document of the interface, by engineers in
//! China: therefore in Chinese.

use niangjia_kernel::Month;
use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{ArticleKind, ArticleRow, LeaveReason, LeaveRow, PlanRow, TurnRow, TurnState};
use crate::pack::{ReceptionRules, Script, StarterArticle};
use crate::pages::knowledge::Found;

/// 一个月的值班表。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RosterBody {
    /// 哪个月
    month: String,
    /// 现在值班的
    now: Vec<TurnBody>,
    turns: Vec<TurnBody>,
}

impl RosterBody {
    pub(crate) fn of(turns: &[TurnRow], month: Month, now: &[TurnRow]) -> Self {
        Self {
            month: month.to_string(),
            now: now.iter().map(TurnBody::of).collect(),
            turns: turns.iter().map(TurnBody::of).collect(),
        }
    }
}

/// 一班。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TurnBody {
    /// 编号
    id: String,
    /// 规则包里的地点代码
    place: String,
    /// 地点的名称
    place_name: String,
    /// 日期
    on: String,
    /// 从几点到几点
    hours: String,
    /// 谁值；没有排到人的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// 原来排的是谁；没有换过的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    drawn: Option<String>,
    #[schema(schema_with = codes::<TurnState>)]
    state: &'static str,
    /// 值了多少分钟；没有值的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<i64>,
}

impl TurnBody {
    pub(crate) fn of(turn: &TurnRow) -> Self {
        Self {
            id: turn.key().to_string(),
            place: turn.place.clone(),
            place_name: ReceptionRules::in_force().place_label(&turn.place).to_owned(),
            on: turn.on.to_string(),
            hours: turn.hours(),
            person: turn.person.map(|_| turn.person_name.clone()),
            drawn: turn.drawn_name.clone(),
            state: turn.state.code(),
            minutes: turn.minutes,
        }
    }
}

/// 我的班：从三十天前起。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnTurnsBody {
    turns: Vec<TurnBody>,
}

impl OwnTurnsBody {
    pub(crate) fn of(turns: &[TurnRow]) -> Self {
        Self { turns: turns.iter().map(TurnBody::of).collect() }
    }
}

/// 值班安排和暂时不排班的人。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DutiesBody {
    duties: Vec<DutyBody>,
    leaves: Vec<LeaveBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct DutyBody {
    /// 编号
    id: String,
    /// 规则包里的地点代码
    place: String,
    /// 每周哪几天：1 是周一，7 是周日
    weekdays: Vec<i64>,
    /// 从几点到几点
    hours: String,
    /// 节假日是不是也值
    holidays: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct LeaveBody {
    /// 编号
    id: String,
    /// 谁
    person: String,
    #[schema(schema_with = codes::<LeaveReason>)]
    reason: &'static str,
    /// 第一天
    from: String,
    /// 恢复排班的那一天；还没有定的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl DutiesBody {
    pub(crate) fn of(plans: &[PlanRow], leaves: &[LeaveRow]) -> Self {
        let duty = |plan: &PlanRow| DutyBody {
            id: plan.id.to_string(),
            place: plan.place.clone(),
            weekdays: (1..=7).filter(|day| plan.pattern.weekdays & (1 << (day - 1)) != 0).collect(),
            hours: crate::model::hours(plan.pattern.starts, plan.pattern.ends),
            holidays: plan.pattern.holidays,
        };
        let leave = |leave: &LeaveRow| LeaveBody {
            id: leave.id.to_string(),
            person: leave.person_name.clone(),
            reason: leave.reason.code(),
            from: leave.from.to_string(),
            until: leave.until.map(|until| until.to_string()),
        };
        Self { duties: plans.iter().map(duty).collect(), leaves: leaves.iter().map(leave).collect() }
    }
}

/// 知识库里找到的。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KnowledgeBody {
    articles: Vec<FoundBody>,
    /// 一共多少条
    total: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct FoundBody {
    /// 地址
    href: String,
    #[schema(schema_with = codes::<ArticleKind>)]
    kind: &'static str,
    /// 标题
    title: String,
    /// 开头几句
    lead: String,
    /// 电话；没有的空着
    phone: String,
    /// 谁写的
    whose: String,
    /// 有效到；随程序带的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<String>,
}

impl KnowledgeBody {
    pub(crate) fn of(found: &[Found], total: i64) -> Self {
        let body = |one: &Found| FoundBody {
            href: one.href.clone(),
            kind: one.kind.code(),
            title: one.title.clone(),
            lead: one.lead.clone(),
            phone: one.phone.clone(),
            whose: one.whose.clone(),
            valid_until: one.until.map(|until| until.to_string()),
        };
        Self { articles: found.iter().map(body).collect(), total }
    }
}

/// 知识库的一条。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ArticleBody {
    #[schema(schema_with = codes::<ArticleKind>)]
    kind: &'static str,
    /// 标题
    title: String,
    /// 内容
    body: String,
    /// 出处
    source: String,
    /// 电话
    phone: String,
    /// 办公时间
    hours: String,
    /// 地址
    address: String,
    /// 有效到；随程序带的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<String>,
    /// 哪天核实的；随程序带的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    checked: Option<String>,
}

impl ArticleBody {
    pub(crate) fn of(row: &ArticleRow) -> Self {
        let said = &row.said;
        Self {
            kind: said.kind.code(),
            title: said.title.clone(),
            body: said.body.clone(),
            source: said.source.clone(),
            phone: said.phone.clone(),
            hours: said.hours.clone(),
            address: said.address.clone(),
            valid_until: Some(said.valid_until.to_string()),
            checked: Some(row.checked.to_string()),
        }
    }

    pub(crate) fn starter(article: &StarterArticle) -> Self {
        Self {
            kind: article.kind().code(),
            title: article.title.clone(),
            body: article.body.clone(),
            source: article.source.clone(),
            phone: String::new(),
            hours: String::new(),
            address: String::new(),
            valid_until: None,
            checked: None,
        }
    }
}

/// 接听用语。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScriptBody {
    /// 出处
    source: String,
    steps: Vec<StepBody>,
    /// 不说的话
    forbidden: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct StepBody {
    /// 哪一步
    label: String,
    /// 怎么说、怎么做
    lines: Vec<String>,
}

impl ScriptBody {
    pub(crate) fn of(script: &Script) -> Self {
        Self {
            source: script.source.clone(),
            steps: script
                .step
                .iter()
                .map(|step| StepBody { label: step.label.clone(), lines: step.lines.clone() })
                .collect(),
            forbidden: script.forbidden.clone(),
        }
    }
}
