//! 无法送达: what was tried is reported; it closes nothing until the level above has looked at it.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;

use super::{at, entry, tell::closed};
use crate::model::{Closing, Happened, LeftHow, State};
use crate::queries::{self, VisibleRequest};

const REPORT: Action = Action::write("request.report_undeliverable", "报无法送达");
const CONFIRM: Action = Action::write("request.confirm_undeliverable", "核无法送达");
const SEND_BACK: Action = Action::write("request.send_back_undeliverable", "要求再送");

/// Reports it to the level above whoever has it, which sees the request from now on until it has looked.
///
/// # Errors
/// When there is no level above, or it cannot be written.
pub(crate) fn report_undeliverable(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    words: &str,
) -> Result<Ending<()>, AppError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    let own = niangjia_org::api::by_id(tx, row.holder)?.ok_or(AppError::NotFound)?;
    let parent = own.parent.map(|parent| niangjia_org::api::by_id(tx, parent)).transpose()?.flatten();
    // Whoever has nobody above looks herself, once more.
    let above = parent.and_then(|parent| at(&parent, None).ok()).map_or_else(|| at(&own, None), Ok)?;
    queries::insert_hold(tx, key, &above)?;
    queries::set_state(tx, key, State::Undeliverable)?;
    let subject = (key.tenant, key.id.uuid());
    niangjia_deadline::stop(tx, subject, "request.tell")?;
    niangjia_deadline::start(tx, subject, "request.undeliverable", tx.now())?;
    queries::insert_event(tx, key, Happened::Undeliverable, (&actor.name, words))?;
    Ok(tx.record(&entry(Some(actor), REPORT, row), ())?.into())
}

/// The level above agrees, and it is closed; or asks to try again, with what is to be tried.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn look_at_undeliverable(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    agrees: bool,
    words: &str,
) -> Result<Ending<()>, AppError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    if agrees {
        queries::insert_event(tx, key, Happened::Confirmed, (&actor.name, words))?;
        closed(tx, request, Some(actor), Closing::Unreachable)?;
        return Ok(tx.record(&entry(Some(actor), CONFIRM, row), ())?.into());
    }
    for look in request.holds.iter().filter(|hold| hold.left.is_none() && hold.taken.is_none()) {
        queries::leave_hold(tx, look, key.tenant, LeftHow::Returned)?;
    }
    queries::set_state(tx, key, State::Answered)?;
    let subject = (key.tenant, key.id.uuid());
    niangjia_deadline::stop(tx, subject, "request.undeliverable")?;
    niangjia_deadline::start(tx, subject, "request.tell", tx.now())?;
    queries::insert_event(tx, key, Happened::SentBack, (&actor.name, words))?;
    Ok(tx.record(&entry(Some(actor), SEND_BACK, row), ())?.into())
}
