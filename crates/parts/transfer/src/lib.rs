//! Transfers: a list as it is seen becomes an Excel file, a file of the office becomes rows. See README.md.

mod actions;
mod intake;
mod listing;
mod machine;
mod model;
mod pages;
mod queries;
mod rules;
pub mod schema;
mod work;

pub use intake::{Finding, Home, Intake, Record, Rows};
pub use listing::{Asked, Listing, Opened, Said, Sink, Whose};
pub use machine::Transfers;
pub use niangjia_document::sheet::{ColumnHead, Kind, OutCell};
pub use work::{forget_expired, start, work_until_idle};

use niangjia_web::Routes;

/// The routes of this part; `uploads` are the pages of the intakes ([`Intake::page`]).
#[must_use]
pub fn routes(routes: Routes, uploads: &[&'static dyn Intake]) -> Routes {
    let mut routes = routes
        .get("/transfers", pages::index::show)
        .get("/transfers/{key}", pages::transfer::show)
        .get("/transfers/{key}/file", pages::transfer::file)
        .post("/transfers/{key}/columns", pages::columns::say)
        .post("/transfers/{key}/take", pages::transfer::take)
        .post("/transfers/{key}/again", pages::transfer::again)
        .post("/transfers/{key}/cancel", pages::transfer::cancel)
        .post("/exports", pages::ask::ask);
    for upload in uploads {
        routes = routes.get(upload.page(), pages::upload::show).post(upload.page(), pages::upload::bring);
    }
    routes
}
