//! 调解终止: without agreement, or because a party stops it.

use niangjia_deadline::stop_all;
use niangjia_kernel::{Day, Fact, FactKind};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx, facts};

use super::ask_them::ask_them;
use super::{Happened, entry, parts_of, tell};
use crate::model::{Case, State};
use crate::queries;
use crate::rules::may_end;

const END: Action = Action::write("mediation.end", "终止调解");
/// The cause by which a party stops it (art. 23).
const STOPS: &str = "party_stops";

/// How it ends.
#[derive(Debug, Clone)]
pub(crate) struct SaidEnding {
    pub(crate) on: Day,
    pub(crate) cause: String,
    pub(crate) label: String,
    pub(crate) words: String,
}

/// Ends it; every clock of the case is over. One that was not taken yet ends without being counted. An agreement that not all
/// signed counts no longer: what it was counted for is reversed.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn end(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    said: &SaidEnding,
) -> Result<Ending<()>, StoreError> {
    if !may_end(case.state, queries::agreement_of(tx, case)?.as_ref()) {
        return Ok(Ending::Nothing(()));
    }
    let state = match (case.accepted, said.cause.as_str()) {
        (None, _) => State::Declined,
        (Some(_), STOPS) => State::Stopped,
        (Some(_), _) => State::Failed,
    };
    queries::end(tx, case, state, said.on, (Some(&said.cause), &said.words, None))?;
    stop_all(tx, case.subject())?;
    if case.accepted.is_some() {
        for fact in agreed_facts(tx, case)? {
            facts::reverse(tx, &fact, actor.person, None)?;
        }
        let parts = parts_of(case, &queries::members_of(tx, case)?);
        tell(tx, actor, case, &Happened::of(FactKind::MediationFailed, said.on, case), &parts)?;
        // Those who had agreed were asked then.
        if case.state.is_open() {
            ask_them(tx, actor, case, said.on)?;
        }
    }
    let entry = entry(actor, END, case).change("终止", "", &said.label);
    Ok(tx.record(&entry, ())?.into())
}

fn agreed_facts(tx: &WriteTx<'_>, case: &Case) -> Result<Vec<Fact>, StoreError> {
    let all = facts::of_subject(tx, case.tenant, case.id.uuid())?;
    Ok(all.into_iter().filter(|fact| fact.kind == FactKind::AgreementWritten).collect())
}
