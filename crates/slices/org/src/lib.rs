//! Organisations: the tree of women's federations over the divisions of the country.

pub mod api;
mod founding;
mod json;
mod listings;
mod model;
mod pages;
mod places;
mod queries;
pub mod schema;

use niangjia_web::{Described, Routes};

use crate::json::OrganisationBody;

pub use listings::LISTINGS;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .part("组织")
        .get("/orgs/{code}", pages::organisation::show)
        .described(Described::view::<OrganisationBody>("一个组织和它的上下级").of_org())
}
