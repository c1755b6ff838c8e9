//! The register of a community that goes up in another.

use niangjia_kernel::{Id, Organisation, Tenant};
use niangjia_store::{Branch, ReadTx, Sql, StoreError, WriteTx, params, single};
use niangjia_web::Merging;

use crate::model::Grid;

/// Every number of a register, those of households that left it too.
pub(crate) fn household_numbers(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT number FROM household WHERE tenant = $1 AND org_id = $2 ORDER BY number";
    tx.rows(sql, params![tenant, org], single)
}

/// Gives a household of a community another number.
pub(crate) fn renumber_household(
    tx: &WriteTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    (from, to): (&str, &str),
) -> Result<(), StoreError> {
    let sql = "UPDATE household SET number = $1 WHERE tenant = $2 AND org_id = $3 AND number = $4";
    tx.execute(sql, params![to.to_owned(), tenant, org, from.to_owned()])?;
    Ok(())
}

/// The grids of a community, ended ones too, with their codes in order.
pub(crate) fn all_grids(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
) -> Result<Vec<(Id<Grid>, String)>, StoreError> {
    let sql = "SELECT id, code FROM household_grid WHERE tenant = $1 AND org_id = $2 ORDER BY code";
    tx.rows(sql, params![tenant, org], |row| Ok((row.take()?, row.take()?)))
}

/// Moves a grid to another community under a code of that one.
pub(crate) fn move_grid(
    tx: &WriteTx<'_>,
    (tenant, grid): (Tenant, Id<Grid>),
    into: &Merging,
    code: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE household_grid SET org_id = $1, org_path = $2, code = $3 WHERE tenant = $4 AND id = $5";
    tx.execute(sql, params![into.id, into.path.clone(), code.to_owned(), tenant, grid])?;
    Ok(())
}

/// Moves the households of a community with what hangs on them to another. Visits stay where they were made, as their
/// facts do; the sheets of handovers are filed with the new one and keep their numbers.
pub(crate) fn move_register(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    from: &Merging,
    into: &Merging,
) -> Result<u64, StoreError> {
    let households = "UPDATE household SET org_id = $1, org_path = $2 WHERE tenant = $3 AND org_id = $4";
    let moved = tx.execute(households, params![into.id, into.path.clone(), tenant, from.id])?;
    for sql in [
        "UPDATE household_need SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
        "UPDATE household_link SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
        "UPDATE household_caretaking SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
        "UPDATE household_contact_duty SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
        "UPDATE household_handover SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
    ] {
        tx.execute(sql, params![into.path.clone(), tenant, from.path.clone()])?;
    }
    Ok(moved)
}

/// Rows that say of a household that it stands elsewhere than it does: a merger that was not whole.
pub(crate) fn astray(tx: &ReadTx<'_>, branch: &Branch) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for (table, what) in
        [("household_need", "需求"), ("household_link", "联系"), ("household_caretaking", "代管")]
    {
        let mut sql = Sql::new("SELECT '");
        sql.push(what).push("和家庭不在一个社区：' || h.name FROM ").push(table);
        sql.push(" x JOIN household h ON h.tenant = x.tenant AND h.id = x.household_id WHERE ");
        sql.in_branch("x", branch).push(" AND x.org_path <> h.org_path ORDER BY h.org_path, h.number");
        found.extend(tx.select::<String>(&sql, single)?);
    }
    let mut sql = Sql::new(
        "SELECT '家庭登记在已经合并的社区：' || h.name FROM household h JOIN org o ON o.id = h.org_id WHERE ",
    );
    sql.in_branch("h", branch);
    sql.push(" AND h.until_day IS NULL AND o.until_day IS NOT NULL ORDER BY h.org_path, h.number");
    found.extend(tx.select::<String>(&sql, single)?);
    Ok(found)
}
