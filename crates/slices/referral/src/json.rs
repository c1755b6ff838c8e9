//! Partners and referrals for programs. What stands beside a field is read in the document of the interface, by engineers
//! in China: therefore in Chinese. Lists have nothing of what was handed over.

use niangjia_kernel::Timestamp;
use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Closing, Contents, Ground, PartnerKind, PartnerRow, ReferralRow, State, SubjectKind};

/// 合作单位。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartnersBody {
    partners: Vec<PartnerBody>,
}

/// 一个合作单位。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartnerBody {
    /// 编号
    id: String,
    #[schema(schema_with = codes::<PartnerKind>)]
    kind: &'static str,
    /// 名称
    name: String,
    /// 联系人
    contact: String,
    /// 办公电话
    phone: String,
    /// 办公时间
    hours: String,
    /// 地址
    address: String,
    /// 是不是自己登录办
    by_login: bool,
    /// 停用的日期；在用的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<String>,
}

impl PartnersBody {
    pub(crate) fn of(rows: &[PartnerRow]) -> Self {
        Self { partners: rows.iter().map(PartnerBody::of).collect() }
    }
}

impl PartnerBody {
    pub(crate) fn of(row: &PartnerRow) -> Self {
        let said = row.said.clone();
        Self {
            id: row.id.within(row.tenant).to_string(),
            kind: said.kind.code(),
            name: said.name,
            contact: said.contact,
            phone: said.phone,
            hours: said.hours,
            address: said.address,
            by_login: said.by_login,
            closed: row.closed.map(|day| day.to_string()),
        }
    }
}

/// 转介登记，没有办结的在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralsBody {
    referrals: Vec<ReferralHeadBody>,
    /// 一共多少件
    total: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct ReferralHeadBody {
    /// 编号
    id: String,
    /// 例如 转介〔2026〕3号
    number: String,
    /// 转给哪个单位
    partner: String,
    #[schema(schema_with = codes::<SubjectKind>)]
    kind: &'static str,
    #[schema(schema_with = codes::<Ground>)]
    ground: &'static str,
    #[schema(schema_with = codes::<State>)]
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = codes::<Closing>, required = false)]
    closing: Option<&'static str>,
    /// 转出的日期
    sent: String,
    /// 最后一天；没有在等的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// 是不是超期
    late: bool,
}

impl ReferralHeadBody {
    fn of(row: &ReferralRow, now: Timestamp) -> Self {
        Self {
            id: row.key().to_string(),
            number: row.called(),
            partner: row.partner_name.clone(),
            kind: row.subject_kind.code(),
            ground: row.ground.code(),
            state: row.state.code(),
            closing: row.closing.map(|closing| closing.code()),
            sent: row.sent.day().to_string(),
            due: row.due.map(|due| Timestamp::from_millis(due.millis() - 1).day().to_string()),
            late: row.due.is_some_and(|due| now >= due),
        }
    }
}

impl ReferralsBody {
    pub(crate) fn of(rows: &[ReferralRow], total: i64, now: Timestamp) -> Self {
        Self { referrals: rows.iter().map(|row| ReferralHeadBody::of(row, now)).collect(), total }
    }
}

/// 一件转介。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralBody {
    referral: ReferralHeadBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    contents: Option<ContentsBody>,
}

/// 转了什么；只有经办的人、办这件事的人和对方单位有。
#[derive(Debug, Serialize, ToSchema)]
struct ContentsBody {
    /// 本人；没有同意透露的空着
    person: String,
    /// 怎样联系才安全
    phone: String,
    /// 请办什么
    asked: String,
    /// 情况和材料
    handed: String,
    /// 对方的说明
    answer: String,
    /// 结果
    result: String,
}

impl ReferralBody {
    pub(crate) fn of(row: &ReferralRow, contents: Option<Contents>, now: Timestamp) -> Self {
        let contents = contents.map(|said| ContentsBody {
            person: said.person,
            phone: said.phone,
            asked: said.asked,
            handed: said.handed,
            answer: said.answer,
            result: said.result,
        });
        Self { referral: ReferralHeadBody::of(row, now), contents }
    }
}
