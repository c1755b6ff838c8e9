//! 居住地协助: asking the community where a family lives to look after it there; what it answers; the end. What is written
//! stands on both sides in one transaction, and each side's audit tells of it.

use niangjia_kernel::{Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};
use niangjia_web::Step;

use crate::model::{AskedCare, CareState, GivenCare, Helper, HouseholdRow, Link, Mode, ResidenceCare, Side};
use crate::pack::HouseholdRules;
use crate::queries;
use crate::rules::CareAnswer;

const ASK: Action = Action::write("household.ask_residence_care", "请居住地协助");
const ANSWER: Action = Action::write("household.answer_residence_care", "答复居住地协助");
const END: Action = Action::write("household.end_residence_care", "结束居住地协助");
const CHANGED: &str = "居住地换人联系";
const GIVEN_BACK: &str = "居住地退回";
const LEFT: &str = "离任";

/// Asks the community where a family lives; it sees the family's card from now on. What was given back before is over.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn ask_residence_care(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (household, before): (&HouseholdRow, Option<&AskedCare>),
    helper: &Helper,
) -> Result<Recorded<Id<ResidenceCare>>, StoreError> {
    if let Some(declined) = before {
        queries::close_asked(tx, household.tenant, declined.id)?;
    }
    let id = tx.new_id();
    let due = tx.today().plus(HouseholdRules::in_force().residence_answer_days);
    queries::insert_care(tx, id, household, helper, due)?;
    tell_other_side(tx, actor, (ASK, id, helper), household, "请安排联系人")?;
    let entry = Entry::by(actor, ASK).about(household.tenant, household.id, &household.org_path).personal();
    tx.record(&entry.named(&household.name).change("居住地", "", &helper.org_name), id)
}

/// What the community where the family lives says: a member from today, in place of another one, or the family back.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn answer_residence_care(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (care, household): (&GivenCare, &HouseholdRow),
    helper: &Helper,
    (answer, mode): (&CareAnswer, Mode),
) -> Result<Recorded<()>, StoreError> {
    let reason = if matches!(answer, CareAnswer::Name(..)) { CHANGED } else { GIVEN_BACK };
    end_helping(tx, care, household, reason)?;
    let was = care.person_name.as_deref().unwrap_or_default();
    let (what, now) = match answer {
        CareAnswer::Name(person, name) => {
            name_helper(tx, (care, household), helper, (*person, name), mode)?;
            ("居住侧", name)
        }
        CareAnswer::Decline(reason) => {
            queries::set_care(tx, care, CareState::Declined, None, Some(reason))?;
            ("退回", reason)
        }
    };
    // The owner's audit tells who looks after the family; the other community's, what it answered.
    let owner =
        Entry::by(actor, ANSWER).about(household.tenant, household.id, &household.org_path).personal();
    let _recorded = tx.record(&owner.named(&household.name).change(what, was, now), ())?;
    let own = Entry::by(actor, ANSWER).about(care.tenant, care.id, &care.org_path).personal();
    tx.record(&own.named(&household.name).change(what, was, now), ())
}

fn name_helper(
    tx: &WriteTx<'_>,
    (care, household): (&GivenCare, &HouseholdRow),
    helper: &Helper,
    (person, name): (Id<Person>, &str),
    mode: Mode,
) -> Result<(), StoreError> {
    if helper.tenant != household.tenant {
        niangjia_people::api::enter_guest(tx, household.tenant, person, name)?;
    }
    let link: Id<Link> = tx.new_id();
    let who = (person, Some(helper));
    queries::insert_link_of(tx, link, household, who, Side::Residence, mode, tx.today())?;
    queries::set_care(tx, care, CareState::Given, Some(person), None)
}

/// The community where a family is registered ends it: the family moved again, or needs it no more.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn end_residence_care(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (asked, care): (&AskedCare, &GivenCare),
    reason: &str,
) -> Result<Recorded<()>, StoreError> {
    let household = &asked.household;
    let helper = &Helper {
        tenant: care.tenant,
        org: care.org,
        org_path: care.org_path.clone(),
        org_name: asked.care_org_name.clone(),
    };
    end_helping(tx, care, household, reason)?;
    queries::set_care(tx, care, CareState::Ended, None, Some(reason))?;
    tell_other_side(tx, actor, (END, care.id, helper), household, reason)?;
    let entry = Entry::by(actor, END).about(household.tenant, household.id, &household.org_path).personal();
    tx.record(&entry.named(&household.name).change("居住地", &helper.org_name, reason), ())
}

/// The community where a family is registered has read why it was given back, and goes on alone.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn note_declined(
    tx: &WriteTx<'_>,
    actor: &Actor,
    asked: &AskedCare,
) -> Result<Recorded<()>, StoreError> {
    let household = &asked.household;
    queries::close_asked(tx, household.tenant, asked.id)?;
    let entry = Entry::by(actor, END).about(household.tenant, household.id, &household.org_path).personal();
    tx.record(&entry.named(&household.name).change("居住地", &asked.care_org_name, GIVEN_BACK), ())
}

/// The other community's own chain has an entry of what reached or left its list.
fn tell_other_side(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (action, care, helper): (Action, Id<ResidenceCare>, &Helper),
    household: &HouseholdRow,
    words: &str,
) -> Result<(), StoreError> {
    let entry = Entry::by(actor, action).about(helper.tenant, care, &helper.org_path).personal();
    let entry = entry.named(&household.name).change("居住地协助", "", words);
    tx.record(&entry, ()).map(drop)
}

fn end_helping(
    tx: &WriteTx<'_>,
    care: &GivenCare,
    household: &HouseholdRow,
    reason: &str,
) -> Result<(), StoreError> {
    let Some(person) = care.person else { return Ok(()) };
    match queries::helping_link(tx, care, person)? {
        Some(link) => queries::end_link(tx, household.tenant, link, tx.today(), reason),
        None => Ok(()),
    }
}

/// What leaving a committee means for families of other communities that she looked after where they live: they wait on
/// her community's list for another member, with a new day. Nobody is asked first: the owner's link is not hers.
///
/// # Errors
/// When it cannot be read or written.
pub fn leave_residence_care(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    let Step::LeavesCommittee { actor, tenant, person, post, org_path, .. } = step else {
        return Ok(None);
    };
    let stays_in = queries::other_committees(tx, (*tenant, *person), *post, tx.today())?;
    for care in queries::given_by(tx, (*tenant, *person), org_path)? {
        if stays_in.contains(&care.org_path) {
            continue;
        }
        let Some(household) = queries::shared_household(tx, &care)? else { continue };
        end_helping(tx, &care, &household, LEFT)?;
        let due = tx.today().plus(HouseholdRules::in_force().residence_answer_days);
        let waiting = GivenCare { due, ..care };
        queries::set_care(tx, &waiting, CareState::Asked, None, None)?;
        let was = waiting.person_name.clone().unwrap_or_default();
        let entry = Entry::by(actor, ANSWER).about(waiting.tenant, waiting.id, &waiting.org_path).personal();
        let _recorded = tx.record(&entry.named(&household.name).change("居住侧", was, LEFT), ())?;
    }
    Ok(None)
}
