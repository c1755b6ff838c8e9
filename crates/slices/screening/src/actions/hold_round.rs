//! 发起排查: a list chosen from the register, given to those who look after its families.

use niangjia_kernel::{Household, Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::RoundRow;
use crate::pack::{ScreeningRules, label_of};
use crate::queries;

const HOLD: Action = Action::write("screening.hold_round", "发起排查");

/// Writes a round with its families; a form that comes a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn hold_round(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &RoundRow,
    families: &[(Id<Household>, Option<Id<Person>>)],
) -> Result<Ending<()>, StoreError> {
    let Some(number) = queries::insert_round(tx, actor, row, families)? else {
        return Ok(Ending::Nothing(()));
    };
    let kind = label_of(&ScreeningRules::in_force().round, &row.kind);
    let entry = Entry::by(actor, HOLD).about(row.tenant, row.id, &row.org_path).named(kind);
    let entry = entry.change("编号", "", number).change("户数", "", families.len());
    Ok(tx.record(&entry, ())?.into())
}
