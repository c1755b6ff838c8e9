//! Duties and leaves.

use niangjia_kernel::{Day, Id, Key, OrgPath, Tenant};
use niangjia_store::{ReadTx, Row, StoreError, WriteTx, params};

use crate::model::{DutyPlan, Home, Leave, LeaveRow, Pattern, PlanRow};

const PLAN: &str = "SELECT p.tenant, p.id, p.place, p.weekdays, p.starts_minute, p.ends_minute, p.holidays, p.from_day, \
                    p.until_day FROM reception_plan p WHERE p.tenant = $1 AND ";
const LEAVE: &str = "SELECT l.tenant, l.id, l.person_id, l.person_name, l.reason, l.from_day, l.until_day \
                     FROM reception_leave l WHERE l.tenant = $1 AND ";

fn plan_row(row: &mut Row<'_>) -> Result<PlanRow, StoreError> {
    Ok(PlanRow {
        tenant: row.take()?,
        id: row.take()?,
        place: row.take()?,
        pattern: Pattern {
            weekdays: row.take()?,
            starts: row.take()?,
            ends: row.take()?,
            holidays: row.take()?,
        },
        from: row.take()?,
        until: row.take()?,
    })
}

fn leave_row(row: &mut Row<'_>) -> Result<LeaveRow, StoreError> {
    Ok(LeaveRow {
        tenant: row.take()?,
        id: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        reason: row.take()?,
        from: row.take()?,
        until: row.take()?,
    })
}

/// The duties of one organisation that go on or end after a day.
pub(crate) fn plans(
    tx: &ReadTx<'_>,
    (tenant, path): (Tenant, &OrgPath),
    after: Day,
) -> Result<Vec<PlanRow>, StoreError> {
    let sql = format!(
        "{PLAN}p.org_path = $2 AND (p.until_day IS NULL OR p.until_day > $3) ORDER BY p.place, p.starts_minute, p.id"
    );
    tx.rows(&sql, params![tenant, path.clone(), after], plan_row)
}

/// A duty of one organisation.
pub(crate) fn plan_of(
    tx: &ReadTx<'_>,
    path: &OrgPath,
    key: Key<DutyPlan>,
) -> Result<Option<PlanRow>, StoreError> {
    let sql = format!("{PLAN}p.org_path = $2 AND p.id = $3");
    tx.row(&sql, params![key.tenant, path.clone(), key.id], plan_row)
}

pub(crate) fn insert_plan(
    tx: &WriteTx<'_>,
    home: &Home,
    id: Id<DutyPlan>,
    (place, pattern, from): (&str, Pattern, Day),
) -> Result<bool, StoreError> {
    let written = tx.execute(
        "INSERT INTO reception_plan (tenant, id, org_id, org_path, place, weekdays, starts_minute, ends_minute, \
         holidays, from_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            home.tenant,
            id,
            home.org_id,
            home.org_path.clone(),
            place.to_owned(),
            pattern.weekdays,
            pattern.starts,
            pattern.ends,
            pattern.holidays,
            from,
        ],
    )?;
    Ok(written == 1)
}

/// Ends a duty, and takes away its turns from that day on that nobody served.
pub(crate) fn end_plan(tx: &WriteTx<'_>, plan: &PlanRow, until: Day) -> Result<bool, StoreError> {
    let sql = "UPDATE reception_plan SET until_day = $1 WHERE tenant = $2 AND id = $3 AND until_day IS NULL";
    if tx.execute(sql, params![until, plan.tenant, plan.id])? == 0 {
        return Ok(false);
    }
    let gone = "SELECT t.id FROM reception_turn t WHERE t.tenant = $1 AND t.plan_id = $2 AND t.on_day >= $3 AND t.state = 'planned'";
    let exchanges = format!(
        "DELETE FROM reception_exchange WHERE tenant = $1 AND (turn_id IN ({gone}) OR in_return IN ({gone}))"
    );
    tx.execute(&exchanges, params![plan.tenant, plan.id, until])?;
    let turns = "DELETE FROM reception_turn WHERE tenant = $1 AND plan_id = $2 AND on_day >= $3 AND state = 'planned'";
    tx.execute(turns, params![plan.tenant, plan.id, until])?;
    Ok(true)
}

/// The leaves of one organisation.
pub(crate) fn leaves(
    tx: &ReadTx<'_>,
    (tenant, path): (Tenant, &OrgPath),
) -> Result<Vec<LeaveRow>, StoreError> {
    let sql = format!("{LEAVE}l.org_path = $2 ORDER BY l.from_day DESC, l.id");
    tx.rows(&sql, params![tenant, path.clone()], leave_row)
}

/// A leave of one organisation.
pub(crate) fn leave_of(
    tx: &ReadTx<'_>,
    path: &OrgPath,
    key: Key<Leave>,
) -> Result<Option<LeaveRow>, StoreError> {
    let sql = format!("{LEAVE}l.org_path = $2 AND l.id = $3");
    tx.row(&sql, params![key.tenant, path.clone(), key.id], leave_row)
}

pub(crate) fn insert_leave(tx: &WriteTx<'_>, home: &Home, leave: &LeaveRow) -> Result<bool, StoreError> {
    let written = tx.execute(
        "INSERT INTO reception_leave (tenant, id, org_id, org_path, person_id, person_name, reason, from_day, until_day) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            home.tenant,
            leave.id,
            home.org_id,
            home.org_path.clone(),
            leave.person,
            leave.person_name.clone(),
            leave.reason,
            leave.from,
            leave.until,
        ],
    )?;
    Ok(written == 1)
}

/// Notes from which day she takes turns again.
pub(crate) fn end_leave(tx: &WriteTx<'_>, leave: &LeaveRow, until: Day) -> Result<(), StoreError> {
    let sql = "UPDATE reception_leave SET until_day = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![until, leave.tenant, leave.id]).map(drop)
}
