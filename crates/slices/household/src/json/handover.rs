//! Handovers for programs.

use niangjia_kernel::Day;
use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::json::need_kinds;
use crate::model::{Family, HandoverReason, HandoverRow, Mode, SheetLine, Side};

/// 一位执委联系的家庭。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FamiliesBody {
    families: Vec<FamilyBody>,
}

/// 代管的家庭和交接单。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HandoversBody {
    /// 代管的家庭，期限近的在前
    families: Vec<FamilyBody>,
    /// 交接单，新的在前
    handovers: Vec<HandoverHeadBody>,
}

/// 一份交接单。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HandoverBody {
    handover: HandoverHeadBody,
    lines: Vec<HandoverLineBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FamilyBody {
    /// 联系的编号
    link: String,
    /// 家庭的编号
    household: String,
    /// 名称
    name: String,
    /// 台账里的编号
    number: String,
    /// 谁联系
    member: String,
    #[schema(schema_with = codes::<Side>)]
    side: &'static str,
    #[schema(schema_with = codes::<Mode>)]
    mode: &'static str,
    #[schema(schema_with = need_kinds)]
    needs: Vec<&'static str>,
    /// 上次走访；没有走访过的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    last_visit: Option<String>,
    /// 代管到哪一天为止要安排执委；不是代管的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    caretaker_until: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct HandoverHeadBody {
    /// 交接的编号
    id: String,
    /// 年份
    year: i64,
    /// 当年第几号
    number: i64,
    /// 移交人
    member: String,
    #[schema(schema_with = codes::<HandoverReason>)]
    reason: &'static str,
    /// 日期
    on: String,
    /// 经办人
    recorded_by: String,
    /// 一共几户
    families: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct HandoverLineBody {
    /// 家庭的编号
    household: String,
    /// 名称
    name: String,
    #[schema(schema_with = codes::<Side>)]
    side: &'static str,
    /// 接收人
    successor: String,
    /// 是不是代管
    caretaker: bool,
}

impl FamilyBody {
    fn of(family: &Family) -> Self {
        let (household, link) = (&family.household, &family.link);
        Self {
            link: link.id.to_string(),
            household: household.id.within(household.tenant).to_string(),
            name: household.name.clone(),
            number: household.number.clone(),
            member: link.person_name.clone(),
            side: link.side.code(),
            mode: link.mode.code(),
            needs: family.needs.iter().map(|need| need.code()).collect(),
            last_visit: family.last_visit.as_ref().map(Day::to_string),
            caretaker_until: link.caretaker_until.as_ref().map(Day::to_string),
        }
    }
}

impl HandoverHeadBody {
    fn of(row: &HandoverRow) -> Self {
        Self {
            id: row.id.within(row.tenant).to_string(),
            year: row.year,
            number: row.number,
            member: row.person_name.clone(),
            reason: row.reason.code(),
            on: row.on.to_string(),
            recorded_by: row.recorded_by.clone(),
            families: row.families,
        }
    }
}

impl FamiliesBody {
    pub(crate) fn of(families: &[Family]) -> Self {
        Self { families: families.iter().map(FamilyBody::of).collect() }
    }
}

impl HandoversBody {
    pub(crate) fn of(families: &[Family], handovers: &[HandoverRow]) -> Self {
        Self {
            families: families.iter().map(FamilyBody::of).collect(),
            handovers: handovers.iter().map(HandoverHeadBody::of).collect(),
        }
    }
}

impl HandoverBody {
    pub(crate) fn of(row: &HandoverRow, lines: &[SheetLine]) -> Self {
        let line = |line: &SheetLine| HandoverLineBody {
            household: line.household.within(row.tenant).to_string(),
            name: line.name.clone(),
            side: line.side.code(),
            successor: line.successor.clone(),
            caretaker: line.caretaker,
        };
        Self { handover: HandoverHeadBody::of(row), lines: lines.iter().map(line).collect() }
    }
}
