//! The tar of a backup: entries in a form that leaves no byte to chance, and the seal at its end.

use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

use super::manifest::Entry;

/// How many bytes of a stream stand in one entry before they are compressed.
pub(crate) const PART_BYTES: usize = 4 * 1024 * 1024;
/// The last entry.
const SEAL: &str = "sha256";
const BLOCK: usize = 512;
/// The seal's header and content, and the two empty blocks that end a tar.
pub(crate) const TAIL_BYTES: usize = 4 * BLOCK;

/// Counts and hashes what passes.
pub(crate) struct Hashing<S> {
    inner: S,
    digest: Sha256,
}

impl<S> Hashing<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, digest: Sha256::new() }
    }

    /// The hash of everything so far, in hexadecimal.
    pub(crate) fn so_far(&self) -> String {
        hex(self.digest.clone())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.digest.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        self.digest.update(&bytes[..count]);
        Ok(count)
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(Sha256::new_with_prefix(bytes))
}

pub(crate) fn hex(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The header of an entry: the same for the same name and size, wherever and whenever it is written.
fn header(name: &str, bytes: u64) -> io::Result<tar::Header> {
    let mut header = tar::Header::new_ustar();
    header.set_path(name)?;
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(0);
    header.set_cksum();
    Ok(header)
}

/// The end of a backup whose bytes before it have this hash.
pub(crate) fn tail(hash: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(TAIL_BYTES);
    bytes.extend_from_slice(header(SEAL, hash.len() as u64)?.as_bytes());
    bytes.extend_from_slice(hash.as_bytes());
    bytes.resize(TAIL_BYTES, 0);
    Ok(bytes)
}

/// Writes entries one after the other.
pub(crate) struct Archive<W: Write> {
    sink: Hashing<W>,
    entries: Vec<Entry>,
}

impl<W: Write> Archive<W> {
    pub(crate) fn new(sink: W) -> Self {
        Self { sink: Hashing::new(sink), entries: Vec::new() }
    }

    /// Adds an entry as it is.
    pub(crate) fn append(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.sink.write_all(header(name, bytes.len() as u64)?.as_bytes())?;
        self.sink.write_all(bytes)?;
        self.sink.write_all(&[0; BLOCK][..bytes.len().next_multiple_of(BLOCK) - bytes.len()])?;
        self.entries.push(Entry { name: name.to_owned(), bytes: bytes.len() as u64, sha256: sha256(bytes) });
        Ok(())
    }

    /// What was added so far.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Seals the archive and gives the sink back.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        let hash = self.sink.so_far();
        self.sink.write_all(&tail(&hash)?)?;
        self.sink.flush()?;
        Ok(self.sink.inner)
    }
}
