//! Areas and boards.

use geo::MultiPolygon;
use niangjia_household::api::{Grid, GridCode, GridKind, GridRow};
use niangjia_kernel::{Day, Id, Person};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The four sides of an area, in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sides {
    pub(crate) west: i64,
    pub(crate) south: i64,
    pub(crate) east: i64,
    pub(crate) north: i64,
}

/// The area of a grid, or of a community.
#[derive(Debug, Clone)]
pub(crate) struct AreaRow {
    /// The grid, or the community.
    pub(crate) id: Uuid,
    /// What the grid or the community is called.
    pub(crate) name: String,
    /// The name of the community.
    pub(crate) community: String,
    pub(crate) of_community: bool,
    pub(crate) kind: GridKind,
    /// A geometry of GeoJSON.
    pub(crate) text: String,
    pub(crate) shape: MultiPolygon,
    pub(crate) square_metres: i64,
}

/// The kind of a grid, as its code says; basic, where somebody numbered them otherwise.
pub(crate) fn kind_of(code: &str) -> GridKind {
    GridCode::parse(code).map_or(GridKind::Basic, |code| code.kind())
}

/// Somebody on a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Serving {
    pub(crate) person: Uuid,
    pub(crate) name: String,
    /// 主席, 副主席 or 执委.
    pub(crate) post: String,
    /// 就近包保 and so on.
    pub(crate) mode: String,
}

/// What a board shows of its grid: kept as it was when the board was put up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) external_code: String,
    pub(crate) serving: Vec<Serving>,
}

impl Shown {
    /// A grid as it is today, with the posts of those who serve in it.
    pub(crate) fn of(grid: &GridRow, post_of: impl Fn(Id<Person>) -> &'static str) -> Self {
        let serving = grid.members.iter().map(|(person, name, mode)| Serving {
            person: person.uuid(),
            name: name.clone(),
            post: post_of(*person).to_owned(),
            mode: mode.label().to_owned(),
        });
        Self {
            name: grid.name.clone(),
            code: grid.code.clone(),
            external_code: grid.external_code.clone().unwrap_or_default(),
            serving: serving.collect(),
        }
    }
}

/// What the chair says on a board beside what the register knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BoardSaid {
    pub(crate) extent: String,
    pub(crate) duties: String,
    pub(crate) office_phone: String,
    pub(crate) supervision_phone: String,
}

/// A board that was put up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BoardRow {
    pub(crate) grid: Id<Grid>,
    pub(crate) said: BoardSaid,
    pub(crate) shown: Shown,
    pub(crate) put_up: Day,
    pub(crate) taken_down: Option<Day>,
}
