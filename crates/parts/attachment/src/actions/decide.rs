//! Releasing or refusing a file that was kept aside.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::machine::Matter;
use crate::model::{AttachmentRow, State};
use crate::queries;

const RELEASE: Action = Action::write("attachment.release", "放行另放的材料");
const REFUSE: Action = Action::write("attachment.refuse", "不收另放的材料");

/// Writes down what she decided (R-ATT-03 allowed it). Nothing when somebody was first.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn decide(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (matter, row): (&Matter, &AttachmentRow),
    (state, reason, sealed): (State, &str, bool),
) -> Result<Ending<()>, StoreError> {
    if !queries::decide(tx, actor, row, (state, reason))? {
        return Ok(Ending::Nothing(()));
    }
    let action = if state == State::Released { RELEASE } else { REFUSE };
    let mut entry =
        Entry::by(actor, action).about(row.tenant, row.id, &matter.org_path).named("材料").personal();
    if sealed {
        entry = entry.confidential(&matter.org_path);
    }
    let entry = entry.change("指纹", "", row.fingerprint()).change("为什么另放", "", row.aside.label());
    Ok(tx
        .record(&entry.change("状态", row.state.label(), state.label()).change("理由", "", reason), ())?
        .into())
}
