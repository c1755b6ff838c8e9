//! The links behind which calendars read.

use niangjia_kernel::{Id, Person, Tenant, Timestamp};
use niangjia_store::{ReadTx, StoreError, WriteTx, params};

use crate::model::Feed;

/// Since when somebody has a link.
pub(crate) fn feed_of(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT f.made_ms FROM reception_feed f WHERE f.tenant = $1 AND f.person_id = $2 AND f.ended_ms IS NULL";
    tx.row(sql, params![tenant, person], |row| row.take())
}

/// Whose link it is, while it is one.
pub(crate) fn person_of_feed(
    tx: &ReadTx<'_>,
    (tenant, hash): (Tenant, Vec<u8>),
) -> Result<Option<Id<Person>>, StoreError> {
    let sql = "SELECT f.person_id FROM reception_feed f WHERE f.tenant = $1 AND f.link_hash = $2 AND f.ended_ms IS NULL";
    tx.row(sql, params![tenant, hash], |row| row.take())
}

/// Keeps a new link of somebody.
pub(crate) fn insert_feed(
    tx: &WriteTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    hash: Vec<u8>,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO reception_feed (tenant, id, person_id, link_hash, made_ms) VALUES ($1, $2, $3, $4, $5)";
    tx.execute(sql, params![tenant, tx.new_id::<Feed>(), person, hash, tx.now()]).map(drop)
}

/// Ends somebody's link; says whether there was one.
pub(crate) fn end_feed(tx: &WriteTx<'_>, (tenant, person): (Tenant, Id<Person>)) -> Result<bool, StoreError> {
    let sql =
        "UPDATE reception_feed SET ended_ms = $1 WHERE tenant = $2 AND person_id = $3 AND ended_ms IS NULL";
    Ok(tx.execute(sql, params![tx.now(), tenant, person])? > 0)
}
