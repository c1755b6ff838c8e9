//! 补充, 告知受理, 延长, 并入: what is added to a request while it goes on.

use niangjia_deadline::{AskedExtension, Clock};
use niangjia_kernel::Day;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::entry;
use crate::model::{Happened, Manner, RequestRow};
use crate::queries::{self, VisibleRequest};

const SUPPLEMENT: Action = Action::write("request.supplement", "补充诉求");
const SUPPLEMENT_BY_CODE: Action = Action::write("request.supplement_by_code", "本人凭码补充");
const NOTIFY: Action = Action::write("request.notify", "告知受理");
const EXTEND: Action = Action::write("request.extend", "延长诉求期限");
const JOIN: Action = Action::write("request.join", "并入在办诉求");

/// Adds a line.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn supplement(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    words: &str,
) -> Result<Ending<()>, StoreError> {
    add(tx, &request.row, (&actor.name, words))?;
    Ok(tx.record(&entry(Some(actor), SUPPLEMENT, &request.row), ())?.into())
}

/// She adds a line herself, with her code.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn supplement_by_code(
    tx: &WriteTx<'_>,
    row: &RequestRow,
    words: &str,
) -> Result<Ending<()>, StoreError> {
    add(tx, row, ("本人", words))?;
    Ok(tx.record(&entry(None, SUPPLEMENT_BY_CODE, row), ())?.into())
}

/// The same matter is in process: what she said now is added there, and nothing is registered twice.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn join(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    words: &str,
) -> Result<Ending<()>, StoreError> {
    add(tx, &request.row, (&actor.name, &format!("又来反映：{words}")))?;
    Ok(tx.record(&entry(Some(actor), JOIN, &request.row), ())?.into())
}

fn add(tx: &WriteTx<'_>, row: &RequestRow, said: (&str, &str)) -> Result<(), StoreError> {
    queries::insert_event(tx, row.id.within(row.tenant), Happened::Supplemented, said)
}

/// Notes that she was told of its receipt and where it is.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn notify(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    (on, manner): (Day, Manner),
) -> Result<Ending<()>, StoreError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    if !queries::mark_notified(tx, key, on)? {
        return Ok(Ending::Nothing(()));
    }
    niangjia_deadline::stop(tx, (key.tenant, key.id.uuid()), "petition.notify")?;
    let how = format!("{} {}", on.long(), manner.label());
    queries::insert_event(tx, key, Happened::Notified, (&actor.name, &how))?;
    Ok(tx.record(&entry(Some(actor), NOTIFY, row).change("告知受理", "", how), ())?.into())
}

/// Makes the period of the whole matter longer, as it was checked.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn extend(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    clock: &Clock,
    asked: &AskedExtension,
) -> Result<Ending<()>, StoreError> {
    let row = &request.row;
    niangjia_deadline::extend(tx, clock, asked)?;
    let words = format!("{}，{}批准：{}", asked.by.words(), asked.agreed_by, asked.reason);
    queries::insert_event(tx, row.id.within(row.tenant), Happened::Extended, (&actor.name, &words))?;
    Ok(tx.record(&entry(Some(actor), EXTEND, row).change("延长", "", asked.by.words()), ())?.into())
}
