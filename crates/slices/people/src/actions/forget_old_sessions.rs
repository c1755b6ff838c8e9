//! Housekeeping: sessions that ended a month ago are forgotten.

use niangjia_kernel::Tenant;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, StoreError, WriteTx};

use crate::queries;

const FORGET: Action = Action::write("people.forget_old_sessions", "清理过期的登录");

/// Forgets them; says how many. Nothing is written when there are none.
///
/// # Errors
/// When they cannot be deleted.
pub fn forget_old_sessions(tx: &WriteTx<'_>) -> Result<Ending<u64>, StoreError> {
    let forgotten = queries::delete_old_sessions(tx)?;
    if forgotten == 0 {
        return Ok(Ending::Nothing(0));
    }
    let entry = Entry::by_system(FORGET, Tenant::NATION).change("个数", "", forgotten);
    Ok(tx.record(&entry, forgotten)?.into())
}
