//! The robot of a group, kept by whoever leads its organisation.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{Channel, Details, RobotKind};
use crate::queries::{self, NewDelivery, Receiver, RobotRow};
use crate::work::TEST;

const SET: Action = Action::write("message.set_robot", "设置工作群机器人");
const REMOVE: Action = Action::write("message.remove_robot", "停用工作群机器人");
const SEND_TEST: Action = Action::write("message.test_robot", "试发工作群消息");

/// Sets the robot of her organisation's group. Address and secret are in no audit: whoever has them speaks in the group.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn set_robot(
    tx: &WriteTx<'_>,
    actor: &Actor,
    kind: RobotKind,
    (address, secret): (&str, &str),
) -> Result<Ending<()>, StoreError> {
    let robot = RobotRow {
        kind,
        address: address.to_owned(),
        secret: secret.to_owned(),
        set_by: format!("{}（{}）", actor.name, actor.post_label()),
        set: tx.now(),
    };
    queries::set_robot(tx, (actor.tenant, actor.acting.org_id), &robot)?;
    let entry = entry(actor, SET).change("种类", "", kind.label());
    Ok(tx.record(&entry, ())?.into())
}

/// Takes the robot away.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn remove_robot(tx: &WriteTx<'_>, actor: &Actor) -> Result<Ending<()>, StoreError> {
    let org = (actor.tenant, actor.acting.org_id);
    if !queries::remove_robot(tx, org)? {
        return Ok(Ending::Nothing(()));
    }
    queries::drop_group_deliveries(tx, org)?;
    Ok(tx.record(&entry(actor, REMOVE), ())?.into())
}

/// Sends a test into the group, at any hour: she is looking.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn test_robot(tx: &WriteTx<'_>, actor: &Actor) -> Result<Ending<()>, StoreError> {
    let (details, next) = (Details::default(), tx.now());
    let delivery = NewDelivery { channel: Channel::Robot, kind: TEST, details, code: None, next };
    queries::send_out(tx, actor.tenant, &Receiver::Group(actor.acting.org_id), &delivery)?;
    Ok(tx.record(&entry(actor, SEND_TEST), ())?.into())
}

fn entry(actor: &Actor, action: Action) -> Entry<'_> {
    let acting = &actor.acting;
    Entry::by(actor, action).about(actor.tenant, acting.org_id, &acting.org_path).named(&acting.org_name)
}
