//! The map, grids and boards for programs.

use niangjia_household::api::{GridRow, Mode};
use niangjia_org::api::Org;
use niangjia_web::codes;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::model::{AreaRow, BoardRow, Serving};
use crate::pages::notice_href;

/// 网格地图。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MapBody {
    /// 社区的边界，GeoJSON 的面；没有画的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    boundary: Option<Value>,
    grids: Vec<MapGridBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MapGridBody {
    /// 编号
    id: String,
    /// 网格编码
    code: String,
    /// 名称
    name: String,
    /// 执委有几位
    members: usize,
    /// 家庭有多少户
    households: i64,
    /// 面积，平方米；没有画的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    square_metres: Option<i64>,
    /// GeoJSON 的面，WGS-84；没有画的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    shape: Option<Value>,
}

/// 一个网格。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GridCardBody {
    #[serde(flatten)]
    grid: MapGridBody,
    /// 综治平台上的编码；没有的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    external_code: Option<String>,
    serving: Vec<GridServingBody>,
    /// 公示页；没有公示的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct GridServingBody {
    /// 人的编号
    member: String,
    /// 姓名
    member_name: String,
    #[schema(schema_with = codes::<Mode>)]
    mode: &'static str,
}

/// 网格公示牌。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BoardBody {
    /// 是不是公示着
    up: bool,
    /// 和公示时不同的地方，一处一句
    outdated: Vec<String>,
    /// 从哪天起公示；没有公示过的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    put_up: Option<String>,
    /// 范围
    extent: String,
    /// 职责
    duties: String,
    /// 社区妇联的电话
    office_phone: String,
    /// 监督电话
    supervision_phone: String,
    serving: Vec<ServingBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ServingBody {
    /// 姓名
    name: String,
    /// 职务
    post: String,
    /// 方式
    mode: String,
}

fn value(area: &AreaRow) -> Option<Value> {
    serde_json::from_str(&area.text).ok()
}

fn map_grid(org: &Org, grid: &GridRow, area: Option<&AreaRow>) -> MapGridBody {
    MapGridBody {
        id: grid.id.within(org.tenant).to_string(),
        code: grid.code.clone(),
        name: grid.name.clone(),
        members: grid.members.len(),
        households: grid.households,
        square_metres: area.map(|area| area.square_metres),
        shape: area.and_then(value),
    }
}

impl MapBody {
    pub(crate) fn of(org: &Org, grids: &[GridRow], areas: &[AreaRow]) -> Self {
        let area = |grid: &GridRow| areas.iter().find(|area| area.id == grid.id.uuid());
        Self {
            boundary: areas.iter().find(|area| area.of_community).and_then(value),
            grids: grids.iter().map(|grid| map_grid(org, grid, area(grid))).collect(),
        }
    }
}

impl GridCardBody {
    pub(crate) fn of(org: &Org, grid: &GridRow, area: Option<&AreaRow>, board: Option<&BoardRow>) -> Self {
        let serving = grid.members.iter().map(|(person, name, mode)| GridServingBody {
            member: person.to_string(),
            member_name: name.clone(),
            mode: mode.code(),
        });
        Self {
            grid: map_grid(org, grid, area),
            external_code: grid.external_code.clone(),
            serving: serving.collect(),
            notice: board.map(|board| notice_href(org.tenant, board.grid)),
        }
    }
}

impl BoardBody {
    pub(crate) fn of(board: Option<&BoardRow>, outdated: Vec<String>, today: &[Serving]) -> Self {
        let said = board.map(|board| board.said.clone()).unwrap_or_default();
        let serving = |one: &Serving| ServingBody {
            name: one.name.clone(),
            post: one.post.clone(),
            mode: one.mode.clone(),
        };
        Self {
            up: board.is_some_and(|board| board.taken_down.is_none()),
            outdated,
            put_up: board.map(|board| board.put_up.to_string()),
            extent: said.extent,
            duties: said.duties,
            office_phone: said.office_phone,
            supervision_phone: said.supervision_phone,
            serving: today.iter().map(serving).collect(),
        }
    }
}
