//! The job that throws the bytes of deleted files away.

use niangjia_kernel::OrgPath;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, Store, StoreError};

use crate::queries;

const EMPTY: Action = Action::write("attachment.empty", "清除已删除材料的文件");

/// Throws away the bytes of files that were deleted with a person. Says how many; none: it is done. A transaction cannot take
/// a file away, so the file goes after it, and is tried again until it is gone.
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
            let entry = Entry::by_system(EMPTY, key.tenant).about(key.tenant, key.id, &OrgPath::nation());
            Ok::<Ending<()>, StoreError>(tx.record(&entry.named("材料"), ())?.into())
        })?;
    }
    Ok(gone.len())
}
