//! How she is reached safely; and that she was reached, or something worth keeping.

use niangjia_kernel::Id;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::{done, standing};
use crate::model::{EventKind, FollowUp, SafeContact};
use crate::queries::{self, VisibleCase};

const SET: Action = Action::write("protection.set_contact", "安全联系方式");
const NOTE: Action = Action::write("protection.note", "记录");

/// Puts how she is reached safely.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn set_contact(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    contact: &SafeContact,
) -> Result<Recorded<()>, StoreError> {
    let sealed = serde_json::to_string(contact).map_err(|error| StoreError::Internal(error.to_string()))?;
    queries::set_contact(tx, case.row(), &sealed)?;
    let state = standing(tx, case)?;
    done(tx, actor, case.row(), (SET, EventKind::ContactSet, "问过她，写在上面"), state)
}

/// Writes that somebody was reached, or something else worth keeping; a planned visit is over by it.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn note(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    (kind, words): (EventKind, &str),
    planned: Option<Id<FollowUp>>,
) -> Result<Recorded<()>, StoreError> {
    if let Some(planned) = planned {
        queries::end_follow_up(tx, case, planned)?;
    }
    let state = standing(tx, case)?;
    done(tx, actor, case.row(), (NOTE, kind, words), state)
}
