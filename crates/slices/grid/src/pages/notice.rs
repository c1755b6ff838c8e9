//! The public page of a board: whoever stands before it reads there who serves in the grid and whom to call. Nothing else.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_store::ReadTx;
use niangjia_web::{Answer, AppError, At, Ctx, page, page_with};

use crate::model::{BoardSaid, Serving};
use crate::pages::{GridKey, shown_today};
use crate::queries;
use crate::rules::for_everybody;

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage {
    org_name: String,
    place: String,
    name: String,
    said: BoardSaid,
    serving: Vec<Serving>,
    since: String,
    /// Where a woman of this place asks for help: the page is another slice's, its address is on every board.
    help: String,
}

#[derive(Template)]
#[template(path = "no_notice.html")]
struct NoNoticePage;

/// `GET /g/{key}`. Asks nobody who she is.
pub(crate) async fn show(ctx: Ctx, At(key): At<GridKey>) -> Response {
    let read = ctx.app().store().read(move |tx| Ok::<_, AppError>(notice(tx, key))).await;
    match read.and_then(|answer| answer) {
        Ok(response) => response,
        Err(error) => error.bare(),
    }
}

fn notice(tx: &ReadTx<'_>, key: GridKey) -> Answer {
    let up = queries::board(tx, key.tenant, key.id)?.filter(|board| board.taken_down.is_none());
    let (Some(board), Some((org, grid))) = (up, household::grid_as_it_is(tx, key)?) else {
        return page_with(StatusCode::NOT_FOUND, &NoNoticePage);
    };
    let today = shown_today(tx, &org, std::slice::from_ref(&grid))?.pop().ok_or(AppError::NotFound)?;
    page(&NoticePage {
        help: format!("/help?at={}", org.code),
        place: org.place().to_owned(),
        org_name: org.name,
        serving: for_everybody(&board.shown, &today),
        name: board.shown.name,
        since: board.put_up.long(),
        said: board.said,
    })
}
