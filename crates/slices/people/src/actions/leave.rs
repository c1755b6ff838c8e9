//! Leaving a post.

use niangjia_kernel::{Day, OrgPath};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, WriteTx};
use niangjia_web::{AppError, Guards, Step};

use crate::model::{LeaveReason, RosterEntry};
use crate::queries;
use crate::rules;

const LEAVE: Action = Action::write("people.leave", "离任");

/// Ends a post on `until`. Who is of the committee leaves only when the guards agree: no household is left alone.
///
/// # Errors
/// [`AppError::Refused`] with the guard's sentence.
pub fn leave(
    tx: &WriteTx<'_>,
    actor: &Actor,
    guards: &Guards,
    entry: &RosterEntry,
    org_path: &OrgPath,
    until: Day,
    reason: LeaveReason,
) -> Result<Recorded<()>, AppError> {
    if let Some(problem) = rules::leaving_problem(entry.from, until, tx.today()) {
        return Err(AppError::Refused(problem));
    }
    if rules::COMMITTEE.contains(&entry.kind) {
        guards.ask(
            tx,
            &Step::LeavesCommittee {
                actor: Box::new(actor.clone()),
                tenant: entry.tenant,
                person: entry.person,
                name: entry.name.clone(),
                post: entry.post,
                org_path: org_path.clone(),
                suddenly: matches!(reason, LeaveReason::Died | LeaveReason::Health),
            },
        )?;
    }
    queries::end_post(tx, entry, until, reason)?;
    let written =
        Entry::by(actor, LEAVE).about(entry.tenant, entry.person, org_path).named(&entry.name).personal();
    Ok(tx.record(
        &written.change("岗位", entry.kind.label(), reason.label()).change("至", "", until.long()),
        (),
    )?)
}
