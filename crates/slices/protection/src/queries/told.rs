//! Of what somebody heard: by a keyed tag, so that she hears of a thing once and nobody reads which.

use niangjia_kernel::{Id, Person, Tenant};
use niangjia_store::{StoreError, WriteTx, params};

use crate::model::Told;

/// Writes down that somebody hears of something; says whether she had not yet.
pub(crate) fn insert_told(
    tx: &WriteTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    what: &str,
) -> Result<bool, StoreError> {
    let tag = tx.keys().index("protection.told", &format!("{}|{what}", person.uuid().simple()));
    let sql = "INSERT INTO protection_told (tenant, id, person_id, tag, at_ms) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (tenant, person_id, tag) DO NOTHING";
    Ok(tx.execute(sql, params![tenant, tx.new_id::<Told>(), person, tag, tx.now()])? == 1)
}
