//! The web base: how a request becomes one transaction and one answer.
//!
//! A handler parses, calls one action or one query inside `ctx.read(…)` or `ctx.submit(…)`, and answers. Who she is,
//! in which post, is looked up in the same transaction as the rows she asks for. Errors become a page or JSON in
//! one place (`error.rs`); typed words survive a lost session and a lost database (`words.rs`).

mod answer;
mod api_page;
mod app;
pub mod assets;
mod bearer;
mod context;
mod described;
mod download;
mod error;
mod guard;
mod headers;
mod login;
mod openapi;
mod outside;
mod panel;
mod qr;
mod resume;
mod routes;
mod session;
mod shell;
pub mod show;
mod typed;
mod upload;
mod words;

pub use answer::{Answer, Done, again, again_refused, json, made, page, page_with, see_other};
pub use api_page::with_document;
pub use app::{App, AppSettings, Machines, MapTiles, Sender};
pub use bearer::BearerToken;
pub use context::{At, Ctx, Query, Visitor};
pub use described::{
    Described, codes, codes_or_empty, day, day_or_empty, lists_of_codes, month_or_empty, months_or_empty,
};
pub use download::{Content, FileKind, download, send_stored};
pub use error::AppError;
pub use guard::{Application, Danger, Guards, Merging, Step};
pub use headers::{PicturesFrom, Sandboxed, secured};
pub use login::{DemoGroup, DemoPerson, LoginPage};
pub use panel::{Panel, PanelSlot, Panels, Suggest, Suggestion, Suggests};
pub use qr::QrCode;
pub use resume::resume_page;
pub use routes::{Method, Route, RouteEntry, Routes, Standing};
pub use session::{Identity, SessionToken, SignedIn, TokenEnded, TokenHolder};
pub use shell::{Bell, NavEntry, NavItem, PostChoice, Shell};
pub use typed::{NoFields, Typed};
pub use upload::{Received, Upload};
pub use words::{Errors, KeptWords};
