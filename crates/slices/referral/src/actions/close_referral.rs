//! A referral is over for the sender: she was told, or it was withdrawn or given up.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::entry;
use crate::model::{Closing, ReferralRow};
use crate::queries;

const CLOSE: Action = Action::write("referral.close", "办结转介");

/// Ends it, with how she was told or why.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn close_referral(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &ReferralRow,
    (closing, words): (Closing, &str),
) -> Result<Ending<()>, StoreError> {
    if !queries::close(tx, row, (closing, words))? {
        return Ok(Ending::Nothing(()));
    }
    // The record of what was handed over is kept on: its own clock runs.
    for rule in ["referral.answer", "referral.result"] {
        niangjia_deadline::stop(tx, (row.tenant, row.id.uuid()), rule)?;
    }
    Ok(tx.record(&entry(actor, CLOSE, row).change("进展", row.state.label(), closing.label()), ())?.into())
}
