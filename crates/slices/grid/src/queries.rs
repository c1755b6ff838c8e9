//! SQL on the tables of the map and of the boards. Whoever asks has the community or the grid already, as far as she may see it.

use geo::MultiPolygon;
use niangjia_household::api::{Grid, GridKind};
use niangjia_kernel::{Day, Id, OrgPath, Organisation, Tenant};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, Row, StoreError, WriteTx, params};
use uuid::Uuid;

use crate::model::{AreaRow, BoardRow, BoardSaid, Shown, Sides, kind_of};
use crate::rules::{geometry, sides, square_metres, stored};

const AREA: &str = "SELECT a.id, g.name, o.name, a.of_community, g.code, a.shape, a.square_metres FROM grid_area a \
                    JOIN org o ON o.id = a.org_id \
                    LEFT JOIN household_grid g ON g.tenant = a.tenant AND g.id = a.id WHERE ";

fn area_row(row: &mut Row<'_>) -> Result<AreaRow, StoreError> {
    let id = row.take()?;
    let (grid_name, org_name): (Option<String>, String) = (row.take()?, row.take()?);
    let community = org_name.trim_end_matches("妇联").to_owned();
    let of_community = row.take()?;
    let (code, text): (Option<String>, String) = (row.take()?, row.take()?);
    let shape = geometry(&text).ok_or_else(|| StoreError::Internal(format!("an area that is none: {id}")))?;
    Ok(AreaRow {
        id,
        name: grid_name.unwrap_or_else(|| community.clone()),
        community,
        of_community,
        kind: code.as_deref().map_or(GridKind::Basic, kind_of),
        text,
        shape,
        square_metres: row.take()?,
    })
}

/// The areas of a community: its own and those of its grids.
pub(crate) fn areas_of(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<AreaRow>, StoreError> {
    let sql = format!("{AREA}a.tenant = $1 AND a.org_id = $2");
    tx.rows(&sql, params![org.tenant, org.id], area_row)
}

/// The areas of other communities of the tenant that may meet these sides, at most so many.
pub(crate) fn areas_near(
    tx: &ReadTx<'_>,
    (tenant, but): (Tenant, Id<Organisation>),
    sides: Sides,
    limit: i64,
) -> Result<Vec<AreaRow>, StoreError> {
    let Sides { west, south, east, north } = sides;
    let sql = format!(
        "{AREA}a.tenant = $1 AND a.org_id <> $2 AND a.west <= $3 AND a.east >= $4 AND a.south <= $5 AND a.north >= $6 \
         ORDER BY a.of_community, a.id LIMIT $7"
    );
    tx.rows(&sql, params![tenant, but, east, west, north, south, limit], area_row)
}

/// Sets the area of a grid or of a community.
pub(crate) fn set_area(
    tx: &WriteTx<'_>,
    org: &Org,
    (id, of_community): (Uuid, bool),
    shape: &MultiPolygon,
) -> Result<(), StoreError> {
    let Sides { west, south, east, north } = sides(shape);
    tx.execute(
        "INSERT INTO grid_area (tenant, id, org_id, org_path, of_community, shape, square_metres, west, south, east, north, \
         set_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (tenant, id) DO UPDATE SET \
         shape = excluded.shape, square_metres = excluded.square_metres, west = excluded.west, south = excluded.south, \
         east = excluded.east, north = excluded.north, set_ms = excluded.set_ms",
        params![
            org.tenant, id, org.id, org.path, of_community, stored(shape), square_metres(shape), west, south, east,
            north, tx.now(),
        ],
    )?;
    Ok(())
}

/// Takes an area away; says whether there was one.
pub(crate) fn clear_area(tx: &WriteTx<'_>, org: &Org, id: Uuid) -> Result<bool, StoreError> {
    let sql = "DELETE FROM grid_area WHERE tenant = $1 AND org_id = $2 AND id = $3";
    Ok(tx.execute(sql, params![org.tenant, org.id, id])? == 1)
}

const BOARD: &str = "SELECT b.id, b.extent, b.duties, b.office_phone, b.supervision_phone, b.shown, b.put_up_day, \
                     b.taken_down_day FROM grid_board b WHERE ";

fn board_row(row: &mut Row<'_>) -> Result<BoardRow, StoreError> {
    let grid: Id<Grid> = row.take()?;
    let said = BoardSaid {
        extent: row.take()?,
        duties: row.take()?,
        office_phone: row.take()?,
        supervision_phone: row.take()?,
    };
    let shown: Shown = serde_json::from_str(&row.take::<String>()?)
        .map_err(|error| StoreError::Internal(format!("the board of {grid}: {error}")))?;
    Ok(BoardRow { grid, said, shown, put_up: row.take()?, taken_down: row.take::<Option<Day>>()? })
}

/// The board of a grid, also when it was taken down.
pub(crate) fn board(tx: &ReadTx<'_>, tenant: Tenant, grid: Id<Grid>) -> Result<Option<BoardRow>, StoreError> {
    tx.row(&format!("{BOARD}b.tenant = $1 AND b.id = $2"), params![tenant, grid], board_row)
}

/// The boards of a community that are up, the newest first.
pub(crate) fn boards_of(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    org: Id<Organisation>,
) -> Result<Vec<BoardRow>, StoreError> {
    let sql = format!(
        "{BOARD}b.tenant = $1 AND b.org_id = $2 AND b.taken_down_day IS NULL ORDER BY b.put_up_day DESC"
    );
    tx.rows(&sql, params![tenant, org], board_row)
}

/// Puts a board up, or up again.
pub(crate) fn put_up(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (org, grid): (&Org, Id<Grid>),
    (said, shown): (&BoardSaid, &Shown),
) -> Result<(), StoreError> {
    let shown = serde_json::to_string(shown).map_err(|error| StoreError::Internal(error.to_string()))?;
    let (tenant, org_id, org_path): (Tenant, Id<Organisation>, &OrgPath) = (org.tenant, org.id, &org.path);
    tx.execute(
        "INSERT INTO grid_board (tenant, id, org_id, org_path, extent, duties, office_phone, supervision_phone, shown, \
         put_up_day, put_up_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant, id) DO UPDATE SET \
         extent = excluded.extent, duties = excluded.duties, office_phone = excluded.office_phone, \
         supervision_phone = excluded.supervision_phone, shown = excluded.shown, put_up_day = excluded.put_up_day, \
         put_up_by = excluded.put_up_by, taken_down_day = NULL",
        params![
            tenant, grid, org_id, *org_path, said.extent.clone(), said.duties.clone(), said.office_phone.clone(),
            said.supervision_phone.clone(), shown, tx.today(), actor.person,
        ],
    )?;
    Ok(())
}

/// Takes a board down; says whether it was up.
pub(crate) fn take_down(tx: &WriteTx<'_>, tenant: Tenant, grid: Id<Grid>) -> Result<bool, StoreError> {
    let sql =
        "UPDATE grid_board SET taken_down_day = $1 WHERE tenant = $2 AND id = $3 AND taken_down_day IS NULL";
    Ok(tx.execute(sql, params![tx.today(), tenant, grid])? == 1)
}

/// Files what belongs to a community with the one it went up in.
pub(crate) fn move_paper(
    tx: &niangjia_store::WriteTx<'_>,
    tenant: niangjia_kernel::Tenant,
    from: &niangjia_web::Merging,
    into: &niangjia_web::Merging,
) -> Result<(), StoreError> {
    for sql in [
        "UPDATE grid_area SET org_id = $1, org_path = $2 WHERE tenant = $3 AND org_id = $4 AND NOT of_community",
        "UPDATE grid_board SET org_id = $1, org_path = $2 WHERE tenant = $3 AND org_id = $4",
    ] {
        tx.execute(sql, params![into.id, into.path.clone(), tenant, from.id])?;
    }
    Ok(())
}
