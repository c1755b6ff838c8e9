//! A community goes up in another: the other slices take along what belongs to it, in the same step.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::{AppError, Guards, Merging, Step};

use crate::model::Org;
use crate::queries;

const MERGE: Action = Action::write("org.merge", "村（社区）合并");

fn merging(org: &Org) -> Merging {
    Merging { id: org.id, path: org.path.clone(), code: org.code.clone(), name: org.name.clone() }
}

/// Merges `from` into `into` today, as the document of the division's change says. The right to do so is the caller's to
/// decide (`rules::check_merger`). A form that comes a second time changes nothing.
///
/// # Errors
/// [`AppError::Refused`] with the sentence of a slice that cannot take its part along.
pub fn merge(
    tx: &WriteTx<'_>,
    actor: &Actor,
    guards: &Guards,
    (from, into): (&Org, &Org),
    document: &str,
) -> Result<Ending<()>, AppError> {
    tx.hold("org", into.tenant, into.id.uuid())?;
    if !queries::end_by_merger(tx, from, into, document)? {
        return Ok(Ending::Nothing(()));
    }
    guards.ask(
        tx,
        &Step::Merges {
            actor: Box::new(actor.clone()),
            tenant: from.tenant,
            from: merging(from),
            into: merging(into),
        },
    )?;
    let entry = Entry::by(actor, MERGE).about(from.tenant, from.id, &into.path).named(&from.name);
    let entry = entry.change("并入", &from.name, &into.name).change("依据", "", document);
    Ok(tx.record(&entry, ())?.into())
}
