//! Of what somebody heard: by a keyed tag, so that she hears of a thing once and nobody reads which.

use niangjia_kernel::{Id, Person, Tenant};
use niangjia_store::{BlindIndex, ReadTx, StoreError, WriteTx, params};

use crate::model::Told;

fn tag(tx: &ReadTx<'_>, person: Id<Person>, what: &str) -> BlindIndex {
    tx.keys().index("protection.told", &format!("{}|{what}", person.uuid().simple()))
}

/// Whether somebody heard of something.
pub(crate) fn is_told(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    what: &str,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM protection_told WHERE tenant = $1 AND person_id = $2 AND tag = $3";
    Ok(tx.value::<i64>(sql, params![tenant, person, tag(tx, person, what)])? > 0)
}

/// Writes down that somebody hears of something; a second time changes nothing.
pub(crate) fn insert_told(
    tx: &WriteTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    what: &str,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO protection_told (tenant, id, person_id, tag, at_ms) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (tenant, person_id, tag) DO NOTHING";
    let tag = tag(tx, person, what);
    tx.execute(sql, params![tenant, tx.new_id::<Told>(), person, tag, tx.now()]).map(drop)
}
