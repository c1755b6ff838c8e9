//! SQL on the sums above the county. Each tenant has its rows: what it holds itself, and what it comes to with all below.

use std::collections::BTreeMap;

use niangjia_kernel::{Day, Month, Tenant, Timestamp};
use niangjia_store::{Column as _, ReadTx, Sql, StoreError, Value, WriteTx, params};

use crate::model::{Amount, Indicator};

/// Numerator and denominator; a count has no denominator.
pub(crate) type Parts = (i64, i64);

/// What a tenant comes to in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sum {
    /// What it holds itself.
    pub(crate) own: Parts,
    /// With all below.
    pub(crate) whole: Parts,
}

/// The sums of some tenants in one month; what is nothing has no row.
pub(crate) type Sums = BTreeMap<(Tenant, Indicator), Sum>;

/// When a tenant's month was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The day of which its state is told.
    pub(crate) as_of: Day,
    /// The number of the last chained audit entry of the tenant at that moment.
    pub(crate) seen: i64,
    /// The moment.
    pub(crate) at: Timestamp,
}

/// How far the sums of a month are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Round {
    /// Everything recorded until then is in them.
    pub(crate) through: Timestamp,
    /// How many tenants have not been counted for this month at all yet.
    pub(crate) waiting: i64,
}

fn push_list<T: niangjia_store::Column>(sql: &mut Sql, column: &str, list: &[T]) {
    sql.push(column).push(" IN (");
    for (index, one) in list.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(one);
    }
    sql.push(")");
}

/// The sums of some tenants in a month.
pub(crate) fn sums(tx: &ReadTx<'_>, tenants: &[Tenant], month: Month) -> Result<Sums, StoreError> {
    let mut found = Sums::new();
    if tenants.is_empty() {
        return Ok(found);
    }
    let mut sql = Sql::new(
        "SELECT tenant, indicator, own_numerator, own_denominator, numerator, denominator FROM insight_sum WHERE ",
    );
    push_list(&mut sql, "tenant", tenants);
    sql.push(" AND month = ").bind(&month);
    tx.select(&sql, |row| {
        let key = (row.take()?, row.take()?);
        let sum = Sum { own: (row.take()?, row.take()?), whole: (row.take()?, row.take()?) };
        found.insert(key, sum);
        Ok(())
    })?;
    Ok(found)
}

/// What a tenant comes to with all below; what has no row is nothing.
pub(crate) fn summed(sums: &Sums, tenant: Tenant, indicator: Indicator) -> Amount {
    let (numerator, denominator) = sums.get(&(tenant, indicator)).map_or((0, 0), |sum| sum.whole);
    if indicator.is_ratio() { Amount::Ratio(numerator, denominator) } else { Amount::Count(numerator) }
}

/// One sum of one tenant, month by month.
pub(crate) fn by_month(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    indicator: Indicator,
    (from, to): (Month, Month),
) -> Result<Vec<(Month, Sum)>, StoreError> {
    let sql = "SELECT month, own_numerator, own_denominator, numerator, denominator FROM insight_sum \
               WHERE tenant = $1 AND month >= $2 AND month <= $3 AND indicator = $4";
    tx.rows(sql, params![tenant, from, to, indicator], |row| {
        Ok((row.take()?, Sum { own: (row.take()?, row.take()?), whole: (row.take()?, row.take()?) }))
    })
}

/// What some tenants come to together, by month.
pub(crate) fn together(
    tx: &ReadTx<'_>,
    tenants: &[Tenant],
    months: &[Month],
) -> Result<BTreeMap<(Month, Indicator), Parts>, StoreError> {
    if tenants.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::new(
        "SELECT month, indicator, CAST(SUM(numerator) AS BIGINT), CAST(SUM(denominator) AS BIGINT) \
         FROM insight_sum WHERE ",
    );
    push_list(&mut sql, "tenant", tenants);
    push_list(sql.push(" AND "), "month", months);
    sql.push(" GROUP BY month, indicator");
    let found = tx.select(&sql, |row| Ok(((row.take()?, row.take()?), (row.take()?, row.take()?))))?;
    Ok(found.into_iter().collect())
}

/// What a tenant holds itself, by month.
pub(crate) fn own(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    months: &[Month],
) -> Result<BTreeMap<(Month, Indicator), Parts>, StoreError> {
    let mut sql =
        Sql::new("SELECT month, indicator, own_numerator, own_denominator FROM insight_sum WHERE tenant = ");
    sql.bind(&tenant);
    push_list(sql.push(" AND "), "month", months);
    let found = tx.select(&sql, |row| Ok(((row.take()?, row.take()?), (row.take()?, row.take()?))))?;
    Ok(found.into_iter().collect())
}

const SUM: [&str; 7] =
    ["tenant", "month", "indicator", "own_numerator", "own_denominator", "numerator", "denominator"];

/// Puts these sums in the place of whatever some months of a tenant have.
pub(crate) fn replace(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    months: &[Month],
    sums: &BTreeMap<(Month, Indicator), Sum>,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("DELETE FROM insight_sum WHERE tenant = ");
    sql.bind(&tenant);
    push_list(sql.push(" AND "), "month", months);
    let (text, values) = sql.parts();
    tx.execute(text, values)?;
    insert(tx, &mut sums.iter().map(|((month, indicator), sum)| (tenant, *month, *indicator, *sum)))
}

/// Writes sums that are not there yet; what is nothing gets no row.
pub(crate) fn insert(
    tx: &WriteTx<'_>,
    sums: &mut dyn Iterator<Item = (Tenant, Month, Indicator, Sum)>,
) -> Result<(), StoreError> {
    let something = sums.filter(|(.., sum)| *sum != Sum::default());
    let mut rows = something.map(|(tenant, month, indicator, sum)| -> Vec<Value> {
        vec![
            tenant.bind(),
            month.bind(),
            indicator.bind(),
            sum.own.0.bind(),
            sum.own.1.bind(),
            sum.whole.0.bind(),
            sum.whole.1.bind(),
        ]
    });
    tx.insert_many("insight_sum", &SUM, &mut rows)?;
    Ok(())
}

/// When each tenant's months were counted, from a month on.
pub(crate) fn counted(
    tx: &ReadTx<'_>,
    from: Month,
) -> Result<BTreeMap<(Tenant, Month), Counted>, StoreError> {
    // A declared report: what is to be counted again, over all tenants.
    let sql = "SELECT tenant, month, as_of, seen, counted_ms FROM insight_count WHERE month >= $1";
    let found = tx.rows(sql, params![from], |row| {
        let key = (row.take()?, row.take()?);
        Ok((key, Counted { as_of: row.take()?, seen: row.take()?, at: row.take()? }))
    })?;
    Ok(found.into_iter().collect())
}

/// Remembers when a tenant's month was counted.
pub(crate) fn note_counted(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    month: Month,
    counted: Counted,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO insight_count (tenant, month, as_of, seen, counted_ms) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (tenant, month) DO UPDATE SET as_of = excluded.as_of, seen = excluded.seen, \
         counted_ms = excluded.counted_ms",
        params![tenant, month, counted.as_of, counted.seen, counted.at],
    )?;
    Ok(())
}

/// How far the sums of a month are; `None` when that month has none.
pub(crate) fn round(tx: &ReadTx<'_>, month: Month) -> Result<Option<Round>, StoreError> {
    let sql = "SELECT through_ms, waiting FROM insight_round WHERE tenant = $1 AND month = $2";
    tx.row(sql, params![Tenant::NATION, month], |row| {
        Ok(Round { through: row.take()?, waiting: row.take()? })
    })
}

/// The months that have sums, the first of them first.
pub(crate) fn months(tx: &ReadTx<'_>) -> Result<Vec<Month>, StoreError> {
    let sql = "SELECT month FROM insight_round WHERE tenant = $1 ORDER BY month";
    tx.rows(sql, params![Tenant::NATION], niangjia_store::single)
}

/// Remembers how far the sums of a month are. One row for the nation, written by the one job.
pub(crate) fn note_round(tx: &WriteTx<'_>, month: Month, round: Round) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO insight_round (tenant, month, through_ms, waiting) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant, month) DO UPDATE SET through_ms = excluded.through_ms, waiting = excluded.waiting",
        params![Tenant::NATION, month, round.through, round.waiting],
    )?;
    Ok(())
}

/// What the sums of facts of one tenant come to, by month and kind.
pub(crate) fn tallies_of(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    from: Month,
) -> Result<BTreeMap<(Month, niangjia_kernel::FactKind), i64>, StoreError> {
    let sql = "SELECT month, kind, CAST(SUM(facts) AS BIGINT) FROM tally WHERE tenant = $1 AND month >= $2 \
               GROUP BY month, kind";
    let found = tx.rows(sql, params![tenant, from], |row| Ok(((row.take()?, row.take()?), row.take()?)))?;
    Ok(found.into_iter().collect())
}

/// Throws all sums away, to count them again.
pub(crate) fn forget_all(tx: &WriteTx<'_>) -> Result<(), StoreError> {
    // Declared reports: the whole fold is made again.
    tx.execute("DELETE FROM insight_sum", &[])?;
    tx.execute("DELETE FROM insight_count", &[])?;
    tx.execute("DELETE FROM insight_round", &[])?;
    Ok(())
}

/// How many sums there are.
pub(crate) fn how_many(tx: &ReadTx<'_>) -> Result<i64, StoreError> {
    // A declared report: over all tenants.
    tx.value("SELECT COUNT(*) FROM insight_sum", &[])
}

impl From<Amount> for Sum {
    /// An amount that a tenant holds itself.
    fn from(amount: Amount) -> Self {
        let own = match amount {
            Amount::Count(count) => (count, 0),
            Amount::Ratio(numerator, denominator) => (numerator, denominator),
        };
        Self { own, whole: own }
    }
}
