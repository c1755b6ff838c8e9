//! Links: who looks after whom.

use niangjia_kernel::{Day, Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::model::{HouseholdRow, Link, LinkRow, Mode, Side};
use crate::queries;

const LINK: Action = Action::write("household.link", "建立联系");
const NAMED: &str = "已安排新的联系人";
const END: Action = Action::write("household.end_link", "结束联系");

/// Links a member to a household. Whoever only took care of it on that side until somebody is named is released.
///
/// # Errors
/// [`StoreError::ForeignKey`] when she is not of this tenant.
pub fn link(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    (person, name): (Id<Person>, &str),
    side: Side,
    mode: Mode,
    since: Day,
) -> Result<Recorded<Id<Link>>, StoreError> {
    let id = tx.new_id();
    for taken in queries::links(tx, household, tx.today())? {
        if taken.side == side && taken.caretaker_until.is_some() {
            queries::end_link(tx, household.tenant, taken.id, tx.today(), NAMED)?;
        }
    }
    queries::insert_link(tx, id, household, person, side, mode, since)?;
    let entry = Entry::by(actor, LINK).about(household.tenant, household.id, &household.org_path).personal();
    tx.record(&entry.named(&household.name).change(side.label(), "", name), id)
}

/// Ends a link today.
///
/// # Errors
/// When it cannot be written.
pub fn end_link(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    link: &LinkRow,
    reason: &str,
) -> Result<Recorded<()>, StoreError> {
    queries::end_link(tx, household.tenant, link.id, tx.today(), reason)?;
    let entry = Entry::by(actor, END).about(household.tenant, household.id, &household.org_path).personal();
    tx.record(&entry.named(&household.name).change(link.side.label(), &link.person_name, reason), ())
}
