//! Headers that every answer carries, and the one check that every form passes before anything else.

use axum::Router;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::{Next, from_fn};
use axum::response::Response;

use crate::error::AppError;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// The answer shows pictures of another host as well: what an answer carries that shows a map over tiles.
#[derive(Debug, Clone)]
pub struct PicturesFrom(pub String);

/// The answer is a file that somebody brought: whatever is in it may do nothing in the name of this site.
#[derive(Debug, Clone, Copy)]
pub struct Sandboxed;

const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Wraps the whole application: security headers on every answer, no form from another site.
pub fn secured(router: Router, secure: bool) -> Router {
    router.layer(from_fn(move |request: Request, next: Next| async move {
        let mut response = if from_elsewhere(&request) {
            AppError::Forbidden("这个表单不是从本站打开的，请回到娘家的页面重新提交".to_owned())
                .for_request(request.headers())
        } else {
            next.run(request).await
        };
        add_headers(&mut response, secure);
        response
    }))
}

/// Whether a browser says that a form of another site sent this.
fn from_elsewhere(request: &Request) -> bool {
    if request.method().is_safe() {
        return false;
    }
    let header = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (header(ORIGIN), header(HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, from)| from != host),
        _ => header(HeaderName::from_static("sec-fetch-site")).is_some_and(|site| site == "cross-site"),
    }
}

fn add_headers(response: &mut Response, secure: bool) {
    let sandboxed = response.extensions_mut().remove::<Sandboxed>().is_some();
    let policy = match response.extensions_mut().remove::<PicturesFrom>() {
        _ if sandboxed => HeaderValue::from_static(SANDBOX),
        None => HeaderValue::from_static(POLICY),
        Some(PicturesFrom(origin)) => {
            let wider = POLICY.replace("img-src 'self' data:", &format!("img-src 'self' data: {origin}"));
            HeaderValue::from_str(&wider).unwrap_or_else(|_| HeaderValue::from_static(POLICY))
        }
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers
        .insert("permissions-policy", HeaderValue::from_static("geolocation=(), camera=(), microphone=()"));
    // What is personal must not be found in the cache of a shared machine.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
}
