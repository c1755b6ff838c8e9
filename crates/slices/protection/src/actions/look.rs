//! Looking at a case: it leaves a trace, of its own people too.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::entry;
use crate::model::LookedAt;
use crate::pack::ProtectionRules;
use crate::queries::{self, VisibleCase};
use crate::rules::is_a_new_look;

const LOOK: Action = Action::read("protection.look", "看");

/// Writes down that somebody looked at a page of a case (R-PRO-17); nothing where she did a moment ago. Of the case the entry has
/// no word, and of the page only which one.
///
/// # Errors
/// When it cannot be written; then nothing is shown.
pub(crate) fn look(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    page: LookedAt,
) -> Result<Ending<()>, StoreError> {
    let minutes = ProtectionRules::in_force().look_minutes;
    let since = tx.now().plus_seconds(-minutes * 60);
    let last = queries::last_look(tx, actor, case, (page, since))?;
    if !is_a_new_look(page, last, tx.now(), minutes) {
        return Ok(Ending::Nothing(()));
    }
    queries::insert_look(tx, actor, case, page)?;
    Ok(tx.record(&entry(actor, LOOK, case.row()).change("页面", "", page.label()), ())?.into())
}
