//! The duty record: facts, by who took part in them.

use niangjia_kernel::{Day, Fact, FactKind, Id, Month, Person, Tenant};
use niangjia_store::{ReadTx, Row, Sql, StoreError};

use crate::model::DutyRow;

/// Facts a person took part in. What only takes another one back is no duty of its own; of what became a sealed matter since,
/// no list tells any more.
const FROM: &str = " FROM fact_part part JOIN fact f ON f.tenant = part.fact_tenant AND f.id = part.fact_id \
                    JOIN org o ON o.id = f.org_id \
                    LEFT JOIN fact back ON back.tenant = f.tenant AND back.reverses = f.id \
                    WHERE f.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM sealed_subject s \
                    WHERE s.tenant = f.tenant AND s.subject = f.subject) AND part.tenant = ";

fn duty_row(row: &mut Row<'_>) -> Result<DutyRow, StoreError> {
    Ok(DutyRow {
        tenant: row.take()?,
        fact: row.take()?,
        kind: row.take()?,
        on: row.take()?,
        subject: row.take()?,
        org_name: row.take()?,
        role: row.take()?,
        taken_back: row.take::<Option<Id<Fact>>>()?.is_some(),
    })
}

/// The facts a person took part in, the latest day first, from after `after` on.
pub(crate) fn record(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    after: Option<(Day, Id<Fact>)>,
    limit: i64,
) -> Result<Vec<DutyRow>, StoreError> {
    let mut sql = Sql::new("SELECT f.tenant, f.id, f.kind, f.on_day, f.subject, o.name, part.role, back.id");
    sql.push(FROM).bind(&tenant).push(" AND part.person_id = ").bind(&person);
    if let Some((on, id)) = after {
        sql.push(" AND (f.on_day < ").bind(&on).push(" OR (f.on_day = ").bind(&on);
        sql.push(" AND f.id < ").bind(&id).push("))");
    }
    sql.push(" ORDER BY f.on_day DESC, f.id DESC LIMIT ").bind(&limit);
    tx.select(&sql, duty_row)
}

/// How many facts [`record`] would list in all.
pub(crate) fn count_record(tx: &ReadTx<'_>, tenant: Tenant, person: Id<Person>) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*)");
    sql.push(FROM).bind(&tenant).push(" AND part.person_id = ").bind(&person);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// How many facts of each kind a person took part in within a month; what was taken back does not count.
pub(crate) fn month_by_kind(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    month: Month,
) -> Result<Vec<(FactKind, i64)>, StoreError> {
    let mut sql = Sql::new("SELECT f.kind, COUNT(*)");
    sql.push(FROM).bind(&tenant).push(" AND part.person_id = ").bind(&person);
    sql.push(" AND back.id IS NULL AND f.on_day >= ").bind(&month.first_day());
    sql.push(" AND f.on_day <= ").bind(&month.last_day()).push(" GROUP BY f.kind");
    tx.select(&sql, |row| Ok((row.take()?, row.take()?)))
}
