//! What nobody moved in time goes to the next level by itself.

use niangjia_store::audit::Action;
use niangjia_store::{Ending, WriteTx};
use niangjia_web::AppError;

use super::{entry, pass::pass_up};
use crate::queries;

const OVERDUE: Action = Action::write("request.overdue", "诉求超期，自动到上一级");

/// Passes up one request whose clock at its level has ended; says whether there was one.
///
/// R-REQ-11. What is not taken, or not done, within the clock of its level goes to the next level by itself; who had it stays
/// responsible until it is taken there.
///
/// Source: the issue; S1 (及时向上级妇联反馈).
/// Reading: at the province it stays and is late. Local: the clocks `request.*`.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn pass_up_what_is_late(tx: &WriteTx<'_>) -> Result<Ending<bool>, AppError> {
    for (key, late) in queries::late_holds(tx, tx.now(), 50)? {
        let Some(request) = queries::whoever(tx, key)? else { continue };
        // An answer that waits to be told has its own clock, and so has what is looked at above.
        if request.present().is_none_or(|hold| hold.id != late) {
            continue;
        }
        match pass_up(tx, None, &request, "期限到了没有办") {
            Ok(upper) => {
                let entry = entry(None, OVERDUE, &request.row).change("去向", "", upper);
                return Ok(tx.record(&entry, true)?.into());
            }
            // Nobody stands above: it stays here, late.
            Err(AppError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Ending::Nothing(false))
}
