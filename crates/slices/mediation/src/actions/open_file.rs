//! Opening a case from the street or county: with a purpose, for the rest of the day, recorded.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::entry;
use crate::model::Case;
use crate::queries;

const OPEN: Action = Action::read("mediation.open_file", "打开调解档案");

/// Opens it until the end of the day in China.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn open_file(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    purpose: &str,
) -> Result<Recorded<()>, StoreError> {
    queries::insert_opening(tx, actor, case, purpose, tx.today().plus(1).start())?;
    tx.record(&entry(actor, OPEN, case).change("用途", "", purpose), ())
}
