//! 申请调解: what she asks is a dispute. It is registered for mediation, and the request goes on until it is answered.

use niangjia_kernel::Mediation;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::{AppError, Application, Guards, Step};

use super::entry;
use crate::model::Happened;
use crate::queries::{self, VisibleRequest};

const MEDIATE: Action = Action::write("request.mediate", "诉求申请调解");

/// Announces it to whoever mediates, in this transaction.
///
/// # Errors
/// When they refuse, or it cannot be written.
pub(crate) fn mediate(
    tx: &WriteTx<'_>,
    (actor, guards): (&Actor, &Guards),
    request: &VisibleRequest,
) -> Result<Ending<()>, AppError> {
    let row = &request.row;
    let [name, _, words, ..] = queries::unsealed(tx, row)?;
    let application = Application {
        actor: actor.clone(),
        tenant: row.tenant,
        org_id: row.org_id,
        org_path: row.org_path.clone(),
        mediation: tx.new_id::<Mediation>().uuid(),
        from: row.id.uuid(),
        from_request: true,
        household: row.household,
        name,
        words,
    };
    guards.ask(tx, &Step::AppliesForMediation(Box::new(application)))?;
    let words = "已登记调解，先问清有没有暴力，再问各方愿不愿意";
    queries::insert_event(tx, row.id.within(row.tenant), Happened::Mediated, (&actor.name, words))?;
    Ok(tx.record(&entry(Some(actor), MEDIATE, row), ())?.into())
}
