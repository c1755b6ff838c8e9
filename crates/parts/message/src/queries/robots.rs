//! The robots of groups.

use niangjia_kernel::{Id, Organisation, Tenant, Timestamp};
use niangjia_store::{ReadTx, StoreError, WriteTx, params};

use crate::model::RobotKind;

const ADDRESS: &str = "message_robot.address";
const SECRET: &str = "message_robot.secret";

/// The robot of an organisation's group.
#[derive(Debug, Clone)]
pub(crate) struct RobotRow {
    pub(crate) kind: RobotKind,
    pub(crate) address: String,
    pub(crate) secret: String,
    pub(crate) set_by: String,
    pub(crate) set: Timestamp,
}

/// The robot of an organisation, where it has one.
pub(crate) fn robot(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
) -> Result<Option<RobotRow>, StoreError> {
    let sql = "SELECT kind, address, secret, set_by, set_ms FROM message_robot WHERE tenant = $1 AND id = $2";
    tx.row(sql, params![tenant, org], |row| {
        Ok(RobotRow {
            kind: row.take()?,
            address: tx.unseal(ADDRESS, &row.take::<Vec<u8>>()?)?,
            secret: tx.unseal(SECRET, &row.take::<Vec<u8>>()?)?,
            set_by: row.take()?,
            set: row.take()?,
        })
    })
}

/// Puts a robot in the place of the one before.
pub(crate) fn set_robot(
    tx: &WriteTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    robot: &RobotRow,
) -> Result<(), StoreError> {
    remove_robot(tx, (tenant, org))?;
    tx.execute(
        "INSERT INTO message_robot (tenant, id, kind, address, secret, set_by, set_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            tenant,
            org,
            robot.kind,
            tx.seal(ADDRESS, &robot.address)?,
            tx.seal(SECRET, &robot.secret)?,
            robot.set_by.clone(),
            robot.set,
        ],
    )?;
    Ok(())
}

/// Takes a robot away; what would have left by it is dropped.
pub(crate) fn remove_robot(
    tx: &WriteTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
) -> Result<bool, StoreError> {
    let sql = "DELETE FROM message_robot WHERE tenant = $1 AND id = $2";
    Ok(tx.execute(sql, params![tenant, org])? > 0)
}

/// What would have left by the robot of an organisation does not any more.
pub(crate) fn drop_group_deliveries(
    tx: &WriteTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
) -> Result<(), StoreError> {
    let sql = "UPDATE message_delivery SET state = 'dropped', ended_ms = $1 \
               WHERE tenant = $2 AND org_id = $3 AND state = 'waiting'";
    tx.execute(sql, params![tx.now(), tenant, org]).map(drop)
}
