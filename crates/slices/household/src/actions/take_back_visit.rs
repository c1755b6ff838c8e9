//! 撤销: taking a visit back. Its facts are reversed, its points go with them; nothing is edited.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx, facts};

use crate::model::VisitRow;
use crate::queries::{self, VisibleHousehold};

const TAKE_BACK: Action = Action::write("household.take_back_visit", "撤销走访");

/// Takes a visit back; a second time changes nothing. The right to do so is `rules::may_take_back`.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn take_back_visit(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &VisibleHousehold,
    visit: &VisitRow,
    reason: &str,
) -> Result<Ending<()>, StoreError> {
    if !queries::mark_taken_back(tx, visit, reason)? {
        return Ok(Ending::Nothing(()));
    }
    let recorded = facts::of_subject(tx, visit.tenant, visit.id.uuid())?;
    let elsewhere = visit.helper.as_ref().map(|helper| helper.tenant);
    for fact in recorded.iter().filter(|fact| fact.reverses.is_none()) {
        facts::reverse(tx, fact, actor.person, elsewhere)?;
    }
    let row = &household.row;
    let entry =
        Entry::by(actor, TAKE_BACK).about(row.tenant, row.id, &row.org_path).named(&row.name).personal();
    Ok(tx.record(&entry.change("走访", visit.on, reason), ())?.into())
}
