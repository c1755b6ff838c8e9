//! The pages of this slice for programs. What stands beside a field is read in the document of the interface, by
//! engineers in China: therefore in Chinese.

use niangjia_kernel::{FactKind, FactRole, Month};
use niangjia_people::api::RosterEntry;
use niangjia_store::PostKind;
use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{DutyRow, PointEntry};

/// 本人一个月的积分，每一分都有来处。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PointsBody {
    /// 月份，例如 2026-11
    month: String,
    /// 这个月的合计
    month_sum: i64,
    /// 这一年的合计
    year_sum: i64,
    entries: Vec<PointBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PointBody {
    /// 编号
    id: String,
    #[schema(schema_with = codes::<FactKind>)]
    kind: &'static str,
    /// 几分；撤销的是负数
    points: i64,
    /// 规则（规则包里的名字）
    rule: String,
    /// 规则的版本
    rule_version: String,
    /// 本月这条规则的第几次
    nth: i64,
    /// 每月最多几次计分；不限的没有
    cap: Option<i64>,
    /// 发生日期
    on: String,
    /// 撤销了哪一条积分（编号）；不是撤销的没有
    reverses: Option<String>,
    /// 那件事的地址
    href: String,
}

impl PointsBody {
    pub(crate) fn of(month: Month, (month_sum, year_sum): (i64, i64), entries: &[PointEntry]) -> Self {
        let entry = |entry: &PointEntry| PointBody {
            id: entry.id.to_string(),
            kind: entry.kind.code(),
            points: entry.points,
            rule: entry.rule.clone(),
            rule_version: entry.rule_version.clone(),
            nth: entry.nth,
            cap: entry.cap,
            on: entry.on.to_string(),
            reverses: entry.reverses.map(|reversed| reversed.to_string()),
            href: entry.href(),
        };
        Self { month: month.to_string(), month_sum, year_sum, entries: entries.iter().map(entry).collect() }
    }
}

/// 本人的履职记录，新的在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordBody {
    /// 一共多少件
    total: i64,
    rows: Vec<DutyBody>,
    /// 下一页要带的 after；最后一页没有
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DutyBody {
    /// 编号
    id: String,
    #[schema(schema_with = codes::<FactKind>)]
    kind: &'static str,
    #[schema(schema_with = codes::<FactRole>)]
    role: &'static str,
    /// 日期
    on: String,
    /// 在哪个组织
    organisation_name: String,
    /// 是不是已经撤销
    taken_back: bool,
    /// 那件事的地址
    href: String,
}

impl RecordBody {
    pub(crate) fn of(rows: &[DutyRow], total: i64, next: Option<String>) -> Self {
        let row = |row: &DutyRow| DutyBody {
            id: row.fact.to_string(),
            kind: row.kind.code(),
            role: row.role.code(),
            on: row.on.to_string(),
            organisation_name: row.org_name.clone(),
            taken_back: row.taken_back,
            href: row.href(),
        };
        Self { total, rows: rows.iter().map(row).collect(), next }
    }
}

/// 一个村社区的执委本月积分，按姓名排，不排名次。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MembersPointsBody {
    /// 月份
    month: String,
    members: Vec<MemberPointsBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberPointsBody {
    /// 人的编号
    person: String,
    /// 姓名
    name: String,
    /// 担任的岗位（代码）
    #[schema(schema_with = post_kinds)]
    posts: Vec<&'static str>,
    /// 本月积分
    points: i64,
}

fn post_kinds() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::Array::new(codes::<PostKind>())
}

impl MembersPointsBody {
    pub(crate) fn of(month: Month, members: Vec<(RosterEntry, Vec<RosterEntry>, i64)>) -> Self {
        let member = |(first, posts, points): (RosterEntry, Vec<RosterEntry>, i64)| MemberPointsBody {
            person: first.person.to_string(),
            name: first.name,
            posts: posts.iter().map(|post| post.kind.code()).collect(),
            points,
        };
        Self { month: month.to_string(), members: members.into_iter().map(member).collect() }
    }
}
