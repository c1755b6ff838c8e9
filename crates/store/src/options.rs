//! What a store is opened with.

use std::path::PathBuf;

/// Where the rows are.
#[derive(Debug, Clone)]
pub enum Location {
    /// In `niangjia.sqlite` of the data folder.
    Embedded,
    /// In a PostgreSQL database, by its URL.
    Postgres(String),
}

impl Location {
    /// The name of the engine: `sqlite` or `postgresql`.
    #[must_use]
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Embedded => "sqlite",
            Self::Postgres(_) => "postgresql",
        }
    }
}

/// What a store is opened with.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// The folder of the key file, the lock and (embedded) the database.
    pub folder: PathBuf,
    /// Where the rows are.
    pub location: Location,
    /// How many readers (SQLite) or connections (PostgreSQL) are kept.
    pub connections: u32,
    /// An upper bound on the pages of the SQLite file, for tests of a full disk.
    pub max_pages: Option<u32>,
}

impl StoreOptions {
    /// An embedded store in `folder`.
    #[must_use]
    pub const fn embedded(folder: PathBuf) -> Self {
        Self { folder, location: Location::Embedded, connections: 8, max_pages: None }
    }
}
