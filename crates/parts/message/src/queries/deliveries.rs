//! What leaves the platform.

use niangjia_kernel::{Id, Organisation, Person, Tenant, Timestamp};
use niangjia_store::{ReadTx, Row, Sql, StoreError, WriteTx, params};

use super::details;
use crate::model::{Channel, Delivery, DeliveryKey, DeliveryState, Details, Failure, Message};

const COLUMNS: &str = "tenant, id, person_id, org_id, channel, kind, state, tries, failure, made_ms, next_ms, ended_ms, \
                       code, day, count, year, number";
const CODE: &str = "message_delivery.code";

/// Who a delivery is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Receiver {
    /// A person, by an address of hers; with the message of her inbox, or a code to confirm the address.
    Person { person: Id<Person>, message: Option<Id<Message>> },
    /// The group of an organisation.
    Group(Id<Organisation>),
}

/// What is to leave.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewDelivery<'a> {
    pub(crate) channel: Channel,
    pub(crate) kind: &'a str,
    pub(crate) details: Details,
    /// The code that confirms an address, in place of a sentence.
    pub(crate) code: Option<&'a str>,
    /// Not before.
    pub(crate) next: Timestamp,
}

/// A delivery as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct DeliveryRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Delivery>,
    pub(crate) person: Option<Id<Person>>,
    pub(crate) org: Option<Id<Organisation>>,
    pub(crate) channel: Channel,
    pub(crate) kind: String,
    pub(crate) state: DeliveryState,
    pub(crate) tries: i64,
    pub(crate) failure: Option<Failure>,
    pub(crate) made: Timestamp,
    pub(crate) next: Timestamp,
    pub(crate) ended: Option<Timestamp>,
    pub(crate) code: Option<String>,
    pub(crate) details: Details,
}

impl DeliveryRow {
    pub(crate) fn key(&self) -> DeliveryKey {
        self.id.within(self.tenant)
    }
}

fn delivery(tx: &ReadTx<'_>, row: &mut Row<'_>) -> Result<DeliveryRow, StoreError> {
    Ok(DeliveryRow {
        tenant: row.take()?,
        id: row.take()?,
        person: row.take()?,
        org: row.take()?,
        channel: row.take()?,
        kind: row.take()?,
        state: row.take()?,
        tries: row.take()?,
        failure: row.take()?,
        made: row.take()?,
        next: row.take()?,
        ended: row.take()?,
        code: row.take::<Option<Vec<u8>>>()?.map(|code| tx.unseal(CODE, &code)).transpose()?,
        details: details(row)?,
    })
}

/// Puts something on its way. Its identity is what the other side knows it by, however often it is tried.
pub(crate) fn send_out(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    receiver: &Receiver,
    new: &NewDelivery<'_>,
) -> Result<Id<Delivery>, StoreError> {
    let id = tx.new_id::<Delivery>();
    let (person, message, org) = match receiver {
        Receiver::Person { person, message } => (Some(*person), *message, None),
        Receiver::Group(org) => (None, None, Some(*org)),
    };
    let number = new.details.number;
    tx.execute(
        "INSERT INTO message_delivery (tenant, id, message_id, person_id, org_id, channel, kind, day, count, year, number, \
         code, state, tries, made_ms, next_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'waiting', 0, $13, $14)",
        params![
            tenant,
            id,
            message,
            person,
            org,
            new.channel,
            new.kind.to_owned(),
            new.details.day,
            new.details.count,
            number.map(|one| one.year),
            number.map(|one| one.number),
            new.code.map(|code| tx.seal(CODE, code)).transpose()?,
            tx.now(),
            new.next,
        ],
    )?;
    Ok(id)
}

/// Takes the next delivery whose time has come, so that nobody else does.
///
/// A declared report: the worker of the installation sends for all.
///
/// Channels that do not answer now are left out, so that they hold up nobody else.
pub(crate) fn claim(tx: &WriteTx<'_>, silent: &[Channel]) -> Result<Option<DeliveryRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM message_delivery WHERE state = 'waiting' AND next_ms <= ").bind(&tx.now());
    for channel in silent {
        sql.push(" AND channel <> ").bind(channel);
    }
    sql.push(" ORDER BY next_ms, id LIMIT 1");
    let found = tx.select(&sql, |row| delivery(tx, row))?;
    let Some(row) = found.into_iter().next() else { return Ok(None) };
    let sql = "UPDATE message_delivery SET state = 'sending', tries = tries + 1 \
               WHERE tenant = $1 AND id = $2 AND state = 'waiting'";
    let taken = tx.execute(sql, params![row.tenant, row.id])?;
    Ok((taken > 0).then(|| DeliveryRow { tries: row.tries + 1, state: DeliveryState::Sending, ..row }))
}

/// Gives back what a process that has ended was sending: whether it left, nobody knows, so it is sent again as the same.
///
/// A declared report: of the whole installation.
pub(crate) fn release(tx: &WriteTx<'_>) -> Result<u64, StoreError> {
    let all =
        tx.rows("SELECT tenant, id FROM message_delivery WHERE state = 'sending'", params![], |row| {
            Ok((row.take::<Tenant>()?, row.take::<Id<Delivery>>()?))
        })?;
    let mut released = 0;
    for (tenant, id) in all {
        let sql = "UPDATE message_delivery SET state = 'waiting' WHERE tenant = $1 AND id = $2 AND state = 'sending'";
        released += tx.execute(sql, params![tenant, id])?;
    }
    Ok(released)
}

/// How a try ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ended {
    pub(crate) state: DeliveryState,
    pub(crate) failure: Option<Failure>,
    /// When it is tried again, where it is.
    pub(crate) next: Timestamp,
    /// How often it was tried.
    pub(crate) tries: i64,
}

/// Writes down how a try ended; `false` when that was written before.
pub(crate) fn end(tx: &WriteTx<'_>, key: DeliveryKey, ended: &Ended) -> Result<bool, StoreError> {
    let over = (ended.state != DeliveryState::Waiting).then(|| tx.now());
    let written = tx.execute(
        "UPDATE message_delivery SET state = $1, failure = $2, next_ms = $3, ended_ms = $4, tries = $5 \
         WHERE tenant = $6 AND id = $7 AND state = 'sending'",
        params![ended.state, ended.failure, ended.next, over, ended.tries, key.tenant, key.id],
    )?;
    Ok(written > 0)
}

/// What was given up, and what failed and is to be tried again: the newest first, of the administrator's tenant.
pub(crate) fn troubled(tx: &ReadTx<'_>, tenant: Tenant) -> Result<Vec<DeliveryRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM message_delivery WHERE tenant = $1 AND failure IS NOT NULL \
         AND state IN ('failed', 'waiting', 'sending') ORDER BY made_ms DESC, id DESC LIMIT 200"
    );
    tx.rows(&sql, params![tenant], |row| delivery(tx, row))
}

/// One that was given up.
pub(crate) fn given_up(tx: &ReadTx<'_>, key: DeliveryKey) -> Result<Option<DeliveryRow>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM message_delivery WHERE tenant = $1 AND id = $2 AND state = 'failed'");
    tx.row(&sql, params![key.tenant, key.id], |row| delivery(tx, row))
}

/// Puts what was given up on its way again, as the same.
pub(crate) fn try_again(tx: &WriteTx<'_>, key: DeliveryKey) -> Result<bool, StoreError> {
    let sql = "UPDATE message_delivery SET state = 'waiting', tries = 0, next_ms = $1, ended_ms = NULL \
               WHERE tenant = $2 AND id = $3 AND state = 'failed'";
    Ok(tx.execute(sql, params![tx.now(), key.tenant, key.id])? > 0)
}

/// How many there are by state, in one tenant.
pub(crate) fn count_by_state(
    tx: &ReadTx<'_>,
    tenant: Tenant,
) -> Result<Vec<(Channel, DeliveryState, i64)>, StoreError> {
    let sql = "SELECT channel, state, COUNT(*) FROM message_delivery WHERE tenant = $1 GROUP BY channel, state \
               ORDER BY channel, state";
    tx.rows(sql, params![tenant], |row| Ok((row.take()?, row.take()?, row.take()?)))
}

/// How many there are by channel and state.
///
/// A declared report: for whoever watches over the installation.
pub(crate) fn count_all(tx: &ReadTx<'_>) -> Result<Vec<(Channel, DeliveryState, i64)>, StoreError> {
    let sql = "SELECT channel, state, COUNT(*) FROM message_delivery GROUP BY channel, state ORDER BY channel, state";
    tx.rows(sql, params![], |row| Ok((row.take()?, row.take()?, row.take()?)))
}
