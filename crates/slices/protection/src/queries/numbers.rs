//! Counts of sealed cases by county and quarter, as they are; what of them is told, the rules say.

use std::collections::HashMap;

use niangjia_kernel::{Month, OrgPath};
use niangjia_store::{Branch, ReadTx, Sql, StoreError};

use super::tags;

/// A count by the path of the county and the first month of the quarter.
pub(crate) type ByQuarter = HashMap<(String, Month), i64>;

fn gathered(rows: Vec<(OrgPath, Month, i64)>) -> ByQuarter {
    let mut counts = ByQuarter::new();
    for (path, month, count) in rows {
        let quarter = Month::from_number(month.number() - month.number().rem_euclid(3));
        *counts.entry((path.as_str().to_owned(), quarter)).or_default() += count;
    }
    counts
}

/// Cases opened in the months from one to another, those about a child and the others apart.
pub(crate) fn opened_by_quarter(
    tx: &ReadTx<'_>,
    branch: &Branch,
    months: (Month, Month),
    child: bool,
) -> Result<ByQuarter, StoreError> {
    // A declared report: counts by county, of no person's row.
    let mut sql = Sql::new("SELECT c.org_path, c.opened_month, COUNT(*) FROM protection_case c WHERE ");
    tags::push_any(&mut sql, tx, "c.tag", (tags::CASE, tags::of_case(child)));
    sql.push(" AND c.opened_month >= ").bind(&months.0).push(" AND c.opened_month <= ");
    sql.bind(&months.1).push(" AND ").in_branch("c", branch);
    sql.push(" GROUP BY c.org_path, c.opened_month");
    Ok(gathered(tx.select(&sql, |row| Ok((row.take()?, row.take()?, row.take()?)))?))
}

/// How often something was done in the months from one to another.
pub(crate) fn turned_by_quarter(
    tx: &ReadTx<'_>,
    branch: &Branch,
    months: (Month, Month),
    kind: crate::model::EventKind,
) -> Result<ByQuarter, StoreError> {
    // A declared report: counts by county, of no person's row.
    let mut sql = Sql::new(
        "SELECT c.org_path, e.month, COUNT(*) FROM protection_event e JOIN protection_case c \
         ON c.tenant = e.tenant AND c.id = e.case_id WHERE ",
    );
    tags::push_any(&mut sql, tx, "e.tag", (tags::EVENT, kind.code()));
    sql.push(" AND e.month >= ").bind(&months.0).push(" AND e.month <= ").bind(&months.1);
    sql.push(" AND ").in_branch("c", branch).push(" GROUP BY c.org_path, e.month");
    Ok(gathered(tx.select(&sql, |row| Ok((row.take()?, row.take()?, row.take()?)))?))
}
