//! 申请调解: one of them asks to be mediated; only now it is a dispute.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::entry;
use crate::model::TroubleState;
use crate::queries::{self, VisibleTrouble};

const APPLY: Action = Action::write("screening.apply", "申请调解");

/// Ends the trouble; the mediation was opened by whoever heard of the step, in the same transaction.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn apply(
    tx: &WriteTx<'_>,
    actor: &Actor,
    trouble: &VisibleTrouble,
) -> Result<Ending<()>, StoreError> {
    let row = &trouble.row;
    if !queries::set_state(tx, row, TroubleState::Applied, Some((None, tx.today())))? {
        return Ok(Ending::Nothing(()));
    }
    let entry = entry(actor, APPLY, row).change("状态", row.state.label(), TroubleState::Applied.label());
    Ok(tx.record(&entry, ())?.into())
}
