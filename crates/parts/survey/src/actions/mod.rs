//! One write per file.

mod answer;
mod ask;
mod call;

pub(crate) use answer::answer;
pub use ask::ask;
pub(crate) use call::{record_call, take_call};

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, StoreError, WriteTx};

use crate::queries;

const FORGET: Action = Action::write("survey.forget", "删去过期评价单的联系方式");

/// Takes out whom to call where the slip has expired: for the nightly job.
///
/// # Errors
/// When it cannot be written.
pub fn forget_expired(tx: &WriteTx<'_>) -> Result<Ending<u64>, StoreError> {
    let forgotten = queries::forget_expired(tx, tx.today())?;
    if forgotten == 0 {
        return Ok(Ending::Nothing(0));
    }
    let entry = Entry::by_system(FORGET, niangjia_kernel::Tenant::NATION).change("份数", "", forgotten);
    Ok(tx.record(&entry, forgotten)?.into())
}
