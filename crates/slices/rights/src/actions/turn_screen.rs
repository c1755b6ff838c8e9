//! 请她看屏幕: the office's screen shows her sheet once, and the session of whoever turned it to her ends with it.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use niangjia_subject::Subject;
use niangjia_web::SessionToken;

use super::entry;
use crate::model::InspectionRow;
use crate::queries;

const SHOW: Action = Action::read("rights.show_on_screen", "请她看屏幕");

/// Notes it and signs her chair out in the same transaction: what she sees leads nowhere. Nothing when it was shown before.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn turn_screen(
    tx: &WriteTx<'_>,
    actor: &Actor,
    token: &SessionToken,
    (inspection, subject): (&InspectionRow, &Subject),
) -> Result<Ending<bool>, StoreError> {
    if !queries::mark_screen(tx, inspection)? {
        return Ok(Ending::Nothing(false));
    }
    drop(niangjia_people::api::end_session(tx, actor, token)?);
    let entry = entry(actor, SHOW, subject).change("编号", "", inspection.number);
    Ok(tx.record(&entry, true)?.into())
}
