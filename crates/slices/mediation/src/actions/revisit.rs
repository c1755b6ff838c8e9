//! 回访: somebody asks the parties later how it goes.

use niangjia_kernel::{FactKind, FactPart, FactRole, Id};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::{Happened, entry, tell};
use crate::model::{Case, Revisit, RevisitLine};
use crate::queries;

const REVISIT: Action = Action::write("mediation.revisit", "回访");

/// Writes it down.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn revisit(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    (id, said): (Id<RevisitLine>, &Revisit),
) -> Result<Ending<()>, StoreError> {
    if !queries::insert_revisit(tx, case, id, said)? {
        return Ok(Ending::Nothing(()));
    }
    let part = FactPart { tenant: actor.tenant, person: actor.person, role: FactRole::Doer };
    let happened = Happened::of(FactKind::Revisit, said.on, case);
    tell(tx, actor, case, &happened, &[part])?;
    let entry = entry(actor, REVISIT, case).change("回访", "", said.on.long());
    Ok(tx.record(&entry, ())?.into())
}
