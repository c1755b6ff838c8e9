//! Rows beside what they may mean, until a person has said so.

use std::collections::HashMap;

use niangjia_document::Cell;
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx, params};
use uuid::Uuid;

use crate::asked::{Alike, Decided, KeptCell, KeptPair};
use crate::intake::Record;
use crate::model::{Counts, PairAnswer, TransferKey};

const CELLS: &str = "transfer_pair.cells";
const BESIDE: &str = "transfer_pair.beside";

/// A row beside one of what it may mean.
#[derive(Debug, Clone)]
pub(crate) struct PairRow {
    pub(crate) row: i64,
    pub(crate) known: Uuid,
    pub(crate) answer: PairAnswer,
    pub(crate) kept: KeptPair,
}

/// Keeps a row that asks, beside everything that it may mean. What was answered before stays.
pub(crate) fn insert_pairs(
    tx: &WriteTx<'_>,
    key: TransferKey,
    record: &Record,
    alike: &[Alike],
) -> Result<(), StoreError> {
    let cells: HashMap<&str, KeptCell> =
        record.cells().filter_map(|(code, cell)| Some((code, KeptCell::of(cell)?))).collect();
    let cells = tx.seal(CELLS, &text_of(&cells)?)?;
    for one in alike {
        let kept =
            KeptPair { title: one.title.clone(), because: one.because.clone(), lines: one.lines.clone() };
        let beside = tx.seal(BESIDE, &text_of(&kept)?)?;
        tx.execute(
            "INSERT INTO transfer_pair (tenant, transfer_id, row_number, known_id, answer, cells, beside) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            params![
                key.tenant,
                key.id,
                i64::from(record.row),
                one.known,
                PairAnswer::Waiting,
                cells.clone(),
                beside
            ],
        )?;
    }
    Ok(())
}

fn text_of<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Internal(error.to_string()))
}

fn of_text<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Internal(error.to_string()))
}

/// The pairs of an import from a row on, in the order of the file; only those that wait, unless `all`.
pub(crate) fn pairs(
    tx: &ReadTx<'_>,
    key: TransferKey,
    (all, from_row): (bool, i64),
    limit: i64,
) -> Result<Vec<PairRow>, StoreError> {
    let waiting = if all { "" } else { " AND answer IN ('waiting', 'later')" };
    let sql = format!(
        "SELECT row_number, known_id, answer, beside FROM transfer_pair WHERE tenant = $1 AND transfer_id = $2 \
         AND row_number >= $3{waiting} ORDER BY row_number, known_id LIMIT $4"
    );
    let rows = tx.rows(&sql, params![key.tenant, key.id, from_row, limit], |row| {
        Ok((row.take()?, row.take()?, row.take()?, row.take::<Vec<u8>>()?))
    })?;
    let open = |(row, known, answer, sealed): (i64, Uuid, PairAnswer, Vec<u8>)| {
        Ok(PairRow { row, known, answer, kept: of_text(&tx.unseal(BESIDE, &sealed)?)? })
    };
    rows.into_iter().map(open).collect()
}

/// The pairs of one row, each with what was said of it.
pub(crate) fn pairs_of_row(
    tx: &ReadTx<'_>,
    key: TransferKey,
    row: i64,
) -> Result<Vec<(Uuid, PairAnswer)>, StoreError> {
    let sql = "SELECT known_id, answer FROM transfer_pair WHERE tenant = $1 AND transfer_id = $2 AND row_number = $3 \
               ORDER BY known_id";
    tx.rows(sql, params![key.tenant, key.id, row], |row| Ok((row.take()?, row.take()?)))
}

/// A row that asks, as it came, with what was decided about it.
pub(crate) fn asking_record(
    tx: &ReadTx<'_>,
    key: TransferKey,
    row: i64,
    decided: Vec<Decided>,
) -> Result<Option<Record>, StoreError> {
    let sql =
        "SELECT cells FROM transfer_pair WHERE tenant = $1 AND transfer_id = $2 AND row_number = $3 LIMIT 1";
    let sealed = tx.row(sql, params![key.tenant, key.id, row], niangjia_store::single::<Vec<u8>>)?;
    let Some(sealed) = sealed else { return Ok(None) };
    let cells: HashMap<String, KeptCell> = of_text(&tx.unseal(CELLS, &sealed)?)?;
    let cells: HashMap<String, Cell> =
        cells.into_iter().map(|(code, cell)| (code, cell.into_cell())).collect();
    Ok(Some(Record::new(u32::try_from(row).unwrap_or(u32::MAX), cells).with_decided(decided)))
}

/// Writes what was said of a pair.
pub(crate) fn answer_pair(
    tx: &WriteTx<'_>,
    key: TransferKey,
    (row, known): (i64, Uuid),
    answer: PairAnswer,
) -> Result<(), StoreError> {
    let sql = "UPDATE transfer_pair SET answer = $1 WHERE tenant = $2 AND transfer_id = $3 AND row_number = $4 \
               AND known_id = $5";
    tx.execute(sql, params![answer, key.tenant, key.id, row, known])?;
    Ok(())
}

/// How many rows of an import nobody has decided about.
pub(crate) fn count_waiting(tx: &ReadTx<'_>, key: TransferKey) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(DISTINCT row_number) FROM transfer_pair WHERE tenant = $1 AND transfer_id = $2 \
               AND answer IN ('waiting', 'later')";
    tx.value(sql, params![key.tenant, key.id])
}

/// The imports of somebody in which rows wait for her, the oldest first, each with their number.
pub(crate) fn waiting_of(
    tx: &ReadTx<'_>,
    actor: &Actor,
) -> Result<Vec<(niangjia_kernel::Id<crate::model::Transfer>, String, i64)>, StoreError> {
    let sql = "SELECT t.id, t.title, COUNT(DISTINCT p.row_number) FROM transfer t \
               JOIN transfer_pair p ON p.tenant = t.tenant AND p.transfer_id = t.id \
               WHERE t.tenant = $1 AND t.person_id = $2 AND t.state = 'done' AND p.answer IN ('waiting', 'later') \
               GROUP BY t.id, t.title, t.made_ms ORDER BY t.made_ms, t.id";
    tx.rows(sql, params![actor.tenant, actor.person], |row| Ok((row.take()?, row.take()?, row.take()?)))
}

/// Writes what the rows of an import came to after one of them was decided.
pub(crate) fn recount(tx: &WriteTx<'_>, key: TransferKey, counts: Counts) -> Result<(), StoreError> {
    let sql = "UPDATE transfer SET fresh = $1, added = $2, same = $3, wrong = $4, asked = $5 WHERE tenant = $6 AND id = $7";
    let Counts { fresh, added, same, wrong, asked } = counts;
    tx.execute(sql, params![fresh, added, same, wrong, asked, key.tenant, key.id])?;
    Ok(())
}
