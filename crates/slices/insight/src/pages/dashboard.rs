//! 看板 of an organisation: what its branch comes to in a month, and each branch below it.

use askama::Template;
use axum::response::Response;
use niangjia_web::{AppError, At, Ctx, Query, Shell, json, page, see_other};

use crate::pages::board::{Board, BranchLine, IndicatorLine, NeedLine, Tile};
use crate::pages::chart::Trend;
use crate::pages::{MonthQuery, above, no_sums};
use crate::reader::Reader;
use crate::rules::{Sight, may_see_numbers};

#[derive(Template)]
#[template(path = "dashboard.html")]
pub(super) struct DashboardPage {
    pub(super) shell: Shell,
    pub(super) above: Vec<(String, String)>,
    pub(super) place: String,
    pub(super) as_of: String,
    pub(super) month: String,
    pub(super) open_month: bool,
    /// Until when it is counted, above the county.
    pub(super) summed: Option<String>,
    pub(super) earlier: Option<String>,
    pub(super) later: Option<String>,
    pub(super) forms_href: Option<String>,
    pub(super) hides_small: bool,
    pub(super) tiles: Vec<Tile>,
    pub(super) trend: Trend,
    pub(super) needs: Vec<NeedLine>,
    pub(super) heads: Vec<&'static str>,
    pub(super) below: Vec<BranchLine>,
    pub(super) all: Vec<IndicatorLine>,
}

/// `GET /insight`. To the dashboard of the organisation in which she acts.
pub(crate) async fn show_own(ctx: Ctx) -> Response {
    ctx.read(move |tx, visitor| {
        let acting = &visitor.actor.acting;
        if may_see_numbers(&visitor.actor, &acting.org_path) == Sight::Nothing {
            return Err(AppError::NotFound);
        }
        let org = niangjia_org::api::by_id(tx, acting.org_id)?.ok_or(AppError::NotFound)?;
        Ok(see_other(&format!("/insight/{}", org.code)))
    })
    .await
}

/// `GET /insight/{code}`. As JSON the same array that `report --json` prints, as far as the reader sees it.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<MonthQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = niangjia_org::api::by_code(tx, &code)?.ok_or(AppError::NotFound)?;
        let reader = Reader::of(tx, &visitor.actor, &org)?.ok_or(AppError::NotFound)?;
        let reader = reader.remembering(visitor.app.machine()?);
        let shown = query.shown(tx.today())?;
        let board = Board::of(&reader, &org, shown)?.ok_or_else(|| no_sums(shown))?;
        if visitor.wants_json {
            return json(&board.measured());
        }
        page(&board.page(visitor.shell(), above(tx, &visitor.actor, &org, shown)?)?)
    })
    .await
}
