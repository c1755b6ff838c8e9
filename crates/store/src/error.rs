//! What can go wrong below the domain, by kind and never by the name of a constraint.

use thiserror::Error;

/// Why the store could not do what it was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A row with this key exists already.
    #[error("a row with this key exists already")]
    Unique,
    /// A row that was pointed at does not exist, or is still pointed at.
    #[error("a row that this one points at does not exist")]
    ForeignKey,
    /// The disk, or the space allowed to the database, is full. Nothing of the transaction was kept.
    #[error("no room left for the database")]
    Full,
    /// The database cannot be reached at the moment.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// Two transactions wanted the same rows; trying again may help.
    #[error("two transactions wanted the same rows")]
    Busy,
    /// The data was written by a newer version of the program.
    #[error(
        "数据由更新版本的程序写成（数据库第 {found} 版，本程序只认识到第 {known} 版）。请换用新版程序，数据没有被改动"
    )]
    Newer {
        /// The highest migration found in the database.
        found: i64,
        /// The highest migration this program knows.
        known: i64,
    },
    /// Another process serves this data folder.
    #[error("数据目录 {0} 正被另一个 niangjia 进程使用，请先停掉它，或换一个 --data 目录")]
    InUse(String),
    /// There is no database to read.
    #[error("{0} 里没有数据：还没有初始化，或者目录写错了")]
    NoData(String),
    /// There is something where an empty database is wanted.
    #[error("数据库不是空的（已有 {0}），没有改动；请换一个空的数据目录或空的数据库")]
    NotEmpty(String),
    /// A stored value could not be read as what it should be.
    #[error("column {column}: {problem}")]
    Column {
        /// The position of the column in the row, from 0.
        column: usize,
        /// What was wrong with its value.
        problem: String,
    },
    /// The key file is missing, open to others, or does not fit the data.
    #[error(transparent)]
    Keys(#[from] crate::KeysError),
    /// Anything else; a defect of the program.
    #[error("{0}")]
    Internal(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, SystemIoFailure};
        let Some(code) = error.sqlite_error() else {
            return Self::Internal(error.to_string());
        };
        match (code.code, code.extended_code) {
            (_, rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => {
                Self::Unique
            }
            (_, rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Self::ForeignKey,
            (DiskFull, _) => Self::Full,
            (DatabaseBusy | DatabaseLocked, _) => Self::Busy,
            (CannotOpen | SystemIoFailure, _) => Self::Unavailable(error.to_string()),
            _ => Self::Internal(error.to_string()),
        }
    }
}

impl From<::postgres::Error> for StoreError {
    fn from(error: ::postgres::Error) -> Self {
        use ::postgres::error::SqlState;
        let Some(state) = error.code() else {
            // Without a state the server said nothing: the connection is the trouble, unless a value was.
            return if error.is_closed()
                || std::error::Error::source(&error).is_some_and(|source| source.is::<std::io::Error>())
            {
                Self::Unavailable(error.to_string())
            } else {
                Self::Internal(format!("{error:?}"))
            };
        };
        match *state {
            SqlState::UNIQUE_VIOLATION => Self::Unique,
            SqlState::FOREIGN_KEY_VIOLATION => Self::ForeignKey,
            SqlState::DISK_FULL => Self::Full,
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Self::Busy,
            SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::TOO_MANY_CONNECTIONS => Self::Unavailable(error.to_string()),
            _ => Self::Internal(error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string)),
        }
    }
}
