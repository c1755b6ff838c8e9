//! The assessment of danger: answers, the level they point to, and what a person decided.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::{done, standing};
use crate::model::{EventKind, State};
use crate::queries::VisibleCase;

const ASSESS: Action = Action::write("protection.assess", "危险评估");

/// Writes it down; from now on the case is assessed.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn assess(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    words: &str,
) -> Result<Recorded<()>, StoreError> {
    let state = match standing(tx, case)? {
        State::Open => State::Assessed,
        other => other,
    };
    done(tx, actor, case.row(), (ASSESS, EventKind::Assessed, words), state)
}
