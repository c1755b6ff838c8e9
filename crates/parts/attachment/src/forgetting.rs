//! The job that throws the bytes of deleted files away.

use niangjia_store::{Ending, Store, StoreError};

use crate::queries;

/// Throws away the bytes of files that were deleted with a person. Says how many; none: it is done. That they were deleted is in the
/// audit of the deletion; a transaction cannot take a file away, so the file goes after it, and again until it is gone.
///
/// # Errors
/// When a file cannot be removed, or the database cannot be read or written.
pub fn forget_gone(store: &Store) -> Result<usize, StoreError> {
    let gone = store.read_blocking(queries::gone)?;
    for (key, file) in &gone {
        store.files().remove(*file)?;
        let key = *key;
        store.write_blocking(move |tx| {
            queries::mark_emptied(tx, key)?;
            Ok::<_, StoreError>(Ending::Commit(tx.unaudited(())))
        })?;
    }
    Ok(gone.len())
}
