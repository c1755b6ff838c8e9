//! 值班安排: which place is staffed, on which weekdays, from when to when.

use niangjia_kernel::Id;
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{DutyPlan, Home, Pattern, PlanRow, hours};
use crate::pack::ReceptionRules;
use crate::queries;

const SET: Action = Action::write("reception.set_duty", "设值班安排");
const END: Action = Action::write("reception.end_duty", "停值班安排");

/// Sets a duty that begins today.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn set_duty(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    id: Id<DutyPlan>,
    (place, pattern): (&str, Pattern),
) -> Result<Ending<()>, StoreError> {
    if !queries::insert_plan(tx, &Home::of(org), id, (place, pattern, tx.today()))? {
        return Ok(Ending::Nothing(()));
    }
    let label = ReceptionRules::in_force().place_label(place);
    let entry = Entry::by(actor, SET).about(org.tenant, org.id, &org.path).named(&org.name);
    Ok(tx.record(&entry.change(label, "", hours(pattern.starts, pattern.ends)), ())?.into())
}

/// Ends a duty from today on, with its turns that are still to come.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn end_duty(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    plan: &PlanRow,
) -> Result<Ending<()>, StoreError> {
    if !queries::end_plan(tx, plan, tx.today())? {
        return Ok(Ending::Nothing(()));
    }
    let label = ReceptionRules::in_force().place_label(&plan.place);
    let entry = Entry::by(actor, END).about(org.tenant, org.id, &org.path).named(&org.name);
    Ok(tx.record(&entry.change(label, hours(plan.pattern.starts, plan.pattern.ends), "停"), ())?.into())
}
