//! Showing her telephone number: recorded each time.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::entry;
use crate::queries::{self, VisibleRequest};

const LOOK: Action = Action::read("request.look_at_phone", "查看诉求的电话");

/// The number, in clear.
///
/// # Errors
/// When it cannot be read, or the look at it cannot be recorded.
pub(crate) fn look_at_phone(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
) -> Result<Recorded<String>, StoreError> {
    let [_, phone, ..] = queries::unsealed(tx, &request.row)?;
    tx.record(&entry(Some(actor), LOOK, &request.row), phone)
}
