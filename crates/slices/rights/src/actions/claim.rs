//! 本人请求: she wants something put right, completed, deleted, explained or copied.

use niangjia_kernel::Id;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use niangjia_subject::Subject;

use super::entry;
use crate::model::{Claim, ClaimKind, InspectionRow, Manner};
use crate::pack::RightsRules;
use crate::queries::{self, NewClaim};
use crate::rules::due;

const CLAIM: Action = Action::write("rights.claim", "本人请求");

/// Writes it down with its day; it waits on the desk of the chair from now on.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn claim(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (inspection, subject): (&InspectionRow, &Subject),
    id: Id<Claim>,
    (kind, words, reach): (ClaimKind, &str, Manner),
) -> Result<Ending<()>, StoreError> {
    let due = due(tx.today(), RightsRules::in_force().answer_days);
    let new = NewClaim { id, kind, words, reach, due };
    let Some(number) = queries::insert_claim(tx, inspection, &new)? else {
        return Ok(Ending::Nothing(()));
    };
    let entry = entry(actor, CLAIM, subject).change("编号", "", number);
    Ok(tx.record(&entry.change(kind.label(), "", format!("{} 前答复", due.long())), ())?.into())
}
