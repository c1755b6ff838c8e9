//! The queue of the whole installation: what waits for a worker, and what nobody asks for any more.

use niangjia_kernel::{Id, StoredFile, Tenant, Timestamp};
use niangjia_store::{ReadTx, StoreError, WriteTx, params};

use super::{COLUMNS, forget_made, transfer};
use crate::model::{Direction, State, Transfer, TransferKey, TransferRow};

/// Takes the oldest step of one direction that nobody works at.
pub(crate) fn claim(tx: &WriteTx<'_>, direction: Direction) -> Result<Option<TransferRow>, StoreError> {
    // A declared report: the queue of the whole installation.
    let sql = "SELECT tenant, id FROM transfer WHERE state IN ('making', 'reading', 'checking', 'taking', 'undoing') \
               AND direction = $1 AND claimed_ms IS NULL ORDER BY begun_ms, id LIMIT 1";
    let oldest: Option<(Tenant, Id<Transfer>)> =
        tx.row(sql, params![direction], |row| Ok((row.take()?, row.take()?)))?;
    let Some((tenant, id)) = oldest else { return Ok(None) };
    let sql = format!(
        "UPDATE transfer SET claimed_ms = $1 WHERE tenant = $2 AND id = $3 AND claimed_ms IS NULL RETURNING {COLUMNS}"
    );
    tx.row(&sql, params![tx.now(), tenant, id], transfer)
}

/// Gives back every step of one direction that a process which has ended was working at.
pub(crate) fn release(tx: &WriteTx<'_>, direction: Direction) -> Result<u64, StoreError> {
    // A declared report: one process serves an installation, and it has just begun.
    let sql = "UPDATE transfer SET claimed_ms = NULL WHERE claimed_ms IS NOT NULL AND direction = $1";
    tx.execute(sql, params![direction])
}

/// How many transfers there are in each state.
pub(crate) fn count_by_state(tx: &ReadTx<'_>) -> Result<Vec<(State, i64)>, StoreError> {
    // A declared report: numbers of the whole installation, for whoever watches over it.
    let sql = "SELECT state, COUNT(*) FROM transfer GROUP BY state";
    tx.rows(sql, &[], |row| Ok((row.take()?, row.take()?)))
}

/// A transfer whose time is over, when it was made, and its files.
pub(crate) type Expired = (TransferKey, Timestamp, Vec<Id<StoredFile>>);

/// The transfers whose time is over.
pub(crate) fn expired(tx: &ReadTx<'_>) -> Result<Vec<Expired>, StoreError> {
    // A declared report: over all tenants.
    let sql = "SELECT tenant, id, made_ms, source, result FROM transfer WHERE until_ms < $1 ORDER BY until_ms LIMIT 100";
    tx.rows(sql, params![tx.now()], |row| {
        let (tenant, id) = (row.take::<Tenant>()?, row.take::<Id<Transfer>>()?);
        let made = row.take::<Timestamp>()?;
        let files = [row.take::<Option<Id<StoredFile>>>()?, row.take::<Option<Id<StoredFile>>>()?];
        Ok((id.within(tenant), made, files.into_iter().flatten().collect()))
    })
}

/// Forgets a transfer.
pub(crate) fn delete(tx: &WriteTx<'_>, key: TransferKey) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM transfer_wrong WHERE tenant = $1 AND transfer_id = $2",
        params![key.tenant, key.id],
    )?;
    forget_made(tx, key)?;
    tx.execute("DELETE FROM transfer WHERE tenant = $1 AND id = $2", params![key.tenant, key.id])?;
    Ok(())
}
