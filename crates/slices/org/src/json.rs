//! The page of this slice for programs. What stands beside a field is read in the document of the interface, by engineers
//! in China: therefore in Chinese.

use niangjia_kernel::AreaLevel;
use niangjia_web::{Panel, codes};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::Org;

/// 一个组织：上级、下级，以及这个岗位看得到的几句话。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganisationBody {
    /// 代码
    code: String,
    /// 名称
    name: String,
    #[schema(schema_with = codes::<AreaLevel>)]
    level: &'static str,
    /// 成立日期
    since: String,
    /// 上级，从上到下
    above: Vec<OrgBody>,
    /// 直接下级
    below: Vec<OrgBody>,
    /// 各项工作的一句话，带 href 的可以打开
    lines: Vec<LineBody>,
}

/// 组织的代码和名称。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrgBody {
    /// 代码
    code: String,
    /// 名称
    name: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrganisationLineBody)]
pub(crate) struct LineBody {
    /// 例如：执委名册 · 9 人
    text: String,
    /// 打开它的地址；打不开的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
}

impl OrganisationBody {
    pub(crate) fn of(org: &Org, above: &[Org], below: &[Org], lines: Vec<Panel>) -> Self {
        let brief = |org: &Org| OrgBody { code: org.code.clone(), name: org.name.clone() };
        let above = above.iter().filter(|one| one.id != org.id);
        Self {
            code: org.code.clone(),
            name: org.name.clone(),
            level: org.level.code(),
            since: org.since.to_string(),
            above: above.map(brief).collect(),
            below: below.iter().map(brief).collect(),
            lines: lines.into_iter().map(|line| LineBody { text: line.text, href: line.href }).collect(),
        }
    }
}
