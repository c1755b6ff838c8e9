//! 接手 and 换人承办: from now on somebody has it.

use niangjia_kernel::{Id, Person};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::{entry, notice};
use crate::model::{Happened, LeftHow, Rung, State};
use crate::queries::{self, VisibleRequest};

const TAKE: Action = Action::write("request.take", "接手诉求");
const HAND_OVER: Action = Action::write("request.hand_over", "指定承办人");

/// Takes what waits: the clock of this level begins, and whoever passed it is free of it. A second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn take(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
) -> Result<Ending<()>, StoreError> {
    if !taken_by(tx, request, (actor.person, &actor.name))? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(Some(actor), TAKE, &request.row), ())?.into())
}

/// Gives it to somebody of the same organisation; what waited is taken by it.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn hand_over(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    (person, name): (Id<Person>, &str),
) -> Result<Ending<()>, StoreError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    if !taken_by(tx, request, (person, name))? {
        let Some(hold) = request.present() else {
            return Ok(Ending::Nothing(()));
        };
        queries::mark_taken(tx, key.tenant, hold.id, person)?;
        queries::set_holder_person(tx, key, Some(person), State::Handling)?;
    }
    notice::given(tx, row, (request.holder_tenant().unwrap_or(row.tenant), person))?;
    queries::insert_event(tx, key, Happened::HandedOver, (&actor.name, &format!("由 {name} 承办")))?;
    Ok(tx.record(&entry(Some(actor), HAND_OVER, row).change("承办人", "", name), ())?.into())
}

fn taken_by(
    tx: &WriteTx<'_>,
    request: &VisibleRequest,
    (person, name): (Id<Person>, &str),
) -> Result<bool, StoreError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    let Some(hold) = request.present().filter(|hold| hold.taken.is_none()) else {
        return Ok(false);
    };
    if !queries::mark_taken(tx, key.tenant, hold.id, person)? {
        return Ok(false);
    }
    let subject = (key.tenant, hold.id.uuid());
    niangjia_deadline::stop(tx, subject, "request.take")?;
    niangjia_deadline::start(tx, subject, &hold.rung.clock(), tx.now())?;
    let whole = (key.tenant, key.id.uuid());
    if niangjia_deadline::running(tx, whole, row.instance.clock())?.is_none() {
        niangjia_deadline::start(tx, whole, row.instance.clock(), tx.now())?;
    }
    for passed in request.holds.iter().filter(|one| one.left.is_none() && one.passed_to == Some(hold.id)) {
        let up = passed.rung < hold.rung || passed.rung == Rung::Grid;
        queries::leave_hold(tx, passed, key.tenant, if up { LeftHow::PassedUp } else { LeftHow::Assigned })?;
    }
    queries::set_holder_person(tx, key, Some(person), State::Handling)?;
    queries::insert_event(tx, key, Happened::Taken, (name, ""))?;
    Ok(true)
}
