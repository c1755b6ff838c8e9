//! 签名盖章: signed by hand on paper, noted here; the last of them puts a written agreement in force.

use niangjia_deadline::start;
use niangjia_kernel::{Day, Id};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::entry;
use crate::model::{Case, PartyLine};
use crate::queries;
use crate::rules::takes_effect;

const SIGN: Action = Action::write("mediation.sign", "签名和盖章");
const CONFIRM: &str = "mediation.confirm_apply";

/// On which days who signed; a day that is missing is not there yet.
#[derive(Debug, Clone)]
pub(crate) struct SaidSignatures {
    pub(crate) parties: Vec<(Id<PartyLine>, Option<Day>)>,
    pub(crate) mediator: Option<Day>,
    pub(crate) stamped: Option<Day>,
}

/// Notes them; says the day on which the agreement is in force, or what is missing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn sign(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    said: &SaidSignatures,
) -> Result<Recorded<Result<Day, Vec<String>>>, StoreError> {
    for (party, on) in &said.parties {
        queries::sign(tx, case.tenant, *party, *on)?;
    }
    let parties = queries::parties_of(tx, case)?;
    let outcome = takes_effect(&parties, said.mediator, said.stamped);
    let effective = outcome.as_ref().ok().copied();
    queries::mark_signatures(tx, case, (said.mediator, said.stamped, effective))?;
    if let Some(day) = effective {
        start(tx, case.subject(), CONFIRM, day.start())?;
    }
    let signed = parties.iter().filter(|party| party.signed.is_some()).count();
    let entry = entry(actor, SIGN, case).change("当事人签名", "", format!("{signed}/{}", parties.len()));
    let entry = entry.change("生效", "", effective.map_or_else(|| "还没有".to_owned(), Day::long));
    tx.record(&entry, outcome)
}
