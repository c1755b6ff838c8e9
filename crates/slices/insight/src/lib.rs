//! Insight: what a branch of the tree comes to, how that was computed, and the way to the rows behind it.

pub mod api;
mod listings;
mod measure;
mod model;
mod pages;
mod panels;
mod period;
mod queries;
mod reader;
mod registry;
mod rules;

use niangjia_web::{Described, Done, Routes};

use crate::api::{Indicator, Measured};
use crate::pages::MonthQuery;

pub use listings::LISTINGS;
pub use panels::{navigation, panels};

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let every = Described::view::<Vec<Measured>>("一个组织的全部指标").of_org().query::<MonthQuery>();
    let one = Described::view::<Measured>("一个组织的一个指标").of_org().by::<Indicator>("indicator");
    routes
        .part("看板")
        .get("/insight", pages::dashboard::show_own)
        .described(Described::view::<Done>("本组织的看板在哪里"))
        .get("/insight/{code}", pages::dashboard::show)
        .described(every.more("状态截至当月最后一天（当月截至今天），发生在当月之内"))
        .get("/insight/{code}/{indicator}", pages::indicator::show)
        .described(one.query::<MonthQuery>())
}
