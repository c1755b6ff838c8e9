//! What a ledger says of a household besides its name, as it is registered today.

use std::collections::HashMap;

use niangjia_kernel::{Household, Id};
use niangjia_store::{ReadTx, Sql, StoreError};

use crate::model::{HouseholdRow, NeedKind, VisitRow};
use crate::queries::visible::{HOUSEHOLD, household_row};

/// Households looked up by one statement; fewer are filled up, so that there is one statement to prepare.
const AT_ONCE: usize = 250;

/// A household as a ledger says it.
#[derive(Debug, Clone)]
pub(crate) struct DescribedHousehold {
    pub(crate) row: HouseholdRow,
    pub(crate) org_name: String,
    pub(crate) grid: Option<String>,
    /// Those in force today.
    pub(crate) needs: Vec<NeedKind>,
}

/// Adds the households of these visits that are not in `known` yet.
pub(crate) fn describe(
    tx: &ReadTx<'_>,
    visits: &[VisitRow],
    known: &mut HashMap<Id<Household>, DescribedHousehold>,
) -> Result<(), StoreError> {
    let mut unknown: Vec<Id<Household>> = visits.iter().map(|visit| visit.household).collect();
    unknown.sort_unstable();
    unknown.dedup();
    unknown.retain(|household| !known.contains_key(household));
    let Some(tenant) = visits.first().map(|visit| visit.tenant) else { return Ok(()) };
    for some in unknown.chunks(AT_ONCE) {
        let mut sql = Sql::new("SELECT ");
        sql.push(HOUSEHOLD).push(", o.name, g.name FROM household h JOIN org o ON o.id = h.org_id ");
        sql.push("LEFT JOIN household_grid g ON g.tenant = h.tenant AND g.id = h.grid_id WHERE h.tenant = ");
        push_ids(sql.bind(&tenant).push(" AND h.id IN ("), some);
        let found = tx.select(&sql, |row| {
            let (household, org_name) = (household_row(row)?, row.take()?);
            Ok(DescribedHousehold { row: household, org_name, grid: row.take()?, needs: Vec::new() })
        })?;
        known.extend(found.into_iter().map(|one| (one.row.id, one)));
        let mut sql = Sql::new("SELECT n.household_id, n.kind FROM household_need n WHERE n.tenant = ");
        sql.bind(&tenant).push(" AND ").in_force("n", &tx.today()).push(" AND n.household_id IN (");
        push_ids(&mut sql, some);
        sql.push(" ORDER BY n.kind");
        for (household, kind) in tx.select(&sql, |row| Ok((row.take::<Id<Household>>()?, row.take()?)))? {
            if let Some(one) = known.get_mut(&household) {
                one.needs.push(kind);
            }
        }
    }
    Ok(())
}

fn push_ids(sql: &mut Sql, some: &[Id<Household>]) {
    let filled = some.iter().chain(std::iter::repeat_n(&some[0], AT_ONCE - some.len()));
    for (index, household) in filled.enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(household);
    }
    sql.push(")");
}
