//! What other slices may ask about divisions.

use niangjia_kernel::AreaCode;
use niangjia_store::{ReadTx, StoreError, WriteTx};

use crate::queries;

pub use crate::divisions::{Division, DivisionsError, read};

/// Fills the table of divisions; `progress` hears of each row.
///
/// # Errors
/// When a row does not fit or the table is filled already.
pub fn load(tx: &WriteTx<'_>, divisions: &[Division], progress: &dyn Fn(u64)) -> Result<u64, StoreError> {
    queries::insert_all(tx, divisions, progress)
}

/// The name of a division as listed, or `None` when there is no such division.
///
/// # Errors
/// When it cannot be read.
pub fn name(tx: &ReadTx<'_>, code: &AreaCode) -> Result<Option<String>, StoreError> {
    queries::name(tx, code)
}

/// How many divisions there are.
///
/// # Errors
/// When they cannot be counted.
pub fn count(tx: &ReadTx<'_>) -> Result<i64, StoreError> {
    queries::count(tx)
}
