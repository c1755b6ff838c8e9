//! What happened to a request, who tried to tell her, who opened it from above.

use niangjia_kernel::{Key, Request, Tenant, Timestamp};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx, params};

use super::{EVENT_WORDS, PURPOSE};
use crate::model::{Event, EventRow, Happened, RequestRow};
use crate::rules::Telling;

/// Writes a line of the history.
pub(crate) fn insert_event(
    tx: &WriteTx<'_>,
    request: Key<Request>,
    happened: Happened,
    (by, words): (&str, &str),
) -> Result<(), StoreError> {
    let words = tx.seal(EVENT_WORDS, words)?;
    tx.execute(
        "INSERT INTO request_event (tenant, id, request_id, happened, at_ms, by_name, words) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![request.tenant, tx.new_id::<Event>(), request.id, happened, tx.now(), by.to_owned(), words],
    )
    .map(drop)
}

/// The history of a request, the newest first.
pub(crate) fn events(tx: &ReadTx<'_>, request: &RequestRow) -> Result<Vec<EventRow>, StoreError> {
    let sql = "SELECT happened, at_ms, by_name, words FROM request_event WHERE tenant = $1 AND request_id = $2 \
               ORDER BY at_ms DESC, id DESC";
    tx.rows(sql, params![request.tenant, request.id], |row| {
        let (happened, at, by) = (row.take()?, row.take()?, row.take()?);
        Ok(EventRow { happened, at, by, words: tx.unseal(EVENT_WORDS, &row.take::<Vec<u8>>()?)? })
    })
}

/// Writes down that somebody tried to tell her.
pub(crate) fn insert_telling(
    tx: &WriteTx<'_>,
    actor: Option<&Actor>,
    request: &RequestRow,
    telling: Telling,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO request_telling (tenant, id, request_id, on_day, manner, reached, told_by, at_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            request.tenant,
            tx.new_id::<Event>(),
            request.id,
            telling.on,
            telling.manner,
            telling.reached,
            actor.map(|actor| actor.person),
            tx.now()
        ],
    )
    .map(drop)
}

/// What was tried since an instant, the first first.
pub(crate) fn tellings(
    tx: &ReadTx<'_>,
    request: &RequestRow,
    since: Timestamp,
) -> Result<Vec<Telling>, StoreError> {
    let sql = "SELECT on_day, manner, reached FROM request_telling WHERE tenant = $1 AND request_id = $2 \
               AND at_ms >= $3 ORDER BY on_day, at_ms";
    tx.rows(sql, params![request.tenant, request.id, since], |row| {
        Ok(Telling { on: row.take()?, manner: row.take()?, reached: row.take()? })
    })
}

/// Opens a request for somebody above until an instant, for what she said.
pub(crate) fn insert_opening(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &RequestRow,
    (purpose, until): (&str, Timestamp),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO request_opening (tenant, id, request_id, person_id, person_name, post_label, purpose, at_ms, until_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            request.tenant, tx.new_id::<Event>(), request.id, actor.person, actor.name.clone(), actor.post_label(),
            tx.seal(PURPOSE, purpose)?, tx.now(), until
        ],
    )
    .map(drop)
}

/// Whether `actor` opened a request and may still read it.
pub(crate) fn opening_in_force(
    tx: &ReadTx<'_>,
    actor: &Actor,
    request: &RequestRow,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM request_opening WHERE tenant = $1 AND request_id = $2 AND person_id = $3 \
               AND post_label = $4 AND until_ms > $5";
    let values = params![request.tenant, request.id, actor.person, actor.post_label(), tx.now()];
    Ok(tx.value::<i64>(sql, values)? > 0)
}

/// Who opened a request from above, the newest first: name, post, what for, when.
pub(crate) fn openings(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    request: &RequestRow,
) -> Result<Vec<(String, String, String, Timestamp)>, StoreError> {
    let sql = "SELECT person_name, post_label, purpose, at_ms FROM request_opening WHERE tenant = $1 AND request_id = $2 \
               ORDER BY at_ms DESC";
    tx.rows(sql, params![tenant, request.id], |row| {
        let (name, post) = (row.take()?, row.take()?);
        Ok((name, post, tx.unseal(PURPOSE, &row.take::<Vec<u8>>()?)?, row.take()?))
    })
}
