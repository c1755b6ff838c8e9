//! Satisfaction for programs: no answer that could be somebody's.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Contact, MatterKind, SlipRow, SlipState};
use crate::results::Told;
use crate::rules::interval;

/// 满意度，新的季度在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ResultsBody {
    quarters: Vec<QuarterBody>,
    /// 选中的季度里她们写的话，顺序打乱；没有公布的没有
    lines: Vec<String>,
    /// 选中的季度
    #[serde(skip_serializing_if = "Option::is_none")]
    quarter: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct QuarterBody {
    /// 例如 2026Q3
    quarter: String,
    /// 问了多少人
    asked: i64,
    /// 公布了的才有
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<AnswersBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct AnswersBody {
    /// 多少人回答，至少 5
    answered: i64,
    satisfied: i64,
    mostly: i64,
    unsatisfied: i64,
    /// 95% 区间的下限，千分之几
    from_per_mille: i64,
    /// 95% 区间的上限，千分之几
    to_per_mille: i64,
}

impl ResultsBody {
    pub(crate) fn of(quarters: &[Told], chosen: Option<&Told>, lines: Vec<String>) -> Self {
        let body = |told: &Told| QuarterBody {
            quarter: told.quarter.code(),
            asked: told.asked,
            answers: told.counts.map(|counts| {
                let (from, to) = interval(counts.content(), counts.answered());
                AnswersBody {
                    answered: counts.answered(),
                    satisfied: counts.satisfied,
                    mostly: counts.mostly,
                    unsatisfied: counts.unsatisfied,
                    from_per_mille: from,
                    to_per_mille: to,
                }
            }),
        };
        Self {
            quarters: quarters.iter().map(body).collect(),
            lines,
            quarter: chosen.map(|told| told.quarter.code()),
        }
    }
}

/// 等回访的，先到期的在前；自己经办过的不在里面。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallsBody {
    slips: Vec<SlipBody>,
    /// 一共多少份
    total: i64,
}

/// 一份评价单。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SlipBody {
    /// 编号
    id: String,
    /// 例如 评价〔2026年第3季度〕12号
    number: String,
    #[schema(schema_with = codes::<MatterKind>)]
    kind: &'static str,
    /// 办结的日期
    asked: String,
    /// 有效到
    until: String,
    #[schema(schema_with = codes::<SlipState>)]
    state: &'static str,
    /// 能不能打电话
    by_call: bool,
    /// 打过几次没联系上
    calls: i64,
    /// 怎样联系；自己接下的才有
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ContactBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ContactBody {
    name: String,
    phone: String,
    /// 怎样联系才安全
    remark: String,
}

impl SlipBody {
    pub(crate) fn of(row: &SlipRow, by_call: bool, contact: Option<Contact>) -> Self {
        Self {
            id: row.id.within(row.tenant).to_string(),
            number: row.called(),
            kind: row.kind.code(),
            asked: row.asked.to_string(),
            until: row.until.to_string(),
            state: row.state.code(),
            by_call,
            calls: row.calls,
            contact: contact.map(|Contact { name, phone, remark }| ContactBody { name, phone, remark }),
        }
    }
}

impl CallsBody {
    pub(crate) fn of(rows: &[(SlipRow, bool)], total: i64) -> Self {
        let body = |(row, by_call): &(SlipRow, bool)| SlipBody::of(row, *by_call, None);
        Self { slips: rows.iter().map(body).collect(), total }
    }
}
