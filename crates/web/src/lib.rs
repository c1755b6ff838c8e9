//! The web base: how a request becomes one transaction and one answer.
//!
//! A handler parses, calls one action or one query inside `ctx.read(…)` or `ctx.submit(…)`, and answers. Who she is,
//! in which post, is looked up in the same transaction as the rows she asks for. Errors become a page or JSON in
//! one place (`error.rs`); typed words survive a lost session and a lost database (`words.rs`).

mod app;
pub mod assets;
mod context;
mod download;
mod error;
mod guard;
mod headers;
mod login;
mod panel;
mod resume;
mod routes;
mod session;
mod shell;
pub mod show;
mod upload;
mod words;

pub use app::{App, AppSettings, Machines};
pub use context::{Answer, At, Ctx, Query, Typed, Visitor, json, page, page_with, see_other, sheet};
pub use download::{FileKind, download};
pub use error::AppError;
pub use guard::{Guards, Step};
pub use headers::secured;
pub use login::{DemoGroup, DemoPerson, LoginPage};
pub use panel::{Panel, PanelSlot, Panels};
pub use resume::resume_page;
pub use routes::{Method, RouteEntry, Routes};
pub use session::{Identity, SessionToken, SignedIn};
pub use shell::{NavEntry, NavItem, PostChoice, Shell};
pub use upload::{Received, Upload};
pub use words::{Errors, KeptWords};
