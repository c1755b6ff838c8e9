//! Routes as a list that can be printed: the matrix of who may do what needs every one of them, and so does the
//! document for programs.

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::routing::MethodRouter;

use crate::app::App;
use crate::bearer::bearer;
use crate::described::Described;
use crate::error::{AppError, wants_json};

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

/// What a route says of itself to programs.
#[derive(Clone)]
pub enum Standing {
    /// Nothing: somebody forgot it.
    Unsaid,
    /// It is part of the interface.
    Described(Described),
    /// It is a page and nothing else; the reason.
    PageOnly(&'static str),
    /// She does it herself, signed in; the reason.
    InPerson(&'static str),
    /// Neither asks who it is, nor answers with anything of the domain; the reason.
    Open(&'static str),
}

/// A route with what it says of itself.
#[derive(Clone)]
pub struct Route {
    /// The route.
    pub entry: RouteEntry,
    /// Of which part of the platform it is.
    pub part: &'static str,
    /// What it says of itself.
    pub standing: Standing,
}

struct Added {
    route: Route,
    handler: MethodRouter<App>,
}

/// The routes of the application while slices add theirs.
#[derive(Default)]
pub struct Routes {
    added: Vec<Added>,
    list: Vec<RouteEntry>,
    part: &'static str,
}

impl Routes {
    /// The routes that follow belong to this part of the platform.
    #[must_use]
    pub fn part(self, part: &'static str) -> Self {
        Self { part, ..self }
    }

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

    /// Describes the route just added for programs.
    #[must_use]
    pub fn described(self, described: Described) -> Self {
        self.standing(Standing::Described(described))
    }

    /// The route just added answers with a page only: a program that asks gets the reason.
    #[must_use]
    pub fn page_only(self, reason: &'static str) -> Self {
        self.standing(Standing::PageOnly(reason))
    }

    /// The route just added is for a person who has signed in herself: a token is refused with the reason.
    #[must_use]
    pub fn in_person(self, reason: &'static str) -> Self {
        self.standing(Standing::InPerson(reason))
    }

    /// The route just added is open to everybody and no part of the interface, for this reason.
    #[must_use]
    pub fn open(self, reason: &'static str) -> Self {
        self.standing(Standing::Open(reason))
    }

    fn standing(mut self, standing: Standing) -> Self {
        if let Some(last) = self.added.last_mut() {
            last.route.standing = standing;
        }
        self
    }

    fn with(mut self, method: Method, path: &'static str, handler: MethodRouter<App>) -> Self {
        let entry = RouteEntry { method, path };
        let route = Route { entry, part: self.part, standing: Standing::Unsaid };
        self.added.push(Added { route, handler });
        self.list.push(entry);
        self
    }

    /// Every route, in the order in which they were added.
    #[must_use]
    pub fn list(&self) -> &[RouteEntry] {
        &self.list
    }

    /// Every route with what it says of itself.
    #[must_use]
    pub fn described_list(&self) -> Vec<Route> {
        self.added.iter().map(|added| added.route.clone()).collect()
    }

    /// The router.
    pub fn into_router(self) -> Router<App> {
        let guarded = |added: Added| (added.route.entry.path, guarded(added.handler, &added.route.standing));
        self.added
            .into_iter()
            .map(guarded)
            .fold(Router::new(), |router, (path, handler)| router.route(path, handler))
    }
}

/// Keeps programs away from what is not for them, with the reason that stands beside the route.
fn guarded(handler: MethodRouter<App>, standing: &Standing) -> MethodRouter<App> {
    match *standing {
        Standing::PageOnly(reason) => {
            handler.layer(from_fn(move |request: Request, next: Next| async move {
                if wants_json(request.headers()) {
                    return AppError::PageOnly(reason).for_request(request.headers());
                }
                next.run(request).await
            }))
        }
        Standing::InPerson(reason) => {
            handler.layer(from_fn(move |request: Request, next: Next| async move {
                if bearer(request.headers()).is_some() {
                    return AppError::Forbidden(reason.to_owned()).for_request(request.headers());
                }
                next.run(request).await
            }))
        }
        Standing::Unsaid | Standing::Described(_) | Standing::Open(_) => handler,
    }
}
