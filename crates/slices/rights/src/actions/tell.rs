//! Telling her what became of her claim: only then it is over.

use niangjia_kernel::Day;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use niangjia_subject::Subject;

use super::entry;
use crate::model::{ClaimRow, Manner};
use crate::queries;

const TELL: Action = Action::write("rights.tell", "答复本人");

/// Notes on which day and how she was told; a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn tell(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (claim, subject): (&ClaimRow, &Subject),
    on: Day,
    manner: Manner,
) -> Result<Ending<()>, StoreError> {
    if !queries::mark_told(tx, actor, claim, on, manner)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = entry(actor, TELL, subject).change("编号", "", claim.number);
    Ok(tx.record(&entry.change("答复", "", format!("{} {}", on.long(), manner.label())), ())?.into())
}
