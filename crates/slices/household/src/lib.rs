//! Households: the register, who looks after whom, and every visit.

pub mod actions;
pub mod api;
mod json;
mod listings;
mod model;
mod pack;
mod pages;
mod queries;
mod rules;
pub mod schema;

use niangjia_web::Routes;

pub use listings::LISTINGS;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/families", pages::families::show)
        .get("/households/{key}", pages::household::show)
        .post("/households/{key}/openings", pages::household::open_file)
        .post("/households/{key}/contact", pages::household::reveal_contact)
        .get("/households/{key}/visits/new", pages::visit_form::show)
        .post("/households/{key}/visits", pages::visit_form::record)
        .get("/visits/{key}", pages::visit::show)
        .post("/visits/{key}/taking-back", pages::visit::take_back)
        .get("/orgs/{code}/grids", pages::grids::show)
        .post("/orgs/{code}/grids", pages::grids::set_up)
        .post("/orgs/{code}/grids/members", pages::grids::assign)
        .get("/orgs/{code}/visits", pages::ledger::show)
        .get("/orgs/{code}/households", pages::register::show)
        .get("/orgs/{code}/members-without-families", pages::members_without_families::show)
        .get("/orgs/{code}/households/new", pages::household_form::show)
        .post("/orgs/{code}/households/new", pages::household_form::enter)
        .get("/households/{key}/needs", pages::needs::show)
        .post("/households/{key}/needs", pages::needs::change)
        .get("/households/{key}/links", pages::links::show)
        .post("/households/{key}/links", pages::links::change)
}
