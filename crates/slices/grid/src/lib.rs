//! The map of a community with the areas of its grids, and the boards of the grids.

mod actions;
pub mod api;
mod json;
mod model;
mod pack;
mod pages;
mod queries;
mod rules;
pub mod schema;

use niangjia_household::api::Grid;
use niangjia_web::{Described, Routes};

use crate::json::{BoardBody, GridCardBody, MapBody};
use crate::pages::board::{BoardForm, TakingDownForm};
use crate::pages::drawing::{AreaForm, ClearingForm};
use crate::pages::map::MapQuery;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let map = Described::view::<MapBody>("网格地图").of_org().query::<MapQuery>();
    let draw = Described::action::<AreaForm>("画网格，或导入 GeoJSON").of_org();
    let clear = Described::action::<ClearingForm>("去掉一个网格的图形").of_org();
    let put_up = Described::action::<BoardForm>("公示网格公示牌").of::<Grid>();
    let take_down = Described::action::<TakingDownForm>("撤下网格公示牌").of::<Grid>();
    routes
        .part("网格地图和公示牌")
        .get("/orgs/{code}/map", pages::map::show)
        .described(map.more("图形是 WGS-84 的 GeoJSON；没有画的没有"))
        .get("/orgs/{code}/map/edit", pages::drawing::show)
        .page_only("画图的页面；程序直接提交，字段见 POST 的说明")
        .post("/orgs/{code}/map", pages::drawing::set)
        .described(draw.more("只写 target 和 shape"))
        .post("/orgs/{code}/map/clearing", pages::drawing::clear)
        .described(clear)
        .get("/grids/{key}", pages::grid::show)
        .described(Described::view::<GridCardBody>("一个网格").of::<Grid>())
        .get("/grids/{key}/board", pages::board::show)
        .described(Described::view::<BoardBody>("网格公示牌").of::<Grid>())
        .post("/grids/{key}/board", pages::board::put_up)
        .described(put_up.more("从这时起不登录也能看到；执委有变动要重新公示"))
        .post("/grids/{key}/board/taking-down", pages::board::take_down)
        .described(take_down.more("公示页马上打不开"))
        .get("/g/{key}", pages::notice::show)
        .open("贴在小区里的公示牌，大家扫码看：只有公示了的执委姓名和社区妇联的电话")
}
