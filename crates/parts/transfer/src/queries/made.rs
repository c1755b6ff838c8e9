//! What an import made, for as long as it can be taken back.

use niangjia_kernel::Timestamp;
use niangjia_store::{ReadTx, StoreError, Value, WriteTx, params};

use crate::model::{State, TransferKey};
use crate::undo::Made;

/// Notes what rows made.
pub(crate) fn insert_made(tx: &WriteTx<'_>, key: TransferKey, made: &[Made]) -> Result<(), StoreError> {
    let columns = ["tenant", "transfer_id", "kind", "made_id", "as_made"];
    let mut rows = made.iter().map(|one| -> Vec<Value> {
        params![key.tenant, key.id, one.kind.to_owned(), one.id, one.as_made.clone()].to_vec()
    });
    tx.insert_many("transfer_made", &columns, &mut rows)?;
    Ok(())
}

/// Whether an import made anything that it remembers.
pub(crate) fn has_made(tx: &ReadTx<'_>, key: TransferKey) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM (SELECT made_id FROM transfer_made WHERE tenant = $1 AND transfer_id = $2 LIMIT 1) one";
    Ok(tx.value::<i64>(sql, params![key.tenant, key.id])? > 0)
}

/// Forgets what an import made and what it asks.
pub(crate) fn forget_made(tx: &WriteTx<'_>, key: TransferKey) -> Result<(), StoreError> {
    for table in ["transfer_made", "transfer_pair"] {
        let sql = format!("DELETE FROM {table} WHERE tenant = $1 AND transfer_id = $2");
        tx.execute(&sql, params![key.tenant, key.id])?;
    }
    Ok(())
}

/// Puts an import in the queue of those that are taken back; `false` when it is not in `from` any more.
pub(crate) fn begin_undoing(
    tx: &WriteTx<'_>,
    key: TransferKey,
    from: State,
    reason: &str,
) -> Result<bool, StoreError> {
    let sql = "UPDATE transfer SET state = 'undoing', begun_ms = $1, claimed_ms = NULL, message = '', failed_in = NULL, \
               reason = $2 WHERE tenant = $3 AND id = $4 AND state = $5";
    Ok(tx.execute(sql, params![tx.now(), reason.to_owned(), key.tenant, key.id, from])? > 0)
}

/// Forgets the files of an import and what was read in them, and keeps what it made until `until`.
pub(crate) fn keep_without_files(
    tx: &WriteTx<'_>,
    key: TransferKey,
    until: Timestamp,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM transfer_wrong WHERE tenant = $1 AND transfer_id = $2";
    tx.execute(sql, params![key.tenant, key.id])?;
    let sql = "UPDATE transfer SET source = NULL, result = NULL, layout = NULL, until_ms = $1 \
               WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![until, key.tenant, key.id])?;
    Ok(())
}
