//! The register of a community that goes up in another.

use niangjia_kernel::{Household, Id, Organisation, Tenant};
use niangjia_store::{Branch, ReadTx, Sql, StoreError, WriteTx, params, single};
use niangjia_web::Merging;

use crate::model::{CareState, Grid, ResidenceCare};

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
        "UPDATE household_care_asked SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
    ] {
        tx.execute(sql, params![into.path.clone(), tenant, from.path.clone()])?;
    }
    move_care(tx, tenant, from, into)?;
    Ok(moved)
}

/// Families of other communities that lived in the one that ends live in the one that goes on. What the two had asked of
/// each other is over: who helped from next door is of the family's own community now.
fn move_care(tx: &WriteTx<'_>, tenant: Tenant, from: &Merging, into: &Merging) -> Result<(), StoreError> {
    let helped = "SELECT DISTINCT household_tenant FROM household_care_given WHERE tenant = $1 AND org_id = $2 \
                  AND until_day IS NULL";
    for home in tx.rows::<Tenant>(helped, params![tenant, from.id], single)? {
        let links = "UPDATE household_link SET helper_org_id = $1, helper_org_path = $2 WHERE tenant = $3 \
                     AND helper_org_id = $4 AND until_day IS NULL";
        tx.execute(links, params![into.id, into.path.clone(), home, from.id])?;
        let asked = "UPDATE household_care_asked SET care_org_id = $1 WHERE tenant = $2 AND care_org_id = $3 \
                     AND until_day IS NULL";
        tx.execute(asked, params![into.id, home, from.id])?;
    }
    let given = "UPDATE household_care_given SET org_id = $1, org_path = $2 WHERE tenant = $3 AND org_id = $4 \
                 AND until_day IS NULL";
    tx.execute(given, params![into.id, into.path.clone(), tenant, from.id])?;
    let own = "SELECT g.id, g.household_id FROM household_care_given g JOIN household h ON h.tenant = g.tenant \
               AND h.id = g.household_id WHERE g.tenant = $1 AND g.household_tenant = $1 AND g.org_id = $2 \
               AND h.org_id = $2 AND g.until_day IS NULL";
    let own = tx.rows::<(Id<ResidenceCare>, Id<Household>)>(own, params![tenant, into.id], |row| {
        Ok((row.take()?, row.take()?))
    })?;
    for (care, household) in own {
        let links = "UPDATE household_link SET helper_tenant = NULL, helper_org_id = NULL, helper_org_path = NULL \
                     WHERE tenant = $1 AND household_id = $2 AND helper_org_id = $3 AND until_day IS NULL";
        tx.execute(links, params![tenant, household, into.id])?;
        let asked =
            "UPDATE household_care_asked SET state = $1, until_day = $2 WHERE tenant = $3 AND id = $4";
        tx.execute(asked, params![CareState::Ended, tx.today(), tenant, care])?;
        let given =
            "UPDATE household_care_given SET person_id = NULL, until_day = $1 WHERE tenant = $2 AND id = $3";
        tx.execute(given, params![tx.today(), tenant, care])?;
    }
    Ok(())
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
