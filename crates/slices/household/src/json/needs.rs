//! Needs for programs: of one household, and those of a branch that ask something.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{AskingNeed, FallenNeed, NeedKind, NeedRow};
use crate::pack::HouseholdRules;

/// 一项需求。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NeedBody {
    /// 编号
    id: String,
    #[schema(schema_with = codes::<NeedKind>)]
    kind: &'static str,
    /// 依据
    basis: &'static str,
    /// 从哪里知道（代码）；以前没有记的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// 名单的期别或文号
    #[serde(skip_serializing_if = "Option::is_none")]
    source_reference: Option<String>,
    /// 名单的日期
    #[serde(skip_serializing_if = "Option::is_none")]
    source_day: Option<String>,
    /// 从哪天起
    since: String,
    /// 复核日
    review: String,
}

/// 一户在册的需求。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NeedsBody {
    needs: Vec<NeedBody>,
    /// 到期未确认、已自动消除、没有恢复的
    fell_away: Vec<FallenBody>,
}

/// 到期未确认、自动消除的一项。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FallenBody {
    #[serde(flatten)]
    need: NeedBody,
    /// 从哪天起不在册
    until: String,
}

/// 一片的需求清单：待确认的、逾期未确认的、已自动消除的。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AskingBody<'a> {
    needs: Vec<AskingNeedBody<'a>>,
    /// 一共几项
    total: i64,
    /// 下一页是第几页；没有下一页的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
struct AskingNeedBody<'a> {
    /// 家庭的编号
    household: String,
    /// 家庭的名称
    name: &'a str,
    /// 台账里的编号
    number: &'a str,
    /// 登记在哪个组织
    organisation: &'a str,
    #[serde(flatten)]
    need: NeedBody,
    /// 从哪天起不在册；在册的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl NeedBody {
    pub(crate) fn of(need: &NeedRow) -> Self {
        Self {
            id: need.id.to_string(),
            kind: need.kind.code(),
            basis: HouseholdRules::in_force().basis_of(need.kind),
            source: need.origin.source.clone(),
            source_reference: need.origin.reference.clone(),
            source_day: need.origin.on.map(|day| day.to_string()),
            since: need.since.to_string(),
            review: need.review.to_string(),
        }
    }
}

impl NeedsBody {
    pub(crate) fn of(needs: &[NeedRow], fallen: &[FallenNeed]) -> Self {
        let body =
            |one: &FallenNeed| FallenBody { need: NeedBody::of(&one.need), until: one.until.to_string() };
        Self { needs: needs.iter().map(NeedBody::of).collect(), fell_away: fallen.iter().map(body).collect() }
    }
}

impl<'a> AskingBody<'a> {
    pub(crate) fn of(rows: &'a [AskingNeed], total: i64, next: Option<i64>) -> Self {
        let row = |row: &'a AskingNeed| AskingNeedBody {
            household: row.household.id.within(row.household.tenant).to_string(),
            name: &row.household.name,
            number: &row.household.number,
            organisation: &row.org_name,
            need: NeedBody::of(&row.need),
            until: row.until.map(|day| day.to_string()),
        };
        Self { needs: rows.iter().map(row).collect(), total, next }
    }
}
