//! Counting the sums of facts again, one tenant at a time: a nation's facts never stand in memory together.

use std::collections::BTreeMap;

use niangjia_kernel::{Day, Tenant};
use uuid::Uuid;

use super::Fold;
use crate::column::Column as _;
use crate::{ReadTx, StoreError, Value, WriteTx, params, single};

/// The sums by organisation, month and kind.
pub const TALLIES: Fold = Fold { name: "tally", rebuild, differences };

/// What identifies a sum within its tenant: organisation, its path, month, kind.
type Key = (Uuid, String, i64, String);

const TALLY: [&str; 10] =
    ["tenant", "org_id", "org_path", "month", "kind", "facts", "attendances", "households", "minutes", "fen"];

/// What the sums of one tenant would be if they were counted now.
fn recount(tx: &ReadTx<'_>, tenant: Tenant) -> Result<BTreeMap<Key, [i64; 5]>, StoreError> {
    // By day, because only the program knows in which month a day lies.
    let sql = "SELECT org_id, org_path, on_day, kind, \
               CAST(SUM(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END) AS BIGINT), CAST(SUM(attendances) AS BIGINT), \
               CAST(SUM(households) AS BIGINT), CAST(SUM(minutes) AS BIGINT), CAST(SUM(fen) AS BIGINT) \
               FROM fact WHERE tenant = $1 GROUP BY org_id, org_path, on_day, kind";
    let mut sums = BTreeMap::<Key, [i64; 5]>::new();
    tx.rows(sql, params![tenant], |row| {
        let (org, path, on): (Uuid, String, Day) = (row.take()?, row.take()?, row.take()?);
        let sum = sums.entry((org, path, on.month().number(), row.take()?)).or_default();
        for total in sum {
            *total += row.take::<i64>()?;
        }
        Ok(())
    })?;
    Ok(sums)
}

/// The tenants that have facts or sums.
fn tenants(tx: &ReadTx<'_>) -> Result<Vec<Tenant>, StoreError> {
    // A declared report: over all tenants.
    tx.rows("SELECT tenant FROM fact UNION SELECT tenant FROM tally ORDER BY tenant", &[], single)
}

fn rebuild(tx: &WriteTx<'_>) -> Result<i64, StoreError> {
    let tenants = tenants(tx)?;
    // A declared report: the whole fold is made again.
    tx.execute("DELETE FROM tally", &[])?;
    let mut rows = 0;
    for tenant in tenants {
        let sums = recount(tx, tenant)?;
        let mut written = sums.into_iter().map(|((org, path, month, kind), sums)| {
            let mut row: Vec<Value> = params![tenant, org, path, month, kind].to_vec();
            row.extend(sums.iter().map(|sum| sum.bind()));
            row
        });
        rows += tx.insert_many("tally", &TALLY, &mut written)?;
    }
    Ok(i64::try_from(rows).unwrap_or(i64::MAX))
}

fn differences(tx: &ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let mut differences = Vec::new();
    for tenant in tenants(tx)? {
        differing(tx, tenant, &mut differences)?;
    }
    Ok(differences)
}

fn differing(tx: &ReadTx<'_>, tenant: Tenant, differences: &mut Vec<String>) -> Result<(), StoreError> {
    let mut expected = recount(tx, tenant)?;
    let sql = "SELECT org_id, org_path, month, kind, facts, attendances, households, minutes, fen FROM tally \
               WHERE tenant = $1";
    let stored = tx.rows(sql, params![tenant], |row| {
        let key: Key = (row.take()?, row.take()?, row.take()?, row.take()?);
        Ok((key, [row.take()?, row.take()?, row.take()?, row.take()?, row.take::<i64>()?]))
    })?;
    for (key, sums) in stored {
        let recounted = expected.remove(&key).unwrap_or_default();
        if recounted != sums {
            differences.push(format!("tally {tenant} {key:?}: stored {sums:?}, recounted {recounted:?}"));
        }
    }
    let missing = expected.into_iter().filter(|(_, sums)| sums.iter().any(|sum| *sum != 0));
    differences
        .extend(missing.map(|(key, sums)| format!("tally {tenant} {key:?}: missing, recounted {sums:?}")));
    Ok(())
}
