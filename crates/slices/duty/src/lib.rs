//! Duty: the record that the work itself makes, and the points that explain themselves line by line.

pub mod api;
mod book;
mod json;
mod listings;
mod model;
mod pack;
mod pages;
mod points;
mod queries;
mod rules;
pub mod schema;
#[cfg(test)]
mod testing;

use niangjia_web::{Described, Routes};

use crate::json::{MembersPointsBody, PointsBody, RecordBody};
use crate::pages::points::PointsQuery;
use crate::pages::record::RecordQuery;

pub use listings::LISTINGS;

pub use points::{POINTS, enter_many, on_fact};

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .part("履职与积分")
        .get("/points", pages::points::show)
        .described(Described::view::<PointsBody>("本人一个月的积分").query::<PointsQuery>())
        .get("/duty", pages::record::show)
        .described(Described::view::<RecordBody>("本人的履职记录").query::<RecordQuery>())
        .get("/orgs/{code}/points", pages::members::show)
        .described(Described::view::<MembersPointsBody>("一个村社区的执委本月积分").of_org())
}
