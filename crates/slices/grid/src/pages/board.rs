//! 网格公示牌: the sheet that hangs at the gate. What hangs there is what everybody may read; the chair puts it up.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_household::api::GridRow;
use niangjia_kernel::normalised_text;
use niangjia_org::api::Org;
use niangjia_store::ReadTx;
use niangjia_web::{
    AppError, At, Ctx, Errors, QrCode, Query, Shell, Typed, Visitor, again, json, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::BoardBody;
use crate::model::{BoardRow, BoardSaid, Shown};
use crate::pack::GridRules;
use crate::pages::{GridKey, board_href, crumbs, grid_href, notice_href, shown_today};
use crate::queries;
use crate::rules::{changes, check_board};

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct BoardForm {
    /// 网格的范围：东至…西至…
    #[schema(required = true, max_length = 200)]
    extent: String,
    /// 职责
    #[schema(required = true, max_length = 200)]
    duties: String,
    /// 社区妇联的电话
    #[schema(required = true)]
    office_phone: String,
    /// 监督电话
    #[schema(required = true)]
    supervision_phone: String,
}

/// Nothing is typed to take it down.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub(crate) struct TakingDownForm {}

/// How the sheet is shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BoardQuery {
    paper: String,
    said: String,
}

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage {
    shell: Shell,
    above: Vec<(String, String)>,
    href: String,
    a3_href: String,
    notice_href: String,
    org_name: String,
    place: String,
    grid: GridRow,
    today: Shown,
    form: BoardForm,
    up_since: Option<String>,
    outdated: Vec<String>,
    a3: bool,
    qr: Option<QrCode>,
    keeps: bool,
    errors: Errors,
}

/// `GET /grids/{key}/board`.
pub(crate) async fn show(ctx: Ctx, At(key): At<GridKey>, Query(query): Query<BoardQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let (org, grid) = household::visible_grid(tx, &visitor.actor, key)?;
        let board = queries::board(tx, org.tenant, grid.id)?;
        if visitor.wants_json {
            let today = today(tx, &org, &grid)?;
            let up = board.as_ref().filter(|board| board.taken_down.is_none());
            let outdated = up.map(|board| changes(&board.shown, &today)).unwrap_or_default();
            return json(&BoardBody::of(board.as_ref(), outdated, &today.serving));
        }
        let form = first(tx, &org, &grid, board.as_ref())?;
        page(&board_page(tx, visitor, (&org, grid), board, form, &query, Errors::default())?)
    })
    .await
}

/// `POST /grids/{key}/board`.
pub(crate) async fn put_up(ctx: Ctx, At(key): At<GridKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &BoardForm| {
        let (org, grid) = household::visible_grid(tx, &visitor.actor, key)?;
        household::kept_community(tx, &visitor.actor, &org.code)?;
        let said = form.said();
        let mut errors = Errors::default();
        for (field, sentence) in check_board(&said) {
            errors.at(field, sentence);
        }
        let today = today(tx, &org, &grid)?;
        if today.serving.is_empty() {
            errors.at("extent", "这个网格还没有执委，先在“网格”里安排，再公示");
        }
        if errors.is_empty() {
            let done = actions::put_up_board(tx, &visitor.actor, (&org, &grid), (&said, &today))?;
            let href = board_href(org.tenant, grid.id);
            return Ok(done.map(|()| see_other(&format!("{href}?said=up"))).into());
        }
        let board = queries::board(tx, org.tenant, grid.id)?;
        let query = BoardQuery::default();
        let shown = board_page(tx, visitor, (&org, grid), board, form.clone(), &query, errors)?;
        again(visitor, &shown, &shown.errors)
    })
    .await
}

/// `POST /grids/{key}/board/taking-down`.
pub(crate) async fn take_down(ctx: Ctx, At(key): At<GridKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &TakingDownForm| {
        let (org, grid) = household::visible_grid(tx, &visitor.actor, key)?;
        household::kept_community(tx, &visitor.actor, &org.code)?;
        let done = actions::take_down_board(tx, &visitor.actor, (&org, &grid))?;
        Ok(done.map(|()| see_other(&format!("{}?said=down", board_href(org.tenant, grid.id)))))
    })
    .await
}

fn today(tx: &ReadTx<'_>, org: &Org, grid: &GridRow) -> Result<Shown, AppError> {
    shown_today(tx, org, std::slice::from_ref(grid))?.pop().ok_or(AppError::NotFound)
}

/// What stands in the form at first: what she said last, here or on another board of the community.
fn first(
    tx: &ReadTx<'_>,
    org: &Org,
    grid: &GridRow,
    board: Option<&BoardRow>,
) -> Result<BoardForm, AppError> {
    if let Some(board) = board {
        let BoardSaid { extent, duties, office_phone, supervision_phone } = board.said.clone();
        return Ok(BoardForm { extent, duties, office_phone, supervision_phone });
    }
    let other = queries::boards_of(tx, org.tenant, org.id)?.into_iter().next().map(|board| board.said);
    let other = other.unwrap_or_else(|| BoardSaid {
        duties: GridRules::in_force().duties.clone(),
        ..BoardSaid::default()
    });
    Ok(BoardForm {
        extent: format!("{}组", grid.group_name),
        duties: other.duties,
        office_phone: other.office_phone,
        supervision_phone: other.supervision_phone,
    })
}

impl BoardForm {
    fn said(&self) -> BoardSaid {
        BoardSaid {
            extent: self.extent.trim().to_owned(),
            duties: self.duties.trim().to_owned(),
            office_phone: normalised_text(&self.office_phone),
            supervision_phone: normalised_text(&self.supervision_phone),
        }
    }
}

fn board_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    (org, grid): (&Org, GridRow),
    board: Option<BoardRow>,
    form: BoardForm,
    query: &BoardQuery,
    errors: Errors,
) -> Result<BoardPage, AppError> {
    let today = today(tx, org, &grid)?;
    let up = board.filter(|board| board.taken_down.is_none());
    let banner = match query.said.as_str() {
        "up" => Some("已公示，现在可以打印。扫码看到的就是这一块。"),
        "down" => Some("公示已经撤下，公示页打不开了。贴着的请摘下来。"),
        _ => None,
    };
    let notice_href = notice_href(org.tenant, grid.id);
    let mut above = crumbs(tx, org)?;
    above.push((grid.name.clone(), grid_href(org.tenant, grid.id)));
    Ok(BoardPage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        above,
        a3_href: format!("{}?paper=a3", board_href(org.tenant, grid.id)),
        href: board_href(org.tenant, grid.id),
        org_name: org.name.clone(),
        place: org.place().to_owned(),
        up_since: up.as_ref().map(|board| board.put_up.long()),
        outdated: up.map(|board| changes(&board.shown, &today)).unwrap_or_default(),
        a3: query.paper == "a3",
        qr: visitor.address(&notice_href).and_then(|address| QrCode::of(&address)),
        keeps: household::keeps_community(&visitor.actor, org),
        notice_href,
        today,
        grid,
        form,
        errors,
    })
}
