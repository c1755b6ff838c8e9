//! A copy of an SQLite database before it is migrated: the way back for whoever made no backup.

use std::fs::{self, File};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use crate::StoreError;
use crate::migrate::{self, Migration};

/// Copies a database aside that is about to be migrated, if there is room; the copy is never removed by the program.
pub(crate) fn copy_before_migrating(
    connection: &rusqlite::Connection,
    database: &Path,
    migrations: &[Migration],
) -> Result<(), StoreError> {
    let begun = connection.table_exists(None, "schema_migration")?;
    let applied = if begun { migrate::applied_sqlite(connection)? } else { 0 };
    let (known, waiting) = (migrations.len(), migrate::pending(migrations, applied)?);
    if applied == 0 || waiting.is_empty() {
        return Ok(());
    }
    let aside = database.with_file_name(format!("niangjia.sqlite.before-{known}"));
    let name = aside.display().to_string();
    if aside.exists() {
        tracing::warn!(
            from = applied,
            to = known,
            copy = name,
            "migrating; a copy from before is there already"
        );
        return Ok(());
    }
    // What is still in the log goes into the file first, so that the file alone is the database.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    match copy_durably(database, &aside) {
        Ok(()) => tracing::info!(
            from = applied,
            to = known,
            copy = name,
            "migrating; the database was copied aside"
        ),
        Err(error) => {
            tracing::warn!(%error, from = applied, to = known, "migrating without a copy aside: there is no room");
        }
    }
    Ok(())
}

/// Copies a file so that under the new name there is a whole copy or none.
fn copy_durably(from: &Path, to: &Path) -> std::io::Result<()> {
    let partial = to.with_extension("partial");
    let private = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial);
    let copied = private.and_then(|mut file| {
        std::io::copy(&mut File::open(from)?, &mut file)?;
        file.sync_all()?;
        fs::rename(&partial, to)
    });
    if copied.is_err() {
        let _not_made = fs::remove_file(&partial);
    }
    copied
}
