//! Telling somebody: a row of her inbox and what leaves for her, in the transaction of what it is about.

use niangjia_kernel::{Id, Organisation, Person, Tenant};
use niangjia_store::{StoreError, WriteTx};

use crate::model::{Detail, Details, Place};
use crate::pack::{MessageKind, MessageRules};
use crate::queries::{self, NewDelivery, Receiver};
use crate::rules::leaves_at;

/// What somebody is told.
#[derive(Debug, Clone)]
pub struct Telling<'a> {
    /// Who, in her tenant.
    pub to: (Tenant, Id<Person>),
    /// Which sentence of the pack.
    pub kind: &'a str,
    /// What stands in its places.
    pub details: &'a [Detail],
    /// Where it leads.
    pub place: Place,
}

/// Puts it into her inbox, and on its way by the channels that she chose. Where the same is there unread, it is renewed: a
/// thing that waits says so once.
///
/// # Errors
/// When the pack has no such kind, the details do not fill its places, or it cannot be written.
pub fn tell(tx: &WriteTx<'_>, telling: &Telling<'_>) -> Result<(), StoreError> {
    let (tenant, person) = telling.to;
    let details = Details::of(telling.details);
    let kind = fitting(telling.kind, &details)?;
    let href = telling.place.href();
    let Some(message) = queries::put(tx, (tenant, person), &kind.code, &details, href)? else {
        return Ok(());
    };
    let next = leaves_at(queries::quiet_hours(tx, (tenant, person))?, tx.now());
    for channel in queries::wanted_channels(tx, (tenant, person))? {
        let receiver = Receiver::Person { person, message: Some(message) };
        let delivery = NewDelivery { channel, kind: &kind.code, details, code: None, next };
        queries::send_out(tx, tenant, &receiver, &delivery)?;
    }
    Ok(())
}

/// Says it in the group of an organisation, where its chair has set up a robot; says whether she has.
///
/// # Errors
/// As [`tell`].
pub fn tell_group(
    tx: &WriteTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    kind: &str,
    details: &[Detail],
) -> Result<bool, StoreError> {
    let details = Details::of(details);
    let kind = fitting(kind, &details)?;
    if queries::robot(tx, (tenant, org))?.is_none() {
        return Ok(false);
    }
    let rules = MessageRules::in_force();
    let next = leaves_at((rules.quiet_from, rules.quiet_until), tx.now());
    let delivery =
        NewDelivery { channel: crate::Channel::Robot, kind: &kind.code, details, code: None, next };
    queries::send_out(tx, tenant, &Receiver::Group(org), &delivery)?;
    Ok(true)
}

fn fitting(code: &str, details: &Details) -> Result<&'static MessageKind, StoreError> {
    let unknown = || StoreError::Internal(format!("the pack has no message {code}"));
    let kind = MessageRules::in_force().kind(code).ok_or_else(unknown)?;
    if kind.fits(details) {
        return Ok(kind);
    }
    Err(StoreError::Internal(format!("the details do not fill the places of {code}")))
}
