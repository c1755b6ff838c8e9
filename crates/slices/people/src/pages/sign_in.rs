//! Signing in and out, and changing the post one acts in.

use axum::http::header::SET_COOKIE;
use axum::response::Response;
use niangjia_kernel::{Id, Post};
use niangjia_store::{Ending, StoreError};
use niangjia_web::{
    Answer, App, AppError, Ctx, LoginPage, SessionToken, Typed, page_with, resume_page, see_other,
};
use serde::Deserialize;

use crate::actions::{self, Begun, Refused};
use crate::password;
use crate::queries::{self, Credentials};
use crate::rules::AfterFailure;

/// The sign-in form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SignInForm {
    login: String,
    password: String,
    /// Words typed before a session ended, sealed.
    resume: String,
    /// Where she was on her way to.
    next: String,
}

/// The form that changes the post.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SwitchForm {
    post: String,
}

/// `GET /login`.
pub(crate) async fn show(ctx: Ctx) -> Response {
    refused(ctx.app(), &SignInForm::default(), "", axum::http::StatusCode::OK)
        .unwrap_or_else(|error| error.bare())
}

/// `POST /login`.
pub(crate) async fn sign_in(ctx: Ctx, typed: Typed) -> Response {
    answered(attempt(ctx.app(), typed, true).await)
}

/// `POST /login/demo`: only the demo has this route.
pub(crate) async fn sign_in_as_demo_person(ctx: Ctx, typed: Typed) -> Response {
    answered(attempt(ctx.app(), typed, false).await)
}

fn answered(answer: Answer) -> Response {
    answer.unwrap_or_else(|error| error.bare())
}

async fn attempt(app: &App, typed: Typed, checks_password: bool) -> Answer {
    let form: SignInForm = typed.read()?;
    let key = actions::login_key(app.store().keys(), &form.login);
    let who = app.store().read(move |tx| queries::login(tx, &key)).await?;
    let now = app.store().clock().now();
    if who.as_ref().and_then(|who| who.locked_until).is_some_and(|until| until > now) {
        return refused_with(
            app,
            &form,
            "密码错的次数太多，账号已锁定，请 15 分钟后再试，或请系统管理员重置密码。",
        );
    }
    if checks_password && !password_fits(&form.password, who.as_ref()).await? {
        return wrong_password(app, &form, who).await;
    }
    let Some(who) = who else {
        return refused_with(app, &form, "演示里没有这个人");
    };
    let token = SessionToken::fresh(app.store().chance());
    let begun = begin(app, who, token.clone()).await?;
    match begun {
        Ok(begun) => welcome(app, &form, &token, &begun),
        Err(Refused::NoPost) => {
            refused_with(app, &form, "账号已停用，或现在没有任职，请联系本级系统管理员。")
        }
    }
}

async fn password_fits(typed: &str, who: Option<&Credentials>) -> Result<bool, AppError> {
    let (typed, stored) = (typed.to_owned(), who.map(|who| who.password_hash.clone()));
    let checked = tokio::task::spawn_blocking(move || password::fits(&typed, stored.as_deref())).await;
    checked.map_err(|error| AppError::Internal(error.to_string()))
}

async fn wrong_password(app: &App, form: &SignInForm, who: Option<Credentials>) -> Answer {
    let Some(who) = who else {
        return refused_with(app, form, "手机号或密码不对。");
    };
    let note =
        move |tx: &niangjia_store::WriteTx<'_>| actions::note_wrong_password(tx, &who).map(Ending::from);
    let after = app.store().write::<_, StoreError, _>(note).await?;
    match after {
        AfterFailure::TriesLeft(tries) if tries <= 2 => {
            refused_with(app, form, &format!("手机号或密码不对，再错 {tries} 次将锁定 15 分钟。"))
        }
        AfterFailure::TriesLeft(_) => refused_with(app, form, "手机号或密码不对。"),
        AfterFailure::LockedUntil(_) => refused_with(app, form, "密码错的次数太多，账号锁定 15 分钟。"),
    }
}

async fn begin(
    app: &App,
    who: Credentials,
    token: SessionToken,
) -> Result<Result<Begun, Refused>, StoreError> {
    let work = move |tx: &niangjia_store::WriteTx<'_>| {
        Ok(match actions::begin_session(tx, &who, &token)? {
            Ok(begun) => Ending::from(begun.map(Ok)),
            Err(refused) => Ending::Nothing(Err(refused)),
        })
    };
    app.store().write(work).await
}

fn welcome(app: &App, form: &SignInForm, token: &SessionToken, begun: &Begun) -> Answer {
    let keys = app.store().keys();
    let resumed = resume_page(keys, &form.resume, begun.actor.person, &token.csrf(keys));
    let inside = form.next.starts_with('/') && !form.next.starts_with("//");
    let next = if begun.must_change {
        "/me?change=1"
    } else if inside {
        &form.next
    } else {
        "/"
    };
    let mut response = resumed.unwrap_or_else(|| Ok(see_other(next)))?;
    if let Ok(cookie) = token.cookie(app.settings().secure).parse() {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}

fn refused_with(app: &App, form: &SignInForm, sentence: &str) -> Answer {
    refused(app, form, sentence, axum::http::StatusCode::UNPROCESSABLE_ENTITY)
}

fn refused(app: &App, form: &SignInForm, sentence: &str, status: axum::http::StatusCode) -> Answer {
    let page = LoginPage {
        name: &form.login,
        error: sentence,
        resume: &form.resume,
        next: &form.next,
        demo: &app.settings().demo_people,
    };
    page_with(status, &page)
}

/// `POST /logout`. The session ends; the browser forgets its secret.
pub(crate) async fn sign_out(ctx: Ctx, typed: Typed) -> Response {
    let Some(token) = ctx.token().cloned() else {
        return see_other("/login");
    };
    ctx.submit(typed, move |tx, visitor, _: &SwitchForm| {
        let done = actions::end_session(tx, &visitor.actor, &token)?;
        let mut response = see_other("/login");
        if let Ok(cookie) = SessionToken::end_cookie(visitor.app.settings().secure).parse() {
            response.headers_mut().insert(SET_COOKIE, cookie);
        }
        Ok(done.map(|()| response).into())
    })
    .await
}

/// `POST /post`. From now on she acts in another of her posts.
pub(crate) async fn switch_post(ctx: Ctx, typed: Typed) -> Response {
    let Some(token) = ctx.token().cloned() else {
        return see_other("/login");
    };
    ctx.submit(typed, move |tx, visitor, form: &SwitchForm| {
        let post: Id<Post> = form.post.parse().map_err(|_| AppError::NotFound)?;
        let done = actions::switch_post(tx, &visitor.actor, &token, post)?.ok_or(AppError::NotFound)?;
        Ok(done.map(|()| see_other("/")).into())
    })
    .await
}
