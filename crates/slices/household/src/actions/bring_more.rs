//! Entering what a file says of a household that is in the register: somebody of it, a need, a link.

use niangjia_kernel::{CitizenId, Day, Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};
use niangjia_transfer::Made;

use crate::actions::bring_household::{LINK, NEED, RESIDENT, from_the_ledger};
use crate::model::{HouseholdRow, NeedKind, NeedOrigin};
use crate::pack::HouseholdRules;
use crate::queries::{self, NewResident};
use crate::rules::{BroughtLink, Span};

const BRING_RESIDENT: Action = Action::write("household.bring_resident", "导入家庭成员");
const BRING_NEED: Action = Action::write("household.bring_need", "导入需求");
const BRING_LINK: Action = Action::write("household.bring_link", "导入联系人");
const NAMED: &str = "已安排新的联系人";

/// A caretaker who was released by a link.
const RELEASED: &str = "released";
/// An identity number that was not known.
const CITIZEN: &str = "citizen";

fn entry<'a>(actor: &'a Actor, action: Action, household: &HouseholdRow) -> Entry<'a> {
    Entry::by(actor, action)
        .about(household.tenant, household.id, &household.org_path)
        .named(&household.name)
        .personal()
}

fn ends(span: Span) -> String {
    span.1.map(|until| until.number().to_string()).unwrap_or_default()
}

/// Enters somebody of a household.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn bring_resident(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    resident: &NewResident,
) -> Result<Recorded<Vec<Made>>, StoreError> {
    let id = queries::insert_resident(tx, household.tenant, household.id, resident)?;
    let entry = entry(actor, BRING_RESIDENT, household).change("成员", "", &resident.name);
    tx.record(&entry, vec![Made::new(RESIDENT, id.uuid())])
}

/// Keeps the identity number of somebody of whom none was known.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn bring_citizen_id(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    (resident, name): (Id<Person>, &str),
    citizen: &CitizenId,
) -> Result<Recorded<Vec<Made>>, StoreError> {
    queries::set_citizen_id(tx, household.tenant, resident, citizen)?;
    let entry = entry(actor, BRING_RESIDENT, household).change("身份证号", "", format!("{name}：已填"));
    tx.record(&entry, vec![Made::new(CITIZEN, resident.uuid())])
}

/// A need of a file.
#[derive(Debug, Clone)]
pub(crate) struct BroughtNeed {
    pub(crate) kind: NeedKind,
    pub(crate) span: Span,
    /// The list from which it is known, in the words of the file.
    pub(crate) source: Option<String>,
    /// The day of that list.
    pub(crate) source_day: Option<Day>,
}

/// Enters a need for its time. One that still holds is looked at again after `review_days` from today: today the office
/// says that it does.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn bring_need(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    need: &BroughtNeed,
) -> Result<Recorded<Vec<Made>>, StoreError> {
    let id = tx.new_id();
    let review = tx.today().plus(HouseholdRules::in_force().review_days);
    let (from, until) = need.span;
    let origin = NeedOrigin { reference: need.source.clone(), on: need.source_day, ..from_the_ledger() };
    queries::insert_need(tx, id, household, need.kind, (from, review), &origin)?;
    if let Some(until) = until {
        queries::end_past_need(tx, household.tenant, id, until)?;
    }
    let mut entry = entry(actor, BRING_NEED, household).change("需求", "", need.kind.label());
    if let Some(source) = &need.source {
        entry = entry.change("来源", "", source);
    }
    tx.record(&entry, vec![Made { as_made: ends(need.span), ..Made::new(NEED, id.uuid()) }])
}

/// Enters a link for its time. One that goes on releases whoever only took care of the household on that side.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn bring_link(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    link: &BroughtLink,
    name: &str,
) -> Result<Recorded<Vec<Made>>, StoreError> {
    let (id, today) = (tx.new_id(), tx.today());
    let (from, until) = link.span;
    let mut made = vec![Made { as_made: ends(link.span), ..Made::new(LINK, id.uuid()) }];
    if until.is_none() {
        for taken in queries::links(tx, household, today)? {
            if taken.side == link.side && taken.caretaker_until.is_some() {
                queries::end_link(tx, household.tenant, taken.id, today, NAMED)?;
                made.push(Made::new(RELEASED, taken.id.uuid()));
            }
        }
    }
    queries::insert_link(tx, id, household, link.person, link.side, link.mode, from)?;
    if let Some(until) = until {
        queries::close_brought_link(tx, household, id, until)?;
    }
    let days = crate::rules::in_words(link.span);
    let entry = entry(actor, BRING_LINK, household).change(link.side.label(), "", format!("{name} {days}"));
    tx.record(&entry, made)
}
