//! The door: where she is, then six pictures.

use askama::Template;
use axum::response::Response;
use niangjia_org::api::Org;
use niangjia_web::{AppError, Ctx, Query, page};
use serde::Deserialize;

use crate::pack::{Picture, RequestRules};
use crate::pages::portal::{place, takes};

/// What stands behind the `?`: the code of a place, which a board's QR code brings along.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DoorQuery {
    at: String,
}

#[derive(Template)]
#[template(path = "portal_door.html")]
struct DoorPage {
    way: Vec<(String, String)>,
    here: Option<Org>,
    below: Vec<(String, String)>,
    pictures: &'static [Picture],
}

/// `GET /help`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<DoorQuery>) -> Response {
    let read = ctx.app().store().read(move |tx| {
        let org = place(tx, &query.at)?;
        let lineage = niangjia_org::api::lineage(tx, &org.path)?;
        let link = |one: &Org| (one.place().to_owned(), format!("/help?at={}", one.code));
        let below = niangjia_org::api::children(tx, org.id)?;
        let below = below.iter().filter(|one| one.until.is_none()).map(link).collect();
        let way = lineage.iter().filter(|one| one.id != org.id).map(link).collect();
        Ok::<_, AppError>((way, below, org))
    });
    let answer = read.await.and_then(|(way, below, org)| {
        let pictures = &RequestRules::in_force().picture;
        page(&DoorPage { way, below, pictures, here: Some(org).filter(|org| takes(org.level)) })
    });
    answer.unwrap_or_else(|error| error.bare())
}
