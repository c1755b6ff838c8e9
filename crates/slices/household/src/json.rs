//! The same rows for programs. What stands beside a field is read in the document of the interface, by engineers in China:
//! therefore in Chinese.

pub(crate) mod contact_duties;
mod contact_map;
mod file;
mod handover;
pub(crate) mod levels;
pub(crate) mod need_cards;
pub(crate) mod needs;
mod residence_care;

use std::collections::HashMap;

use niangjia_kernel::{Household, Id};
use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, Object, ObjectBuilder, Type};

use crate::model::{Manner, NeedKind, Outcome, Standing, VisitRow};
use crate::pack::HouseholdRules;
use crate::queries::FreeMember;
use crate::rules::next_visit;

pub(crate) use contact_map::ContactMapBody;
pub(crate) use file::{ContactBody, Days, FileBody, GateBody, GridsBody, LinksBody, OneVisitBody};
pub(crate) use handover::{FamiliesBody, HandoverBody, HandoversBody};
pub(crate) use residence_care::{AssistedBody, CareBody, CaresBody};

/// What was said at a visit is one of the matters of the pack in force.
pub(crate) fn matters() -> Object {
    let matters = &HouseholdRules::in_force().matters;
    let words: Vec<String> = matters.iter().map(|one| format!("{} {}", one.code, one.label)).collect();
    let codes = matters.iter().map(|one| one.code.as_str());
    let text = ObjectBuilder::new().schema_type(Type::String).description(Some(words.join("；")));
    text.enum_values(Some(codes)).build()
}

/// A source of a need, as an address or a form names it.
pub(crate) fn sources() -> Object {
    let codes = HouseholdRules::in_force().sources.iter().map(|source| source.code.clone());
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes.chain([String::new()]))).build()
}

pub(crate) fn need_kinds() -> Array {
    Array::new(codes::<NeedKind>())
}

/// 走访台账的一页，新的在前。走访内容在单次走访里。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VisitsBody<'a> {
    visits: Vec<VisitBody<'a>>,
    /// 下一页要带的 after；最后一页没有
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VisitBody<'a> {
    /// 走访的编号
    id: String,
    /// 家庭的编号
    household: String,
    /// 家庭的名称
    household_name: &'a str,
    /// 台账里的编号
    household_number: &'a str,
    /// 走访的执委
    member: &'a str,
    /// 走访的执委是哪个村社区的；本社区的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    helper: Option<&'a str>,
    /// 走访日期
    on: String,
    #[schema(schema_with = codes::<Manner>)]
    manner: &'static str,
    /// 事项（规则包里的代码）
    matter: &'a str,
    #[schema(schema_with = codes::<Outcome>)]
    outcome: &'static str,
    /// 约定跟进的日期；没有约定的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    follow_up: Option<String>,
}

impl<'a> VisitBody<'a> {
    pub(crate) fn of(visit: &'a VisitRow) -> Self {
        Self {
            id: visit.id.within(visit.tenant).to_string(),
            household: visit.household.within(visit.tenant).to_string(),
            household_name: &visit.household_name,
            household_number: &visit.household_number,
            member: &visit.person_name,
            helper: visit.helper.as_ref().map(|helper| helper.org_name.as_str()),
            on: visit.on.to_string(),
            manner: visit.manner.code(),
            matter: &visit.matter,
            outcome: visit.outcome.code(),
            follow_up: visit.follow_up.map(|day| day.to_string()),
        }
    }
}

impl<'a> VisitsBody<'a> {
    pub(crate) fn of(visits: &'a [VisitRow], next: Option<String>) -> Self {
        Self { visits: visits.iter().map(VisitBody::of).collect(), next }
    }
}

/// 家庭台账的一页。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HouseholdsBody<'a> {
    households: Vec<HouseholdBody<'a>>,
    /// 一共多少户
    total: i64,
    /// 下一页要带的 page；最后一页没有
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
struct HouseholdBody<'a> {
    /// 家庭的编号
    id: String,
    /// 台账里的编号
    number: &'a str,
    /// 名称
    name: &'a str,
    /// 登记在哪个组织
    organisation: &'a str,
    /// 居民（村民）小组
    group: &'a str,
    /// 住在哪里
    residence: &'a str,
    /// 是不是人户分离
    lives_elsewhere: bool,
    /// 在册的需求（代码）；居住侧联系的看不到，就没有
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = need_kinds, required = false)]
    needs: Option<Vec<&'static str>>,
    /// 联系执委
    members: &'a [String],
    /// 上次走访日期；没有走访过的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    last_visit: Option<String>,
    /// 应走访日；没有人联系的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    next_visit: Option<String>,
    /// 是不是有人联系
    covered: bool,
}

impl<'a> HouseholdsBody<'a> {
    /// `rows`: each household, and whether the reader may know its needs.
    pub(crate) fn of(
        rows: impl Iterator<Item = (&'a Standing, bool)>,
        names: &'a HashMap<Id<Household>, Vec<String>>,
        total: i64,
        next: Option<i64>,
    ) -> Self {
        let households = rows.map(|(standing, told)| {
            let household = &standing.household;
            let due = standing.linked_since.map(|since| {
                next_visit(standing.last_visit, standing.follow_up, since, standing.visit_days)
                    .day
                    .to_string()
            });
            HouseholdBody {
                id: household.id.within(household.tenant).to_string(),
                number: &household.number,
                name: &household.name,
                organisation: &standing.org_name,
                group: &household.group_name,
                residence: &household.residence,
                lives_elsewhere: household.lives_elsewhere,
                needs: told.then(|| standing.needs.iter().map(|need| need.code()).collect()),
                members: names.get(&household.id).map_or(&[], Vec::as_slice),
                last_visit: standing.last_visit.map(|day| day.to_string()),
                next_visit: due,
                covered: standing.linked_since.is_some(),
            }
        });
        Self { households: households.collect(), total, next }
    }
}

/// 没有联系家庭的执委。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FreeMembersBody<'a> {
    members: Vec<FreeMemberBody<'a>>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FreeMemberBody<'a> {
    /// 人的编号
    id: String,
    /// 姓名
    name: &'a str,
    /// 在哪个组织
    organisation: &'a str,
    /// 任职日期
    since: String,
}

impl<'a> FreeMembersBody<'a> {
    pub(crate) fn of(members: &'a [FreeMember]) -> Self {
        let members = members.iter().map(|member| FreeMemberBody {
            id: member.person.to_string(),
            name: &member.name,
            organisation: &member.org_name,
            since: member.since.to_string(),
        });
        Self { members: members.collect() }
    }
}
