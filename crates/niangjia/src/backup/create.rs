//! Making a backup: one thread reads the snapshot, another compresses and writes.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use niangjia_kernel::{Clock, Timestamp};
use niangjia_store::{Keys, Snapshot, StoreOptions};
use serde::Serialize;

use super::archive::{Archive, PART_BYTES};
use super::manifest::{FORMAT, MANIFEST, Manifest, Stream, part_name};
use super::{BackupError, FILES, KEY_FILE};
use crate::demo::Progress;
use crate::wiring;

/// 1 is three times as fast as 3, and the file a tenth larger.
const LEVEL: i32 = 1;
/// Where files stand while they are made, not sealed yet: they are in no backup.
const UNFINISHED: &str = "unfinished";
/// How many parts may wait for the thread that compresses.
const PARTS_WAITING: usize = 3;

/// What is to be backed up.
pub struct Wanted<'w> {
    /// Where database and folder are.
    pub options: &'w StoreOptions,
    /// Whether the key file goes in.
    pub with_key: bool,
    /// The clock that dates the backup.
    pub clock: &'w dyn Clock,
}

/// A backup that was made.
#[derive(Debug, Clone, Serialize)]
pub struct Created {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// When its state was taken, in milliseconds since 1970.
    pub taken_ms: Timestamp,
    /// How many rows of all tables it holds.
    pub rows: u64,
    /// How many files of the data folder.
    pub files: usize,
    /// Whether the key is in it.
    pub with_key: bool,
}

/// Backs up to `path`: under that name there is a whole backup or nothing.
///
/// # Errors
/// When something cannot be read or written; the temporary file is gone then.
pub fn create(wanted: &Wanted<'_>, path: &Path, progress: &dyn Progress) -> Result<Created, BackupError> {
    if path.exists() {
        return Err(BackupError::Exists(path.to_owned()));
    }
    let partial = partial_name(path);
    let outcome = fill(wanted, path, &partial, progress);
    if outcome.is_err() {
        let _never_made = fs::remove_file(&partial);
    }
    outcome
}

/// Backs up to `folder` under a name made of the instant.
///
/// # Errors
/// As [`create`].
pub fn create_into(
    wanted: &Wanted<'_>,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Created, BackupError> {
    let path = folder.join(super::schedule::file_name(wanted.clock.now()));
    create(wanted, &path, progress)
}

/// Beside the target, so that the last step is a rename.
fn partial_name(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.partial", std::process::id()))
}

fn fill(
    wanted: &Wanted<'_>,
    path: &Path,
    partial: &Path,
    progress: &dyn Progress,
) -> Result<Created, BackupError> {
    let folder = &wanted.options.folder;
    let keys = Keys::load(&folder.join(KEY_FILE))?;
    let snapshot = Snapshot::take(&wanted.options.location, folder, &wiring::migrations())?;
    let taken_ms = wanted.clock.now();
    let file = File::options().write(true).create_new(true).mode(0o600).open(partial);
    let file = file.map_err(BackupError::at(partial))?;
    // Whoever finds the file unlocked knows that its writer is gone.
    file.try_lock().map_err(|error| BackupError::at(partial)(error.into()))?;
    let mut manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine: wanted.options.location.engine().to_owned(),
        schema: snapshot.schema(),
        taken_ms,
        keys: keys.fingerprints(),
        with_key: wanted.with_key,
        rows: BTreeMap::new(),
        streams: Vec::new(),
        entries: Vec::new(),
    };
    let mut archive = Archive::new(BufWriter::with_capacity(1 << 20, file));
    let (sender, parts) = sync_channel(PARTS_WAITING);
    let read = std::thread::scope(|scope| {
        let reading =
            scope.spawn(move || read_everything(snapshot, folder, wanted.with_key, sender, progress));
        let written = write_parts(&parts, &mut archive, &mut manifest).map_err(BackupError::at(path));
        // A writer that has failed takes no more parts: the reader must hear of it before it is waited for.
        drop(parts);
        let read = reading.join().map_err(|_| BackupError::Refused("备份程序内部出错".to_owned()))?;
        written.and(read)
    })?;
    manifest.rows = read;
    let written = seal(archive, &mut manifest).and_then(|file| {
        file.sync_all()?;
        fs::rename(partial, path)?;
        sync_folder(path)?;
        Ok(file.metadata()?.len())
    });
    let bytes = written.map_err(BackupError::at(path))?;
    let (rows, files) = (manifest.all_rows(), manifest.files());
    Ok(Created { path: path.to_owned(), bytes, taken_ms, rows, files, with_key: wanted.with_key })
}

fn seal(mut archive: Archive<BufWriter<File>>, manifest: &mut Manifest) -> io::Result<File> {
    manifest.entries = archive.entries().to_vec();
    archive.append(MANIFEST, &serde_json::to_vec_pretty(manifest)?)?;
    Ok(archive.finish()?.into_inner()?)
}

/// A rename is on the disk when the folder is.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// A piece of a stream on its way to the thread that compresses; the last of its stream may be short or empty.
struct Part {
    stream: String,
    bytes: Vec<u8>,
}

/// Cuts a stream into parts.
struct Cutting<'c> {
    stream: &'c str,
    buffer: Vec<u8>,
    sent: bool,
    parts: &'c SyncSender<Part>,
}

impl<'c> Cutting<'c> {
    fn new(stream: &'c str, parts: &'c SyncSender<Part>) -> Self {
        Self { stream, buffer: Vec::with_capacity(PART_BYTES), sent: false, parts }
    }

    fn send(&mut self) -> io::Result<()> {
        self.sent = true;
        let bytes = std::mem::replace(&mut self.buffer, Vec::with_capacity(PART_BYTES));
        let part = Part { stream: self.stream.to_owned(), bytes };
        self.parts.send(part).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }

    fn end(mut self) -> io::Result<()> {
        if self.buffer.is_empty() && self.sent { Ok(()) } else { self.send() }
    }
}

impl Write for Cutting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(PART_BYTES - self.buffer.len());
        self.buffer.extend_from_slice(&bytes[..count]);
        if self.buffer.len() == PART_BYTES {
            self.send()?;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every table, the key if it is wanted, every file. Files come after the snapshot, so that none that a row names is
/// missing; those that came since are in it too, and harm nobody.
fn read_everything(
    mut snapshot: Snapshot,
    folder: &Path,
    with_key: bool,
    parts: SyncSender<Part>,
    progress: &dyn Progress,
) -> Result<BTreeMap<String, u64>, BackupError> {
    let mut rows = BTreeMap::new();
    progress.stage("备份数据表", snapshot.tables().len() as u64);
    for table in snapshot.tables().to_vec() {
        let name = format!("tables/{}", table.name);
        let mut cutting = Cutting::new(&name, &parts);
        let count = snapshot.copy_out(&table, &mut cutting).map_err(BackupError::copying(&name))?;
        cutting.end().map_err(BackupError::at(&name))?;
        rows.insert(table.name, count);
        progress.step(1);
    }
    drop(snapshot);
    if with_key {
        copy_file(&folder.join(KEY_FILE), "key", &parts)?;
    }
    let files = files_in(&folder.join(FILES))?;
    progress.stage("备份文件", files.len() as u64);
    for path in files {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
        copy_file(&path, &name, &parts)?;
        progress.step(1);
    }
    Ok(rows)
}

fn copy_file(path: &Path, name: &str, parts: &SyncSender<Part>) -> Result<(), BackupError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        // Thrown away since the folder was listed.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(BackupError::at(path)(error)),
    };
    let mut cutting = Cutting::new(name, parts);
    let mut bytes = vec![0; 256 * 1024];
    loop {
        let count = file.read(&mut bytes).map_err(BackupError::at(path))?;
        if count == 0 {
            return cutting.end().map_err(BackupError::at(name));
        }
        cutting.write_all(&bytes[..count]).map_err(BackupError::at(name))?;
    }
}

/// Every file in a folder and those below it, in order; none where there is no folder.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(BackupError::at(folder)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(BackupError::at(&folder))?;
            let kind = entry.file_type().map_err(BackupError::at(&folder))?;
            if kind.is_dir() && entry.file_name() != UNFINISHED {
                folders.push(entry.path());
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn write_parts<W: Write>(
    parts: &Receiver<Part>,
    archive: &mut Archive<W>,
    manifest: &mut Manifest,
) -> io::Result<()> {
    let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
    for part in parts {
        let known = manifest.streams.last_mut().filter(|stream| stream.name == part.stream);
        let number = match known {
            Some(stream) => {
                stream.bytes += part.bytes.len() as u64;
                stream.parts += 1;
                stream.parts
            }
            None => {
                let bytes = part.bytes.len() as u64;
                manifest.streams.push(Stream { name: part.stream.clone(), bytes, parts: 1 });
                1
            }
        };
        archive.append(&part_name(&part.stream, number), &compressor.compress(&part.bytes)?)?;
    }
    Ok(())
}
