//! 听证: while it is held no time passes.

use niangjia_deadline::Clock;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::entry;
use crate::model::Happened;
use crate::queries::{self, VisibleRequest};

const SUSPEND: Action = Action::write("request.suspend", "举行听证，停止计时");
const RESUME: Action = Action::write("request.resume", "听证结束，恢复计时");

/// Stops the clocks of the matter and of who has it.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn suspend(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    words: &str,
) -> Result<Ending<()>, StoreError> {
    for clock in running(tx, request)? {
        niangjia_deadline::suspend(tx, &clock, words)?;
    }
    noted(tx, (actor, SUSPEND), request, (Happened::Suspended, words))
}

/// Lets them go on with what was left.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn resume(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    words: &str,
) -> Result<Ending<()>, StoreError> {
    for clock in running(tx, request)? {
        niangjia_deadline::resume(tx, &clock, words)?;
    }
    noted(tx, (actor, RESUME), request, (Happened::Resumed, words))
}

fn running(tx: &WriteTx<'_>, request: &VisibleRequest) -> Result<Vec<Clock>, StoreError> {
    let row = &request.row;
    let holder = request.present().map(|hold| hold.id.uuid());
    let subjects: Vec<_> = std::iter::once(row.id.uuid()).chain(holder).collect();
    let all = niangjia_deadline::of_subjects(tx, row.tenant, &subjects)?.into_values().flatten();
    Ok(all.filter(|clock| clock.ended.is_none()).collect())
}

fn noted(
    tx: &WriteTx<'_>,
    (actor, action): (&Actor, Action),
    request: &VisibleRequest,
    (happened, words): (Happened, &str),
) -> Result<Ending<()>, StoreError> {
    let row = &request.row;
    queries::insert_event(tx, row.id.within(row.tenant), happened, (&actor.name, words))?;
    Ok(tx.record(&entry(Some(actor), action, row), ())?.into())
}
