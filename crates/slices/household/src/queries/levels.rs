//! The internal level of families. Read by the page of one family alone: no list, count or file joins this table.

use niangjia_kernel::{Day, Household, Id, Tenant};
use niangjia_store::{Actor, Branch, ReadTx, Sql, StoreError, WriteTx, params};

use crate::model::{HouseholdRow, Level, LevelDecision, LevelRow};
use crate::rules::{Sight, sight};

const REASON: &str = "household_level.reason";

/// Writes a decision; the one before it holds no more. Says whether it was new (the same form may come twice).
pub(crate) fn insert_level(
    tx: &WriteTx<'_>,
    actor: &Actor,
    id: Id<LevelDecision>,
    household: &HouseholdRow,
    (level, reason, until): (Level, &str, Day),
) -> Result<bool, StoreError> {
    let sealed = tx.seal(REASON, reason)?;
    let written = tx.execute(
        "INSERT INTO household_level (tenant, id, household_id, level, reason, person_id, at_ms, on_day, until_day) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            household.tenant, id, household.id, level, sealed, actor.person, tx.now(), tx.today(), until,
        ],
    )?;
    Ok(written == 1)
}

/// The last decisions about a family, the newest first, whether they still hold or not.
pub(crate) fn levels(
    tx: &ReadTx<'_>,
    (tenant, household): (Tenant, Id<Household>),
) -> Result<Vec<LevelRow>, StoreError> {
    let sql = "SELECT l.level, l.on_day, l.until_day, p.name, l.reason FROM household_level l \
               JOIN people_person p ON p.tenant = l.tenant AND p.id = l.person_id \
               WHERE l.tenant = $1 AND l.household_id = $2 ORDER BY l.at_ms DESC, l.id DESC LIMIT 20";
    let rows = tx.rows(sql, params![tenant, household], |row| {
        Ok((row.take()?, row.take()?, row.take()?, row.take()?, row.take::<Vec<u8>>()?))
    })?;
    let open = |(level, on, until, decided_by, sealed): (_, _, _, _, Vec<u8>)| {
        Ok(LevelRow { level, on, until, decided_by, reason: tx.unseal(REASON, &sealed)? })
    };
    rows.into_iter().map(open).collect()
}

/// The families of a community whose level has run out and was not decided anew, for its chair alone.
pub(crate) fn run_out(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
) -> Result<Vec<(Tenant, Id<Household>)>, StoreError> {
    if sight(actor) != Sight::Community {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        "SELECT h.tenant, h.id FROM household_level l JOIN household h ON h.tenant = l.tenant AND h.id = l.household_id WHERE ",
    );
    sql.in_branch("h", branch).push(" AND ").in_force("h", &tx.today());
    sql.push(" AND l.until_day <= ").bind(&tx.today()).push(" AND l.level <> ").bind(&Level::R0);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM household_level n WHERE n.tenant = l.tenant ");
    sql.push(
        "AND n.household_id = l.household_id AND (n.at_ms > l.at_ms OR n.at_ms = l.at_ms AND n.id > l.id)) ",
    );
    sql.push("ORDER BY l.until_day, h.number");
    tx.select(&sql, |row| Ok((row.take()?, row.take()?)))
}
