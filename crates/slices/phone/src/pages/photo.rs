//! A photo, for those who may read the words beside it.

use askama::Template;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use niangjia_kernel::{Id, Key, Visit};
use niangjia_store::{ReadTx, StoreError};
use niangjia_web::{AppError, At, Ctx, Shell, Visitor, page};

use crate::pages::EnvelopeKey;
use crate::queries;

#[derive(Template)]
#[template(path = "photo.html")]
struct PhotoPage {
    shell: Shell,
    title: String,
    /// Beside what it stands: the visit, or the question.
    beside: String,
    href: String,
}

/// `GET /phone/photos/{key}`: beside a visit, or beside a question about one.
pub(crate) async fn show(ctx: Ctx, At(key): At<Key<Visit>>) -> Response {
    ctx.read(move |tx, visitor| {
        let (title, beside) = seen(tx, visitor, key)?.ok_or(AppError::NotFound)?;
        let _there = queries::photo(tx, key.tenant, envelope(key).id)?.ok_or(AppError::NotFound)?;
        let href = format!("/phone/photos/{key}/content");
        page(&PhotoPage { shell: visitor.shell(), title, beside, href })
    })
    .await
}

/// `GET /phone/photos/{key}/content`.
pub(crate) async fn content(ctx: Ctx, At(key): At<Key<Visit>>) -> Response {
    ctx.read(move |tx, visitor| {
        let _seen = seen(tx, visitor, key)?.ok_or(AppError::NotFound)?;
        let found = queries::photo(tx, key.tenant, envelope(key).id)?;
        let (media, content) = found.ok_or(AppError::NotFound)?;
        Ok(([(CONTENT_TYPE, media.as_str()), (CONTENT_DISPOSITION, "inline")], content).into_response())
    })
    .await
}

fn envelope(key: Key<Visit>) -> EnvelopeKey {
    Id::from_uuid(key.id.uuid()).within(key.tenant)
}

/// What it is a photo of, and the page of that, where she may read the words of it.
fn seen(tx: &ReadTx<'_>, visitor: &Visitor, key: Key<Visit>) -> Result<Option<(String, String)>, StoreError> {
    if let Some(visit) = niangjia_household::api::readable_visit(tx, &visitor.actor, key)? {
        let title = format!("走访 {} · {}", visit.household_name, visit.on.long());
        return Ok(Some((title, format!("/visits/{key}"))));
    }
    let question = queries::visible_question(tx, &visitor.actor, envelope(key))?;
    Ok(question.map(|found| (found.written.family.clone(), format!("/phone/questions/{}", envelope(key)))))
}
