//! 判定内部级别: a person decides how closely a family is looked after, for a time.

use niangjia_kernel::{Day, Id};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{HouseholdRow, Level, LevelDecision};
use crate::queries;

const DECIDE: Action = Action::write("household.decide_level", "判定内部级别");

/// Decides the level (`rules::check_level`). The audit says that it was decided and until when, never which it is.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn decide_level(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    id: Id<LevelDecision>,
    (level, reason, until): (Level, &str, Day),
) -> Result<Ending<()>, StoreError> {
    if !queries::insert_level(tx, actor, id, household, (level, reason, until))? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, DECIDE).about(household.tenant, household.id, &household.org_path);
    let entry = entry.named(&household.name).personal().change("判定到", "", until.long());
    Ok(tx.record(&entry, ())?.into())
}
