//! 作出答复: there is an answer; it goes back to whoever knows her, to be told. 本人撤回.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::entry;
use crate::model::{Closing, Happened};
use crate::queries::{self, VisibleRequest};

const ANSWER: Action = Action::write("request.answer", "作出答复");
const WITHDRAW: Action = Action::write("request.withdraw", "本人撤回诉求");

/// Writes the answer. The clocks of handling stop; that of telling begins.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn answer(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    words: &str,
) -> Result<Ending<()>, StoreError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    let Some(hold) = request.present() else {
        return Ok(Ending::Nothing(()));
    };
    queries::set_answer(tx, key, words)?;
    niangjia_deadline::stop_all(tx, (key.tenant, hold.id.uuid()))?;
    niangjia_deadline::start(tx, (key.tenant, key.id.uuid()), "request.tell", tx.now())?;
    queries::insert_event(tx, key, Happened::Answered, (&actor.name, words))?;
    Ok(tx.record(&entry(Some(actor), ANSWER, row), ())?.into())
}

/// She took it back, in her own words.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn withdraw(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    words: &str,
) -> Result<Ending<()>, StoreError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    queries::close_holds(tx, row)?;
    if !queries::close(tx, key, Closing::Withdrawn)? {
        return Ok(Ending::Nothing(()));
    }
    niangjia_deadline::stop_all(tx, (key.tenant, key.id.uuid()))?;
    queries::insert_event(tx, key, Happened::Withdrawn, (&actor.name, words))?;
    Ok(tx.record(&entry(Some(actor), WITHDRAW, row), ())?.into())
}
