//! The product, serving in this process on a free port, and signing in to it.

use std::net::SocketAddr;

use axum::Router;
use niangjia::watch::Watch;
use niangjia::{jobs, wiring};
use niangjia_store::Store;
use niangjia_web::{App, AppSettings};
use tokio::runtime::Runtime;
use tower_http::compression::CompressionLayer;

use crate::Outcome;
use crate::load::{Connection, Reply};

/// The threads that serve: as many as there are cores, as in the program itself.
///
/// # Errors
/// When they cannot be started.
pub fn runtime() -> Outcome<Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Serves a router on a free port of this machine.
///
/// # Errors
/// When there is none.
pub fn serve(runtime: &Runtime, router: Router) -> Outcome<SocketAddr> {
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    runtime.spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Serves the product on a store as the program does, with its jobs, but without the limit of submissions per second.
///
/// # Errors
/// When there is no free port.
pub fn serve_product(runtime: &Runtime, store: &Store) -> Outcome<SocketAddr> {
    let app = wiring::application(store.clone(), AppSettings::default());
    let watch = Watch::over(store.clone(), std::env::temp_dir());
    let _inside = runtime.enter();
    jobs::start(&app, &watch);
    serve(runtime, watch.counting(pages(app)))
}

/// The same without its jobs: for pages that are asked one after the other.
///
/// # Errors
/// When there is no free port.
pub fn serve_pages(runtime: &Runtime, store: &Store) -> Outcome<SocketAddr> {
    serve(runtime, pages(wiring::application(store.clone(), AppSettings::default())))
}

fn pages(app: App) -> Router {
    wiring::router(app).layer(CompressionLayer::new().gzip(true))
}

/// A `GET` with a session.
#[must_use]
pub fn get(path: &str, accept: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAccept: {accept}\r\nCookie: {cookie}\r\n\r\n").into_bytes()
}

/// A form with a session, put into `buffer`.
pub fn post(buffer: &mut Vec<u8>, path: &str, cookie: &str, form: &str) {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nAccept: text/html\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        form.len()
    );
    buffer.extend_from_slice(head.as_bytes());
    buffer.extend_from_slice(form.as_bytes());
}

/// Signs in and gives the cookie.
///
/// # Errors
/// When she may not.
pub fn sign_in(address: SocketAddr, name: &str, password: &str) -> Outcome<String> {
    let mut request = Vec::new();
    let form = serde_html_form::to_string([("login", name), ("password", password)])?;
    post(&mut request, "/login", "", &form);
    let reply = Connection::open(address)?.send(&request)?;
    let cookie = header(&reply, "set-cookie").and_then(|value| value.split(';').next().map(str::to_owned));
    cookie
        .filter(|_| reply.status == 303)
        .ok_or_else(|| format!("{name} may not sign in: {}", reply.head).into())
}

/// The token that the forms of a session carry.
///
/// # Errors
/// When the page has none.
pub fn form_token(address: SocketAddr, cookie: &str) -> Outcome<String> {
    let reply = Connection::open(address)?.send(&get("/me", "text/html", cookie))?;
    let page = String::from_utf8_lossy(&reply.body).into_owned();
    let (_, rest) = page.split_once("name=\"csrf\" value=\"").ok_or("a page without a form")?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}

fn header(reply: &Reply, name: &str) -> Option<String> {
    let pairs = reply.head.lines().filter_map(|line| line.split_once(':'));
    pairs
        .filter(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_owned())
        .next()
}
