//! What came of a referral.

use niangjia_kernel::{AreaCode, FactKind};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::{entry, tell};
use crate::model::{ReferralRow, State};
use crate::queries;

const SETTLE: Action = Action::write("referral.settle", "记转介结果");

/// Notes the result; it waits for the sender until she was told.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn settle_referral(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (row, area_code): (&ReferralRow, &AreaCode),
    words: &str,
) -> Result<Ending<()>, StoreError> {
    if !queries::settle(tx, row, words)? {
        return Ok(Ending::Nothing(()));
    }
    niangjia_deadline::stop(tx, (row.tenant, row.id.uuid()), "referral.result")?;
    tell(tx, actor, (FactKind::ReferralSettled, area_code), row)?;
    let entry = entry(actor, SETTLE, row).change("进展", row.state.label(), State::Settled.label());
    Ok(tx.record(&entry, ())?.into())
}
