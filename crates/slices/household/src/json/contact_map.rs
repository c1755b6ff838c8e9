//! The map of contacts for programs.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Mode, Side};
use crate::queries::GridRow;
use crate::rules::{MappedGrid, MappedMember};

/// 执委联系网格图：网格、执委、家庭。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactMapBody {
    grids: Vec<MappedGridBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MappedGridBody {
    /// 网格编码；没有划入网格的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    members: Vec<MappedMemberBody>,
    /// 没有联系人的家庭的编号
    nobody: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MappedMemberBody {
    /// 人的编号
    member: String,
    /// 姓名
    member_name: String,
    /// 在这个网格的方式；没有安排在这个网格的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = codes::<Mode>, required = false)]
    mode: Option<&'static str>,
    families: Vec<MappedFamilyBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MappedFamilyBody {
    /// 家庭的编号
    household: String,
    /// 名称
    name: String,
    #[schema(schema_with = codes::<Side>)]
    side: &'static str,
}

impl ContactMapBody {
    pub(crate) fn of(drawn: &[(Option<&GridRow>, MappedGrid<'_>)]) -> Self {
        let id = |one: &crate::rules::Mapped| one.household.id.within(one.household.tenant).to_string();
        let member = |one: &MappedMember<'_>| MappedMemberBody {
            member: one.person.to_string(),
            member_name: one.name.to_owned(),
            mode: one.mode.map(Mode::code),
            families: one
                .families
                .iter()
                .map(|(mapped, side)| MappedFamilyBody {
                    household: id(mapped),
                    name: mapped.household.name.clone(),
                    side: side.code(),
                })
                .collect(),
        };
        let grid = |(row, grid): &(Option<&GridRow>, MappedGrid<'_>)| MappedGridBody {
            code: row.map(|row| row.code.clone()),
            members: grid.members.iter().map(member).collect(),
            nobody: grid.nobody.iter().map(|one| id(one)).collect(),
        };
        Self { grids: drawn.iter().map(grid).collect() }
    }
}
