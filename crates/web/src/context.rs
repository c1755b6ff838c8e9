//! From a request to one transaction and one answer.

use std::convert::Infallible;
use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::response::Response;
use niangjia_kernel::{Entity, Id, Timestamp};
use niangjia_store::{Actor, Ending, Keys, ReadTx, WriteTx};
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use crate::answer::{Answer, page_with, said_in_json};
use crate::app::App;
use crate::bearer::Credential;
use crate::error::{AppError, wants_json};
use crate::login::LoginPage;
use crate::session::{SessionToken, SignedIn, TokenHolder};
use crate::shell::{Bell, NavItem, Shell};
use crate::typed::Typed;
use crate::words::{Errors, KeptWords};

/// A request on its way to one transaction.
#[derive(Clone)]
pub struct Ctx {
    pub(crate) app: App,
    credential: Credential,
    path: String,
    host: Option<String>,
    as_json: bool,
}

impl FromRequestParts<App> for Ctx {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let credential = Credential::of(&parts.headers, app.settings().secure);
        let path = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
        Ok(Self { app: app.clone(), credential, path, host, as_json: wants_json(&parts.headers) })
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

/// Somebody signed in, within one transaction.
pub struct Visitor {
    /// Who, in which post.
    pub actor: Actor,
    /// Whether she asked for JSON.
    pub wants_json: bool,
    /// Whether a program speaks for her, with a token.
    pub by_token: bool,
    /// The application.
    pub app: App,
    /// When her session ends; a token has none.
    pub session_until: Option<Timestamp>,
    posts: Vec<crate::shell::PostChoice>,
    pub(crate) csrf: String,
    path: String,
    host: Option<String>,
    unread: Option<i64>,
    /// A token that was not used today before.
    first_use: bool,
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
            unread: self.unread,
            page_href: self.path.clone(),
            transfers: !self.actor.acting.kind.is_outside(),
        }
    }

    /// The identity that came with a form, so that the same form sent twice is one thing. A program may leave it out:
    /// then it is made here. What cannot be one is a sentence: for a person at `shown_at`, for the field is hidden.
    pub fn form_id<E: Entity>(
        &self,
        tx: &WriteTx<'_>,
        typed: &str,
        shown_at: &'static str,
        errors: &mut Errors,
    ) -> Option<Id<E>> {
        if self.by_token && typed.is_empty() {
            return Some(tx.new_id());
        }
        if self.wants_json {
            let rule = format!("编号由 {}_ 加 32 位十六进制数字组成；不写，由本站来编", E::PREFIX);
            return errors.take("id", typed.parse().map_err(|_| rule));
        }
        errors.take(shown_at, typed.parse().map_err(|_| "这一页不完整，请刷新后再填"))
    }

    /// The whole address of a page here, as it is printed on paper: under the name by which she reached us.
    #[must_use]
    pub fn address(&self, path: &str) -> Option<String> {
        let scheme = if self.app.settings().secure { "https" } else { "http" };
        self.host.as_ref().map(|host| format!("{scheme}://{host}{path}"))
    }

    pub(crate) fn first_user(&self) -> Option<Actor> {
        self.first_use.then(|| self.actor.clone())
    }

    /// Whether a form came from a page of hers: a browser sends the cookie along with a form of anybody, a token is sent by
    /// whoever has it.
    fn sent_herself(&self, sent: &str) -> Result<(), AppError> {
        if self.by_token || bool::from(sent.as_bytes().ct_eq(self.csrf.as_bytes())) {
            Ok(())
        } else {
            Err(AppError::Forbidden("这一页打开得太久了，请刷新后再提交".to_owned()))
        }
    }

    /// The token that every form of her session carries.
    #[must_use]
    pub fn csrf(&self) -> &str {
        &self.csrf
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

    /// The path that was asked for, with what stands behind its `?`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The secret of the session, if the request has one.
    #[must_use]
    pub const fn token(&self) -> Option<&SessionToken> {
        match &self.credential {
            Credential::Session(token) => Some(token),
            Credential::Nothing | Credential::Bearer(_) => None,
        }
    }

    /// Answers from one consistent state.
    pub async fn read<W>(self, work: W) -> Response
    where
        W: FnOnce(&ReadTx<'_>, &Visitor) -> Answer + Send + 'static,
    {
        let asking = self.clone();
        let done = self.app.store().read(move |tx| {
            let visitor = asking.visitor(tx)?;
            Ok::<_, AppError>((work(tx, &visitor)?, visitor.first_user()))
        });
        match done.await {
            Ok((response, first_user)) => self.answered(response, first_user).await,
            Err(error) => self.refusal(error, None).await,
        }
    }

    /// Answers to what is typed into a form without taking it: nothing is written, and no word of it stands in an address.
    pub async fn read_typed<F, W>(self, typed: Typed, work: W) -> Response
    where
        F: DeserializeOwned + Send + Sync + 'static,
        W: FnOnce(&ReadTx<'_>, &Visitor, F) -> Answer + Send + 'static,
    {
        let (fields, form) = match typed.fields().and_then(|fields| Ok((fields, typed.read::<F>()?))) {
            Ok(parsed) => parsed,
            Err(error) => return self.refusal(error, None).await,
        };
        let sent = csrf_of(fields);
        self.read(move |tx, visitor| {
            visitor.sent_herself(&sent)?;
            work(tx, visitor, form)
        })
        .await
    }

    /// Answers, and writes down that she looked, in one transaction: where that cannot be written down nothing is shown.
    pub async fn look<W>(self, work: W) -> Response
    where
        W: Fn(&WriteTx<'_>, &Visitor) -> Result<Ending<Response>, AppError> + Send + 'static,
    {
        let asking = self.clone();
        let done = self.app.store().write(move |tx| {
            let visitor = asking.visitor(tx)?;
            let ending = work(tx, &visitor)?;
            Ok::<_, AppError>(ending.map(|response| (response, visitor.first_user())))
        });
        match done.await {
            Ok((response, first_user)) => self.answered(response, first_user).await,
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
        let sent = csrf_of(fields);
        let asking = self.clone();
        let done = self.app.store().write(move |tx| {
            let visitor = asking.visitor(tx)?;
            visitor.sent_herself(&sent)?;
            let ending = work(tx, &visitor, &form)?;
            Ok(ending.map(|response| (response, visitor.first_user())))
        });
        match done.await {
            Ok((response, first_user)) => self.answered(response, first_user).await,
            Err(error) => {
                let current = self.token().map(|token| token.csrf(self.keys()));
                words.fields = with_csrf(words.fields, current);
                self.refusal(error, Some(words)).await
            }
        }
    }

    /// Who asks, in the transaction of what is asked.
    pub(crate) fn visitor(&self, tx: &ReadTx<'_>) -> Result<Visitor, AppError> {
        let with = |actor, posts, csrf, by_token, first_use| Visitor {
            actor,
            wants_json: self.as_json,
            by_token,
            app: self.app.clone(),
            posts,
            csrf,
            path: self.path.clone(),
            host: self.host.clone(),
            first_use,
            unread: None,
            session_until: None,
        };
        match &self.credential {
            Credential::Nothing | Credential::Bearer(None) => Err(AppError::SignedOut),
            Credential::Session(token) => {
                let found = self.app.identity().signed_in(tx, token)?;
                let SignedIn { actor, until } = found.ok_or(AppError::SignedOut)?;
                if actor.acting.kind.is_outside() && !crate::outside::is_open_to_partners(&self.path) {
                    return Err(AppError::NotFound);
                }
                // A program has no switch to fill.
                let posts = if self.as_json { Vec::new() } else { self.app.identity().posts(tx, &actor)? };
                // A partner has no inbox here.
                let rings = !self.as_json && !actor.acting.kind.is_outside();
                let bell = self.app.machine::<Bell>().ok().filter(|_| rings);
                let unread = bell.map(|Bell(count)| count(tx, &actor)).transpose()?;
                let visitor = with(actor, posts, token.csrf(tx.keys()), false, false);
                Ok(Visitor { session_until: Some(until), unread, ..visitor })
            }
            Credential::Bearer(Some(token)) => match self.app.identity().by_token(tx, token)? {
                None => Err(AppError::SignedOut),
                Some(TokenHolder::Ended(why)) => Err(AppError::TokenEnded(why)),
                // A partner works on her pages, and lets no program in.
                Some(TokenHolder::Good { actor, .. }) if actor.acting.kind.is_outside() => {
                    Err(AppError::NotFound)
                }
                Some(TokenHolder::Good { actor, used_today }) => {
                    Ok(with(actor, Vec::new(), String::new(), true, !used_today))
                }
            },
        }
    }

    /// The answer in the representation that was asked for; the first use of a token on a day is noted behind it.
    pub(crate) async fn answered(&self, response: Response, first_user: Option<Actor>) -> Response {
        if let (Credential::Bearer(Some(token)), Some(actor)) = (self.credential.clone(), first_user) {
            let app = self.app.clone();
            let noted = self.app.store().write(move |tx| app.identity().note_use(tx, &token, &actor)).await;
            if let Err(error) = noted {
                tracing::warn!(%error, "the use of a token was not noted");
            }
        }
        if self.as_json { said_in_json(response) } else { response }
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
        let typed_by = match (self.token().cloned(), self.app.clone()) {
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

fn csrf_of(fields: Vec<(String, String)>) -> String {
    fields.into_iter().find(|(name, _)| name == "csrf").map(|(_, value)| value).unwrap_or_default()
}

fn with_csrf(mut fields: Vec<(String, String)>, current: Option<String>) -> Vec<(String, String)> {
    if let Some(current) = current {
        fields.retain(|(name, _)| name != "csrf");
        fields.push(("csrf".to_owned(), current));
    }
    fields
}
