//! 我的: who I am, my posts, my password.

use askama::Template;
use axum::response::Response;
use niangjia_web::{
    AppError, Ctx, Errors, Query, SessionToken, Shell, Typed, Visitor, again, json, page, see_other,
};
use serde::Deserialize;

use crate::actions;
use crate::json::MeBody;
use crate::model::RosterEntry;
use crate::password::{self, PasswordCost};
use crate::queries;
use crate::rules;

/// The form for a new password.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PasswordForm {
    current: String,
    fresh: String,
    again: String,
}

#[derive(Template)]
#[template(path = "me.html")]
struct MePage {
    shell: Shell,
    posts: Vec<RosterEntry>,
    errors: Errors,
}

impl MePage {
    fn of(
        tx: &niangjia_store::ReadTx<'_>,
        visitor: &Visitor,
        banner: Option<&str>,
        errors: Errors,
    ) -> Result<Self, AppError> {
        let posts = queries::posts_of(tx, visitor.actor.tenant, visitor.actor.person)?;
        Ok(Self { shell: visitor.shell_saying(banner.map(str::to_owned)), posts, errors })
    }
}

/// What `GET /me` may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MeQuery {
    change: bool,
    changed: bool,
}

/// `GET /me`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<MeQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let banner = if query.changed {
            Some("密码已经改好。")
        } else if query.change {
            Some("这是临时密码，请先换成您自己的。")
        } else {
            None
        };
        let shown = MePage::of(tx, visitor, banner, Errors::default())?;
        if visitor.wants_json { json(&MeBody::of(&visitor.actor, &shown.posts)) } else { page(&shown) }
    })
    .await
}

/// `POST /me/password`.
pub(crate) async fn change_password(ctx: Ctx, typed: Typed) -> Response {
    let kept = ctx.token().map(SessionToken::hash).unwrap_or_default();
    ctx.submit(typed, move |tx, visitor, form: &PasswordForm| {
        let actor = &visitor.actor;
        let account =
            queries::account_of_person(tx, actor.tenant, actor.person)?.ok_or(AppError::NotFound)?;
        let known = queries::credentials(tx, actor.tenant, account)?.ok_or(AppError::NotFound)?;
        let mut errors = Errors::default();
        if let Some(problem) = rules::password_problem(&form.fresh, &known.login_name) {
            errors.at("fresh", problem);
        }
        if form.fresh != form.again {
            errors.at("again", "两次写的不一样");
        }
        if errors.is_empty() && !password::fits(&form.current, Some(&known.password_hash)) {
            errors.at("current", "现在的密码不对");
        }
        if !errors.is_empty() {
            let shown = MePage::of(tx, visitor, None, errors)?;
            return again(visitor, &shown, &shown.errors);
        }
        let hash = password::hash(&form.fresh, PasswordCost::Proper)?;
        Ok(actions::change_password(tx, actor, &hash, &kept)?.map(|()| see_other("/me?changed=true")).into())
    })
    .await
}
