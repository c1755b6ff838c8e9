//! Helping, and looking again later.

use niangjia_kernel::{Day, Id, Person};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::entry;
use crate::model::{Help, HelpKind, TroubleState};
use crate::queries::{self, VisibleTrouble};

const HELP: Action = Action::write("screening.help", "帮助困扰");

/// What was done, as it was said and checked.
pub(crate) struct Given<'a> {
    pub(crate) id: Id<Help>,
    pub(crate) kind: HelpKind,
    pub(crate) on: Day,
    pub(crate) by: (Id<Person>, &'a str),
    pub(crate) words: &'a str,
    /// Whether danger was found: it is sealed from now on.
    pub(crate) seals: bool,
}

/// Writes it down. Whoever helped reads the trouble from now on.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn help(
    tx: &WriteTx<'_>,
    actor: &Actor,
    trouble: &VisibleTrouble,
    given: &Given<'_>,
) -> Result<Ending<()>, StoreError> {
    let row = &trouble.row;
    if !queries::insert_help(tx, row, (given.id, given.kind, given.on), given.by, given.words)? {
        return Ok(Ending::Nothing(()));
    }
    if row.state == TroubleState::Found && given.kind == HelpKind::Help {
        queries::set_state(tx, row, TroubleState::Helped, None)?;
    }
    if given.seals {
        queries::seal(tx, row)?;
    }
    let entry = entry(actor, HELP, row).change(given.kind.label(), "", given.on.long());
    Ok(tx.record(&entry.change("谁做的", "", given.by.1), ())?.into())
}
