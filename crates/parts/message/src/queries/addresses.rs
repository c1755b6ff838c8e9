//! Where somebody wants her messages, and when not.

use niangjia_kernel::{Entity, Id, Person, Tenant, Timestamp};
use niangjia_store::{ReadTx, Row, StoreError, WriteTx, params, single};

use crate::model::Channel;
use crate::pack::MessageRules;

const ADDRESS: &str = "message_address.address";
const COLUMNS: &str = "id, channel, address, confirmed_ms, wanted, code, code_until_ms, code_tries";

/// An address of somebody.
#[derive(Debug, Clone)]
pub(crate) struct AddressRow {
    pub(crate) id: Id<Self>,
    pub(crate) channel: Channel,
    pub(crate) address: String,
    pub(crate) confirmed: Option<Timestamp>,
    pub(crate) wanted: bool,
    /// The keyed hash of the code that confirms it; empty: none was sent.
    pub(crate) code: Vec<u8>,
    pub(crate) code_until: Timestamp,
    pub(crate) code_tries: i64,
}

impl Entity for AddressRow {
    const PREFIX: &'static str = "adr";
}

fn address(tx: &ReadTx<'_>, row: &mut Row<'_>) -> Result<AddressRow, StoreError> {
    Ok(AddressRow {
        id: row.take()?,
        channel: row.take()?,
        address: tx.unseal(ADDRESS, &row.take::<Vec<u8>>()?)?,
        confirmed: row.take()?,
        wanted: row.take()?,
        code: row.take()?,
        code_until: row.take()?,
        code_tries: row.take()?,
    })
}

/// Her addresses.
pub(crate) fn addresses(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
) -> Result<Vec<AddressRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM message_address WHERE tenant = $1 AND person_id = $2 ORDER BY channel"
    );
    tx.rows(&sql, params![tenant, person], |row| address(tx, row))
}

/// Her address for a channel.
pub(crate) fn address_for(
    tx: &ReadTx<'_>,
    whose: (Tenant, Id<Person>),
    channel: Channel,
) -> Result<Option<AddressRow>, StoreError> {
    Ok(addresses(tx, whose)?.into_iter().find(|one| one.channel == channel))
}

/// The channels that she wants and has confirmed.
pub(crate) fn wanted_channels(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
) -> Result<Vec<Channel>, StoreError> {
    let sql = "SELECT channel FROM message_address WHERE tenant = $1 AND person_id = $2 \
               AND confirmed_ms IS NOT NULL AND wanted = $3 ORDER BY channel";
    tx.rows(sql, params![tenant, person, true], single)
}

/// Puts an address in the place of the one before; it is to be confirmed.
pub(crate) fn set_address(
    tx: &WriteTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    channel: Channel,
    address: &str,
    (code, until): (Vec<u8>, Timestamp),
) -> Result<(), StoreError> {
    remove_address(tx, (tenant, person), channel)?;
    tx.execute(
        "INSERT INTO message_address (tenant, id, person_id, channel, address, wanted, code, code_until_ms, code_tries) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
        params![tenant, tx.new_id::<AddressRow>(), person, channel, tx.seal(ADDRESS, address)?, true, code, until],
    )?;
    Ok(())
}

/// Forgets an address; what would have left for it is dropped.
pub(crate) fn remove_address(
    tx: &WriteTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    channel: Channel,
) -> Result<bool, StoreError> {
    let sql = "DELETE FROM message_address WHERE tenant = $1 AND person_id = $2 AND channel = $3";
    let removed = tx.execute(sql, params![tenant, person, channel])? > 0;
    let sql = "UPDATE message_delivery SET state = 'dropped', ended_ms = $1 \
               WHERE tenant = $2 AND person_id = $3 AND channel = $4 AND state = 'waiting'";
    tx.execute(sql, params![tx.now(), tenant, person, channel])?;
    Ok(removed)
}

/// Counts a try of a code.
pub(crate) fn count_try(tx: &WriteTx<'_>, tenant: Tenant, id: Id<AddressRow>) -> Result<(), StoreError> {
    let sql = "UPDATE message_address SET code_tries = code_tries + 1 WHERE tenant = $1 AND id = $2";
    tx.execute(sql, params![tenant, id]).map(drop)
}

/// Notes that an address is hers.
pub(crate) fn confirm(tx: &WriteTx<'_>, tenant: Tenant, id: Id<AddressRow>) -> Result<(), StoreError> {
    let sql = "UPDATE message_address SET confirmed_ms = $1, code = $2 WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![tx.now(), Vec::<u8>::new(), tenant, id]).map(drop)
}

/// Notes whether she wants messages there.
pub(crate) fn want(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    id: Id<AddressRow>,
    wanted: bool,
) -> Result<(), StoreError> {
    let sql = "UPDATE message_address SET wanted = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![wanted, tenant, id]).map(drop)
}

/// The hours in which she is not to be disturbed: her own, or the pack's.
pub(crate) fn quiet_hours(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
) -> Result<(i64, i64), StoreError> {
    let sql = "SELECT from_hour, until_hour FROM message_quiet WHERE tenant = $1 AND id = $2";
    let own = tx.row(sql, params![tenant, person], |row| Ok((row.take()?, row.take()?)))?;
    let rules = MessageRules::in_force();
    Ok(own.unwrap_or((rules.quiet_from, rules.quiet_until)))
}

/// Sets the hours in which she is not to be disturbed.
pub(crate) fn set_quiet_hours(
    tx: &WriteTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    (from, until): (i64, i64),
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM message_quiet WHERE tenant = $1 AND id = $2", params![tenant, person])?;
    let sql = "INSERT INTO message_quiet (tenant, id, from_hour, until_hour) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, params![tenant, person, from, until]).map(drop)
}
