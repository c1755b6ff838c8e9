//! The floor of the list: the same look-ups and the same rows by rusqlite's prepared statements and serde behind a plain
//! axum handler, run on the serving thread itself with a connection of its own.

use std::cell::RefCell;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use niangjia_kernel::{Clock as _, OrgPath, SystemClock};
use rusqlite::Connection;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::Outcome;
use crate::queries::{self, Line};

const ROWS: usize = 50;

thread_local! {
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

#[derive(Serialize)]
struct Body {
    visits: Vec<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A router with this one list, on a database that others may have open.
pub fn router(database: PathBuf) -> Router {
    Router::new().route("/orgs/{code}/visits", get(list)).with_state(Arc::new(database))
}

async fn list(
    State(database): State<Arc<PathBuf>>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Response {
    CONNECTION.with_borrow_mut(|connection| match answer(connection, &database, &code, &headers) {
        Ok(Some(bytes)) => ([(CONTENT_TYPE, "application/json")], bytes).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    })
}

/// The answer; `None` for whoever does not lead this community.
fn answer(
    connection: &mut Option<Connection>,
    database: &FilePath,
    code: &str,
    headers: &HeaderMap,
) -> Outcome<Option<Vec<u8>>> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(queries::open(database, true)?),
    };
    let Some(token) = token(headers) else {
        return Ok(None);
    };
    // One consistent state, which is also faster than taking SQLite's lock three times.
    let snapshot = connection.unchecked_transaction()?;
    let asking = queries::session(&snapshot, &Sha256::digest(token.as_bytes()), SystemClock.now())?;
    let hers = |path: &String| OrgPath::from_stored(path.clone()).code() == code;
    let Some(asking) = asking.filter(|asking| hers(&asking.org_path)) else {
        return Ok(None);
    };
    let mut visits = queries::ledger(&snapshot, &asking, ROWS as i64 + 1)?;
    drop(snapshot);
    let more = visits.len() > ROWS;
    visits.truncate(ROWS);
    let next = visits.last().filter(|_| more).map(Line::place);
    Ok(Some(serde_json::to_vec(&Body { visits, next })?))
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(COOKIE)?.to_str().ok()?;
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == "niangjia_session").map(|(_, token)| token)
}
