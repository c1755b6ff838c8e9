//! Duty: the record that the work itself makes, and the points that explain themselves line by line.

pub mod api;
mod book;
mod model;
mod pack;
mod pages;
mod points;
mod queries;
mod rules;
pub mod schema;
#[cfg(test)]
mod testing;

use niangjia_web::Routes;

pub use points::{POINTS, enter_many, on_fact};

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/points", pages::points::show)
        .get("/duty", pages::record::show)
        .get("/orgs/{code}/points", pages::members::show)
}
