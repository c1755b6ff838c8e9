//! Persons, their posts, and how they sign in.

pub mod actions;
pub mod api;
mod identity;
mod listings;
mod model;
mod pages;
mod password;
mod queries;
mod rules;
pub mod schema;

use niangjia_web::Routes;

pub use listings::LISTINGS;

/// The routes of this slice. `demo` adds signing in as one of the demo's people without a password.
#[must_use]
pub fn routes(routes: Routes, demo: bool) -> Routes {
    let routes = routes
        .get("/login", pages::sign_in::show)
        .post("/login", pages::sign_in::sign_in)
        .post("/logout", pages::sign_in::sign_out)
        .post("/post", pages::sign_in::switch_post)
        .get("/me", pages::me::show)
        .post("/me/password", pages::me::change_password)
        .get("/orgs/{code}/members", pages::roster::show)
        .get("/orgs/{code}/members/new", pages::member_form::show)
        .post("/orgs/{code}/members/new", pages::member_form::enter)
        .get("/posts/{key}", pages::post::show)
        .post("/posts/{key}/leaving", pages::post::leave)
        .get("/accounts", pages::accounts::show)
        .get("/accounts/{key}", pages::account::show)
        .post("/accounts/{key}", pages::account::open)
        .post("/accounts/{key}/password", pages::account::reset)
        .post("/accounts/{key}/state", pages::account::set_state)
        .post("/accounts/{key}/posts", pages::administrators::appoint);
    if demo { routes.post("/login/demo", pages::sign_in::sign_in_as_demo_person) } else { routes }
}
