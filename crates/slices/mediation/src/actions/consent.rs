//! 征求意愿: every party is told her rights and asked; then the dispute is taken, or not.

use niangjia_deadline::{start, stop};
use niangjia_kernel::{Day, FactKind, FactPart, FactRole, Id};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::{Happened, count_member, entry, tell};
use crate::model::{Case, Consent, PartyLine, State};
use crate::pack::MediationRules;
use crate::queries;
use crate::rules::{number_words, outcome_of_consents};

const ASK: Action = Action::write("mediation.ask_consent", "征求调解意愿");
const FINISH: &str = "mediation.finish";

/// What one party said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SaidConsent {
    pub(crate) party: Id<PartyLine>,
    pub(crate) consent: Consent,
}

/// Keeps what the parties said; takes the dispute under its number when all agree, and ends it when one refuses. Says what came of it,
/// `None` while somebody has not answered.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn ask_consent(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    on: Day,
    said: &[SaidConsent],
) -> Result<Recorded<Option<Consent>>, StoreError> {
    for one in said {
        queries::mark_consent(tx, case.tenant, one.party, one.consent, on)?;
    }
    let parties = queries::parties_of(tx, case)?;
    let consents: Vec<_> = parties.iter().map(|party| party.consent.map(|(said, _)| said)).collect();
    let outcome = outcome_of_consents(&consents);
    let mut entry = entry(actor, ASK, case);
    match outcome {
        Some(Consent::Agrees) => {
            let org = niangjia_org::api::by_id(tx, case.org_id)?
                .ok_or_else(|| StoreError::Internal("a case without its organisation".to_owned()))?;
            let pattern = &MediationRules::in_force().number;
            let called = queries::accept(tx, case, on, |year, number| {
                number_words(pattern, org.place(), year, number)
            })?;
            start(tx, case.subject(), FINISH, on.start())?;
            let taken = Case { accepted: Some(on), ..case.clone() };
            let part = FactPart { tenant: case.tenant, person: actor.person, role: FactRole::Doer };
            let part = (actor.tenant == case.tenant).then_some(part);
            tell(tx, actor, &taken, &Happened::of(FactKind::MediationAccepted, on, case), part.as_slice())?;
            entry = entry.change("受理", "", called);
            // The registrar who serves on the committee and goes on as mediator is counted when she is named.
            for member in queries::members_of(tx, case)? {
                if let Some(person) = member.person {
                    count_member(tx, actor, &taken, (person, on))?;
                }
            }
        }
        Some(Consent::Refuses) => {
            queries::end(tx, case, State::Declined, on, (None, "", None))?;
            entry = entry.change("不予调解", "", "有当事人不同意，已告知其他途径");
        }
        None => {}
    }
    // The court has its answer with the decision.
    if outcome.is_some() {
        stop(tx, case.subject(), "court.commission_answer")?;
    }
    for party in &parties {
        let said = party.consent.map_or("还没有答复", |(said, _)| said.label());
        entry = entry.change(party.side.label(), "", said);
    }
    tx.record(&entry, outcome)
}
