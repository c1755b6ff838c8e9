//! 日历链接: a secret link behind which somebody's own calendar reads her turns.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::feed::Link;
use crate::queries;

const MAKE: Action = Action::write("reception.make_feed", "生成日历链接");
const END: Action = Action::write("reception.end_feed", "作废日历链接");

/// Makes a link; the one before ends.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn make_feed(tx: &WriteTx<'_>, actor: &Actor, link: &Link) -> Result<Ending<()>, StoreError> {
    let whose = (actor.tenant, actor.person);
    queries::end_feed(tx, whose)?;
    queries::insert_feed(tx, whose, link.hash(tx.keys()))?;
    let entry = Entry::by(actor, MAKE).about(actor.tenant, actor.person, &actor.acting.org_path);
    Ok(tx.record(&entry, ())?.into())
}

/// Ends it at once: whoever has it reads nothing any more.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn end_feed(tx: &WriteTx<'_>, actor: &Actor) -> Result<Ending<()>, StoreError> {
    if !queries::end_feed(tx, (actor.tenant, actor.person))? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, END).about(actor.tenant, actor.person, &actor.acting.org_path);
    Ok(tx.record(&entry, ())?.into())
}
