//! Stylesheets, scripts and icons, embedded in the program and compressed once.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use crate::error::AppError;
use crate::session::hex;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Embedded;

static COMPRESSED: Mutex<Option<HashMap<String, axum::body::Bytes>>> = Mutex::new(None);

/// The names of the embedded files that begin with `prefix`, in order.
#[must_use]
pub fn names(prefix: &str) -> Vec<String> {
    let mut names: Vec<String> =
        Embedded::iter().filter(|name| name.starts_with(prefix)).map(Into::into).collect();
    names.sort_unstable();
    names
}

/// The text of an embedded file.
#[must_use]
pub fn text(path: &str) -> Option<String> {
    String::from_utf8(Embedded::get(path)?.data.into_owned()).ok()
}

/// What changes when the content of an embedded file does.
#[must_use]
pub fn revision(path: &str) -> Option<String> {
    Some(hex(&Embedded::get(path)?.metadata.sha256_hash()[..8]))
}

/// The same for what is made while the program runs.
#[must_use]
pub fn revision_of(content: &[u8]) -> String {
    hex(&Sha256::digest(content)[..8])
}

/// Serves one embedded file: `GET /assets/{*path}`.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = Embedded::get(&path) else {
        return AppError::NotFound.bare();
    };
    let tag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..8]));
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let compresses = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|ways| ways.contains("gzip"));
    let answer = Response::builder()
        .header(CONTENT_TYPE, content_type(&path))
        .header(CACHE_CONTROL, keeping(&path))
        .header(VARY, "accept-encoding")
        .header(ETAG, tag);
    let answer = if compresses {
        answer.header(CONTENT_ENCODING, "gzip").body(Body::from(compressed(&path, &file.data)))
    } else {
        answer.body(Body::from(file.data.into_owned()))
    };
    answer.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// What a module imports is named by its content and goes with the next version: the module itself is asked for anew.
fn keeping(path: &str) -> &'static str {
    if path.starts_with("phone/") { "no-cache" } else { "public, max-age=3600" }
}

fn compressed(path: &str, data: &[u8]) -> axum::body::Bytes {
    let mut cache = COMPRESSED.lock().unwrap_or_else(PoisonError::into_inner);
    let cache = cache.get_or_insert_default();
    if let Some(bytes) = cache.get(path) {
        return bytes.clone();
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(data).and_then(|()| encoder.finish());
    let bytes = axum::body::Bytes::from(written.unwrap_or_default());
    cache.insert(path.to_owned(), bytes.clone());
    bytes
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        _ => "text/plain; charset=utf-8",
    }
}
