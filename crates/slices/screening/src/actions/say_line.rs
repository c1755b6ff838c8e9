//! Saying of a family of a round whether it was reached.

use niangjia_kernel::{Day, Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::model::{LineOutcome, LineRow, RoundRow};
use crate::queries;

const SAY: Action = Action::write("screening.say_line", "排查一户");

/// Writes it down; saying it again puts right what was said before.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn say_line(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (round, line): (&RoundRow, &LineRow),
    said: (LineOutcome, Option<&str>, Day),
    by: Id<Person>,
) -> Result<Recorded<()>, StoreError> {
    queries::set_line(tx, line, said, by)?;
    let before = line.outcome.map_or("", LineOutcome::label);
    let entry = Entry::by(actor, SAY).about(round.tenant, line.id, &round.org_path).named(round.called());
    tx.record(&entry.change(&format!("家庭 {}", line.number), before, said.0.label()), ())
}
