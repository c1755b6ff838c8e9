//! `/api`: the interface for programs, for whoever writes one. The document itself stands at `/api/openapi.json`.

use std::sync::{Arc, OnceLock};

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};

use crate::answer::page;
use crate::error::{AppError, CODES};
use crate::openapi::document;
use crate::routes::{Method, Route, Routes, Standing};

/// An operation, as it is listed.
struct Line {
    verb: &'static str,
    path: &'static str,
    summary: &'static str,
    more: &'static str,
}

struct Part {
    name: &'static str,
    lines: Vec<Line>,
}

/// A route that is not for programs.
struct Outside {
    path: &'static str,
    reason: &'static str,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    parts: Vec<Part>,
    outside: Vec<Outside>,
    codes: [(&'static str, &'static str); 12],
}

/// Adds the document of all routes added before, and its page.
#[must_use]
pub fn with_document(routes: Routes, version: &'static str) -> Routes {
    let described: Arc<[Route]> = routes.described_list().into();
    let listed = Arc::clone(&described);
    let written: Arc<OnceLock<Result<String, String>>> = Arc::default();
    routes
        .get("/api", move || {
            let listed = Arc::clone(&listed);
            async move { page(&ApiPage::of(&listed)).unwrap_or_else(|error| error.bare()) }
        })
        .open("给写程序的人看的说明")
        .get("/api/openapi.json", move || {
            let (described, written) = (Arc::clone(&described), Arc::clone(&written));
            async move {
                let text = written.get_or_init(|| {
                    document(&described, version).to_json().map_err(|error| error.to_string())
                });
                document_answer(text)
            }
        })
        .open("接口说明本身")
}

fn document_answer(text: &Result<String, String>) -> Response {
    match text {
        Ok(text) => ([(CONTENT_TYPE, "application/json")], text.clone()).into_response(),
        Err(error) => AppError::Internal(error.clone()).bare(),
    }
}

impl ApiPage {
    fn of(routes: &[Route]) -> Self {
        let (mut parts, mut outside) = (Vec::<Part>::new(), Vec::<Outside>::new());
        for Route { entry, part, standing } in routes {
            match standing {
                Standing::Described(described) => {
                    let verb = match entry.method {
                        Method::Get => "GET",
                        Method::Post => "POST",
                    };
                    let line =
                        Line { verb, path: entry.path, summary: described.summary, more: described.more };
                    match parts.iter_mut().find(|one| one.name == *part) {
                        Some(one) => one.lines.push(line),
                        None => parts.push(Part { name: part, lines: vec![line] }),
                    }
                }
                Standing::PageOnly(reason) | Standing::InPerson(reason) => {
                    if outside.iter().all(|one| one.path != entry.path) {
                        outside.push(Outside { path: entry.path, reason });
                    }
                }
                Standing::Open(_) | Standing::Unsaid => {}
            }
        }
        Self { parts, outside, codes: CODES }
    }
}
