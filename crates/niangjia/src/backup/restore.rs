//! The way back: into an empty folder and an empty database, whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use niangjia_store::{Keys, Refill, Snapshot, StoreOptions};
use serde::Serialize;

use super::check::Checked;
use super::create::sync_folder;
use super::manifest::Stream;
use super::{BackupError, FILES, KEY_FILE};
use crate::commands::{Diagnosis, diagnose};
use crate::demo::Progress;
use crate::wiring;

/// Where a folder is put together before it is one.
const BUILDING: &str = ".restoring";
const LOCK: &str = "niangjia.lock";
const DATABASE: &str = "niangjia.sqlite";

/// Where a backup is restored to.
pub struct Place<'p> {
    /// The folder and the database, both empty.
    pub options: &'p StoreOptions,
    /// The key file, when it is not in the backup.
    pub key: Option<&'p Path>,
}

/// What was held against the manifest.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// Tables whose rows were counted and agree.
    pub tables: usize,
    /// Rows of all of them.
    pub rows: u64,
    /// Files whose size agrees.
    pub files: usize,
}

/// A backup that was restored.
#[derive(Debug, Clone, Serialize)]
pub struct Restored {
    /// What agrees with the manifest.
    pub compared: Compared,
    /// How many migrations the backup had seen.
    pub schema_before: usize,
    /// How many it has seen now.
    pub schema: usize,
    /// What the doctor says of the restored data.
    pub diagnosis: Diagnosis,
}

/// Restores a backup that was checked, brings it up to this program, and lets the doctor look at it.
///
/// # Errors
/// When the place is not empty, the key does not fit, or something cannot be written; the place is empty then.
pub fn restore(
    checked: &Checked,
    place: &Place<'_>,
    progress: &dyn Progress,
) -> Result<Restored, BackupError> {
    let (manifest, migrations) = (checked.manifest(), wiring::migrations());
    let folder = &place.options.folder;
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if manifest.schema > migrations.len() {
        let found = i64::try_from(manifest.schema).unwrap_or(i64::MAX);
        return Err(niangjia_store::StoreError::Newer { found, known }.into());
    }
    let key = fitting_key(checked, place.key)?;
    let made = !folder.exists();
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(BackupError::at(folder))?;
    let lock = lock(folder)?;
    let building = folder.join(BUILDING);
    let outcome = empty(folder).and_then(|()| {
        fs::create_dir(&building).map_err(BackupError::at(&building))?;
        let compared = build(checked, place.options, &building, &key, progress)?;
        move_in(&building, folder).map_err(BackupError::at(folder))?;
        Ok(compared)
    });
    let _gone_already = fs::remove_dir_all(&building);
    drop(lock);
    let compared = match outcome {
        Ok(compared) => compared,
        Err(error) => {
            if !matches!(error, BackupError::NotEmpty(..)) {
                let _others_hold_it = fs::remove_file(folder.join(LOCK));
            }
            if made {
                let _not_empty = fs::remove_dir(folder);
            }
            return Err(error);
        }
    };
    progress.stage("体检", 1);
    let store = wiring::restored_store(place.options.clone())?;
    let diagnosis = diagnose(&store)?;
    progress.step(1);
    Ok(Restored { compared, schema_before: manifest.schema, schema: migrations.len(), diagnosis })
}

/// The text of the key file that fits: the one that was given, or the one in the backup.
fn fitting_key(checked: &Checked, given: Option<&Path>) -> Result<Vec<u8>, BackupError> {
    let (path, mut text) = (given.unwrap_or_else(|| checked.path()), Vec::new());
    match (given, checked.manifest().stream("key")) {
        (Some(path), _) => text = fs::read(path).map_err(BackupError::at(path))?,
        (None, Some(stream)) => {
            let read = checked.open(stream).and_then(|mut stream| stream.read_to_end(&mut text));
            read.map_err(BackupError::at(path)).map(drop)?;
        }
        (None, None) => return Err(BackupError::KeyWanted),
    }
    let prints = Keys::parse(&String::from_utf8_lossy(&text), path)?.fingerprints();
    let fits = checked.manifest().keys.iter().all(|(name, print)| prints.get(name) == Some(print));
    if fits { Ok(text) } else { Err(BackupError::WrongKey(path.to_owned())) }
}

fn lock(folder: &Path) -> Result<File, BackupError> {
    let path = folder.join(LOCK);
    let lock = File::create(&path).map_err(BackupError::at(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(_) => Err(niangjia_store::StoreError::InUse(folder.display().to_string()).into()),
    }
}

/// Hidden files of a home folder, our lock and what an interrupted restoring left are nothing.
fn empty(folder: &Path) -> Result<(), BackupError> {
    let _left_behind = fs::remove_dir_all(folder.join(BUILDING));
    for entry in fs::read_dir(folder).map_err(BackupError::at(folder))? {
        let name = entry.map_err(BackupError::at(folder))?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && name != LOCK && name != "lost+found" {
            return Err(BackupError::NotEmpty(folder.to_owned(), name));
        }
    }
    Ok(())
}

fn build(
    checked: &Checked,
    options: &StoreOptions,
    building: &Path,
    key: &[u8],
    progress: &dyn Progress,
) -> Result<Compared, BackupError> {
    let manifest = checked.manifest();
    let mut files = 0;
    for stream in manifest.streams.iter().filter(|stream| stream.name.starts_with("files/")) {
        restore_file(checked, stream, building)?;
        files += 1;
    }
    let path = building.join(KEY_FILE);
    let written = File::options().write(true).create_new(true).mode(0o600).open(&path);
    written
        .and_then(|mut file| file.write_all(key).and_then(|()| file.sync_all()))
        .map_err(BackupError::at(&path))?;

    let mut refill = Refill::begin(&options.location, building, &wiring::migrations(), manifest.schema)?;
    let all: u64 = manifest.streams.iter().map(|stream| stream.bytes).sum();
    progress.stage("写入数据表", all);
    for table in refill.tables().to_vec() {
        let name = format!("tables/{}", table.name);
        let missing = || BackupError::Differs(format!("没有 {} 表", table.name));
        let stream = manifest.stream(&name).ok_or_else(missing)?;
        let mut rows = checked.open(stream).map_err(BackupError::at(checked.path()))?;
        let count = refill.copy_in(&table, &mut rows).map_err(BackupError::copying(building))?;
        agree(&table.name, count, manifest.rows.get(&table.name))?;
        progress.step(stream.bytes);
    }
    progress.stage("建立索引", refill.indexes_waiting() as u64);
    while refill.index()? {
        progress.step(1);
    }
    refill.finish()?;

    let mut restored = Snapshot::take(&options.location, building, &wiring::migrations())?;
    for table in restored.tables().to_vec() {
        let count = restored.count(&table)?;
        agree(&table.name, count, manifest.rows.get(&table.name))?;
    }
    Ok(Compared { tables: manifest.rows.len(), rows: manifest.all_rows(), files })
}

fn agree(table: &str, found: u64, said: Option<&u64>) -> Result<(), BackupError> {
    if said == Some(&found) {
        return Ok(());
    }
    let said = said.map_or_else(|| "没有这张表".to_owned(), ToString::to_string);
    Err(BackupError::Differs(format!("{table} 恢复出 {found} 行，清单上是 {said}")))
}

fn restore_file(checked: &Checked, stream: &Stream, building: &Path) -> Result<(), BackupError> {
    let path = building.join(safe(&stream.name)?);
    let parent = path.parent().unwrap_or(building);
    fs::DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(BackupError::at(parent))?;
    let file = File::options().write(true).create_new(true).mode(0o600).open(&path);
    let written = file.and_then(|mut file| {
        let bytes = io::copy(&mut checked.open(stream)?, &mut file)?;
        file.sync_all().map(|()| bytes)
    });
    let bytes = written.map_err(BackupError::at(&path))?;
    if bytes == stream.bytes { Ok(()) } else { Err(BackupError::Differs(stream.name.clone())) }
}

/// A backup that somebody made by hand must not write outside the folder.
fn safe(name: &str) -> Result<PathBuf, BackupError> {
    let path = PathBuf::from(name);
    let inside = path.starts_with(FILES)
        && path.components().all(|component| matches!(component, Component::Normal(_)));
    if inside {
        Ok(path)
    } else {
        Err(BackupError::Refused(format!("备份里有不该有的文件名：{name}")))
    }
}

/// The key comes last: until it is there, no program opens the folder or begins a new installation in it.
fn move_in(building: &Path, folder: &Path) -> io::Result<()> {
    for name in [FILES, DATABASE, KEY_FILE] {
        if building.join(name).exists() {
            fs::rename(building.join(name), folder.join(name))?;
        }
    }
    sync_folder(&folder.join(KEY_FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_backup_lands_in_the_folder_of_files_and_nowhere_else() {
        assert!(safe("files/ab/abcdef").is_ok());
        for name in ["files/../niangjia.key", "../files/a", "/etc/passwd", "niangjia.key", "files/a/../../b"]
        {
            assert!(safe(name).is_err(), "{name}");
        }
    }
}
