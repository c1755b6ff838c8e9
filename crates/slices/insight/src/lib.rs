//! Insight: what a branch of the tree comes to, how that was computed, and the way to the rows behind it.

pub mod actions;
pub mod api;
mod form;
mod measure;
mod model;
mod pack;
mod pages;
mod panels;
mod period;
mod queries;
mod reader;
mod registry;
mod rules;
pub mod schema;

use niangjia_web::Routes;

pub use form::tasks::desk_panels;
pub use pack::Forms;
pub use panels::{navigation, panels};

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/insight", pages::dashboard::show_own)
        .get("/insight/{code}", pages::dashboard::show)
        .get("/insight/{code}/{indicator}", pages::indicator::show)
        .get("/orgs/{code}/forms", pages::forms::show)
        .get("/orgs/{code}/forms/{form}", pages::form::show)
        .post("/orgs/{code}/forms/{form}", pages::form::report)
        .get("/orgs/{code}/forms/{form}/{indicator}", pages::form_cell::show)
        .post("/orgs/{code}/forms/{form}/returns", pages::form::hand_back)
        .post("/orgs/{code}/forms/{form}/workbook", pages::form_file::workbook)
        .post("/orgs/{code}/forms/{form}/document", pages::form_file::document)
}
