//! Entering a household as the office's own file has it: with its people, needs and links, and one audit entry.

use niangjia_kernel::{Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};
use niangjia_transfer::Made;

use crate::model::{Mode, NeedKind, NeedOrigin, NewHousehold, Side};
use crate::pack::HouseholdRules;
use crate::queries::{self, NewResident};

const BRING: Action = Action::write("household.bring", "导入家庭");

/// What rows of files make, as an import remembers it until it cannot be taken back any more.
pub(crate) const HOUSEHOLD: &str = "household";
/// Somebody of a household.
pub(crate) const RESIDENT: &str = "resident";
/// A need; as it was made: the day of its end, if it has one.
pub(crate) const NEED: &str = "need";
/// A link; as it was made: the day of its end, if it has one.
pub(crate) const LINK: &str = "link";

/// A household of a file, read and checked.
#[derive(Debug, Clone)]
pub(crate) struct Brought {
    pub(crate) household: NewHousehold,
    pub(crate) residents: Vec<NewResident>,
    pub(crate) needs: Vec<NeedKind>,
    /// Who is linked on the register side, with her name.
    pub(crate) members: Vec<(Id<Person>, String)>,
}

/// Enters it whole. The needs are looked at again after `review_days` from today: today the office says that they hold. The
/// links begin today, or every family would be overdue on the day it comes in.
///
/// # Errors
/// [`StoreError::Unique`] when its number is taken in the community; then nothing of it is written.
pub(crate) fn bring_household(
    tx: &WriteTx<'_>,
    actor: &Actor,
    brought: &Brought,
) -> Result<Recorded<Vec<Made>>, StoreError> {
    let Brought { household, residents, needs, members } = brought;
    let id = tx.new_id();
    queries::insert_household(tx, id, household)?;
    let row = household.row(id);
    let mut made = vec![Made::new(HOUSEHOLD, id.uuid())];
    for resident in residents {
        made.push(Made::new(RESIDENT, queries::insert_resident(tx, household.tenant, id, resident)?.uuid()));
    }
    let review = tx.today().plus(HouseholdRules::in_force().review_days);
    for need in needs {
        let id = tx.new_id();
        queries::insert_need(tx, id, &row, *need, (household.since, review), &from_the_ledger())?;
        made.push(Made::new(NEED, id.uuid()));
    }
    for (person, _) in members {
        let id = tx.new_id();
        queries::insert_link(tx, id, &row, *person, Side::Register, Mode::Nearby, tx.today())?;
        made.push(Made::new(LINK, id.uuid()));
    }
    let entry = Entry::by(actor, BRING).about(household.tenant, id, &household.org_path).personal();
    let entry = entry.named(row.name).change("编号", "", &household.number);
    tx.record(&with_made(entry, residents, needs, members), made)
}

/// The office's own file, whatever lists it was made from.
pub(crate) fn from_the_ledger() -> NeedOrigin {
    NeedOrigin { source: Some("ledger".to_owned()), ..NeedOrigin::default() }
}

/// The same entry with the people, needs and links that were made. People are counted and not named: an entry is not
/// altered, and one of them may want to be forgotten.
pub(super) fn with_made<'a>(
    mut entry: Entry<'a>,
    residents: &[NewResident],
    needs: &[NeedKind],
    members: &[(Id<Person>, String)],
) -> Entry<'a> {
    let joined = |names: Vec<&str>| names.join("、");
    let made = [
        ("成员", if residents.is_empty() { String::new() } else { format!("{} 人", residents.len()) }),
        ("需求", joined(needs.iter().map(|need| need.label()).collect())),
        ("户籍侧", joined(members.iter().map(|(_, name)| name.as_str()).collect())),
    ];
    for (what, names) in made {
        if !names.is_empty() {
            entry = entry.change(what, "", names);
        }
    }
    entry
}
