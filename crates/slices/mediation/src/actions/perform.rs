//! 履行: a clause is performed, or not, urged, and the other side told of the court.

use niangjia_kernel::Day;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::entry;
use crate::model::{Case, Clause, Performance};
use crate::queries;

const PERFORM: Action = Action::write("mediation.perform", "履行情况");

/// Notes how a clause is performed.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn perform(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    clause: &Clause,
    said: (Performance, Day, &str),
) -> Result<Recorded<()>, StoreError> {
    queries::mark_performance(tx, case, clause, said)?;
    let before = clause.performance.map_or("", |(before, _)| before.label());
    let what = format!("第 {} 条", clause.number);
    tx.record(&entry(actor, PERFORM, case).change(&what, before, said.0.label()), ())
}
