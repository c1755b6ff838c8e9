//! Links: who looks after whom. A member does not leave while a household has nobody but her.

use niangjia_kernel::{Day, Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};
use niangjia_web::Step;

use crate::model::{HouseholdRow, Link, LinkRow, Mode, Side};
use crate::queries;

const LINK: Action = Action::write("household.link", "建立联系");
const END: Action = Action::write("household.end_link", "结束联系");
const NAMES_IN_A_REFUSAL: usize = 5;

/// Links a member to a household.
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

/// R-HH-08. A committee member leaves when every household that only she looks after has somebody else (不漏一户).
///
/// Source: promise 2. Until the handover exists, the chair links them one by one.
///
/// # Errors
/// When it cannot be read.
pub fn guard_leaving(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    let Step::MemberLeaves { tenant, person, .. } = step;
    let names = queries::only_hers(tx, *tenant, *person, tx.today())?;
    if names.is_empty() {
        return Ok(None);
    }
    let listed = names.iter().take(NAMES_IN_A_REFUSAL).map(String::as_str).collect::<Vec<_>>().join("、");
    let more = if names.len() > NAMES_IN_A_REFUSAL { "等" } else { "" };
    let count = names.len();
    Ok(Some(format!(
        "还有 {count} 户只有她联系：{listed}{more}。请先给这些家庭安排新的联系人，再办离任（不漏一户）。"
    )))
}
