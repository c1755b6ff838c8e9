//! Trying again what was given up.

use niangjia_kernel::OrgPath;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::queries::{self, DeliveryRow};

const AGAIN: Action = Action::write("message.try_again", "重新发送");

/// Puts it on its way again; the other side knows it by the same number.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn try_again(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &DeliveryRow,
) -> Result<Ending<()>, StoreError> {
    if !queries::try_again(tx, row.key())? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, AGAIN).about(row.tenant, row.id, &OrgPath::nation());
    Ok(tx.record(&entry.named(row.channel.label()), ())?.into())
}
