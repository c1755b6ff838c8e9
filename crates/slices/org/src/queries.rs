//! SQL on `org`. A reference table: whole on every node, no tenant needed to find a row.

use std::collections::HashSet;

use niangjia_kernel::{AreaLevel, Day, Id, OrgPath, Organisation, Tenant};
use niangjia_store::{Column as _, ReadTx, Row, Sql, StoreError, Value, WriteTx, params, single};

use crate::model::{Founded, Org};

const COLUMNS: &str = "id, tenant, code, path, parent_id, level, name, area_code, from_day, until_day";

pub(crate) fn insert_all(tx: &WriteTx<'_>, orgs: &mut dyn Iterator<Item = Org>) -> Result<u64, StoreError> {
    let mut rows = orgs.map(|org| {
        vec![
            org.id.bind(),
            org.tenant.bind(),
            Value::Text(org.code),
            org.path.bind(),
            org.parent.bind(),
            org.level.bind(),
            Value::Text(org.name),
            org.area_code.bind(),
            org.since.bind(),
        ]
    });
    let columns = ["id", "tenant", "code", "path", "parent_id", "level", "name", "area_code", "from_day"];
    tx.insert_many("org", &columns, &mut rows)
}

fn read(row: &mut Row<'_>) -> Result<Org, StoreError> {
    Ok(Org {
        id: row.take()?,
        tenant: row.take()?,
        code: row.take()?,
        path: row.take()?,
        parent: row.take()?,
        level: row.take()?,
        name: row.take()?,
        area_code: row.take()?,
        since: row.take::<Day>()?,
        until: row.take()?,
    })
}

pub(crate) fn by_code(tx: &ReadTx<'_>, code: &str) -> Result<Option<Org>, StoreError> {
    tx.row(&format!("SELECT {COLUMNS} FROM org WHERE code = $1"), params![code.to_owned()], read)
}

pub(crate) fn by_id(tx: &ReadTx<'_>, id: Id<Organisation>) -> Result<Option<Org>, StoreError> {
    tx.row(&format!("SELECT {COLUMNS} FROM org WHERE id = $1"), params![id], read)
}

pub(crate) fn children(tx: &ReadTx<'_>, id: Id<Organisation>) -> Result<Vec<Org>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM org WHERE parent_id = $1 AND until_day IS NULL ORDER BY path");
    tx.rows(&sql, params![id], read)
}

pub(crate) fn within(tx: &ReadTx<'_>, path: &OrgPath) -> Result<Vec<Org>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS)
        .push(" FROM org WHERE ")
        .within("path", path)
        .push(" AND until_day IS NULL ORDER BY path");
    tx.select(&sql, read)
}

pub(crate) fn lineage(tx: &ReadTx<'_>, path: &OrgPath) -> Result<Vec<Org>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM org WHERE path IN (");
    for (index, above) in path.lineage().iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(above);
    }
    sql.push(") ORDER BY path");
    tx.select(&sql, read)
}

pub(crate) fn count_within(tx: &ReadTx<'_>, path: &OrgPath, on: Day) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM org WHERE ");
    sql.within("path", path)
        .push(" AND from_day <= ")
        .bind(&on)
        .push(" AND (until_day IS NULL OR until_day > ");
    sql.bind(&on).push(")");
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// Every organisation from the county up, those that are gone too, above before below.
pub(crate) fn down_to_the_county(tx: &ReadTx<'_>) -> Result<Vec<Org>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM org WHERE level IN (");
    let levels = [AreaLevel::Nation, AreaLevel::Province, AreaLevel::City, AreaLevel::County];
    for (index, level) in levels.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(level);
    }
    sql.push(") ORDER BY path");
    tx.select(&sql, read)
}

pub(crate) fn count_of_tenant(tx: &ReadTx<'_>, tenant: Tenant, on: Day) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM org WHERE tenant = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day > $2)";
    tx.value(sql, params![tenant, on])
}

/// How many organisations each tenant has, by the days on which they began and ended.
pub(crate) fn founded(tx: &ReadTx<'_>) -> Result<Vec<Founded>, StoreError> {
    let sql = "SELECT tenant, from_day, until_day, COUNT(*) FROM org GROUP BY tenant, from_day, until_day";
    tx.rows(sql, &[], |row| {
        Ok(Founded { tenant: row.take()?, from: row.take()?, until: row.take()?, count: row.take()? })
    })
}

/// Every community of a tenant, those that are gone too.
pub(crate) fn community_ids(
    tx: &ReadTx<'_>,
    tenant: Tenant,
) -> Result<HashSet<Id<Organisation>>, StoreError> {
    let sql = "SELECT id FROM org WHERE tenant = $1 AND level = $2";
    Ok(tx.rows(sql, params![tenant, AreaLevel::Community], single)?.into_iter().collect())
}

/// The communities of a tenant, by path.
pub(crate) fn communities_of(tx: &ReadTx<'_>, tenant: Tenant) -> Result<Vec<Org>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM org WHERE tenant = $1 AND level = $2 AND until_day IS NULL ORDER BY path"
    );
    tx.rows(&sql, params![tenant, AreaLevel::Community], read)
}

/// That a community goes up in another today; nothing when it had before.
pub(crate) fn end_by_merger(
    tx: &WriteTx<'_>,
    from: &Org,
    into: &Org,
    document: &str,
) -> Result<bool, StoreError> {
    let id: Id<Organisation> = tx.new_id();
    let sql = "INSERT INTO org_merger (tenant, id, from_id, into_id, document, on_day) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT DO NOTHING";
    let values = params![from.tenant, id, from.id, into.id, document.to_owned(), tx.today()];
    if tx.execute(sql, values)? == 0 {
        return Ok(false);
    }
    tx.execute(
        "UPDATE org SET until_day = $1 WHERE id = $2 AND until_day IS NULL",
        params![tx.today(), from.id],
    )?;
    Ok(true)
}

/// Into which organisation one was merged, and on which day.
pub(crate) fn merged_into(tx: &ReadTx<'_>, org: &Org) -> Result<Option<(Org, Day)>, StoreError> {
    let sql = "SELECT into_id, on_day FROM org_merger WHERE tenant = $1 AND from_id = $2";
    let merger: Option<(Id<Organisation>, Day)> =
        tx.row(sql, params![org.tenant, org.id], |row| Ok((row.take()?, row.take()?)))?;
    let Some((into, on)) = merger else {
        return Ok(None);
    };
    Ok(by_id(tx, into)?.map(|into| (into, on)))
}

/// Which organisations were merged into one, and on which day, the latest first.
pub(crate) fn merged_from(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(Org, Day)>, StoreError> {
    let sql =
        "SELECT from_id, on_day FROM org_merger WHERE tenant = $1 AND into_id = $2 ORDER BY on_day DESC, id";
    let mergers: Vec<(Id<Organisation>, Day)> =
        tx.rows(sql, params![org.tenant, org.id], |row| Ok((row.take()?, row.take()?)))?;
    let mut found = Vec::new();
    for (from, on) in mergers {
        found.extend(by_id(tx, from)?.map(|from| (from, on)));
    }
    Ok(found)
}
