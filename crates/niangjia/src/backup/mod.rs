//! Backups: one consistent state of database and files in one file, and the way back.
//!
//! The file is a tar. Rows of a table, and each file of the data folder, are streams cut into parts of 4 MB, each
//! compressed by zstd; the rows are in the binary format of PostgreSQL's COPY whatever the engine, so that a backup
//! of SQLite restores into PostgreSQL and the other way round. `manifest.json` says what there is, and the last
//! entry is the SHA-256 of every byte before it: what was cut off or altered is found before anything is touched.

mod archive;
mod check;
mod create;
mod manifest;
mod restore;
mod schedule;
#[cfg(test)]
mod tests;

use std::io;
use std::path::PathBuf;

use niangjia_store::{CopyError, KeysError, StoreError};
use thiserror::Error;

pub use check::{Checked, check};
pub use create::{Created, Wanted, create, create_into};
pub use manifest::{Manifest, Stream};
pub use restore::{Compared, Place, Restored, restore};
pub use schedule::{EveryDay, LastBackup, due, newest, run_when_due};

/// The name of the key file in a data folder.
pub(crate) const KEY_FILE: &str = "niangjia.key";
/// The folder of sealed files in a data folder.
pub(crate) const FILES: &str = "files";
/// How a backup's name ends.
pub const SUFFIX: &str = ".njbackup";

/// Why there is no backup, or why it cannot be restored; each a sentence for the terminal.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key file.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// A file could not be read or written.
    #[error("{0} 读写不了：{1}")]
    Io(PathBuf, io::Error),
    /// No room where the backup goes to.
    #[error("{0} 所在的磁盘满了，没有写成；没有写完的临时文件已经删掉。请清理磁盘或换一个位置")]
    NoRoom(PathBuf),
    /// There is a file of that name.
    #[error("{0} 已经有了，没有覆盖；请换一个文件名")]
    Exists(PathBuf),
    /// The file ends too early, or is no backup at all.
    #[error("{0} 不是完整的备份：结尾缺失（没有写完、没有拷完，或者不是娘家的备份文件）")]
    CutShort(PathBuf),
    /// A byte is not what it was.
    #[error("{0} 被改动或损坏了（{1} 与校验和不符），没有恢复；请换另一份备份")]
    Altered(PathBuf, String),
    /// Written by a program that does it otherwise.
    #[error("{path} 是新版程序的备份（格式第 {found} 版，本程序只认识到第 {known} 版），请换用新版程序")]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// The data folder is in use or not empty.
    #[error("{0} 不是空目录（里面有 {1}），没有改动；恢复只往空目录里写")]
    NotEmpty(PathBuf, String),
    /// The backup has no key, and none was given.
    #[error("备份里没有密钥；请用 --key 写出另存的密钥文件 niangjia.key。没有它，个人信息无法读取")]
    KeyWanted,
    /// The key is of another installation.
    #[error("{0} 不是这份备份的密钥（指纹不符），没有恢复；请找出与这套数据一起保存的密钥文件")]
    WrongKey(PathBuf),
    /// What is in the database is not what the manifest says.
    #[error("恢复出来的与备份清单对不上：{0}")]
    Differs(String),
    /// What was asked for cannot be.
    #[error("{0}")]
    Refused(String),
}

impl BackupError {
    /// A failure with a file; a full disk has words of its own.
    pub(crate) fn at(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::NoRoom(path)
            }
            _ => Self::Io(path, error),
        }
    }

    /// A failure while rows go to or come from a file.
    pub(crate) fn copying(path: impl Into<PathBuf>) -> impl FnOnce(CopyError) -> Self {
        let path = path.into();
        move |error| match error {
            CopyError::Store(error) => Self::Store(error),
            CopyError::Stream(error) => Self::at(path)(error),
        }
    }
}
