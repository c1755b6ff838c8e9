//! Facts and their sums by organisation × month × kind: the fold that every dashboard reads.

mod bulk;
mod recount;
mod sealed;

use niangjia_kernel::{Fact, FactKind, FactPart, Fen, Id, Month};

use crate::{Branch, ReadTx, Row, Sql, StoreError, WriteTx, params};

const COLUMNS: &str = "tenant, id, kind, org_id, org_path, area_code, on_day, at_ms, subject, attendances, households, \
                       minutes, fen, recorded_by, reverses";

/// A derived table that can be made again from its source, and compared with it.
pub struct Fold {
    /// What it is called in `doctor` and `rebuild`.
    pub name: &'static str,
    /// Throws it away and makes it again; says how many rows it has.
    pub rebuild: fn(&WriteTx<'_>) -> Result<i64, StoreError>,
    /// Every row that a recount would make different, in words.
    pub differences: fn(&ReadTx<'_>) -> Result<Vec<String>, StoreError>,
}

pub use bulk::append_many;
pub use recount::TALLIES;
pub use sealed::{SealedHome, append_sealed, is_sealed, random, seal_subject};

/// Appends a fact, adds it to the sums of its home and month, and tells the subscribers, all in this transaction.
///
/// # Errors
/// [`StoreError::Unique`] when it is there already.
pub fn append(tx: &WriteTx<'_>, fact: &Fact, parts: &[FactPart]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO fact (tenant, id, kind, org_id, org_path, area_code, on_day, at_ms, subject, attendances, \
         households, minutes, fen, recorded_by, reverses) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![
            fact.tenant, fact.id, fact.kind, fact.org_id, fact.org_path, fact.area_code, fact.on_day, fact.at,
            fact.subject, fact.attendances, fact.households, fact.minutes, fact.fen, fact.recorded_by, fact.reverses,
        ],
    )?;
    for part in parts {
        tx.execute(
            "INSERT INTO fact_part (tenant, person_id, fact_tenant, fact_id, role) VALUES ($1, $2, $3, $4, $5)",
            params![part.tenant, part.person, fact.tenant, fact.id, part.role],
        )?;
    }
    tx.execute(
        "INSERT INTO tally (tenant, org_id, org_path, month, kind, facts, attendances, households, minutes, fen) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (tenant, org_id, org_path, month, kind) DO UPDATE SET facts = tally.facts + excluded.facts, \
         attendances = tally.attendances + excluded.attendances, households = tally.households + excluded.households, \
         minutes = tally.minutes + excluded.minutes, fen = tally.fen + excluded.fen",
        params![
            fact.tenant, fact.org_id, fact.org_path, fact.on_day.month(), fact.kind, fact.weight(), fact.attendances,
            fact.households, fact.minutes, fact.fen,
        ],
    )?;
    for subscriber in tx.subscribers() {
        subscriber(tx, fact, parts)?;
    }
    Ok(())
}

/// Takes a fact back by appending its reversal; the same people took part in it. Those of another tenant are only found
/// when that tenant is named in `elsewhere`.
///
/// # Errors
/// [`StoreError::Unique`] when it was taken back before.
pub fn reverse(
    tx: &WriteTx<'_>,
    fact: &Fact,
    by: Id<niangjia_kernel::Person>,
    elsewhere: Option<niangjia_kernel::Tenant>,
) -> Result<Fact, StoreError> {
    let mut parts = parts_of(tx, fact, fact.tenant)?;
    if let Some(tenant) = elsewhere.filter(|tenant| *tenant != fact.tenant) {
        parts.extend(parts_of(tx, fact, tenant)?);
    }
    let reversal = fact.reversal(tx.new_id(), tx.now(), by);
    append(tx, &reversal, &parts)?;
    Ok(reversal)
}

/// The facts that tell of one row of a slice, reversals included, oldest first.
///
/// # Errors
/// When they cannot be read.
pub fn of_subject(
    tx: &ReadTx<'_>,
    tenant: niangjia_kernel::Tenant,
    subject: uuid::Uuid,
) -> Result<Vec<Fact>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM fact WHERE tenant = $1 AND subject = $2 ORDER BY at_ms, id");
    tx.rows(&sql, params![tenant, subject], read)
}

/// Who of a tenant took part in a fact.
///
/// # Errors
/// When they cannot be read.
pub fn parts_of(
    tx: &ReadTx<'_>,
    fact: &Fact,
    tenant: niangjia_kernel::Tenant,
) -> Result<Vec<FactPart>, StoreError> {
    // Not ordered by the database: SQLite would then walk all parts of a tenant in that order to find the few of one fact.
    let mut parts: Vec<FactPart> = tx.rows(
        "SELECT tenant, person_id, role FROM fact_part WHERE tenant = $1 AND fact_id = $2 AND fact_tenant = $3",
        params![tenant, fact.id, fact.tenant],
        |row| Ok(FactPart { tenant: row.take()?, person: row.take()?, role: row.take()? }),
    )?;
    parts.sort_by_key(|part| part.person);
    Ok(parts)
}

/// How many facts of a kind a branch has, reversed ones taken off; in all months, or from one to another.
///
/// # Errors
/// When the sums cannot be read.
pub fn tallied(
    tx: &ReadTx<'_>,
    branch: &Branch,
    kind: FactKind,
    months: Option<(Month, Month)>,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT CAST(COALESCE(SUM(t.facts), 0) AS BIGINT) FROM tally t WHERE t.kind = ");
    sql.bind(&kind).push(" AND ").in_branch("t", branch);
    if let Some(months) = months {
        sql.push(" AND ").in_months("t", months);
    }
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// What the persons of one tenant took part in, oldest first, each with her part: for folds that are made again tenant
/// by tenant, so that a nation's facts never stand in memory together.
///
/// # Errors
/// When they cannot be read.
pub fn of_persons_in(
    tx: &ReadTx<'_>,
    tenant: niangjia_kernel::Tenant,
) -> Result<Vec<(Fact, FactPart)>, StoreError> {
    let columns = COLUMNS.split(", ").map(|column| format!("f.{column}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT {columns}, p.person_id, p.role FROM fact_part p \
         JOIN fact f ON f.tenant = p.fact_tenant AND f.id = p.fact_id \
         WHERE p.tenant = $1 ORDER BY f.at_ms, f.id, p.person_id"
    );
    tx.rows(&sql, params![tenant], |row| {
        let fact = read(row)?;
        Ok((fact, FactPart { tenant, person: row.take()?, role: row.take()? }))
    })
}

/// The tenants whose persons took part in something.
///
/// # Errors
/// When they cannot be read.
pub fn tenants_of_persons(tx: &ReadTx<'_>) -> Result<Vec<niangjia_kernel::Tenant>, StoreError> {
    // A declared report: over all tenants.
    tx.rows("SELECT DISTINCT tenant FROM fact_part ORDER BY tenant", &[], crate::single)
}

fn read(row: &mut Row<'_>) -> Result<Fact, StoreError> {
    Ok(Fact {
        tenant: row.take()?,
        id: row.take()?,
        kind: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        area_code: row.take()?,
        on_day: row.take()?,
        at: row.take()?,
        subject: row.take()?,
        attendances: row.take()?,
        households: row.take()?,
        minutes: row.take()?,
        fen: row.take::<Fen>()?,
        recorded_by: row.take()?,
        reverses: row.take()?,
    })
}

/// Facts whose organisation is not there, parts without their fact, reversals of nothing: none may exist.
///
/// # Errors
/// When they cannot be read.
pub fn orphans(tx: &ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    // Declared reports: over all tenants.
    let statements = [
        (
            "参与记录没有事实",
            "SELECT COUNT(*) FROM fact_part p WHERE NOT EXISTS \
          (SELECT 1 FROM fact f WHERE f.tenant = p.fact_tenant AND f.id = p.fact_id)",
        ),
        (
            "冲销没有原事实",
            "SELECT COUNT(*) FROM fact r WHERE r.reverses IS NOT NULL AND NOT EXISTS \
          (SELECT 1 FROM fact f WHERE f.tenant = r.tenant AND f.id = r.reverses)",
        ),
    ];
    let mut found = Vec::new();
    for (name, sql) in statements {
        let count: i64 = tx.value(sql, &[])?;
        if count > 0 {
            found.push(format!("{name}：{count} 条"));
        }
    }
    Ok(found)
}
