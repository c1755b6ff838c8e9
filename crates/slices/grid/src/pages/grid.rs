//! A grid's card: where it is, who serves in it, how its board stands.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_household::api::{GridKind, GridRow};
use niangjia_web::{AppError, At, Ctx, Shell, json, page};

use crate::json::GridCardBody;
use crate::model::kind_of;
use crate::pages::{GridKey, board_href, crumbs, ground, map_href, notice_href, shown_today};
use crate::queries;
use crate::rules::{changes, drawn};

#[derive(Template)]
#[template(path = "grid.html")]
struct GridPage {
    shell: Shell,
    above: Vec<(String, String)>,
    grid: GridRow,
    kind: GridKind,
    map_href: String,
    board_href: String,
    notice_href: Option<String>,
    outdated: Vec<String>,
    ground: Option<String>,
    /// The box and the path of its area on a sheet.
    area: Option<(String, String)>,
    keeps: bool,
}

/// `GET /grids/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<GridKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let (org, grid) = household::visible_grid(tx, &visitor.actor, key)?;
        let area = queries::areas_of(tx, &org)?.into_iter().find(|area| area.id == grid.id.uuid());
        let board = queries::board(tx, org.tenant, grid.id)?.filter(|board| board.taken_down.is_none());
        if visitor.wants_json {
            return json(&GridCardBody::of(&org, &grid, area.as_ref(), board.as_ref()));
        }
        let today = shown_today(tx, &org, std::slice::from_ref(&grid))?.pop().ok_or(AppError::NotFound)?;
        let sheet = area.as_ref().and_then(|area| drawn(&[&area.shape]));
        page(&GridPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            kind: kind_of(&grid.code),
            map_href: map_href(&org),
            board_href: board_href(org.tenant, grid.id),
            notice_href: board.as_ref().map(|_| notice_href(org.tenant, grid.id)),
            outdated: board.map(|board| changes(&board.shown, &today)).unwrap_or_default(),
            ground: area.as_ref().map(|area| ground(area.square_metres)),
            area: sheet.map(|sheet| {
                (format!("0 0 {:.0} {:.0}", sheet.width, sheet.height), sheet.areas[0].path.clone())
            }),
            keeps: household::keeps_community(&visitor.actor, &org),
            grid,
        })
    })
    .await
}
