//! Persons, their posts, and how they sign in.

pub mod actions;
pub mod api;
mod identity;
mod model;
mod pages;
mod password;
mod queries;
mod rules;
pub mod schema;

use niangjia_web::Routes;

/// The routes of this slice. `demo` adds signing in as one of the demo's people without a password.
#[must_use]
pub fn routes(routes: Routes, demo: bool) -> Routes {
    let routes = routes
        .get("/login", pages::sign_in::show)
        .post("/login", pages::sign_in::sign_in)
        .post("/logout", pages::sign_in::sign_out)
        .post("/post", pages::sign_in::switch_post)
        .get("/me", pages::me::show)
        .post("/me/password", pages::me::change_password);
    if demo { routes.post("/login/demo", pages::sign_in::sign_in_as_demo_person) } else { routes }
}
