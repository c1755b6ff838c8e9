//! Where somebody wants her messages. She herself decides, and nobody else sees the address.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{Channel, Details};
use crate::pack::MessageRules;
use crate::queries::{self, AddressRow, NewDelivery, Receiver};

const ASK: Action = Action::write("message.ask_code", "登记接收消息的地址");
const CONFIRM: Action = Action::write("message.confirm", "确认接收消息的地址");
const PREFER: Action = Action::write("message.prefer", "设置消息提醒");
const REMOVE: Action = Action::write("message.remove_address", "删除接收消息的地址");

/// The keyed hash of a code, so that whoever reads the table cannot confirm.
pub(crate) fn hashed(
    tx: &niangjia_store::ReadTx<'_>,
    actor: &Actor,
    channel: Channel,
    code: &str,
) -> Vec<u8> {
    let person = actor.person.uuid();
    tx.keys().authenticator(&[b"message code", person.as_bytes(), channel.code().as_bytes(), code.as_bytes()])
}

/// Puts a new address in the place of the one before, and sends a code of six digits there.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn ask_code(
    tx: &WriteTx<'_>,
    actor: &Actor,
    channel: Channel,
    address: &str,
) -> Result<Ending<()>, StoreError> {
    let mut bytes = [0u8; 8];
    tx.fill_random(&mut bytes);
    let code = format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000);
    let until = tx.now().plus_seconds(MessageRules::in_force().code_minutes * 60);
    let whose = (actor.tenant, actor.person);
    queries::set_address(tx, whose, channel, address, (hashed(tx, actor, channel, &code), until))?;
    let receiver = Receiver::Person { person: actor.person, message: None };
    let (details, next) = (Details::default(), tx.now());
    let delivery = NewDelivery { channel, kind: "code", details, code: Some(&code), next };
    queries::send_out(tx, actor.tenant, &receiver, &delivery)?;
    let entry = Entry::by(actor, ASK).change("通道", "", channel.label());
    Ok(tx.record(&entry, ())?.into())
}

/// Counts a try of a code, and confirms the address where it `fits`.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn confirm<T>(
    tx: &WriteTx<'_>,
    actor: &Actor,
    address: &AddressRow,
    fits: bool,
    value: T,
) -> Result<Ending<T>, StoreError> {
    queries::count_try(tx, actor.tenant, address.id)?;
    if fits {
        queries::confirm(tx, actor.tenant, address.id)?;
    }
    let entry = Entry::by(actor, CONFIRM).change("通道", "", address.channel.label());
    let entry = entry.change("验证码", "", if fits { "对" } else { "不对" });
    Ok(tx.record(&entry, value)?.into())
}

/// Sets which confirmed addresses she wants messages at, and when she is not to be disturbed.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn prefer(
    tx: &WriteTx<'_>,
    actor: &Actor,
    wanted: &[Channel],
    (from, until): (i64, i64),
) -> Result<Ending<()>, StoreError> {
    let whose = (actor.tenant, actor.person);
    let mut entry = Entry::by(actor, PREFER).change("免打扰", "", format!("{from} 点到 {until} 点"));
    for address in queries::addresses(tx, whose)? {
        let wants = wanted.contains(&address.channel);
        queries::want(tx, actor.tenant, address.id, wants)?;
        entry = entry.change(address.channel.label(), "", if wants { "要" } else { "不要" });
    }
    queries::set_quiet_hours(tx, whose, (from, until))?;
    Ok(tx.record(&entry, ())?.into())
}

/// Forgets an address of hers.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn remove(tx: &WriteTx<'_>, actor: &Actor, channel: Channel) -> Result<Ending<()>, StoreError> {
    if !queries::remove_address(tx, (actor.tenant, actor.person), channel)? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&Entry::by(actor, REMOVE).change("通道", channel.label(), ""), ())?.into())
}
