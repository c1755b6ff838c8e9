//! The map of a community, and the boards of its grids.

mod model;
mod rules;
pub mod schema;

use niangjia_web::Routes;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
}
