//! Ending a trouble: resolved, or not; and letting her be asked by somebody else how it was.

use niangjia_kernel::{FactKind, FactRole, Id, Person};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use niangjia_survey::{Asking, MatterKind, Reach};

use super::{append_fact, entry};
use crate::model::{Closing, TroubleState};
use crate::queries::{self, VisibleTrouble};

const CLOSE: Action = Action::write("screening.close_trouble", "结束困扰");

/// Ends it; everybody who helped has a part in a trouble that was resolved.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn close_trouble(
    tx: &WriteTx<'_>,
    actor: &Actor,
    trouble: &VisibleTrouble,
    closing: Closing,
) -> Result<Ending<()>, StoreError> {
    let (row, today) = (&trouble.row, tx.today());
    let state = if closing == Closing::Resolved { TroubleState::Resolved } else { TroubleState::Unresolved };
    if !queries::set_state(tx, row, state, Some((Some(closing), today)))? {
        return Ok(Ending::Nothing(()));
    }
    let mut people: Vec<Id<Person>> = queries::helps(tx, row)?.into_iter().map(|help| help.person).collect();
    people.sort_unstable();
    people.dedup();
    if closing == Closing::Resolved {
        let parts: Vec<_> = people.iter().map(|person| (*person, FactRole::Doer)).collect();
        append_fact(tx, row, (FactKind::TroubleResolved, today), actor.person, &parts)?;
    }
    people.extend([row.person, actor.person]);
    let name = tx.unseal(queries::NAME, &row.name)?;
    let asking = Asking {
        tenant: row.tenant,
        subject: row.id.uuid(),
        kind: MatterKind::Trouble,
        org: (row.org_id, row.org_path.clone()),
        handlers: &people,
        on: today,
        // A paper about a trouble at home is handed to herself or not at all; of danger no paper tells.
        reach: if row.sealed { Reach::NotSafe } else { Reach::Handed { name: &name } },
    };
    if closing == Closing::Resolved {
        niangjia_survey::ask(tx, &asking)?;
    }
    let entry = entry(actor, CLOSE, row).change("结果", row.state.label(), closing.label());
    Ok(tx.record(&entry, ())?.into())
}
