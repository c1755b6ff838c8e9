//! Inboxes.

use niangjia_kernel::{Id, Person, Tenant, Timestamp};
use niangjia_store::{Actor, ReadTx, Row, StoreError, WriteTx, params, single};

use crate::model::{Details, MatterNumber, Message, MessageKey, MessageRow};

const COLUMNS: &str = "tenant, id, kind, href, made_ms, read_ms, day, count, year, number";

/// Reads the four columns of what stands in the places of a sentence.
pub(crate) fn details(row: &mut Row<'_>) -> Result<Details, StoreError> {
    let (day, count) = (row.take()?, row.take()?);
    let (year, number): (Option<i64>, Option<i64>) = (row.take()?, row.take()?);
    let number = year.zip(number).map(|(year, number)| MatterNumber { year, number });
    Ok(Details { day, count, number })
}

fn message(row: &mut Row<'_>) -> Result<MessageRow, StoreError> {
    Ok(MessageRow {
        tenant: row.take()?,
        id: row.take()?,
        kind: row.take()?,
        href: row.take()?,
        made: row.take()?,
        read: row.take()?,
        details: details(row)?,
    })
}

/// Puts a message into an inbox; nothing where the same waited there unread, which is then of now.
pub(crate) fn put(
    tx: &WriteTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    kind: &str,
    details: &Details,
    href: &str,
) -> Result<Option<Id<Message>>, StoreError> {
    let number = details.number;
    let (year, number) = (number.map(|one| one.year), number.map(|one| one.number));
    let renewed = tx.execute(
        "UPDATE message SET made_ms = $1, day = $2, count = $3, year = $4, number = $5 \
         WHERE tenant = $6 AND person_id = $7 AND kind = $8 AND href = $9 AND read_ms IS NULL",
        params![
            tx.now(),
            details.day,
            details.count,
            year,
            number,
            tenant,
            person,
            kind.to_owned(),
            href.to_owned()
        ],
    )?;
    if renewed > 0 {
        return Ok(None);
    }
    let id = tx.new_id::<Message>();
    tx.execute(
        "INSERT INTO message (tenant, id, person_id, kind, day, count, year, number, href, made_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            tenant,
            id,
            person,
            kind.to_owned(),
            details.day,
            details.count,
            year,
            number,
            href.to_owned(),
            tx.now()
        ],
    )?;
    Ok(Some(id))
}

/// Her messages: what she has not read first, then the newest.
pub(crate) fn inbox(tx: &ReadTx<'_>, actor: &Actor, limit: i64) -> Result<Vec<MessageRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM message WHERE tenant = $1 AND person_id = $2 \
         ORDER BY CASE WHEN read_ms IS NULL THEN 0 ELSE 1 END, made_ms DESC, id DESC LIMIT $3"
    );
    tx.rows(&sql, params![actor.tenant, actor.person, limit], message)
}

/// One of hers.
pub(crate) fn own_message(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: MessageKey,
) -> Result<Option<MessageRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM message WHERE tenant = $1 AND id = $2 AND person_id = $3");
    let found = tx.row(&sql, params![key.tenant, key.id, actor.person], message)?;
    Ok(found.filter(|_| key.tenant == actor.tenant))
}

/// How many messages somebody has not read.
///
/// # Errors
/// When they cannot be counted.
pub fn count_unread(tx: &ReadTx<'_>, actor: &Actor) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM message WHERE tenant = $1 AND person_id = $2 AND read_ms IS NULL";
    tx.value(sql, params![actor.tenant, actor.person])
}

/// Notes that she read one, or all; what would still leave for her does not any more. Says how many she had not read.
pub(crate) fn mark_read(
    tx: &WriteTx<'_>,
    actor: &Actor,
    one: Option<Id<Message>>,
) -> Result<u64, StoreError> {
    let unread = "SELECT id FROM message WHERE tenant = $1 AND person_id = $2 AND read_ms IS NULL";
    let unread = tx.rows(unread, params![actor.tenant, actor.person], single::<Id<Message>>)?;
    let mut read = 0;
    for id in unread.into_iter().filter(|id| one.is_none_or(|one| one == *id)) {
        let sql = "UPDATE message SET read_ms = $1 WHERE tenant = $2 AND id = $3 AND read_ms IS NULL";
        read += tx.execute(sql, params![tx.now(), actor.tenant, id])?;
        let sql = "UPDATE message_delivery SET state = 'dropped', ended_ms = $1 \
                   WHERE tenant = $2 AND message_id = $3 AND state = 'waiting'";
        tx.execute(sql, params![tx.now(), actor.tenant, id])?;
    }
    Ok(read)
}

/// Throws away what was read before an instant, with its deliveries. Says how many.
///
/// A declared report: of the whole installation.
pub(crate) fn forget_read(tx: &WriteTx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    let sql = "SELECT tenant, id FROM message WHERE read_ms < $1 ORDER BY read_ms LIMIT 500";
    let old = tx.rows(sql, params![before], |row| Ok((row.take::<Tenant>()?, row.take::<Id<Message>>()?)))?;
    for (tenant, id) in &old {
        let sql = "DELETE FROM message_delivery WHERE tenant = $1 AND message_id = $2";
        tx.execute(sql, params![*tenant, *id])?;
        tx.execute("DELETE FROM message WHERE tenant = $1 AND id = $2", params![*tenant, *id])?;
    }
    Ok(old.len() as u64)
}
