//! What other slices show of satisfaction.

use niangjia_store::{StoreError, WriteTx};
use niangjia_web::Step;

use crate::queries;

/// When communities merge, the one that goes on carries out the other's askings; what was published stays as it was.
///
/// # Errors
/// When it cannot be written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    if let Step::Merges { tenant, from, into, .. } = step {
        queries::move_askings(tx, *tenant, &from.path, &into.path)?;
    }
    Ok(None)
}
