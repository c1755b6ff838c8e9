//! Routes as a list that can be printed: the matrix of who may do what needs every one of them.

use axum::Router;
use axum::handler::Handler;

use crate::app::App;

/// How a route is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Reads.
    Get,
    /// Does.
    Post,
}

/// One route of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RouteEntry {
    /// How it is asked.
    pub method: Method,
    /// Its path, with `{names}` for what varies.
    pub path: &'static str,
}

/// The routes of the application while slices add theirs.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    list: Vec<RouteEntry>,
}

impl Routes {
    /// Adds a page or a list.
    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.with(Method::Get, path, axum::routing::get(handler))
    }

    /// Adds an action.
    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.with(Method::Post, path, axum::routing::post(handler))
    }

    fn with(mut self, method: Method, path: &'static str, handler: axum::routing::MethodRouter<App>) -> Self {
        self.router = self.router.route(path, handler);
        self.list.push(RouteEntry { method, path });
        self
    }

    /// Every route, in the order in which they were added.
    #[must_use]
    pub fn list(&self) -> &[RouteEntry] {
        &self.list
    }

    /// The router.
    pub fn into_router(self) -> Router<App> {
        self.router
    }
}
