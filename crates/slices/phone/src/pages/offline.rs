//! The page that works without network, and what makes it work: the same for everybody, without a word about anybody.

use askama::Template;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use niangjia_web::assets;
use serde::Serialize;

/// What the page is made of besides its own modules.
const STYLES: [&str; 2] = ["vendor/tabler/tabler.min.css", "niangjia.css"];
const ICONS: &str = "icons.svg";
const MODULES: &str = "phone/app/";

/// One address that the service worker keeps; `revision` where the address does not name its content.
#[derive(Serialize)]
struct Kept {
    url: String,
    revision: Option<String>,
}

#[derive(Template)]
#[template(path = "offline.html")]
struct OfflinePage {
    styles: Vec<String>,
    icons: String,
    entry: String,
    modules: Vec<String>,
}

fn page() -> Result<String, askama::Error> {
    let modules = assets::names(MODULES).into_iter().filter(|name| !name.ends_with("/page.js"));
    let template = OfflinePage {
        styles: STYLES.iter().map(|name| versioned(name)).collect(),
        icons: versioned(ICONS),
        entry: format!("/assets/{MODULES}offline.js"),
        modules: modules.map(|name| format!("/assets/{name}")).collect(),
    };
    template.render()
}

/// An address that names its content: a page from an older version never gets a newer style.
fn versioned(name: &str) -> String {
    format!("/assets/{name}?v={}", assets::revision(name).unwrap_or_default())
}

/// `GET /offline`.
pub(crate) async fn show() -> Response {
    match page() {
        Ok(html) => ([(CACHE_CONTROL, "no-cache")], axum::response::Html(html)).into_response(),
        Err(error) => niangjia_web::AppError::from(error).bare(),
    }
}

/// `GET /service-worker.js`: the worker with the list of what it keeps. It changes when anything on the list does.
pub(crate) async fn service_worker() -> Response {
    let worker = page().map(|html| {
        let mut kept: Vec<Kept> =
            vec![Kept { url: "/offline".to_owned(), revision: Some(assets::revision_of(html.as_bytes())) }];
        let named = STYLES.iter().chain([&ICONS]).map(|name| versioned(name));
        kept.extend(named.map(|url| Kept { url, revision: None }));
        kept.extend(
            assets::names(MODULES)
                .into_iter()
                .map(|name| Kept { revision: assets::revision(&name), url: format!("/assets/{name}") }),
        );
        let list = serde_json::to_string(&kept).unwrap_or_default();
        let program = assets::text("phone/worker.js").unwrap_or_default();
        format!("self.__NIANGJIA_KEPT = {list};\n{program}")
    });
    match worker {
        Ok(text) => script("text/javascript; charset=utf-8", text),
        Err(error) => niangjia_web::AppError::from(error).bare(),
    }
}

/// `GET /manifest.webmanifest`.
pub(crate) async fn manifest() -> Response {
    script("application/manifest+json", assets::text("phone/manifest.json").unwrap_or_default())
}

fn script(media: &'static str, text: String) -> Response {
    ([(CONTENT_TYPE, media), (CACHE_CONTROL, "no-cache")], Body::from(text)).into_response()
}
