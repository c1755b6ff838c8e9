//! Who is in charge of the sealed cases of a county.

use niangjia_kernel::{Id, Organisation, Person, Tenant};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx, params};

use super::serving_charges;
use crate::model::{Charge, ChargeRow};

/// Everybody who is or was in charge in a county, the latest first.
pub(crate) fn charges(tx: &ReadTx<'_>, tenant: Tenant) -> Result<Vec<ChargeRow>, StoreError> {
    let serving = serving_charges(tx, tenant)?;
    let sql = "SELECT h.id, h.person_id, n.name, h.from_day, h.until_day, h.by_name, h.reason FROM protection_charge h \
               JOIN people_person n ON n.tenant = h.tenant AND n.id = h.person_id \
               WHERE h.tenant = $1 ORDER BY h.from_day DESC, h.id DESC";
    let all = tx.rows(sql, params![tenant], |row| {
        Ok(ChargeRow {
            id: row.take()?,
            person: row.take()?,
            name: row.take()?,
            from: row.take()?,
            until: row.take()?,
            by: row.take()?,
            reason: row.take()?,
            serves: false,
        })
    })?;
    let known = |one: &ChargeRow| serving.iter().any(|(person, _)| *person == one.person);
    Ok(all.into_iter().map(|one| ChargeRow { serves: known(&one), ..one }).collect())
}

/// Whether `actor` is in charge today.
pub(crate) fn is_in_charge(tx: &ReadTx<'_>, actor: &Actor) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM protection_charge WHERE tenant = $1 AND person_id = $2 AND from_day <= $3 \
               AND (until_day IS NULL OR until_day > $3)";
    Ok(tx.value::<i64>(sql, params![actor.tenant, actor.person, tx.today()])? > 0)
}

/// What is about to be written of a designation.
pub(crate) struct NewCharge<'a> {
    pub(crate) id: Id<Charge>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) person: Id<Person>,
    pub(crate) reason: &'a str,
}

/// Designates somebody; says whether it was not there yet.
pub(crate) fn insert_charge(
    tx: &WriteTx<'_>,
    actor: &Actor,
    new: &NewCharge<'_>,
) -> Result<bool, StoreError> {
    let sql = "INSERT INTO protection_charge (tenant, id, org_id, person_id, from_day, by_name, reason) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, id) DO NOTHING";
    let by = actor.name.clone();
    let values = params![actor.tenant, new.id, new.org_id, new.person, tx.today(), by, new.reason.to_owned()];
    Ok(tx.execute(sql, values)? == 1)
}

/// Ends a designation today; says whether it was in force.
pub(crate) fn end_charge(tx: &WriteTx<'_>, tenant: Tenant, id: Id<Charge>) -> Result<bool, StoreError> {
    let sql =
        "UPDATE protection_charge SET until_day = $1 WHERE tenant = $2 AND id = $3 AND until_day IS NULL";
    Ok(tx.execute(sql, params![tx.today(), tenant, id])? == 1)
}
