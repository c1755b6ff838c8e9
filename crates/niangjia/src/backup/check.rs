//! Reading a backup: first every byte is checked, then its streams are read.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::JoinHandle;

use super::BackupError;
use super::archive::{Hashing, PART_BYTES, TAIL_BYTES, sha256, tail};
use super::manifest::{Entry, FORMAT, MANIFEST, Manifest, Stream, part_name};
use crate::demo::Progress;

/// Compressed parts are a little larger than plain ones at worst; the manifest names every part.
const LARGEST_ENTRY: u64 = 1 << 30;
/// How many parts may be unpacked before they are wanted.
const PARTS_AHEAD: usize = 3;

/// A backup of which every byte is as it was written.
pub struct Checked {
    path: PathBuf,
    manifest: Manifest,
    /// Where the bytes of each entry begin, and how many there are.
    places: HashMap<String, (u64, u64)>,
}

/// Reads a backup from its first byte to its last.
///
/// # Errors
/// When it is cut short, altered in whatever byte, or of a newer format.
pub fn check(path: &Path, progress: &dyn Progress) -> Result<Checked, BackupError> {
    let failed = || BackupError::at(path);
    let mut file = File::open(path).map_err(failed())?;
    let length = file.metadata().map_err(failed())?.len();
    let Some(before) = length.checked_sub(TAIL_BYTES as u64) else {
        return Err(BackupError::CutShort(path.to_owned()));
    };
    let mut end = vec![0; TAIL_BYTES];
    file.seek(SeekFrom::Start(before)).and_then(|_| file.read_exact(&mut end)).map_err(failed())?;
    file.rewind().map_err(failed())?;
    progress.stage("核对校验和", before);
    let mut hashing = Hashing::new(Counting { inner: file.take(before), progress });
    let walked = walk(&mut hashing);
    io::copy(&mut hashing, &mut io::sink()).map_err(failed())?;
    let sealed = tail(&hashing.so_far()).map_err(failed())?;
    let altered = |what: &str| BackupError::Altered(path.to_owned(), what.to_owned());
    if sealed != end {
        // The seal of another hash is still a seal: something before it changed. Anything else is a missing end.
        return Err(if looks_like_a_seal(&end, &sealed) {
            altered(&walked.ok().and_then(|walk| walk.damaged()).unwrap_or_else(|| "内容".to_owned()))
        } else {
            BackupError::CutShort(path.to_owned())
        });
    }
    let walked = walked.map_err(|error| altered(&error.to_string()))?;
    let format: Format =
        serde_json::from_slice(&walked.manifest).map_err(|error| altered(&error.to_string()))?;
    if format.format > FORMAT {
        return Err(BackupError::NewerFormat { path: path.to_owned(), found: format.format, known: FORMAT });
    }
    let manifest = walked.parsed().ok_or_else(|| altered(MANIFEST))?;
    if let Some(entry) = walked.damaged() {
        return Err(altered(&entry));
    }
    let places = walked.entries.into_iter().map(|(entry, at)| (entry.name, (at, entry.bytes))).collect();
    Ok(Checked { path: path.to_owned(), manifest, places })
}

/// All that a program of any version must be able to read of a manifest.
#[derive(serde::Deserialize)]
struct Format {
    format: u32,
}

fn looks_like_a_seal(found: &[u8], wanted: &[u8]) -> bool {
    let differing = found.iter().zip(wanted).filter(|(one, other)| one != other).count();
    // The hash has 64 digits; whatever else differs, the end is not the end.
    differing <= 64
}

/// What stands in the tar.
struct Walk {
    /// Every entry but the manifest, with the place of its bytes.
    entries: Vec<(Entry, u64)>,
    manifest: Vec<u8>,
}

impl Walk {
    fn parsed(&self) -> Option<Manifest> {
        serde_json::from_slice(&self.manifest).ok()
    }

    /// The first entry that is not what the manifest says.
    fn damaged(&self) -> Option<String> {
        let Some(manifest) = self.parsed() else {
            return Some(MANIFEST.to_owned());
        };
        let mut found = self.entries.iter().map(|(entry, _)| entry);
        let mut wanted = manifest.entries.iter();
        loop {
            match (found.next(), wanted.next()) {
                (None, None) => return None,
                (found, wanted) if found == wanted => {}
                (found, wanted) => return wanted.or(found).map(|entry| entry.name.clone()),
            }
        }
    }
}

fn walk(source: &mut dyn Read) -> io::Result<Walk> {
    let mut archive = tar::Archive::new(source);
    let (mut entries, mut manifest) = (Vec::new(), Vec::new());
    for entry in archive.entries()?.raw(true) {
        let mut entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        let (at, size) = (entry.raw_file_position(), entry.size());
        if size > LARGEST_ENTRY {
            return Err(io::Error::new(io::ErrorKind::InvalidData, name));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        if name == MANIFEST {
            manifest = bytes;
        } else {
            entries.push((Entry { name, bytes: size, sha256: sha256(&bytes) }, at));
        }
    }
    Ok(Walk { entries, manifest })
}

/// Tells how far the reading is.
struct Counting<'c, R> {
    inner: R,
    progress: &'c dyn Progress,
}

impl<R: Read> Read for Counting<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        self.progress.step(count as u64);
        Ok(count)
    }
}

impl Checked {
    /// What it holds.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The bytes of a stream, unpacked by a thread of their own.
    ///
    /// # Errors
    /// When a part is missing, or the file cannot be read.
    pub fn open(&self, stream: &Stream) -> io::Result<Unpacking> {
        let place = |number| {
            let part = part_name(&stream.name, number);
            self.places.get(&part).copied().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, part))
        };
        let places = (1..=stream.parts).map(place).collect::<io::Result<Vec<_>>>()?;
        let mut file = File::open(&self.path)?;
        let (sender, parts) = sync_channel(PARTS_AHEAD);
        let unpacking = std::thread::spawn(move || {
            let unpack = || {
                let mut decompressor = zstd::bulk::Decompressor::new()?;
                for (at, bytes) in places {
                    let mut packed = vec![0; usize::try_from(bytes).unwrap_or_default()];
                    file.seek(SeekFrom::Start(at))?;
                    file.read_exact(&mut packed)?;
                    if sender.send(Ok(decompressor.decompress(&packed, PART_BYTES)?)).is_err() {
                        return Ok(());
                    }
                }
                Ok(())
            };
            if let Err(error) = unpack() {
                let _nobody_reads = sender.send(Err(error));
            }
        });
        Ok(Unpacking { parts: Some(parts), thread: Some(unpacking), part: Vec::new(), at: 0 })
    }
}

/// A stream being read.
pub struct Unpacking {
    parts: Option<Receiver<io::Result<Vec<u8>>>>,
    thread: Option<JoinHandle<()>>,
    part: Vec<u8>,
    at: usize,
}

impl Read for Unpacking {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        while self.at == self.part.len() {
            let Some(Ok(part)) = self.parts.as_ref().map(Receiver::recv) else {
                return Ok(0);
            };
            (self.part, self.at) = (part?, 0);
        }
        let count = bytes.len().min(self.part.len() - self.at);
        bytes[..count].copy_from_slice(&self.part[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

impl Drop for Unpacking {
    fn drop(&mut self) {
        drop(self.parts.take());
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}
