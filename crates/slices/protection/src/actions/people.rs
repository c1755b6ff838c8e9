//! Who the people of a case are, and who of them is responsible.

use niangjia_kernel::{Id, Person};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::{done, standing};
use crate::model::{EventKind, Role};
use crate::queries::{self, VisibleCase};

const ADD: Action = Action::write("protection.add_person", "加人");
const REMOVE: Action = Action::write("protection.remove_person", "移出");
const TAKE: Action = Action::write("protection.take_over", "接过责任");

/// Adds somebody, with the reason.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn add_person(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    (person, name): (Id<Person>, &str),
    reason: &str,
) -> Result<Recorded<()>, StoreError> {
    queries::add_person(tx, (case.row().tenant, case.row().id), person, Role::Added, reason)?;
    super::say(tx, (case.row().tenant, person))?;
    let words = format!("{name}：{reason}");
    let state = standing(tx, case)?;
    done(tx, actor, case.row(), (ADD, EventKind::PersonAdded, &words), state)
}

/// Takes somebody out, with the reason.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn remove_person(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    (person, name): (Id<Person>, &str),
    reason: &str,
) -> Result<Recorded<()>, StoreError> {
    queries::remove_person(tx, case, person)?;
    let words = format!("{name}：{reason}");
    let state = standing(tx, case)?;
    done(tx, actor, case.row(), (REMOVE, EventKind::PersonRemoved, &words), state)
}

/// She takes the case: from now on she is responsible (R-PRO-02).
///
/// # Errors
/// When it cannot be written.
pub(crate) fn take_over(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    joins: bool,
) -> Result<Recorded<()>, StoreError> {
    let row = case.row();
    if joins {
        queries::add_person(tx, (row.tenant, row.id), actor.person, Role::Added, "接过责任")?;
    }
    queries::set_responsible(tx, row, actor.person)?;
    let words = format!("{}接过责任", actor.name);
    let state = standing(tx, case)?;
    done(tx, actor, row, (TAKE, EventKind::Taken, &words), state)
}
