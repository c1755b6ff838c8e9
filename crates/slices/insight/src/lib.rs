//! Insight: what a branch of the tree comes to, how that was computed, and the way to the rows behind it.

pub mod api;
mod look;
mod measure;
mod model;
mod pages;
mod panels;
mod period;
mod queries;
mod reader;
mod registry;
mod rules;
pub mod schema;
mod sums;

use niangjia_web::Routes;

pub use panels::{navigation, panels};
pub use sums::{Refreshed, SUMS, refresh};

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/insight", pages::dashboard::show_own)
        .get("/insight/{code}", pages::dashboard::show)
        .get("/insight/{code}/{indicator}", pages::indicator::show)
}
