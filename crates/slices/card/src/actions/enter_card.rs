//! A card is typed in: the visit of its member, written down by the office.

use niangjia_household::actions::SaidVisit;
use niangjia_household::api::{VisibleHousehold, record_for};
use niangjia_kernel::{Id, Visit};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::CardRow;
use crate::queries;

/// Records the visit of the card's member; `actor` stands in the audit as who wrote it down. A form that comes a second
/// time changes nothing and ends the same way.
///
/// # Errors
/// When it cannot be written; then nothing of it is.
pub(crate) fn enter_card(
    tx: &WriteTx<'_>,
    actor: &Actor,
    card: &CardRow,
    household: &VisibleHousehold,
    said: &SaidVisit,
) -> Result<Ending<Id<Visit>>, StoreError> {
    if !queries::insert_entry(tx, actor, card, said.id)? {
        return Ok(Ending::Nothing(said.id));
    }
    record_for(tx, actor, (card.person, &card.person_name), household, said)
}
