//! Organisations: the tree of women's federations over the divisions of the country.

pub mod actions;
pub mod api;
mod founding;
mod json;
mod listings;
mod model;
mod pages;
mod places;
mod queries;
mod rules;
pub mod schema;

use niangjia_web::{Described, Routes};

use crate::json::OrganisationBody;
use crate::pages::merging::MergingForm;

pub use listings::LISTINGS;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .part("组织")
        .get("/orgs/{code}", pages::organisation::show)
        .described(Described::view::<OrganisationBody>("一个组织和它的上下级").of_org())
        .get("/orgs/{code}/merging", pages::merging::show)
        .page_only("这是一张空表；程序直接提交，字段见 POST 的说明。")
        .post("/orgs/{code}/merging", pages::merging::merge)
        .described(Described::action::<MergingForm>("把一个村（社区）并入另一个").of_org())
}
