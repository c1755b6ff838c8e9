//! What other pages show of the map and of the boards.

use niangjia_household::api as household;
use niangjia_household::api::{Grid, GridRow};
use niangjia_kernel::{AreaLevel, Id};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx};
use niangjia_web::{Panel, Step};
use uuid::Uuid;

use crate::model::BoardRow;
use crate::pages::{board_href, map_href, shown_today};
use crate::queries;
use crate::rules::changes;

pub use crate::pack::GridRules;

/// On the page of a community: its map (`PanelSlot::Organisation`).
///
/// # Errors
/// When it cannot be read.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else {
            continue;
        };
        if org.level == AreaLevel::Community && household::sees_community(actor, &org) {
            panels.push((*subject, Panel { text: "网格地图".to_owned(), href: Some(map_href(&org)) }));
        }
    }
    Ok(panels)
}

/// The boards of a community that are out of date, with their grids.
fn outdated(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(BoardRow, GridRow)>, StoreError> {
    let boards = queries::boards_of(tx, org.tenant, org.id)?;
    if boards.is_empty() {
        return Ok(Vec::new());
    }
    let grids = household::grids_of(tx, org)?;
    let today = shown_today(tx, org, &grids)?;
    let pairs = boards.into_iter().filter_map(|board| {
        let place = grids.iter().position(|grid| grid.id == board.grid)?;
        (!changes(&board.shown, &today[place]).is_empty()).then(|| (board, grids[place].clone()))
    });
    Ok(pairs.collect())
}

/// In the line of a grid: how its board stands (`PanelSlot::Grid`).
///
/// # Errors
/// When it cannot be read.
pub fn grid_panels(tx: &ReadTx<'_>, actor: &Actor, grids: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    let Some(first) = grids.first() else { return Ok(panels) };
    let key = Id::<Grid>::from_uuid(*first).within(actor.tenant);
    let Some((org, _)) = household::grid_as_it_is(tx, key)? else { return Ok(panels) };
    let up = queries::boards_of(tx, org.tenant, org.id)?;
    let outdated = outdated(tx, &org)?;
    for subject in grids {
        let grid = Id::<Grid>::from_uuid(*subject);
        let is_up = up.iter().any(|board| board.grid == grid);
        let text = if outdated.iter().any(|(board, _)| board.grid == grid) {
            "公示牌已过期，请重新打印"
        } else if is_up {
            "已公示"
        } else if household::keeps_community(actor, &org) {
            "做公示牌"
        } else {
            continue;
        };
        let href = Some(board_href(org.tenant, grid));
        panels.push((*subject, Panel { text: text.to_owned(), href }));
    }
    Ok(panels)
}

/// On the desk of a community's chair: boards that hang there and are not true any more (`PanelSlot::Desk`).
///
/// # Errors
/// When it cannot be read.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs.iter().filter(|subject| **subject == actor.acting.org_id.uuid()) {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else {
            continue;
        };
        if !household::keeps_community(actor, &org) {
            continue;
        }
        let outdated = outdated(tx, &org)?;
        let panel = match outdated.as_slice() {
            [] => continue,
            [(_, grid)] => Panel {
                text: format!("{}的公示牌已过期，请重新打印", grid.name),
                href: Some(board_href(org.tenant, grid.id)),
            },
            more => Panel {
                text: format!("网格公示牌 {} 块已过期，请重新打印", more.len()),
                href: Some(format!("{}/grids", org.href())),
            },
        };
        panels.push((*subject, panel));
    }
    Ok(panels)
}

/// When communities merge, the areas and boards of the grids that go along go with them. The area of the community itself is
/// over; a board says by itself that it is out of date.
///
/// # Errors
/// When it cannot be written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    if let Step::Merges { tenant, from, into, .. } = step {
        queries::move_paper(tx, *tenant, from, into)?;
    }
    Ok(None)
}
