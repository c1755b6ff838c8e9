//! 需求卡: a wish that was found is written down with what was promised, and ended with what became of it.

use niangjia_kernel::{Id, Person, Visit};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{CardRow, CardState, HouseholdRow, NeedCard};
use crate::queries;
use crate::rules::CardSaid;

const WRITE: Action = Action::write("household.write_need_card", "写需求卡");
const CLOSE: Action = Action::write("household.close_need_card", "了结需求卡");

/// Writes a card (`rules::check_card`); a form that comes a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_card(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    id: Id<NeedCard>,
    (person, name, visit): (Id<Person>, &str, Option<Id<Visit>>),
    said: &CardSaid,
) -> Result<Ending<Id<NeedCard>>, StoreError> {
    if !queries::insert_card(tx, id, household, (person, visit), said)? {
        return Ok(Ending::Nothing(id));
    }
    let entry = Entry::by(actor, WRITE).about(household.tenant, household.id, &household.org_path).personal();
    let entry =
        entry.named(&household.name).change("办理人", "", name).change("办理期限", "", said.due.long());
    Ok(tx.record(&entry, id)?.into())
}

/// Ends a card (`rules::check_closing`); a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn close_card(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    card: &CardRow,
    (state, words): (CardState, &str),
) -> Result<Ending<()>, StoreError> {
    if !queries::close_card(tx, card, state, words)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, CLOSE).about(household.tenant, household.id, &household.org_path).personal();
    let entry = entry.named(&household.name).change("需求卡", card.state.label(), state.label());
    Ok(tx.record(&entry, ())?.into())
}
