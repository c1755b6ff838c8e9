//! What somebody did on sealed cases, as one number a month that knows of no case.

use niangjia_kernel::{Id, Month, Person, Tenant};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx, params};

use crate::model::Credit;

/// Adds one piece of work to somebody's month.
pub(crate) fn add_credit(tx: &WriteTx<'_>, (tenant, person): (Tenant, Id<Person>)) -> Result<(), StoreError> {
    let sql = "INSERT INTO protection_credit (tenant, id, person_id, month, pieces) VALUES ($1, $2, $3, $4, 1) \
               ON CONFLICT (tenant, person_id, month) DO UPDATE SET pieces = protection_credit.pieces + 1";
    tx.execute(sql, params![tenant, tx.new_id::<Credit>(), person, tx.today().month()]).map(drop)
}

/// The months before this one in which somebody did such work, the latest first.
pub(crate) fn own_credits(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<(Month, i64)>, StoreError> {
    let sql = "SELECT month, pieces FROM protection_credit WHERE tenant = $1 AND person_id = $2 AND month < $3 \
               ORDER BY month DESC LIMIT 12";
    tx.rows(sql, params![actor.tenant, actor.person, tx.today().month()], |row| {
        Ok((row.take()?, row.take()?))
    })
}

/// The same of everybody in a county, for whoever is in charge there.
pub(crate) fn credits_of(tx: &ReadTx<'_>, tenant: Tenant) -> Result<Vec<(Month, String, i64)>, StoreError> {
    let sql = "SELECT k.month, n.name, k.pieces FROM protection_credit k \
               JOIN people_person n ON n.tenant = k.tenant AND n.id = k.person_id \
               WHERE k.tenant = $1 AND k.month < $2 AND k.month >= $3 ORDER BY k.month DESC, n.name, k.id";
    let month = tx.today().month();
    tx.rows(sql, params![tenant, month, month.plus(-12)], |row| Ok((row.take()?, row.take()?, row.take()?)))
}
