//! 接听用语: what is said at the telephone and at the table.

use askama::Template;
use axum::response::Response;
use niangjia_web::{AppError, Ctx, Shell, json, page};

use crate::json::ScriptBody;
use crate::pack::{ReceptionRules, Script};
use crate::rules::reads_articles;

#[derive(Template)]
#[template(path = "script.html")]
struct ScriptPage {
    shell: Shell,
    script: &'static Script,
}

/// `GET /script`.
pub(crate) async fn show(ctx: Ctx) -> Response {
    ctx.read(move |_, visitor| {
        if !reads_articles(&visitor.actor) {
            return Err(AppError::NotFound);
        }
        let script = &ReceptionRules::in_force().script;
        if visitor.wants_json {
            return json(&ScriptBody::of(script));
        }
        page(&ScriptPage { shell: visitor.shell(), script })
    })
    .await
}
