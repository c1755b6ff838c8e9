//! Sealed columns: personal values encrypted with AES-256-GCM, found again by a keyed blind index.
//!
//! A sealed value is `[format 1][key number][nonce, 12 bytes][ciphertext and tag]`. The key ring is a file of
//! mode 0600 beside the data; a new key is added at its end, old values stay readable with theirs.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use hmac::{Hmac, Mac as _};
use niangjia_kernel::Chance;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::{Cell, Column, Value};

const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 12;

/// Why the key ring cannot be used.
#[derive(Debug, Error)]
pub enum KeysError {
    /// There is data, but no key file.
    #[error("找不到密钥文件 {0}。没有它，姓名以外的个人信息无法读取；请从备份恢复密钥文件")]
    Missing(PathBuf),
    /// Others on the machine may read the key file.
    #[error("密钥文件 {0} 的权限太宽，请执行 chmod 600 后再启动")]
    OpenToOthers(PathBuf),
    /// The file is not a key ring.
    #[error("密钥文件 {0} 的内容不完整")]
    Damaged(PathBuf),
    /// The file could not be read or written.
    #[error("密钥文件 {0} 无法读写：{1}")]
    Io(PathBuf, std::io::Error),
    /// A sealed value was made with another key, or altered.
    #[error("a sealed value cannot be opened with this key ring")]
    WrongKey,
}

/// The keyed hash of a normalised value: equal values can be found, nothing can be read back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BlindIndex(Vec<u8>);

impl BlindIndex {
    /// Its bytes, for what is shown instead of the value: a code that only whoever holds the key could have made.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Column for BlindIndex {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        cell.bytes().map(Self)
    }
    fn bind(&self) -> Value {
        Value::Bytes(self.0.clone())
    }
}

/// The key ring of an installation.
pub struct Keys {
    current: u8,
    sealing: BTreeMap<u8, [u8; 32]>,
    indexing: [u8; 32],
}

impl Keys {
    /// Makes a ring with one key.
    #[must_use]
    pub fn generate(chance: &dyn Chance) -> Self {
        let fresh = || {
            let mut key = [0u8; 32];
            chance.fill(&mut key);
            key
        };
        Self { current: 1, sealing: BTreeMap::from([(1, fresh())]), indexing: fresh() }
    }

    /// Reads the ring of a data folder.
    ///
    /// # Errors
    /// When the file is missing, readable by others, or damaged.
    pub fn load(path: &Path) -> Result<Self, KeysError> {
        let text = fs::read_to_string(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => KeysError::Missing(path.to_owned()),
            _ => KeysError::Io(path.to_owned(), error),
        })?;
        let mode =
            fs::metadata(path).map_err(|error| KeysError::Io(path.to_owned(), error))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeysError::OpenToOthers(path.to_owned()));
        }
        Self::parse(&text, path)
    }

    /// Reads the ring out of the text of a key file that was kept elsewhere; `path` names it in errors.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn parse(text: &str, path: &Path) -> Result<Self, KeysError> {
        let damaged = || KeysError::Damaged(path.to_owned());
        let mut indexing = None;
        let mut sealing = BTreeMap::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (name, hex) = line.split_once('=').ok_or_else(damaged)?;
            let key = from_hex(hex.trim()).ok_or_else(damaged)?;
            match name.trim() {
                "index" => indexing = Some(key),
                number => drop(sealing.insert(number.parse::<u8>().map_err(|_| damaged())?, key)),
            }
        }
        let current = *sealing.keys().last().ok_or_else(damaged)?;
        Ok(Self { current, sealing, indexing: indexing.ok_or_else(damaged)? })
    }

    /// Writes the ring into a new file that only its owner may read.
    ///
    /// # Errors
    /// When the file exists already or cannot be written.
    pub fn save_new(&self, path: &Path) -> Result<(), KeysError> {
        let mut text = String::from("# 娘家数据密钥。丢失后个人信息无法恢复，请另外妥善备份。\n");
        text.push_str(&format!("index = {}\n", to_hex(&self.indexing)));
        for (number, key) in &self.sealing {
            text.push_str(&format!("{number} = {}\n", to_hex(key)));
        }
        let written = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
        written.map_err(|error| KeysError::Io(path.to_owned(), error))
    }

    /// Encrypts `plain`; `context` (table, column, row) must be the same when it is opened.
    ///
    /// # Errors
    /// Never for values of sane size.
    pub fn seal(&self, context: &str, plain: &[u8], chance: &dyn Chance) -> Result<Vec<u8>, KeysError> {
        seal_with(&self.sealing[&self.current], self.current, context, plain, chance)
    }

    /// Decrypts what [`Keys::seal`] made.
    ///
    /// # Errors
    /// When the value was made with another ring, for another context, or altered.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError> {
        let number = sealed.get(1).ok_or(KeysError::WrongKey)?;
        open_with(self.sealing.get(number).ok_or(KeysError::WrongKey)?, context, sealed)
    }

    /// The blind index of a normalised value within a `domain` (so that a phone number and a login that look
    /// alike differ).
    #[must_use]
    pub fn index(&self, domain: &str, value: &str) -> BlindIndex {
        BlindIndex(self.authenticator(&[domain.as_bytes(), value.as_bytes()]))
    }

    /// What tells this ring from another without telling anything of its keys, by the name of each key. A ring that
    /// got a new key keeps the prints of the old ones.
    #[must_use]
    pub fn fingerprints(&self) -> BTreeMap<String, String> {
        let print = |key: &[u8; 32]| {
            let digest = Sha256::digest([b"niangjia key fingerprint".as_slice(), key].concat());
            to_hex(&digest[..8])
        };
        let sealing = self.sealing.iter().map(|(number, key)| (number.to_string(), print(key)));
        sealing.chain(std::iter::once(("index".to_owned(), print(&self.indexing)))).collect()
    }

    /// The number of the current key, and the key of its own that it gives to the file called `name`.
    pub(crate) fn current_file_key(&self, name: &str) -> (u8, [u8; 32]) {
        (self.current, of_file(&self.sealing[&self.current], name))
    }

    /// The key of the file called `name` that was sealed under key `number` of the ring.
    pub(crate) fn file_key(&self, number: u8, name: &str) -> Option<[u8; 32]> {
        self.sealing.get(&number).map(|key| of_file(key, name))
    }

    /// The number of the current key, and what the key pair of envelopes sealed to it is derived from.
    pub(crate) fn current_envelope_seed(&self) -> (u8, [u8; 32]) {
        (self.current, of_envelopes(&self.sealing[&self.current]))
    }

    /// What the key pair of envelopes sealed to key `number` of the ring is derived from.
    pub(crate) fn envelope_seed(&self, number: u8) -> Option<[u8; 32]> {
        self.sealing.get(&number).map(of_envelopes)
    }

    /// A keyed hash over `parts`, for tokens that must not be forged.
    #[must_use]
    pub fn authenticator(&self, parts: &[&[u8]]) -> Vec<u8> {
        keyed_hash(&self.indexing, parts).to_vec()
    }
}

fn keyed_hash(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("any length is a key");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Every file has a key of its own: one file's content in another's place does not open.
fn of_file(key: &[u8; 32], name: &str) -> [u8; 32] {
    keyed_hash(key, &[b"file", name.as_bytes()])
}

/// Apart from what seals columns and files: a key has one use.
fn of_envelopes(key: &[u8; 32]) -> [u8; 32] {
    keyed_hash(key, &[b"phone envelopes"])
}

/// Encrypts under a given key: the ring's, or a subject's own.
pub(crate) fn seal_with(
    key: &[u8; 32],
    number: u8,
    context: &str,
    plain: &[u8],
    chance: &dyn Chance,
) -> Result<Vec<u8>, KeysError> {
    let mut nonce = [0u8; NONCE_BYTES];
    chance.fill(&mut nonce);
    let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key));
    let payload = Payload { msg: plain, aad: context.as_bytes() };
    let ciphertext = cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| KeysError::WrongKey)?;
    let mut sealed = vec![FORMAT, number];
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&ciphertext);
    Ok(sealed)
}

/// Decrypts under a given key.
pub(crate) fn open_with(key: &[u8; 32], context: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError> {
    let (head, ciphertext) = sealed.split_at_checked(2 + NONCE_BYTES).ok_or(KeysError::WrongKey)?;
    if head[0] != FORMAT {
        return Err(KeysError::WrongKey);
    }
    let nonce: [u8; NONCE_BYTES] = head[2..].try_into().map_err(|_| KeysError::WrongKey)?;
    let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key));
    let payload = Payload { msg: ciphertext, aad: context.as_bytes() };
    cipher.decrypt(&Nonce::from(nonce), payload).map_err(|_| KeysError::WrongKey)
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    let mut key = [0u8; 32];
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in key.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use niangjia_kernel::SystemChance;

    #[test]
    fn a_sealed_value_opens_only_with_its_ring_and_in_its_place() {
        let ring = Keys::generate(&SystemChance);
        let sealed = ring.seal("person.phone", b"13800001234", &SystemChance).expect("sealing");
        assert_eq!(ring.open("person.phone", &sealed).expect("opening"), b"13800001234");
        assert!(ring.open("person.citizen_id", &sealed).is_err());
        assert!(Keys::generate(&SystemChance).open("person.phone", &sealed).is_err());
        let mut altered = sealed;
        *altered.last_mut().expect("bytes") ^= 1;
        assert!(ring.open("person.phone", &altered).is_err());
    }

    #[test]
    fn a_key_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("niangjia.key");
        let ring = Keys::generate(&SystemChance);
        ring.save_new(&path).expect("saving");
        assert_eq!(Keys::load(&path).expect("loading").index("login", "x"), ring.index("login", "x"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("chmod");
        assert!(matches!(Keys::load(&path), Err(KeysError::OpenToOthers(_))));
    }
}
