//! 调解前筛查: asked before anybody is asked for her consent; one hit diverts for good.

use niangjia_kernel::Day;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};
use niangjia_web::{AppError, Danger, Guards, Step};

use super::entry;
use crate::model::State;
use crate::pack::MediationRules;
use crate::queries::{self, VisibleCase};
use crate::rules::hit;

/// One word for both outcomes: a journal does not say in which case there was danger.
const SCREEN: Action = Action::write("mediation.screen", "调解前筛查");

/// What came of the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screened {
    /// The parties can be asked.
    Clear,
    /// It is dealt with elsewhere.
    Diverted,
}

/// Keeps the answers. A hit blocks the case for good, ends its clocks, seals it for whoever registered it, and announces the danger in
/// the same transaction: `protection` opens the sealed case that it names.
///
/// # Errors
/// When a slice refuses, or it cannot be written.
pub(crate) fn screen(
    tx: &WriteTx<'_>,
    actor: &Actor,
    guards: &Guards,
    case: &VisibleCase,
    (yes, words): (&[String], &str),
) -> Result<Recorded<Screened>, AppError> {
    let row = &case.row;
    queries::insert_screening(tx, actor, row, (yes, words))?;
    let found = hit(&MediationRules::in_force().question, |code| yes.iter().any(|one| one == code));
    let outcome = match found {
        None => {
            if row.state == State::Applied {
                queries::set_state(tx, row, State::Screened)?;
            }
            Screened::Clear
        }
        Some(found) => {
            let parties = queries::parties_of(tx, row)?;
            let first = parties.first();
            let danger = Danger {
                actor: actor.clone(),
                tenant: row.tenant,
                org_id: row.org_id,
                org_path: row.org_path.clone(),
                case: tx.new_id::<niangjia_kernel::Mediation>().uuid(),
                found_in: row.id.uuid(),
                household: row.household.or_else(|| first.and_then(|party| party.household)),
                name: first.map(|party| party.details.name.clone()).unwrap_or_default(),
                phone: first.map(|party| party.details.phone.clone()).unwrap_or_default(),
                words: words.to_owned(),
                child: found.child,
                violence: found.violence,
            };
            queries::set_state(tx, row, State::Diverted)?;
            niangjia_deadline::stop_all(tx, row.subject())?;
            guards.ask(tx, &Step::FindsDanger(Box::new(danger)))?;
            Screened::Diverted
        }
    };
    let on: Day = tx.today();
    Ok(tx.record(&entry(actor, SCREEN, row).change("筛查", "", on.long()), outcome)?)
}

/// The same for a case of the past in which nothing was found.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn enter_clear_screening(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &crate::model::Case,
) -> Result<Recorded<()>, StoreError> {
    queries::insert_screening(tx, actor, case, (&[], ""))?;
    queries::set_state(tx, case, State::Screened)?;
    tx.record(&entry(actor, SCREEN, case).change("筛查", "", tx.today().long()), ())
}
