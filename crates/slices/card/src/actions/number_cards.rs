//! Cards get their numbers before they are printed.

use niangjia_household::api::HouseholdRow;
use niangjia_kernel::{Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::queries;
use crate::rules::CardNumber;

const NUMBER: Action = Action::write("card.number_cards", "给走访卡编号");

/// Gives those of these families and members a number that have none; says how many they were.
///
/// # Errors
/// When it cannot be written; then nothing of it is.
pub(crate) fn number_cards(
    tx: &WriteTx<'_>,
    actor: &Actor,
    cards: &[(HouseholdRow, Id<Person>)],
) -> Result<Ending<usize>, StoreError> {
    let mut numbered = Vec::new();
    for (household, person) in cards {
        let number = queries::next_number(tx, household.tenant, household.org_id)?;
        // Looked for after the community is held: two offices that print at once give one number.
        if queries::card_for(tx, household.id.within(household.tenant), *person)?.is_some() {
            continue;
        }
        queries::insert_card(tx, household, *person, number)?;
        numbered.push((household, CardNumber(number)));
    }
    let Some((first, _)) = numbered.first() else {
        return Ok(Ending::Nothing(0));
    };
    let entry = Entry::by(actor, NUMBER).about(first.tenant, first.id, &first.org_path);
    let mut entry = entry.named(format!("{} 张走访卡", numbered.len()));
    for (household, number) in &numbered {
        entry = entry.change(&household.name, "", number.to_string());
    }
    Ok(tx.record(&entry, numbered.len())?.into())
}
