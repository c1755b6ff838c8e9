//! Taking a whole import back: what it made, and what was built on that since.

use niangjia_kernel::Key;
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx};
use uuid::Uuid;

use crate::model::Transfer;

/// Something that a row of an import made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What it is, by a code of the slice: `visit`.
    pub kind: &'static str,
    /// Its identity.
    pub id: Uuid,
    /// How it was made, as far as it may be changed by others: so that a change is noticed.
    pub as_made: String,
}

impl Made {
    /// Something that nobody changes.
    #[must_use]
    pub const fn new(kind: &'static str, id: Uuid) -> Self {
        Self { kind, id, as_made: String::new() }
    }
}

/// Something that was built on what an import made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// In words: `王桂兰家（0012）：2026年11月20日汪秀英走访`.
    pub text: String,
    /// Where it stands.
    pub href: String,
}

/// How a slice takes back what its files made. What that was stands in `transfer_made`, by the import's key: SQL of the
/// slice reads it there, so that an import of any size takes the same memory.
pub trait Undoing: Send + Sync {
    /// What was built on the import since, the first few.
    ///
    /// # Errors
    /// When it cannot be read.
    fn built_on(&self, tx: &ReadTx<'_>, import: Key<Transfer>) -> Result<Vec<Built>, StoreError>;

    /// Takes rows back and reverses facts; says how many rows that were.
    ///
    /// # Errors
    /// When it cannot be written, or [`StoreError::ForeignKey`] when something points at it that was not looked for; then
    /// nothing of it is taken back.
    fn take_back(
        &self,
        tx: &WriteTx<'_>,
        actor: &Actor,
        import: Key<Transfer>,
        reason: &str,
    ) -> Result<i64, StoreError>;
}
