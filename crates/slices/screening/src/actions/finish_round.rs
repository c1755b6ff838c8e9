//! Finishing a round: every family is reached or it is explained why not.

use std::collections::BTreeSet;

use niangjia_kernel::{Fact, FactKind, FactPart, FactRole, Fen};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx, facts};

use crate::model::{LineOutcome, LineRow, RoundRow, Standing};
use crate::queries;
use crate::rules::{Progress, standing};

const FINISH: Action = Action::write("screening.finish_round", "办完一轮排查");

/// Ends it, and lets the round count, with everybody who was at a family for it.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn finish_round(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (round, org): (&RoundRow, &Org),
    (lines, progress): (&[LineRow], Progress),
) -> Result<Ending<()>, StoreError> {
    if !queries::finish_round(tx, round, tx.today())? {
        return Ok(Ending::Nothing(()));
    }
    let mut doers = BTreeSet::from([actor.person]);
    for line in lines {
        if matches!(standing(line, tx.today()), Standing::Reached(_) | Standing::Found(_)) {
            // Whoever said so was there; else whoever made the visit.
            let said = line.by.filter(|_| line.outcome.is_some_and(|one| one != LineOutcome::NotReached));
            doers.extend(said.or(line.visited_by));
        }
    }
    let fact = Fact {
        tenant: round.tenant,
        id: tx.new_id(),
        kind: FactKind::ScreeningRound,
        org_id: round.org_id,
        org_path: org.path.clone(),
        area_code: org.area_code.clone(),
        on_day: tx.today(),
        at: tx.now(),
        subject: round.id.uuid(),
        attendances: progress.reached,
        households: progress.reached,
        minutes: 0,
        fen: Fen(0),
        recorded_by: actor.person,
        reverses: None,
    };
    let part = |person| FactPart { tenant: round.tenant, person, role: FactRole::Doer };
    facts::append(tx, &fact, &doers.into_iter().map(part).collect::<Vec<_>>())?;
    let entry = Entry::by(actor, FINISH).about(round.tenant, round.id, &round.org_path).named(round.called());
    let entry = entry.change("见到", "", progress.reached).change("应见", "", progress.families);
    Ok(tx.record(&entry, ())?.into())
}
