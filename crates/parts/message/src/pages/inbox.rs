//! The inbox.

use askama::Template;
use axum::response::Response;
use niangjia_store::PostKind;
use niangjia_web::show::When;
use niangjia_web::{AppError, At, Ctx, Shell, Typed, json, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::{MessageBody, MessagesBody};
use crate::model::{MessageKey, MessageRow};
use crate::pack::MessageRules;
use crate::queries;

/// The latest that are shown.
const SHOWN: i64 = 200;

/// A form without fields.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct Nothing {}

struct Line {
    key: MessageKey,
    text: String,
    urgent: bool,
    unread: bool,
    when: When,
}

#[derive(Template)]
#[template(path = "inbox.html")]
struct InboxPage {
    shell: Shell,
    lines: Vec<Line>,
    unread: i64,
    shown: i64,
    /// Whether she looks after what leaves the platform.
    administers: bool,
}

/// The sentence of a message, and whether it stands out.
fn said(row: &MessageRow) -> (String, bool) {
    MessageRules::in_force().kind(&row.kind).map_or_else(
        // The pack lost this kind: that something waits is still true.
        || ("有一件事等您看，请点开。".to_owned(), false),
        |kind| (kind.says(&row.details), kind.urgent),
    )
}

/// `GET /messages`.
pub(crate) async fn show(ctx: Ctx) -> Response {
    ctx.read(|tx, visitor| {
        let rows = queries::inbox(tx, &visitor.actor, SHOWN)?;
        let unread = queries::count_unread(tx, &visitor.actor)?;
        if visitor.wants_json {
            let messages = rows.iter().map(|row| MessageBody::of(row, said(row))).collect();
            return json(&MessagesBody { unread, messages });
        }
        let lines = rows.iter().map(|row| {
            let (text, urgent) = said(row);
            let when = When::instant(row.made, tx.today());
            Line { key: row.key(), text, urgent, unread: row.read.is_none(), when }
        });
        let administers = visitor.actor.acting.kind == PostKind::SystemAdministrator;
        page(&InboxPage { shell: visitor.shell(), lines: lines.collect(), unread, shown: SHOWN, administers })
    })
    .await
}

/// `POST /messages/{key}/open`: she read it, and goes where it leads.
pub(crate) async fn open(ctx: Ctx, At(key): At<MessageKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &Nothing| {
        let row = queries::own_message(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        Ok(actions::read(tx, &visitor.actor, Some(row.id))?.map(|()| see_other(&row.href)))
    })
    .await
}

/// `POST /messages/read`: she read all.
pub(crate) async fn read_all(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, |tx, visitor, _: &Nothing| {
        Ok(actions::read(tx, &visitor.actor, None)?.map(|()| see_other("/messages")))
    })
    .await
}
