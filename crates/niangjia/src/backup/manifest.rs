//! What a backup holds, as it says itself.

use std::collections::BTreeMap;

use niangjia_kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// The format that this program writes; it reads this and every older one.
pub(crate) const FORMAT: u32 = 1;
/// The entry that holds the manifest, the last but one.
pub(crate) const MANIFEST: &str = "manifest.json";

/// The table of contents of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of the file.
    pub format: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// The engine that the rows came from: `sqlite` or `postgresql`.
    pub engine: String,
    /// How many migrations the database had seen.
    pub schema: usize,
    /// When the state was taken, in milliseconds since 1970.
    pub taken_ms: Timestamp,
    /// What tells the key ring from another; nothing of the keys themselves.
    pub keys: BTreeMap<String, String>,
    /// Whether the key file is inside.
    pub with_key: bool,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
    /// Every stream in the order in which it was written: tables, the key, files.
    pub streams: Vec<Stream>,
    /// Every entry in the order in which it was written.
    pub entries: Vec<Entry>,
}

/// A table or a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stream {
    /// `tables/fact`, `files/ab/…`, `key`.
    pub name: String,
    /// How many bytes it has when nothing is compressed.
    pub bytes: u64,
    /// Into how many entries it was cut.
    pub parts: u32,
}

/// An entry of the tar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name: that of its stream, and its number there.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// All rows of all tables.
    #[must_use]
    pub fn all_rows(&self) -> u64 {
        self.rows.values().sum()
    }

    /// How many files of the data folder there are.
    #[must_use]
    pub fn files(&self) -> usize {
        self.streams.iter().filter(|stream| stream.name.starts_with("files/")).count()
    }

    /// A stream by its name.
    #[must_use]
    pub fn stream(&self, name: &str) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.name == name)
    }
}

/// The name of the entry with part `number` (from 1) of a stream.
pub(crate) fn part_name(stream: &str, number: u32) -> String {
    format!("{stream}/{number:06}.zst")
}
