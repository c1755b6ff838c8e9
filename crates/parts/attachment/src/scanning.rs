//! The job that asks the scanner about files that wait for it.

use niangjia_kernel::OrgPath;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, Store, StoreError};

use crate::model::{Aside, AttachmentKey, Scan, State};
use crate::queries::{self, Unscanned};
use crate::rules::after_scan;
use crate::scanner::{ScanError, Scanner};

const SCAN: Action = Action::write("attachment.scan", "病毒检查");

/// Asks about every file that waits, as long as the scanner answers. Says how many it answered about.
///
/// # Errors
/// When the database cannot be read or written. A scanner that is silent is no error: the files stay aside and say so.
pub fn scan_waiting(store: &Store, scanner: &Scanner) -> Result<usize, StoreError> {
    let mut answered = 0;
    for Unscanned { key, file, aside, scan: before } in store.read_blocking(queries::unscanned)? {
        match scanner.found_in(store.files().open(file)?) {
            Ok(found) => {
                let scan = if found.is_some() { Scan::Found } else { Scan::Clean };
                let after = after_scan(aside, found.is_some());
                note(store, key, after, (scan, found.unwrap_or_default()))?;
                answered += 1;
            }
            Err(ScanError::Said(why)) => {
                note(store, key, (State::Aside, aside), (Scan::Failed, why))?;
                answered += 1;
            }
            Err(error) => {
                tracing::warn!(%error, "the scanner does not answer; files wait");
                // Once, not at every try: it may be gone for days.
                if before == Scan::Waiting {
                    note(store, key, (State::Aside, aside), (Scan::Unanswered, error.to_string()))?;
                }
                break;
            }
        }
    }
    Ok(answered)
}

fn note(
    store: &Store,
    key: AttachmentKey,
    after: (State, Aside),
    (scan, words): (Scan, String),
) -> Result<(), StoreError> {
    store.write_blocking(move |tx| {
        if !queries::scanned(tx, key, after, (scan, &words))? {
            return Ok::<_, StoreError>(Ending::Nothing(()));
        }
        let entry =
            Entry::by_system(SCAN, key.tenant).about(key.tenant, key.id, &OrgPath::nation()).named("材料");
        let entry = entry.change("检查", "", scan.label()).change("状态", "", after.0.label());
        Ok(tx.record(&entry, ())?.into())
    })
}
