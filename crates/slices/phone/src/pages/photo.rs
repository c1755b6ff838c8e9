//! A photo, for those who may read the words beside it.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use niangjia_kernel::{Id, Key, Visit};
use niangjia_web::{AppError, At, Ctx};

use crate::queries;

/// `GET /phone/photos/{key}`: beside a visit, or beside a question about one.
pub(crate) async fn show(ctx: Ctx, At(key): At<Key<Visit>>) -> Response {
    ctx.read(move |tx, visitor| {
        let actor = &visitor.actor;
        let envelope = Id::from_uuid(key.id.uuid());
        let of_visit = niangjia_household::api::readable_visit(tx, actor, key)?.is_some();
        let sees = of_visit || queries::visible_question(tx, actor, envelope.within(key.tenant))?.is_some();
        let found = if sees { queries::photo(tx, key.tenant, envelope)? } else { None };
        let (media, content) = found.ok_or(AppError::NotFound)?;
        Ok(([(CONTENT_TYPE, media.as_str()), (CONTENT_DISPOSITION, "inline")], content).into_response())
    })
    .await
}
