//! Closing a case, and beginning it again.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::{current, done};
use crate::model::{EventKind, State, Whom};
use crate::pack::ProtectionRules;
use crate::queries::{self, VisibleCase};
use crate::rules::{reports_due, visit_days};

const CLOSE: Action = Action::write("protection.close", "结案");
const REOPEN: Action = Action::write("protection.reopen", "重新开始");

/// Closes a case with its reason and how long it is kept; visits are planned.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn close(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    (reason, retention): (&str, &str),
) -> Result<Recorded<()>, StoreError> {
    queries::set_retention(tx, case.row(), retention)?;
    for due in visit_days(tx.today(), &ProtectionRules::in_force().closing_visit_days) {
        queries::add_follow_up(tx, case, Whom::Victim, due)?;
    }
    niangjia_deadline::stop_all(tx, (case.row().tenant, case.row().id.uuid()))?;
    done(tx, actor, case.row(), (CLOSE, EventKind::Closed, reason), State::Closed)
}

/// It happened again: the case goes on with its whole history, and is reported again.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn reopen(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    words: &str,
) -> Result<Recorded<()>, StoreError> {
    let row = case.row();
    for clock in reports_due(row.face.violence, row.face.child) {
        niangjia_deadline::start_sealed(tx, (row.tenant, row.id.uuid()), clock, tx.now())?;
    }
    // What is planned stays planned: she is visited all the same.
    let recorded = done(tx, actor, row, (REOPEN, EventKind::Reopened, words), State::Open)?;
    let state = current(tx, case)?;
    queries::touch(tx, row, state)?;
    Ok(recorded)
}
