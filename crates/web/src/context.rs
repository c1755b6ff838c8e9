//! From a request to one transaction and one answer.

use std::convert::Infallible;
use std::str::FromStr;

use askama::Template;
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse as _, Response};
use niangjia_store::{Actor, Ending, Keys, ReadTx, WriteTx};
use serde::Serialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use crate::app::App;
use crate::error::{AppError, accepts_json};
use crate::login::LoginPage;
use crate::session::{SessionToken, SignedIn};
use crate::shell::{NavItem, Shell};
use crate::words::KeptWords;

/// The largest form: 256 KB.
const FORM_BYTES: usize = 256 * 1024;

/// What a handler answers with.
pub type Answer = Result<Response, AppError>;

/// A page, found.
///
/// # Errors
/// When the template fails.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// A page with another status: 422 for a form that goes back with sentences at its fields.
///
/// # Errors
/// When the template fails.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    Ok((status, Html(template.render()?)).into_response())
}

/// A page that is also the answer to a list request as JSON.
///
/// # Errors
/// When the template fails.
pub fn sheet(visitor: &Visitor, template: &(impl Template + Serialize)) -> Answer {
    if visitor.wants_json { json(template) } else { page(template) }
}

/// JSON, found.
///
/// # Errors
/// Never for plain data.
pub fn json(body: &impl Serialize) -> Answer {
    let bytes = serde_json::to_vec(body).map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(([(CONTENT_TYPE, "application/json")], bytes).into_response())
}

/// Done; the browser goes on to `location`.
#[must_use]
pub fn see_other(location: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) = location.parse() {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}

/// A request on its way to one transaction.
pub struct Ctx {
    pub(crate) app: App,
    pub(crate) token: Option<SessionToken>,
    pub(crate) path: String,
    pub(crate) as_json: bool,
}

impl FromRequestParts<App> for Ctx {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let token = SessionToken::of(&parts.headers, app.settings().secure);
        let path = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        Ok(Self { app: app.clone(), token, path, as_json: accepts_json(&parts.headers) })
    }
}

/// A part of the path, read as `T`; what cannot be read does not exist.
pub struct At<T>(pub T);

impl<T: FromStr + Send> FromRequestParts<App> for At<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let raw = Path::<String>::from_request_parts(parts, app).await;
        let found = raw.ok().and_then(|Path(text)| text.parse().ok());
        found.map(Self).ok_or_else(|| AppError::NotFound.for_request(&parts.headers))
    }
}

/// What stands behind the `?` of a link, read as `T`; what cannot be read is a sentence, not a wider list.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Response> {
        let unreadable = || AppError::Refused("链接里的条件看不懂，请回到列表重新点选".to_owned());
        let asked = serde_html_form::from_str(parts.uri.query().unwrap_or_default());
        asked.map(Self).map_err(|_| unreadable().for_request(&parts.headers))
    }
}

/// The body of a form, as typed. Never refused at the door: what to answer depends on who she is.
pub struct Typed(Option<Bytes>);

impl FromRequest<App> for Typed {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &App) -> Result<Self, Infallible> {
        Ok(Self(to_bytes(request.into_body(), FORM_BYTES).await.ok()))
    }
}

impl Typed {
    fn fields(&self) -> Result<Vec<(String, String)>, AppError> {
        let body = self.0.as_ref().ok_or(AppError::TooLarge)?;
        serde_html_form::from_bytes(body)
            .map_err(|_| AppError::Refused("表单内容读不出来，请刷新页面再填".to_owned()))
    }

    /// The form without a session: signing in.
    ///
    /// # Errors
    /// When the body is too large or no form.
    pub fn read<F: DeserializeOwned>(&self) -> Result<F, AppError> {
        let body = self.0.as_ref().ok_or(AppError::TooLarge)?;
        serde_html_form::from_bytes(body)
            .map_err(|_| AppError::Refused("表单内容读不出来，请刷新页面再填".to_owned()))
    }
}

/// Somebody signed in, within one transaction.
pub struct Visitor {
    /// Who, in which post.
    pub actor: Actor,
    /// Whether she asked for JSON.
    pub wants_json: bool,
    /// The application.
    pub app: App,
    posts: Vec<crate::shell::PostChoice>,
    pub(crate) csrf: String,
    path: String,
}

/// She is at one place of a navigation: the nearest, where one leads below another.
fn here(mut items: Vec<NavItem>) -> Vec<NavItem> {
    let nearest = items.iter().filter(|item| item.active).map(|item| item.href.len()).max();
    for item in &mut items {
        item.active = item.active && Some(item.href.len()) == nearest;
    }
    items
}

impl Visitor {
    /// The frame of a page.
    #[must_use]
    pub fn shell(&self) -> Shell {
        let path = self.path.split('?').next().unwrap_or_default();
        let item = |entry: &crate::shell::NavEntry, label: &str| {
            let href = (entry.href)(&self.actor)?;
            let active = href == path || (href.len() > 1 && path.starts_with(&format!("{href}/")));
            Some(NavItem { label: label.to_owned(), icon: entry.icon.to_owned(), href, active })
        };
        let entries = self.app.navigation();
        let tabs = entries.iter().filter_map(|entry| item(entry, entry.tab?)).collect();
        let nav = entries.iter().filter(|entry| !entry.label.is_empty());
        let record = |entry: &&crate::shell::NavEntry| entry.icon == "pencil-plus";
        Shell {
            nav: here(nav.filter_map(|entry| item(entry, entry.label)).collect()),
            tabs: here(tabs),
            person_name: self.actor.name.clone(),
            post_label: self.actor.post_label(),
            posts: self.posts.clone(),
            csrf: self.csrf.clone(),
            record_href: entries.iter().find(record).and_then(|entry| (entry.href)(&self.actor)),
            banner: None,
            search_href: None,
            page_href: self.path.clone(),
        }
    }

    /// The frame with a sentence above the page.
    #[must_use]
    pub fn shell_saying(&self, banner: Option<String>) -> Shell {
        Shell { banner, ..self.shell() }
    }
}

impl Ctx {
    /// The application.
    #[must_use]
    pub const fn app(&self) -> &App {
        &self.app
    }

    /// The secret of the session, if the request has one.
    #[must_use]
    pub const fn token(&self) -> Option<&SessionToken> {
        self.token.as_ref()
    }

    /// Answers from one consistent state.
    pub async fn read<W>(self, work: W) -> Response
    where
        W: FnOnce(&ReadTx<'_>, &Visitor) -> Answer + Send + 'static,
    {
        let (token, app) = (self.token.clone(), self.app.clone());
        let (path, as_json) = (self.path.clone(), self.as_json);
        let done = self
            .app
            .store()
            .read(move |tx| work(tx, &visitor(tx, &app, token.as_ref(), &path, as_json)?))
            .await;
        match done {
            Ok(response) => response,
            Err(error) => self.refusal(error, None).await,
        }
    }

    /// Takes a form into one transaction: who she is, whether the form is hers, the action, its audit entry.
    /// Words of a form that could not be taken come back.
    pub async fn submit<F, W>(self, typed: Typed, work: W) -> Response
    where
        F: DeserializeOwned + Send + Sync + 'static,
        W: Fn(&WriteTx<'_>, &Visitor, &F) -> Result<Ending<Response>, AppError> + Send + 'static,
    {
        let (fields, form) = match typed.fields().and_then(|fields| Ok((fields, typed.read::<F>()?))) {
            Ok(parsed) => parsed,
            Err(error) => return self.refusal(error, None).await,
        };
        let mut words = KeptWords::new(&self.path, &fields);
        let sent =
            fields.into_iter().find(|(name, _)| name == "csrf").map(|(_, value)| value).unwrap_or_default();
        let (token, app) = (self.token.clone(), self.app.clone());
        let (path, as_json) = (self.path.clone(), self.as_json);
        let done = self.app.store().write(move |tx| {
            let visitor = visitor(tx, &app, token.as_ref(), &path, as_json)?;
            if !bool::from(sent.as_bytes().ct_eq(visitor.csrf.as_bytes())) {
                return Err(AppError::Forbidden("这一页打开得太久了，请刷新后再提交".to_owned()));
            }
            work(tx, &visitor, &form)
        });
        match done.await {
            Ok(response) => response,
            Err(error) => {
                let current = self.token.as_ref().map(|token| token.csrf(self.keys()));
                words.fields = with_csrf(words.fields, current);
                self.refusal(error, Some(words)).await
            }
        }
    }

    fn keys(&self) -> &Keys {
        self.app.store().keys()
    }

    /// Turns an error into the answer for this request. A page whose session has ended becomes the sign-in page.
    pub(crate) async fn refusal(&self, error: AppError, words: Option<KeptWords>) -> Response {
        if !matches!(error, AppError::SignedOut) || self.as_json {
            return error.answer(self.as_json, words.as_ref());
        }
        self.sign_in_page(words).await.unwrap_or_else(|error| error.answer(self.as_json, None))
    }

    /// The sign-in page in place of a page whose session has ended, with the words typed there.
    async fn sign_in_page(&self, words: Option<KeptWords>) -> Answer {
        let store = self.app.store();
        let next = if words.is_some() { "" } else { self.path.as_str() };
        let typed_by = match (self.token.clone(), self.app.clone()) {
            (Some(token), app) => store.read(move |tx| app.identity().owner(tx, &token)).await?,
            (None, _) => None,
        };
        let resume = words.and_then(|words| words.typed_by(typed_by).sealed(store.keys(), store.chance()));
        let page = LoginPage {
            name: "",
            error: if resume.is_some() {
                "登录时间到了。您写的内容已经留好，登录后接着提交。"
            } else {
                ""
            },
            resume: resume.as_deref().unwrap_or_default(),
            next: if next == "/" { "" } else { next },
            demo: &self.app.settings().demo_people,
        };
        page_with(StatusCode::UNAUTHORIZED, &page)
    }
}

fn with_csrf(mut fields: Vec<(String, String)>, current: Option<String>) -> Vec<(String, String)> {
    if let Some(current) = current {
        fields.retain(|(name, _)| name != "csrf");
        fields.push(("csrf".to_owned(), current));
    }
    fields
}

pub(crate) fn visitor(
    tx: &ReadTx<'_>,
    app: &App,
    token: Option<&SessionToken>,
    path: &str,
    wants_json: bool,
) -> Result<Visitor, AppError> {
    let token = token.ok_or(AppError::SignedOut)?;
    let SignedIn { actor, posts } = app.identity().signed_in(tx, token)?.ok_or(AppError::SignedOut)?;
    Ok(Visitor {
        actor,
        wants_json,
        app: app.clone(),
        posts,
        csrf: token.csrf(tx.keys()),
        path: path.to_owned(),
    })
}
