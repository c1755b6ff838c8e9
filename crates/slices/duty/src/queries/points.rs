//! Points: appending them, and every question about them.

use std::collections::HashMap;

use niangjia_kernel::{Fact, Id, Month, Person, Tenant};
use niangjia_store::{Column as _, ReadTx, Row, Sql, StoreError, Value, WriteTx, params, single};
use uuid::Uuid;

use crate::model::PointEntry;

const ENTRY: &str = "tenant, id, person_id, fact_tenant, fact_id, subject, org_path, kind, rule, rule_label, \
                     rule_version, points, month, on_day, at_ms, nth, cap, reverses";

fn entry(row: &mut Row<'_>) -> Result<PointEntry, StoreError> {
    Ok(PointEntry {
        tenant: row.take()?,
        id: row.take()?,
        person: row.take()?,
        fact_tenant: row.take()?,
        fact: row.take()?,
        subject: row.take()?,
        org_path: row.take()?,
        kind: row.take()?,
        rule: row.take()?,
        rule_label: row.take()?,
        rule_version: row.take()?,
        points: row.take()?,
        month: row.take()?,
        on: row.take()?,
        at: row.take()?,
        nth: row.take()?,
        cap: row.take()?,
        reverses: row.take()?,
    })
}

pub(crate) fn insert_entry(tx: &WriteTx<'_>, entry: &PointEntry) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO duty_point (tenant, id, person_id, fact_tenant, fact_id, subject, org_path, kind, rule, \
         rule_label, rule_version, points, month, on_day, at_ms, nth, cap, reverses) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        &values(entry, entry.id, entry.reverses),
    )?;
    Ok(())
}

/// The last place given, taken back or not, in a person's month under one rule; 0 when there is none. The index ends on
/// it, so that a busy month is no slower than an empty one.
pub(crate) fn last_place(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    month: Month,
    rule: &str,
) -> Result<i64, StoreError> {
    let sql = "SELECT COALESCE(MAX(nth), 0) FROM duty_point WHERE tenant = $1 AND person_id = $2 AND month = $3 \
               AND rule = $4";
    tx.value(sql, params![tenant, person, month, rule.to_owned()])
}

/// Whether a matter has given a person points under a rule before, taken back or not.
pub(crate) fn has_of_matter(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    fact: &Fact,
    rule: &str,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM duty_point WHERE tenant = $1 AND subject = $2 AND person_id = $3 \
               AND fact_tenant = $4 AND rule = $5";
    let found: i64 = tx.value(sql, params![tenant, fact.subject, person, fact.tenant, rule.to_owned()])?;
    Ok(found > 0)
}

/// What one fact gave to a person.
pub(crate) fn entries_of_fact(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    fact_tenant: Tenant,
    fact: Id<Fact>,
) -> Result<Vec<PointEntry>, StoreError> {
    let sql = format!(
        "SELECT {ENTRY} FROM duty_point WHERE tenant = $1 AND person_id = $2 AND fact_tenant = $3 AND fact_id = $4 \
         ORDER BY rule"
    );
    tx.rows(&sql, params![tenant, person, fact_tenant, fact], entry)
}

/// The entries of a person's month, the latest day first; without those of what became a sealed matter since, which only
/// sums keep.
pub(crate) fn month_entries(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    month: Month,
) -> Result<Vec<PointEntry>, StoreError> {
    let sql = format!(
        "SELECT {ENTRY} FROM duty_point WHERE tenant = $1 AND person_id = $2 AND month = $3 AND NOT EXISTS \
         (SELECT 1 FROM sealed_subject s WHERE s.tenant = duty_point.fact_tenant AND s.subject = duty_point.subject) \
         ORDER BY on_day DESC, at_ms DESC, CASE WHEN reverses IS NULL THEN 0 ELSE 1 END DESC, id DESC"
    );
    tx.rows(&sql, params![tenant, person, month], entry)
}

/// The points of a person in the months from one to another, both included.
pub(crate) fn sum(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    (from, to): (Month, Month),
) -> Result<i64, StoreError> {
    let sql = "SELECT COALESCE(CAST(SUM(points) AS BIGINT), 0) FROM duty_point \
               WHERE tenant = $1 AND person_id = $2 AND month >= $3 AND month <= $4";
    tx.value(sql, params![tenant, person, from, to])
}

/// The points of one month of many persons; who has none is not in it.
pub(crate) fn month_sums(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    persons: &[Id<Person>],
    month: Month,
) -> Result<HashMap<Id<Person>, i64>, StoreError> {
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new("SELECT person_id, CAST(SUM(points) AS BIGINT) FROM duty_point WHERE tenant = ");
    sql.bind(&tenant).push(" AND month = ").bind(&month).push(" AND person_id IN (");
    for (index, person) in persons.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(person);
    }
    sql.push(") GROUP BY person_id");
    let sums = tx.select(&sql, |row| Ok((row.take()?, row.take()?)))?;
    Ok(sums.into_iter().collect())
}

/// The latest months in which a person has entries, and how many, the latest first.
pub(crate) fn months(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    limit: i64,
) -> Result<Vec<(Month, i64)>, StoreError> {
    let sql = "SELECT month, COUNT(*) FROM duty_point WHERE tenant = $1 AND person_id = $2 GROUP BY month \
               ORDER BY month DESC LIMIT $3";
    tx.rows(sql, params![tenant, person, limit], |row| Ok((row.take()?, row.take()?)))
}

/// What these subjects gave, in the order in which it was recorded.
pub(crate) fn entries_of_subjects(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    subjects: &[Uuid],
) -> Result<Vec<PointEntry>, StoreError> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT ");
    sql.push(ENTRY).push(" FROM duty_point WHERE tenant = ").bind(&tenant).push(" AND subject IN (");
    for (index, subject) in subjects.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(subject);
    }
    sql.push(") AND NOT EXISTS (SELECT 1 FROM sealed_subject s WHERE s.tenant = duty_point.fact_tenant");
    sql.push(" AND s.subject = duty_point.subject) ORDER BY at_ms, CASE WHEN reverses IS NULL THEN 0 ELSE 1 END, id");
    tx.select(&sql, entry)
}

/// Every entry of a tenant, for the fold that is made again.
pub(crate) fn entries_in(tx: &ReadTx<'_>, tenant: Tenant) -> Result<Vec<PointEntry>, StoreError> {
    tx.rows(&format!("SELECT {ENTRY} FROM duty_point WHERE tenant = $1"), params![tenant], entry)
}

pub(crate) fn tenants_with_entries(tx: &ReadTx<'_>) -> Result<Vec<Tenant>, StoreError> {
    // A declared report: over all tenants.
    tx.rows("SELECT DISTINCT tenant FROM duty_point", &[], single)
}

/// Writes entries that know each other by identities of their own, under new ones.
pub(crate) fn insert_entries(tx: &WriteTx<'_>, entries: &[PointEntry]) -> Result<(), StoreError> {
    let ids: HashMap<Id<PointEntry>, Id<PointEntry>> =
        entries.iter().map(|entry| (entry.id, tx.new_id())).collect();
    let mut rows = entries.iter().map(|entry| {
        let named = |id: Id<PointEntry>| ids.get(&id).copied().unwrap_or(id);
        values(entry, named(entry.id), entry.reverses.map(named)).to_vec()
    });
    let columns: Vec<&str> = ENTRY.split(", ").collect();
    tx.insert_many("duty_point", &columns, &mut rows)?;
    Ok(())
}

fn values(entry: &PointEntry, id: Id<PointEntry>, reverses: Option<Id<PointEntry>>) -> [Value; 18] {
    [
        entry.tenant.bind(),
        id.bind(),
        entry.person.bind(),
        entry.fact_tenant.bind(),
        entry.fact.bind(),
        entry.subject.bind(),
        entry.org_path.bind(),
        entry.kind.bind(),
        entry.rule.bind(),
        entry.rule_label.bind(),
        entry.rule_version.bind(),
        entry.points.bind(),
        entry.month.bind(),
        entry.on.bind(),
        entry.at.bind(),
        entry.nth.bind(),
        entry.cap.bind(),
        reverses.bind(),
    ]
}

pub(crate) fn delete_all_entries(tx: &WriteTx<'_>) -> Result<u64, StoreError> {
    // A declared report: the whole fold is made again.
    tx.execute("DELETE FROM duty_point", &[])
}
