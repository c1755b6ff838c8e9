//! Contacts owed for programs.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{ContactRow, DutyKind, DutyRow};
use crate::pack::HouseholdRules;

/// 一项联系：联系点、直接联系或结对子。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DutyBody<'a> {
    /// 编号
    id: String,
    #[schema(schema_with = codes::<DutyKind>)]
    kind: &'static str,
    /// 在哪个组织
    organisation: &'a str,
    /// 谁联系：人的编号
    person: String,
    /// 她的姓名
    person_name: &'a str,
    /// 联系谁、哪里
    with: &'a str,
    /// 哪一户的编号；联系点没有
    #[serde(skip_serializing_if = "Option::is_none")]
    household: Option<String>,
    /// 一年应联系几次
    owed: i64,
    /// 今年已联系几次，走访这一户的也算
    kept: i64,
    /// 按日子算还欠几次
    lag: i64,
    /// 从哪天起
    from: String,
    /// 到哪天为止；没有结束的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

/// 一片的联系点、直接联系和结对子。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DutiesBody<'a> {
    contacts: Vec<DutyBody<'a>>,
}

/// 一项联系和它的每一次。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OneDutyBody<'a> {
    #[serde(flatten)]
    duty: DutyBody<'a>,
    /// 每一次，新的在前
    contacts: Vec<ContactBody<'a>>,
}

/// 一次联系。
#[derive(Debug, Serialize, ToSchema)]
struct ContactBody<'a> {
    /// 哪一天
    on: String,
    /// 看到、听到了什么；是走访的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<&'a str>,
    /// 办了什么
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<&'a str>,
}

impl<'a> DutyBody<'a> {
    fn of(duty: &'a DutyRow, lag: i64) -> Self {
        Self {
            id: duty.id.within(duty.tenant).to_string(),
            kind: duty.kind.code(),
            organisation: &duty.org_name,
            person: duty.person.to_string(),
            person_name: &duty.person_name,
            with: &duty.with,
            household: duty.household.map(|home| home.within(duty.tenant).to_string()),
            owed: HouseholdRules::in_force().contacts_owed(duty.kind),
            kept: duty.kept,
            lag,
            from: duty.from.to_string(),
            until: duty.until.map(|day| day.to_string()),
        }
    }
}

impl<'a> DutiesBody<'a> {
    pub(crate) fn of(duties: &'a [(DutyRow, i64)]) -> Self {
        Self { contacts: duties.iter().map(|(duty, lag)| DutyBody::of(duty, *lag)).collect() }
    }
}

impl<'a> OneDutyBody<'a> {
    pub(crate) fn of((duty, lag): (&'a DutyRow, i64), contacts: &'a [ContactRow]) -> Self {
        let contact = |row: &'a ContactRow| ContactBody {
            on: row.on.to_string(),
            found: row.found.as_deref(),
            done: row.done.as_deref(),
        };
        Self { duty: DutyBody::of(duty, lag), contacts: contacts.iter().map(contact).collect() }
    }
}
