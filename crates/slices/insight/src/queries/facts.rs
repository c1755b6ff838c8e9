//! SQL on the sums of facts. A declared report: above the county they are read over the tenants of the branch.

use niangjia_kernel::{Day, FactKind, Month, OrgPath};
use niangjia_store::{Branch, ReadTx, Sql, StoreError};

const WEIGHT: &str =
    "CAST(COALESCE(SUM(CASE WHEN f.reverses IS NULL THEN 1 ELSE -1 END), 0) AS BIGINT) FROM fact f WHERE ";
const TALLY: &str = "CAST(COALESCE(SUM(t.facts), 0) AS BIGINT) FROM tally t WHERE ";

/// How many facts of a kind lie on some days, reversed ones taken off on the day of what they reverse.
pub(crate) fn facts_on(
    tx: &ReadTx<'_>,
    branch: &Branch,
    kind: FactKind,
    days: (Day, Day),
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT ");
    push_days(sql.push(WEIGHT), branch, kind, days);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// The same for each organisation of a branch.
pub(crate) fn facts_by_path(
    tx: &ReadTx<'_>,
    branch: &Branch,
    kind: FactKind,
    days: (Day, Day),
) -> Result<Vec<(OrgPath, i64)>, StoreError> {
    let mut sql = Sql::new("SELECT f.org_path, ");
    push_days(sql.push(WEIGHT), branch, kind, days);
    tx.select(sql.push(" GROUP BY f.org_path"), |row| Ok((row.take()?, row.take()?)))
}

fn push_days(sql: &mut Sql, branch: &Branch, kind: FactKind, (from, to): (Day, Day)) {
    sql.in_branch("f", branch).push(" AND f.kind = ").bind(&kind);
    sql.push(" AND f.on_day >= ").bind(&from).push(" AND f.on_day <= ").bind(&to);
}

/// How many facts of a kind whole months have, for each organisation of a branch.
pub(crate) fn tallies_by_path(
    tx: &ReadTx<'_>,
    branch: &Branch,
    kind: FactKind,
    months: (Month, Month),
) -> Result<Vec<(OrgPath, i64)>, StoreError> {
    let mut sql = Sql::new("SELECT t.org_path, ");
    push_months(sql.push(TALLY), branch, kind, months);
    tx.select(sql.push(" GROUP BY t.org_path"), |row| Ok((row.take()?, row.take()?)))
}

/// How many facts of a kind each month has; months without any are left out.
pub(crate) fn tallies_by_month(
    tx: &ReadTx<'_>,
    branch: &Branch,
    kind: FactKind,
    months: (Month, Month),
) -> Result<Vec<(Month, i64)>, StoreError> {
    let mut sql = Sql::new("SELECT t.month, ");
    push_months(sql.push(TALLY), branch, kind, months);
    tx.select(sql.push(" GROUP BY t.month"), |row| Ok((row.take()?, row.take()?)))
}

fn push_months(sql: &mut Sql, branch: &Branch, kind: FactKind, months: (Month, Month)) {
    sql.in_branch("t", branch).push(" AND t.kind = ").bind(&kind).push(" AND ").in_months("t", months);
}
