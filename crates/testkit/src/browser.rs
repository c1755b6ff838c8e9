//! A browser of the cast: keeps its cookie, sends forms with their token.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE,
};
use axum::http::{Method, Request, StatusCode};
use tokio::runtime::Handle;
use tower::ServiceExt as _;

const FORM: &str = "application/x-www-form-urlencoded";
const BOUNDARY: &str = "----niangjia-of-the-cast";
const JSON: &str = "application/json";

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Where it leads, for 303.
    pub location: String,
    /// Its text.
    pub body: String,
    /// The same as it came: a file.
    pub bytes: Vec<u8>,
    cookie: Option<String>,
    /// From where its page may load what.
    pub policy: String,
}

impl Reply {
    /// Stops the test unless the status is `expected`.
    #[track_caller]
    pub fn expect(self, expected: u16) -> Self {
        let shown: String = self.body.chars().take(3_000).collect();
        assert_eq!(self.status.as_u16(), expected, "{shown}");
        self
    }

    /// Stops the test unless the page says `text`.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.body.contains(text), "the page does not say {text:?}:\n{}", self.body);
        self
    }

    /// Stops the test if the page says `text`.
    #[track_caller]
    pub fn never_says(self, text: &str) -> Self {
        assert!(!self.body.contains(text), "the page says {text:?}:\n{}", self.body);
        self
    }

    /// The value of a hidden field of the page.
    #[track_caller]
    #[must_use]
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) =
            self.body.split_once(&mark).unwrap_or_else(|| panic!("no field {name}:\n{}", self.body));
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// The value chosen in a list of the page.
    #[track_caller]
    #[must_use]
    pub fn chosen(&self, name: &str) -> String {
        let list = self.body.split_once(&format!("name=\"{name}\"")).map(|(_, rest)| rest);
        let options = list.and_then(|rest| rest.split_once("</select>")).map(|(options, _)| options);
        let before = options.and_then(|options| options.split_once("\" selected")).map(|(before, _)| before);
        let value = before.and_then(|before| before.rsplit_once("value=\"")).map(|(_, value)| value);
        value.unwrap_or_else(|| panic!("nothing chosen in {name}:\n{}", self.body)).to_owned()
    }

    /// The secret of a token that the page shows.
    #[track_caller]
    #[must_use]
    pub fn secret(&self) -> String {
        let (_, rest) =
            self.body.split_once("nj-secret\">").unwrap_or_else(|| panic!("no secret:\n{}", self.body));
        rest.split('<').next().unwrap_or_default().to_owned()
    }

    /// The body as JSON.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}:\n{}", self.body))
    }
}

/// Somebody's browser.
#[derive(Clone)]
pub struct Browser {
    pub(crate) router: Router,
    pub(crate) runtime: Handle,
    pub(crate) cookie: String,
    pub(crate) csrf: String,
    /// The token of a program; then there is no cookie.
    pub(crate) token: Option<String>,
}

impl Browser {
    pub(crate) const fn new(router: Router, runtime: Handle) -> Self {
        Self { router, runtime, cookie: String::new(), csrf: String::new(), token: None }
    }

    /// Signs in with name and password, and stays signed in.
    #[track_caller]
    pub(crate) fn signed_in(mut self, name: &str, password: &str) -> Self {
        let reply = self.post("/login", &[("login", name), ("password", password)]).expect(303);
        self.cookie = reply.cookie.expect("a session");
        self.csrf = self.get("/me").expect(200).hidden("csrf");
        self
    }

    /// A program that uses the application with this token.
    #[must_use]
    pub fn program(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), cookie: String::new(), csrf: String::new(), ..self.clone() }
    }

    /// The same browser, which sends this token beside its cookie.
    #[must_use]
    pub fn sending_also(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// Makes a token for the post she acts in, good until a day; gives the secret that the page shows once.
    #[must_use]
    #[track_caller]
    pub fn token_until(&self, label: &str, until: &str) -> String {
        let form = self.get("/me/tokens").expect(200);
        let (id, post) = (form.hidden("id"), form.chosen("post"));
        let fields = [("id", id.as_str()), ("label", label), ("post", &post), ("until_day", until)];
        self.post("/me/tokens", &fields).expect(200).secret()
    }

    /// Forgets the session, as after closing a private window.
    pub fn forget_session(&mut self) {
        self.cookie.clear();
    }

    /// Takes over the session that an answer began.
    pub fn accept_session(&mut self, reply: &Reply) {
        self.cookie.clone_from(reply.cookie.as_ref().expect("a session"));
        self.csrf = self.get("/me").hidden("csrf");
    }

    /// Opens a page.
    #[must_use]
    pub fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, ("text/html", FORM), Body::empty())
    }

    /// Asks for JSON.
    #[must_use]
    pub fn get_json(&self, path: &str) -> Reply {
        self.send(Method::GET, path, (JSON, FORM), Body::empty())
    }

    /// Sends JSON.
    #[must_use]
    pub fn post_json(&self, path: &str, body: &serde_json::Value) -> Reply {
        self.post_text(path, &body.to_string())
    }

    /// Sends a text that says of itself that it is JSON.
    #[must_use]
    pub fn post_text(&self, path: &str, body: &str) -> Reply {
        self.send(Method::POST, path, ("*/*", JSON), Body::from(body.to_owned()))
    }

    /// Sends bytes that are no form.
    #[must_use]
    pub fn post_bytes(&self, path: &str, bytes: &[u8]) -> Reply {
        let sends = "application/octet-stream";
        self.send(Method::POST, path, (JSON, sends), Body::from(bytes.to_vec()))
    }

    /// Sends a form with the token of the session.
    #[must_use]
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        self.post_bare(path, &all)
    }

    /// Sends a form exactly as given.
    #[must_use]
    pub fn post_bare(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = serde_html_form::to_string(fields).expect("a form");
        self.send(Method::POST, path, ("text/html", FORM), Body::from(body))
    }

    /// Sends a form with a file, the token of the session first.
    #[must_use]
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], file_name: &str, file: &[u8]) -> Reply {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        self.upload_bare(path, &all, file_name, file)
    }

    /// Sends a form with a file exactly as given.
    #[must_use]
    pub fn upload_bare(&self, path: &str, fields: &[(&str, &str)], file_name: &str, file: &[u8]) -> Reply {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, ("text/html", &kind), Body::from(body))
    }

    fn send(&self, method: Method, path: &str, (accept, sends): (&str, &str), body: Body) -> Reply {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "niangjia.example")
            .header(ACCEPT, accept)
            .header(CONTENT_TYPE, sends)
            .header(COOKIE, &self.cookie);
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(body).expect("a request");
        let router = self.router.clone();
        self.runtime.block_on(async move {
            let response = router.oneshot(request).await.expect("the router answers");
            let header =
                |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            let (location, cookie) = (header(LOCATION).unwrap_or_default(), header(SET_COOKIE));
            let policy = header(CONTENT_SECURITY_POLICY).unwrap_or_default();
            let cookie = cookie.and_then(|value| value.split(';').next().map(str::to_owned));
            let status = response.status();
            let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
            let body = String::from_utf8_lossy(&bytes).into_owned();
            Reply { status, location, cookie, policy, body, bytes: bytes.to_vec() }
        })
    }
}
