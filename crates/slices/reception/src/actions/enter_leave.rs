//! 请假、免排: somebody takes no turns for a time; the turns that she has then are drawn anew.

use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::redraw;
use crate::model::{Home, LeaveRow};
use crate::queries;

const ENTER: Action = Action::write("reception.enter_leave", "登记不排班");
const END: Action = Action::write("reception.end_leave", "恢复排班");

/// Enters a leave; says how many turns were drawn anew.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn enter_leave(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    leave: &LeaveRow,
) -> Result<Ending<usize>, StoreError> {
    tx.hold("org", org.tenant, org.id.uuid())?;
    let home = Home::of(org);
    if !queries::insert_leave(tx, &home, leave)? {
        return Ok(Ending::Nothing(0));
    }
    let from = leave.from.max(tx.today());
    let turns = queries::planned_of_person(tx, &home, leave.person, (from, leave.until))?;
    let _open = redraw(tx, org, (&turns, None))?;
    let entry = Entry::by(actor, ENTER).about(org.tenant, leave.person, &org.path).named(&leave.person_name);
    let until = leave.until.map_or_else(String::new, |until| format!("，到 {} 前", until.long()));
    let words = format!("{} 起{until}，{} 班重排", leave.from.long(), turns.len());
    Ok(tx.record(&entry.personal().change(leave.reason.label(), "", words), turns.len())?.into())
}

/// Notes from which day she takes turns again.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn end_leave(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    (leave, until): (&LeaveRow, Day),
) -> Result<Ending<()>, StoreError> {
    if leave.until == Some(until) {
        return Ok(Ending::Nothing(()));
    }
    queries::end_leave(tx, leave, until)?;
    let entry = Entry::by(actor, END).about(org.tenant, leave.person, &org.path).named(&leave.person_name);
    let before = leave.until.map_or_else(String::new, Day::long);
    Ok(tx.record(&entry.personal().change("恢复", before, until.long()), ())?.into())
}
