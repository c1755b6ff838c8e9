//! Reading a message.

use niangjia_kernel::Id;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::Message;
use crate::queries;

const READ: Action = Action::write("message.read", "看过消息");

/// Notes that she read one of hers, or all.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn read(
    tx: &WriteTx<'_>,
    actor: &Actor,
    one: Option<Id<Message>>,
) -> Result<Ending<()>, StoreError> {
    match queries::mark_read(tx, actor, one)? {
        0 => Ok(Ending::Nothing(())),
        count => Ok(tx.record(&Entry::by(actor, READ).change("条数", "", count), ())?.into()),
    }
}
