//! Adding what a file has and the register had not: a phone, a need, a link, somebody of the family.

use niangjia_kernel::{Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};
use niangjia_transfer::Made;

use crate::actions::bring_household::{LINK, NEED, RESIDENT, from_the_ledger, with_made};
use crate::model::{HouseholdRow, Mode, NeedKind, Side};
use crate::pack::HouseholdRules;
use crate::queries::{self, NewResident, Unknown};

const COMPLETE: Action = Action::write("household.complete", "补充家庭");

/// A phone that a household had not.
pub(crate) const PHONE: &str = "phone";
/// An address that it had not.
pub(crate) const ADDRESS: &str = "address";
/// Where it lives, which was not known.
pub(crate) const RESIDENCE: &str = "residence";
/// A grid that it had not.
pub(crate) const GRID: &str = "grid";

/// What is added to a household that is known, read and checked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Completed {
    pub(crate) unknown: Unknown,
    pub(crate) residents: Vec<NewResident>,
    pub(crate) needs: Vec<(NeedKind, niangjia_kernel::Day)>,
    pub(crate) members: Vec<(Id<Person>, String)>,
}

/// Adds it whole. What is known of the household stays as it is.
///
/// # Errors
/// When it cannot be written; then nothing of it is.
pub(crate) fn complete_household(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    completed: &Completed,
) -> Result<Recorded<Vec<Made>>, StoreError> {
    let Completed { unknown, residents, needs, members } = completed;
    let mut made = Vec::new();
    if *unknown != Unknown::default() {
        queries::fill_household(tx, household, unknown)?;
        made.extend(filled(unknown).into_iter().map(|kind| Made::new(kind, household.id.uuid())));
    }
    for resident in residents {
        let id = queries::insert_resident(tx, household.tenant, household.id, resident)?;
        made.push(Made::new(RESIDENT, id.uuid()));
    }
    let review = tx.today().plus(HouseholdRules::in_force().review_days);
    for (need, since) in needs {
        let id = tx.new_id();
        queries::insert_need(tx, id, household, *need, (*since, review), &from_the_ledger())?;
        made.push(Made::new(NEED, id.uuid()));
    }
    for (person, _) in members {
        let id = tx.new_id();
        queries::insert_link(tx, id, household, *person, Side::Register, Mode::Nearby, tx.today())?;
        made.push(Made::new(LINK, id.uuid()));
    }
    let entry = Entry::by(actor, COMPLETE).about(household.tenant, household.id, &household.org_path);
    let mut entry = entry.named(&household.name).personal();
    let filled = [
        ("手机号", unknown.phone.as_ref().map(|phone| phone.masked())),
        ("住址", unknown.address.as_ref().map(|_| "已填".to_owned())),
        ("住在哪里", unknown.residence.clone()),
        ("网格", unknown.grid.map(|_| "已填".to_owned())),
    ];
    for (what, value) in filled {
        if let Some(value) = value {
            entry = entry.change(what, "", value);
        }
    }
    let kinds: Vec<NeedKind> = needs.iter().map(|(kind, _)| *kind).collect();
    tx.record(&with_made(entry, residents, &kinds, members), made)
}

/// The columns that were filled, as an import remembers them.
fn filled(unknown: &Unknown) -> Vec<&'static str> {
    let columns = [
        (PHONE, unknown.phone.is_some()),
        (ADDRESS, unknown.address.is_some()),
        (RESIDENCE, unknown.residence.is_some()),
        (GRID, unknown.grid.is_some()),
    ];
    columns.into_iter().filter(|(_, filled)| *filled).map(|(column, _)| column).collect()
}
