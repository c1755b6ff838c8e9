//! 居住地协助 for programs.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::json::VisitBody;
use crate::model::{AskedCare, CareState, SharedCard};
use crate::queries::AssistedVisit;
use crate::rules::next_visit;

/// 居住地协助：请别处协助的，和别处请来的。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaresBody<'a> {
    /// 户籍在本辖区、请居住地协助的
    asked: Vec<AskedBody<'a>>,
    /// 居住在本辖区、户籍在别处的；还没有联系人的在前
    given: Vec<GivenBody<'a>>,
}

/// 一户请居住地协助的情况。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CareBody<'a> {
    /// 没有请过、或者已经结束的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<AskedBody<'a>>,
}

#[derive(Debug, Serialize, ToSchema)]
struct AskedBody<'a> {
    /// 编号
    id: String,
    /// 家庭的编号
    household: String,
    /// 家庭的名称
    household_name: &'a str,
    /// 请哪个村社区
    community: &'a str,
    #[schema(schema_with = codes::<CareState>)]
    state: &'static str,
    /// 哪天请的
    asked: String,
    /// 哪天前答复
    due: String,
    /// 为什么退回；没有退回的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Debug, Serialize, ToSchema)]
struct GivenBody<'a> {
    /// 编号
    id: String,
    /// 家庭的编号
    household: String,
    /// 家庭的名称
    household_name: &'a str,
    /// 户籍所在的村社区
    community: &'a str,
    /// 住在哪里
    residence: &'a str,
    /// 户籍侧的联系执委
    register_members: &'a [String],
    /// 居住侧的联系执委；还没有安排的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<&'a str>,
    /// 哪天请的
    asked: String,
    /// 哪天前答复；已经安排的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// 应走访日；没有人联系的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    next_visit: Option<String>,
}

/// 协助别处的走访，新的在前；计在户籍地，这里只列出。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AssistedBody<'a> {
    visits: Vec<AssistedVisitBody<'a>>,
    /// 下一页要带的 after；最后一页没有
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct AssistedVisitBody<'a> {
    #[serde(flatten)]
    visit: VisitBody<'a>,
    /// 计在哪个村社区
    home: &'a str,
}

impl<'a> AskedBody<'a> {
    fn of(asked: &'a AskedCare) -> Self {
        Self {
            id: asked.id.to_string(),
            household: asked.household.id.within(asked.household.tenant).to_string(),
            household_name: &asked.household.name,
            community: &asked.care_org_name,
            state: asked.state.code(),
            asked: asked.asked.to_string(),
            due: asked.due.to_string(),
            reason: asked.reason.as_deref(),
        }
    }
}

impl<'a> GivenBody<'a> {
    fn of(SharedCard { care, standing, register_members }: &'a SharedCard) -> Self {
        let next = standing.linked_since.map(|since| {
            next_visit(standing.last_visit, standing.follow_up, since, standing.visit_days).day.to_string()
        });
        Self {
            id: care.id.to_string(),
            household: care.household.within(care.household_tenant).to_string(),
            household_name: &standing.household.name,
            community: &standing.org_name,
            residence: &standing.household.residence,
            register_members,
            member: care.person_name.as_deref(),
            asked: care.asked.to_string(),
            due: care.person.is_none().then(|| care.due.to_string()),
            next_visit: next,
        }
    }
}

impl<'a> CaresBody<'a> {
    pub(crate) fn of(asked: &'a [AskedCare], given: &'a [SharedCard]) -> Self {
        let asked = asked.iter().map(AskedBody::of).collect();
        Self { asked, given: given.iter().map(GivenBody::of).collect() }
    }
}

impl<'a> CareBody<'a> {
    pub(crate) fn of(asked: Option<&'a AskedCare>) -> Self {
        Self { asked: asked.map(AskedBody::of) }
    }
}

impl<'a> AssistedBody<'a> {
    pub(crate) fn of(visits: &'a [AssistedVisit], next: Option<String>) -> Self {
        let body =
            |one: &'a AssistedVisit| AssistedVisitBody { visit: VisitBody::of(&one.visit), home: &one.home };
        Self { visits: visits.iter().map(body).collect(), next }
    }
}
