//! Where the code of a card leads: the office to the screen on which it is typed in, its member to 记一笔.

use axum::response::Response;
use niangjia_household::api as household;
use niangjia_web::{AppError, At, Ctx, see_other};

use crate::pages::{CardKey, batch_href};
use crate::queries;

/// `GET /visit-cards/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<CardKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let card = queries::card_as_scanned(tx, key)?.ok_or(AppError::NotFound)?;
        let home = household::visible(tx, &visitor.actor, card.home())?.ok_or(AppError::NotFound)?;
        let org = niangjia_org::api::by_id(tx, card.org)?.ok_or(AppError::NotFound)?;
        if household::keeps_community(&visitor.actor, &org) {
            return Ok(see_other(&format!("{}?card={}", batch_href(&org), card.number)));
        }
        let file = format!("/households/{}", card.home());
        Ok(see_other(&if home.takes_visits() { format!("{file}/visits/new") } else { file }))
    })
    .await
}
