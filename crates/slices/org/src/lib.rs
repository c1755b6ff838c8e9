//! Organisations: the tree of women's federations over the divisions of the country.

pub mod api;
mod founding;
mod listings;
mod model;
mod pages;
mod queries;
pub mod schema;

use niangjia_web::Routes;

pub use listings::LISTINGS;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes.get("/orgs/{code}", pages::organisation::show)
}
