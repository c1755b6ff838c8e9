//! SQL on the tables of transfers. A transfer is seen by the person who began it, and by nobody else.

mod made;
mod pairs;
mod queue;

use niangjia_kernel::{Id, StoredFile, Timestamp};
use niangjia_store::{Actor, ReadTx, Row, StoreError, WriteTx, params, single};

pub(crate) use made::*;
pub(crate) use pairs::*;
pub(crate) use queue::*;

use crate::model::{Counts, Layout, State, TransferKey, TransferRow};

const COLUMNS: &str = "tenant, id, direction, state, person_id, post_id, org_id, org_path, title, address, file_name, \
                       source, source_bytes, result, result_bytes, total, done, fresh, added, same, wrong, message, \
                       made_ms, begun_ms, failed_in, COALESCE(asked, 0), reason";
const LAYOUT: &str = "transfer.layout";
const REASONS: &str = "transfer_wrong.reasons";
/// Her latest transfers on the page.
const SHOWN: i64 = 50;

fn transfer(row: &mut Row<'_>) -> Result<TransferRow, StoreError> {
    let mut found = TransferRow {
        tenant: row.take()?,
        id: row.take()?,
        direction: row.take()?,
        state: row.take()?,
        person: row.take()?,
        post: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        title: row.take()?,
        address: row.take()?,
        file_name: row.take()?,
        source: row.take()?,
        source_bytes: row.take()?,
        result: row.take()?,
        result_bytes: row.take()?,
        total: row.take()?,
        done: row.take()?,
        counts: Counts {
            fresh: row.take()?,
            added: row.take()?,
            same: row.take()?,
            wrong: row.take()?,
            asked: 0,
        },
        message: row.take()?,
        made: row.take()?,
        begun: row.take()?,
        failed_in: row.take()?,
        reason: None,
    };
    (found.counts.asked, found.reason) = (row.take()?, row.take()?);
    Ok(found)
}

/// A transfer of her own.
pub(crate) fn visible_transfer(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: TransferKey,
) -> Result<Option<TransferRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM transfer WHERE tenant = $1 AND id = $2 AND person_id = $3");
    let found = tx.row(&sql, params![key.tenant, key.id, actor.person], transfer)?;
    // Her tenant is hers; the transfers of a person are in it.
    Ok(found.filter(|_| key.tenant == actor.tenant))
}

/// Whether a worker has still something to do for it.
pub(crate) fn is_worked_at(tx: &ReadTx<'_>, key: TransferKey) -> Result<bool, StoreError> {
    let sql = "SELECT state FROM transfer WHERE tenant = $1 AND id = $2";
    let state = tx.row(sql, params![key.tenant, key.id], single::<State>)?;
    Ok(state.is_some_and(State::works))
}

/// Her transfers, the latest first.
pub(crate) fn transfers_of(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<TransferRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM transfer WHERE tenant = $1 AND person_id = $2 ORDER BY made_ms DESC, id DESC LIMIT $3"
    );
    tx.rows(&sql, params![actor.tenant, actor.person, SHOWN], transfer)
}

/// How many of her transfers a worker has still to do.
pub(crate) fn count_working(tx: &ReadTx<'_>, actor: &Actor) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM transfer WHERE tenant = $1 AND person_id = $2 \
               AND state IN ('making', 'reading', 'checking', 'taking', 'undoing')";
    tx.value(sql, params![actor.tenant, actor.person])
}

/// Keeps a new transfer; `false` when a form comes a second time.
pub(crate) fn insert(tx: &WriteTx<'_>, row: &TransferRow, until: Timestamp) -> Result<bool, StoreError> {
    let written = tx.execute(
        "INSERT INTO transfer (tenant, id, direction, state, person_id, post_id, org_id, org_path, title, address, \
         file_name, source, source_bytes, result_bytes, total, done, fresh, added, same, wrong, message, made_ms, \
         begun_ms, until_ms, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, 0, 0, 0, 0, 0, \
         '', $15, $16, $17, $18) ON CONFLICT DO NOTHING",
        params![
            row.tenant,
            row.id,
            row.direction,
            row.state,
            row.person,
            row.post,
            row.org_id,
            row.org_path,
            row.title.clone(),
            row.address.clone(),
            row.file_name.clone(),
            row.source,
            row.source_bytes,
            row.total,
            row.made,
            row.begun,
            until,
            row.reason.clone()
        ],
    )?;
    Ok(written > 0)
}

/// Puts a transfer into another state, as if nothing of it had been done yet. `false` when it is not in `from` any more.
pub(crate) fn step(tx: &WriteTx<'_>, key: TransferKey, from: State, to: State) -> Result<bool, StoreError> {
    let written = tx.execute(
        "UPDATE transfer SET state = $1, begun_ms = $2, claimed_ms = NULL, message = '', failed_in = NULL \
         WHERE tenant = $3 AND id = $4 AND state = $5",
        params![to, tx.now(), key.tenant, key.id, from],
    )?;
    Ok(written > 0)
}

/// Gives a transfer up, and says where it was. `false` when it is not there any more.
pub(crate) fn give_up(tx: &WriteTx<'_>, key: TransferKey, state: State) -> Result<bool, StoreError> {
    let written = tx.execute(
        "UPDATE transfer SET state = 'cancelled', failed_in = $1, claimed_ms = NULL, message = '' \
         WHERE tenant = $2 AND id = $3 AND state = $1",
        params![state, key.tenant, key.id],
    )?;
    Ok(written > 0)
}

/// Says that a transfer failed, where, and why.
pub(crate) fn fail(
    tx: &WriteTx<'_>,
    key: TransferKey,
    state: State,
    message: &str,
) -> Result<bool, StoreError> {
    let written = tx.execute(
        "UPDATE transfer SET state = 'failed', failed_in = $1, message = $2, claimed_ms = NULL \
         WHERE tenant = $3 AND id = $4 AND state = $1",
        params![state, message.to_owned(), key.tenant, key.id],
    )?;
    Ok(written > 0)
}

/// Begins the rows of a step from the first one.
pub(crate) fn begin_rows(tx: &WriteTx<'_>, key: TransferKey, total: i64) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM transfer_wrong WHERE tenant = $1 AND transfer_id = $2",
        params![key.tenant, key.id],
    )?;
    tx.execute(
        "DELETE FROM transfer_pair WHERE tenant = $1 AND transfer_id = $2",
        params![key.tenant, key.id],
    )?;
    tx.execute(
        "UPDATE transfer SET total = $1, done = 0, fresh = 0, added = 0, same = 0, wrong = 0, asked = 0 \
         WHERE tenant = $2 AND id = $3",
        params![total, key.tenant, key.id],
    )?;
    Ok(())
}

/// Writes how far a step is. `false` when the transfer was stopped meanwhile.
pub(crate) fn advance(
    tx: &WriteTx<'_>,
    key: TransferKey,
    state: State,
    done: i64,
    counts: Counts,
) -> Result<bool, StoreError> {
    let written = tx.execute(
        "UPDATE transfer SET done = $1, fresh = $2, added = $3, same = $4, wrong = $5, asked = $6 \
         WHERE tenant = $7 AND id = $8 AND state = $9",
        params![
            done,
            counts.fresh,
            counts.added,
            counts.same,
            counts.wrong,
            counts.asked,
            key.tenant,
            key.id,
            state
        ],
    )?;
    Ok(written > 0)
}

/// Puts the file that was made in its place, and says which one it replaces.
pub(crate) fn set_result(
    tx: &WriteTx<'_>,
    key: TransferKey,
    result: Option<Id<StoredFile>>,
    bytes: i64,
) -> Result<Option<Id<StoredFile>>, StoreError> {
    let sql = "SELECT result FROM transfer WHERE tenant = $1 AND id = $2";
    let before = tx.row(sql, params![key.tenant, key.id], single::<Option<Id<StoredFile>>>)?.flatten();
    let sql = "UPDATE transfer SET result = $1, result_bytes = $2 WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![result, bytes, key.tenant, key.id])?;
    Ok(before)
}

/// Keeps what was understood of the file.
pub(crate) fn set_layout(tx: &WriteTx<'_>, key: TransferKey, layout: &Layout) -> Result<(), StoreError> {
    let plain = serde_json::to_string(layout).map_err(|error| StoreError::Internal(error.to_string()))?;
    let sealed = tx.seal(LAYOUT, &plain)?;
    let sql = "UPDATE transfer SET layout = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![sealed, key.tenant, key.id])?;
    Ok(())
}

/// What was understood of the file.
pub(crate) fn layout(tx: &ReadTx<'_>, key: TransferKey) -> Result<Option<Layout>, StoreError> {
    let sql = "SELECT layout FROM transfer WHERE tenant = $1 AND id = $2";
    let sealed = tx.row(sql, params![key.tenant, key.id], single::<Option<Vec<u8>>>)?.flatten();
    let Some(sealed) = sealed else { return Ok(None) };
    let plain = tx.unseal(LAYOUT, &sealed)?;
    serde_json::from_str(&plain).map(Some).map_err(|error| StoreError::Internal(error.to_string()))
}

/// Keeps why a row was not taken.
pub(crate) fn insert_wrong(
    tx: &WriteTx<'_>,
    key: TransferKey,
    row: u32,
    reasons: &[String],
) -> Result<(), StoreError> {
    // The reasons may name a person.
    let sealed = tx.seal(REASONS, &reasons.join("\n"))?;
    tx.execute(
        "INSERT INTO transfer_wrong (tenant, transfer_id, row_number, reasons) VALUES ($1, $2, $3, $4) \
         ON CONFLICT DO NOTHING",
        params![key.tenant, key.id, i64::from(row), sealed],
    )?;
    Ok(())
}

/// The rows that were not taken, in order, each with its reasons.
pub(crate) fn wrong_rows(
    tx: &ReadTx<'_>,
    key: TransferKey,
    limit: i64,
) -> Result<Vec<(i64, Vec<String>)>, StoreError> {
    let sql = "SELECT row_number, reasons FROM transfer_wrong WHERE tenant = $1 AND transfer_id = $2 \
               ORDER BY row_number LIMIT $3";
    let rows = tx.rows(sql, params![key.tenant, key.id, limit], |row| {
        Ok((row.take::<i64>()?, row.take::<Vec<u8>>()?))
    })?;
    let open = |(number, sealed): (i64, Vec<u8>)| {
        let reasons = tx.unseal(REASONS, &sealed)?;
        Ok((number, reasons.lines().map(ToOwned::to_owned).collect()))
    };
    rows.into_iter().map(open).collect()
}
