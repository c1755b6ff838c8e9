//! 司法确认: both parties apply; the court takes it and decides.

use niangjia_deadline::{start, stop};
use niangjia_kernel::Day;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::entry;
use crate::model::{Case, Confirmation};
use crate::queries;

const CONFIRM: Action = Action::write("mediation.confirm", "司法确认");

/// Notes a step, checked by `rules::check_confirmation`; the clock of the step before is over, that of the next begins.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn confirm(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    (step, on, court): (Confirmation, Day, &str),
) -> Result<Recorded<()>, StoreError> {
    queries::mark_confirmation(tx, case, (step, on, court))?;
    for clock in ["mediation.confirm_apply", "court.confirm_accept", "court.confirm_decide"] {
        stop(tx, case.subject(), clock)?;
    }
    match step {
        Confirmation::Applied => {
            start(tx, case.subject(), "court.confirm_accept", on.start())?;
        }
        Confirmation::Accepted => {
            start(tx, case.subject(), "court.confirm_decide", on.start())?;
        }
        Confirmation::Confirmed | Confirmation::Refused => {}
    }
    tx.record(&entry(actor, CONFIRM, case).change("司法确认", "", step.label()), ())
}
