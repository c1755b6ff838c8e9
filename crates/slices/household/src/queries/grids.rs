//! Grids of a community, who is assigned to them, how many households lie in them.

use niangjia_kernel::{Day, Id, OrgPath, Organisation, Person, Tenant};
use niangjia_store::{ReadTx, StoreError, WriteTx, params};

use crate::model::{Grid, GridPost, Mode};
use crate::rules::ExternalHolder;

/// A grid to be entered.
#[derive(Debug, Clone)]
pub struct NewGrid {
    /// Its tenant.
    pub tenant: Tenant,
    /// Its community.
    pub org_id: Id<Organisation>,
    /// Where that stands.
    pub org_path: OrgPath,
    /// Its code (R-HH-13).
    pub code: String,
    /// Its code in the 综治 network.
    pub external_code: Option<String>,
    /// What it is called.
    pub name: String,
    /// The residents' group it serves.
    pub group_name: String,
    /// Since when.
    pub since: Day,
}

pub(crate) fn insert_grid(tx: &WriteTx<'_>, id: Id<Grid>, grid: &NewGrid) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO household_grid (tenant, id, org_id, org_path, code, name, group_name, from_day, external_code) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            grid.tenant,
            id,
            grid.org_id,
            grid.org_path,
            grid.code,
            grid.name,
            grid.group_name,
            grid.since,
            grid.external_code.clone()
        ],
    )?;
    Ok(())
}

pub(crate) fn insert_grid_post(
    tx: &WriteTx<'_>,
    (tenant, grid): (Tenant, Id<Grid>),
    person: Id<Person>,
    mode: Mode,
    since: Day,
) -> Result<(), StoreError> {
    let id: Id<GridPost> = tx.new_id();
    tx.execute(
        "INSERT INTO household_grid_post (tenant, id, grid_id, person_id, mode, from_day) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![tenant, id, grid, person, mode, since],
    )?;
    Ok(())
}

/// A grid of a community as its list shows it.
#[derive(Debug, Clone)]
pub struct GridRow {
    /// Its identity.
    pub id: Id<Grid>,
    /// Our code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// The residents' group it serves.
    pub group_name: String,
    /// Since when.
    pub since: Day,
    /// The code in the 综治 network.
    pub external_code: Option<String>,
    /// Households registered in it.
    pub households: i64,
    /// Who is assigned to it, and how.
    pub members: Vec<(Id<Person>, String, Mode)>,
}

/// The grids of a community in use on a day, by code.
pub(crate) fn grids(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    org: Id<Organisation>,
    on: Day,
) -> Result<Vec<GridRow>, StoreError> {
    let sql = "SELECT g.id, g.code, g.name, g.group_name, g.from_day, g.external_code, (SELECT COUNT(*) FROM household h \
               WHERE h.tenant = g.tenant AND h.grid_id = g.id AND h.from_day <= $1 \
               AND (h.until_day IS NULL OR h.until_day > $1)) FROM household_grid g WHERE g.tenant = $2 \
               AND g.org_id = $3 AND g.from_day <= $1 AND (g.until_day IS NULL OR g.until_day > $1) ORDER BY g.code";
    let mut found = tx.rows(sql, params![on, tenant, org], |row| {
        Ok(GridRow {
            id: row.take()?,
            code: row.take()?,
            name: row.take()?,
            group_name: row.take()?,
            since: row.take()?,
            external_code: row.take()?,
            households: row.take()?,
            members: Vec::new(),
        })
    })?;
    let sql = "SELECT a.grid_id, p.id, p.name, a.mode FROM household_grid_post a \
               JOIN household_grid g ON g.tenant = a.tenant AND g.id = a.grid_id \
               JOIN people_person p ON p.tenant = a.tenant AND p.id = a.person_id WHERE a.tenant = $1 \
               AND g.org_id = $2 AND a.from_day <= $3 AND (a.until_day IS NULL OR a.until_day > $3) \
               ORDER BY a.from_day, a.id";
    let posts = tx.rows(sql, params![tenant, org, on], |row| {
        Ok((row.take::<Id<Grid>>()?, (row.take()?, row.take()?, row.take()?)))
    })?;
    for (grid, member) in posts {
        for row in found.iter_mut().filter(|row| row.id == grid) {
            row.members.push(member.clone());
        }
    }
    Ok(found)
}

/// Who of a tenant has a 综治 code; `here` is the community that asks.
pub(crate) fn holder_of_external_code(
    tx: &ReadTx<'_>,
    (tenant, here): (Tenant, Id<Organisation>),
    code: &str,
) -> Result<Option<ExternalHolder>, StoreError> {
    let sql = "SELECT g.id, g.name, g.org_id, o.name FROM household_grid g JOIN org o ON o.id = g.org_id \
               WHERE g.tenant = $1 AND g.external_code = $2";
    tx.row(sql, params![tenant, code.to_owned()], |row| {
        let (grid, grid_name) = (row.take()?, row.take()?);
        let (org, name): (Id<Organisation>, String) = (row.take()?, row.take()?);
        let elsewhere = (org != here).then(|| name.trim_end_matches("妇联").to_owned());
        Ok(ExternalHolder { grid, grid_name, elsewhere })
    })
}

/// Sets or clears the 综治 code of a grid.
pub(crate) fn set_external_code(
    tx: &WriteTx<'_>,
    (tenant, grid): (Tenant, Id<Grid>),
    code: Option<&str>,
) -> Result<(), StoreError> {
    let sql = "UPDATE household_grid SET external_code = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![code.map(str::to_owned), tenant, grid])?;
    Ok(())
}
