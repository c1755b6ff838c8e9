//! Organisations: the tree of women's federations over the divisions of the country.

pub mod api;
mod founding;
mod model;
mod pages;
mod places;
mod queries;
pub mod schema;

use niangjia_web::Routes;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes.get("/orgs/{code}", pages::organisation::show)
}
