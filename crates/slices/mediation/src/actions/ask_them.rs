//! After a mediation each party is asked by somebody who had no part in it how it was.

use niangjia_kernel::{Day, Id, Person};
use niangjia_store::{Actor, StoreError, WriteTx};
use niangjia_survey::{Asking, MatterKind, Reach, ask};

use crate::model::Case;
use crate::queries;

/// Lets each party be asked once. By a slip that is handed over: where two quarrel, a call at the wrong moment may be heard by
/// the other.
///
/// Source: S1 (满意度); the issue (asked by somebody who is not the handler).
pub(super) fn ask_them(tx: &WriteTx<'_>, actor: &Actor, case: &Case, on: Day) -> Result<(), StoreError> {
    let members = queries::members_of(tx, case)?;
    let mut handlers: Vec<Id<Person>> = members.iter().filter_map(|member| member.person).collect();
    handlers.extend((actor.tenant == case.tenant).then_some(actor.person));
    handlers.sort_unstable();
    handlers.dedup();
    for party in queries::parties_of(tx, case)? {
        if party.details.name.is_empty() {
            continue;
        }
        let asking = Asking {
            tenant: case.tenant,
            subject: party.id.uuid(),
            kind: MatterKind::Mediation,
            org: (case.org_id, case.org_path.clone()),
            handlers: &handlers,
            on,
            reach: Reach::Handed { name: &party.details.name },
        };
        ask(tx, &asking)?;
    }
    Ok(())
}
