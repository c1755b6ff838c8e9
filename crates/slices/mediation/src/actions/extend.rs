//! 延长期限: with the consent of all parties.

use niangjia_deadline::{AskedExtension, Clock};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::entry;
use crate::model::Case;

const EXTEND: Action = Action::write("mediation.extend", "延长调解期限");

/// Makes the period longer, as `deadline::check_extension` allowed.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn extend(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    (clock, asked): (&Clock, &AskedExtension),
) -> Result<Recorded<()>, StoreError> {
    let until = niangjia_deadline::extend(tx, clock, asked)?;
    let last = until.day().plus(-1);
    tx.record(&entry(actor, EXTEND, case).change("到", "", last.long()), ())
}
