//! Askings and claims for programs. What stands beside a field is read in the document of the interface, by engineers in
//! China: therefore in Chinese. Nothing of a sheet, and nobody's name in full.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{About, ClaimKind, ClaimRow, ComesAs, InspectionRow, Manner, Outcome};

/// 本人查阅的登记，新的在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionsBody {
    inspections: Vec<InspectionBody>,
    /// 一共多少次
    total: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct InspectionBody {
    /// 编号，例如 查阅〔2026〕3号
    number: String,
    /// 日期
    on: String,
    /// 家庭在台账里的编号
    household_number: String,
    /// 查谁的，只有姓
    person: String,
    #[schema(schema_with = codes::<ComesAs>)]
    comes_as: &'static str,
    /// 是不是给看了
    given: bool,
    /// 经办人
    handed_out_by: String,
}

impl InspectionsBody {
    pub(crate) fn of(rows: &[About<InspectionRow>], total: i64) -> Self {
        let body = |about: &About<InspectionRow>| InspectionBody {
            number: about.row.called(),
            on: about.row.at.day().to_string(),
            household_number: about.household_number(),
            person: about.name(false),
            comes_as: about.row.comes_as.code(),
            given: about.row.proof.is_some(),
            handed_out_by: about.row.person_name.clone(),
        };
        Self { inspections: rows.iter().map(body).collect(), total }
    }
}

/// 本人请求，没有答复的在前，按期限。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimsBody {
    claims: Vec<ClaimHeadBody>,
    /// 一共多少件
    total: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct ClaimHeadBody {
    /// 编号
    id: String,
    /// 例如 请求〔2026〕3号
    number: String,
    #[schema(schema_with = codes::<ClaimKind>)]
    kind: &'static str,
    /// 家庭在台账里的编号
    household_number: String,
    /// 谁的请求，只有姓
    person: String,
    /// 提出的日期
    asked: String,
    /// 答复期限
    due: String,
    /// 是不是过了期限还没有答复
    late: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = codes::<Outcome>, required = false)]
    outcome: Option<&'static str>,
    /// 办结日期；没有办结的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
    /// 答复本人的日期；没有答复的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    told: Option<String>,
}

impl ClaimHeadBody {
    fn of(about: &About<ClaimRow>, today: niangjia_kernel::Day) -> Self {
        let row = &about.row;
        Self {
            id: row.id.within(row.tenant).to_string(),
            number: row.called(),
            kind: row.kind.code(),
            household_number: about.household_number(),
            person: about.name(false),
            asked: row.asked.to_string(),
            due: row.due.to_string(),
            late: row.told.is_none() && row.due < today,
            outcome: row.ended.as_ref().map(|ended| ended.outcome.code()),
            ended: row.ended.as_ref().map(|ended| ended.on.to_string()),
            told: row.told.as_ref().map(|(on, ..)| on.to_string()),
        }
    }
}

impl ClaimsBody {
    pub(crate) fn of(rows: &[About<ClaimRow>], total: i64, today: niangjia_kernel::Day) -> Self {
        Self { claims: rows.iter().map(|about| ClaimHeadBody::of(about, today)).collect(), total }
    }
}

/// 一件本人请求。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimBody {
    claim: ClaimHeadBody,
    #[schema(schema_with = codes::<Manner>)]
    reach: &'static str,
    /// 她的原话；只有本社区（村）的主席、副主席有
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// 给她的答复；只有本社区（村）的主席、副主席有，没有办结的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// 不办的依据（规则包里的代码）；没有的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<String>,
}

impl ClaimBody {
    /// `opened`: her words and the answer, for whoever keeps them.
    pub(crate) fn of(
        about: &About<ClaimRow>,
        today: niangjia_kernel::Day,
        opened: Option<(String, Option<String>)>,
    ) -> Self {
        let (words, answer) = opened.map_or((None, None), |(words, answer)| (Some(words), answer));
        Self {
            claim: ClaimHeadBody::of(about, today),
            reach: about.row.reach.code(),
            words,
            answer,
            ground: about.row.ended.as_ref().and_then(|ended| ended.ground.clone()),
        }
    }
}
