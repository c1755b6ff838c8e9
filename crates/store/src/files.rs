//! Files of an installation: what was uploaded and what was made for download, sealed chunk by chunk in `files/` of the
//! data folder. A file holds personal data as a column does; whoever finds the folder reads nothing without the key ring.
//!
//! A sealed file is `[format 1][key number][nonce, 7 bytes]` and then chunks of 64 KiB, each with its tag; the last one
//! says that it is the last, so that a file cut short is noticed.

use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aead_stream::{DecryptorBE32, EncryptorBE32, Nonce, StreamBE32};
use aes_gcm::aead::KeyInit as _;
use aes_gcm::{Aes256Gcm, Key};
use niangjia_kernel::{Id, StoredFile};

use crate::StoreError;
use crate::transaction::Services;

const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 7;
const HEAD_BYTES: usize = 2 + NONCE_BYTES;
const CHUNK_BYTES: usize = 64 * 1024;
const TAG_BYTES: usize = 16;

/// The files of an installation.
#[derive(Clone)]
pub struct Files {
    folder: PathBuf,
    services: Arc<Services>,
}

impl Files {
    /// Opens the folder, and throws away what an ended process left unfinished in it.
    pub(crate) fn open_folder(data: &Path, services: Arc<Services>) -> Result<Self, StoreError> {
        let folder = data.join("files");
        let unfinished = folder.join("unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished).map_err(failed)?;
        }
        fs::create_dir_all(&unfinished).map_err(failed)?;
        Ok(Self { folder, services })
    }

    /// Begins a file. Nothing of it stays unless [`NewFile::keep`] is called.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(&self) -> Result<NewFile, StoreError> {
        let id = Id::new(self.services.clock.now(), &*self.services.chance);
        let path = self.unfinished().join(name(id));
        let file = private(&path)?;
        let mut nonce = [0u8; NONCE_BYTES];
        self.services.chance.fill(&mut nonce);
        let (number, key) = self.services.keys.current_file_key(&name(id));
        let mut head = vec![FORMAT, number];
        head.extend_from_slice(&nonce);
        let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(key));
        let sealing = EncryptorBE32::from_aead(cipher, &nonce_of(nonce));
        let mut made = NewFile {
            id,
            path,
            place: self.place(id),
            file,
            sealing: Some(sealing),
            pending: Vec::with_capacity(CHUNK_BYTES),
            bytes: 0,
            kept: false,
        };
        made.file.write_all(&head).map_err(failed)?;
        Ok(made)
    }

    /// Reads a file from its beginning.
    ///
    /// # Errors
    /// When it is not there, or is no file of this installation. What was altered fails while it is read.
    pub fn open(&self, id: Id<StoredFile>) -> Result<impl Read + Send + use<>, StoreError> {
        let mut file = File::open(self.place(id)).map_err(failed)?;
        let mut head = [0u8; HEAD_BYTES];
        file.read_exact(&mut head).map_err(failed)?;
        let [format, number, nonce @ ..] = head;
        let key = self.services.keys.file_key(number, &name(id)).filter(|_| format == FORMAT);
        let key =
            key.ok_or_else(|| StoreError::Internal("a stored file has an unknown format".to_owned()))?;
        let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(key));
        let opening = Some(DecryptorBE32::from_aead(cipher, &nonce_of(nonce)));
        Ok(SealedReader { file: BufReader::new(file), opening, plain: Vec::new(), at: 0 })
    }

    /// Throws a file away; one that is not there is no error.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, id: Id<StoredFile>) -> Result<(), StoreError> {
        match fs::remove_file(self.place(id)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(error)),
            _ => Ok(()),
        }
    }

    /// Where libraries may put unsealed parts of a file in the making. Emptied at the next start.
    #[must_use]
    pub fn unfinished(&self) -> PathBuf {
        self.folder.join("unfinished")
    }

    fn place(&self, id: Id<StoredFile>) -> PathBuf {
        let name = name(id);
        // The last two characters are random, the first are the hour.
        self.folder.join(&name[name.len() - 2..]).join(name)
    }
}

/// A file being written. Dropped without [`NewFile::keep`], it is gone.
pub struct NewFile {
    id: Id<StoredFile>,
    path: PathBuf,
    place: PathBuf,
    file: File,
    sealing: Option<EncryptorBE32<Aes256Gcm>>,
    pending: Vec<u8>,
    bytes: u64,
    kept: bool,
}

impl NewFile {
    /// Its identity.
    #[must_use]
    pub const fn id(&self) -> Id<StoredFile> {
        self.id
    }

    /// How many bytes were written into it.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Finishes it durably, in its place.
    ///
    /// # Errors
    /// When there is no room. Then nothing of it stays.
    pub fn keep(mut self) -> Result<Id<StoredFile>, StoreError> {
        if let Some(sealing) = self.sealing.take() {
            let sealed = sealing.encrypt_last(self.pending.as_slice()).map_err(|_| unsealable())?;
            self.file.write_all(&sealed).map_err(failed)?;
        }
        self.file.sync_all().map_err(failed)?;
        if let Some(folder) = self.place.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::rename(&self.path, &self.place).map_err(failed)?;
        self.kept = true;
        Ok(self.id)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk is sealed when more comes: the last one is sealed as the last.
        if self.pending.len() == CHUNK_BYTES {
            if let Some(sealing) = &mut self.sealing {
                let sealed = sealing.encrypt_next(self.pending.as_slice());
                self.file.write_all(&sealed.map_err(|_| io::Error::other("cannot be sealed"))?)?;
            }
            self.pending.clear();
        }
        let taken = bytes.len().min(CHUNK_BYTES - self.pending.len());
        self.pending.extend_from_slice(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.kept {
            let _emptied_at_the_next_start = fs::remove_file(&self.path);
        }
    }
}

struct SealedReader {
    file: BufReader<File>,
    opening: Option<DecryptorBE32<Aes256Gcm>>,
    plain: Vec<u8>,
    at: usize,
}

impl SealedReader {
    fn next_chunk(&mut self) -> io::Result<bool> {
        let Some(mut opening) = self.opening.take() else {
            return Ok(false);
        };
        let mut sealed = Vec::with_capacity(CHUNK_BYTES + TAG_BYTES);
        let limit = (CHUNK_BYTES + TAG_BYTES) as u64;
        (&mut self.file).take(limit).read_to_end(&mut sealed)?;
        let is_last = io::BufRead::fill_buf(&mut self.file)?.is_empty();
        let altered = |_| io::Error::new(ErrorKind::InvalidData, "a stored file was altered or cut short");
        self.plain = if is_last {
            opening.decrypt_last(sealed.as_slice()).map_err(altered)?
        } else {
            let plain = opening.decrypt_next(sealed.as_slice()).map_err(altered)?;
            self.opening = Some(opening);
            plain
        };
        self.at = 0;
        Ok(true)
    }
}

impl Read for SealedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.plain.len() {
            if !self.next_chunk()? {
                return Ok(0);
            }
        }
        let taken = buffer.len().min(self.plain.len() - self.at);
        buffer[..taken].copy_from_slice(&self.plain[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}

fn name(id: Id<StoredFile>) -> String {
    id.uuid().simple().to_string()
}

fn nonce_of(bytes: [u8; NONCE_BYTES]) -> Nonce<Aes256Gcm, StreamBE32<Aes256Gcm>> {
    bytes.into()
}

fn private(path: &Path) -> Result<File, StoreError> {
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)
}

fn unsealable() -> StoreError {
    StoreError::Internal("a file could not be sealed".to_owned())
}

fn failed(error: io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::Internal(format!("a stored file: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Builder, Store, StoreOptions};

    fn store(folder: &Path) -> Store {
        Builder::new(StoreOptions::embedded(folder.to_owned()), crate::schema::MIGRATIONS.to_vec())
            .open()
            .expect("a store")
    }

    fn kept(files: &Files, content: &[u8]) -> Id<StoredFile> {
        let mut file = files.create().expect("a file");
        file.write_all(content).expect("written");
        file.keep().expect("kept")
    }

    fn read(files: &Files, id: Id<StoredFile>) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        files.open(id).expect("there").read_to_end(&mut content).map(|_| content)
    }

    #[test]
    fn a_file_of_any_length_comes_back_as_it_was_and_says_nothing_on_the_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(folder.path());
        let files = store.files();
        for length in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES] {
            let content: Vec<u8> = "山茶花".bytes().cycle().take(length).collect();
            let id = kept(files, &content);
            assert_eq!(read(files, id).expect("whole"), content, "{length} bytes");
            let stored = fs::read(files.place(id)).expect("on the disk");
            assert!(!stored.windows(9).any(|window| window == "山茶花".as_bytes()));
        }
    }

    #[test]
    fn a_file_that_was_altered_cut_short_or_exchanged_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(folder.path());
        let files = store.files();
        let content = vec![7u8; 2 * CHUNK_BYTES];
        let (first, second) = (kept(files, &content), kept(files, &content));
        let whole = fs::read(files.place(first)).expect("on the disk");
        for at in [HEAD_BYTES, CHUNK_BYTES, whole.len() - 1] {
            let mut altered = whole.clone();
            altered[at] ^= 1;
            fs::write(files.place(first), altered).expect("altered");
            assert!(read(files, first).is_err(), "byte {at}");
        }
        fs::write(files.place(first), &whole[..HEAD_BYTES + CHUNK_BYTES + TAG_BYTES]).expect("cut");
        assert!(read(files, first).is_err(), "cut at the end of a chunk");
        fs::copy(files.place(second), files.place(first)).expect("exchanged");
        assert!(read(files, first).is_err(), "another file's content");
        assert_eq!(read(files, second).expect("untouched"), content);
    }

    #[test]
    fn a_file_that_is_not_kept_leaves_nothing_also_after_the_process_was_killed() {
        let folder = tempfile::tempdir().expect("a folder");
        let opened = store(folder.path());
        let mut file = opened.files().create().expect("a file");
        file.write_all(&[1; 3 * CHUNK_BYTES]).expect("written");
        let path = file.path.clone();
        assert!(path.exists(), "it is on the disk while it is made");
        drop(file);
        assert!(!path.exists());
        fs::write(&path, "left by a killed process").expect("written");
        drop(opened);
        let again = store(folder.path());
        assert!(!path.exists());
        assert!(again.files().unfinished().exists());
    }
}
