//! Desks: where a post begins its day, and the auditor's reading of the audit.

mod listings;
mod pages;

use niangjia_web::Routes;

pub use listings::LISTINGS;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes.get("/", pages::home::show).get("/audit", pages::audit::show)
}
