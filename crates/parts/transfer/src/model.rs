//! What a transfer is, and how far it is.

use niangjia_kernel::{
    Entity, Id, Key, OrgPath, Organisation, Person, Post, StoredFile, Tenant, Timestamp, coded,
};
use niangjia_store::coded_columns;
use serde::{Deserialize, Serialize};

/// An import or an export.
#[derive(Debug, Clone, Copy)]
pub enum Transfer {}

impl Entity for Transfer {
    const PREFIX: &'static str = "trf";
}

/// The key of a transfer in a path.
pub(crate) type TransferKey = Key<Transfer>;

coded! {
    /// Which way.
    pub enum Direction {
        /// Out of the platform into a file.
        Export = "export", "导出";
        /// Out of a file into the platform.
        Import = "import", "导入";
    }
}

coded! {
    /// How far a transfer is. The diagram stands in README.md.
    pub enum State {
        /// A worker writes the file.
        Making = "making", "正在导出";
        /// A worker looks what kind of file came, and for its headings.
        Reading = "reading", "正在读取文件";
        /// The person looks whether the columns were understood.
        Matching = "matching", "等您核对各列";
        /// A worker tries every row and writes nothing.
        Checking = "checking", "正在试算";
        /// The person decides.
        Checked = "checked", "试算完成，等您确认";
        /// A worker takes the right rows.
        Taking = "taking", "正在导入";
        /// A worker takes back what was taken.
        Undoing = "undoing", "正在撤回";
        /// Nothing of it is there any more.
        Undone = "undone", "已撤回";
        /// Finished.
        Done = "done", "已完成";
        /// Could not be done; the message says why.
        Failed = "failed", "没有完成";
        /// Given up by the person.
        Cancelled = "cancelled", "已取消";
    }
}

coded! {
    /// What somebody said of a row beside what is known.
    pub enum PairAnswer {
        /// Nobody has looked yet.
        Waiting = "waiting", "等您看";
        /// Somebody looked, and will look again.
        Later = "later", "稍后再看";
        /// The row means what is known.
        Same = "same", "是";
        /// The row means another.
        Other = "other", "不是";
    }
}

coded_columns!(Direction, State, PairAnswer);

impl State {
    /// Whether a worker does it, and goes on after a restart.
    #[must_use]
    pub const fn works(self) -> bool {
        matches!(self, Self::Making | Self::Reading | Self::Checking | Self::Taking | Self::Undoing)
    }

    /// Whether nothing more happens by itself or by her.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled | Self::Undone)
    }
}

/// What the rows of an import came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// New here.
    pub fresh: i64,
    /// Known here, and something was added.
    pub added: i64,
    /// Known here as they are.
    pub same: i64,
    /// Not taken; each with its reason.
    pub wrong: i64,
    /// Not taken yet: somebody has to say whether they mean what is known.
    pub asked: i64,
}

/// A transfer as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct TransferRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Transfer>,
    pub(crate) direction: Direction,
    pub(crate) state: State,
    pub(crate) person: Id<Person>,
    pub(crate) post: Id<Post>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    /// What it is called on the page: `嵩合社区 走访台账`.
    pub(crate) title: String,
    /// The page that is exported, with its filters, or the page of the upload.
    pub(crate) address: String,
    /// What the file is called: the uploaded one, or the one made.
    pub(crate) file_name: String,
    pub(crate) source: Option<Id<StoredFile>>,
    pub(crate) source_bytes: i64,
    pub(crate) result: Option<Id<StoredFile>>,
    pub(crate) result_bytes: i64,
    /// How many rows there are, as far as known.
    pub(crate) total: i64,
    /// How many of them are done.
    pub(crate) done: i64,
    pub(crate) counts: Counts,
    /// Why it failed; for the person.
    pub(crate) message: String,
    pub(crate) made: Timestamp,
    /// When the present step began.
    pub(crate) begun: Timestamp,
    /// In which state it failed or was given up.
    pub(crate) failed_in: Option<State>,
    /// Why a list is wanted unmasked, or an import taken back.
    pub(crate) reason: Option<String>,
}

impl TransferRow {
    pub(crate) const fn key(&self) -> TransferKey {
        self.id.within(self.tenant)
    }

    /// Whether rows of it may have been taken, though it did not come to its end.
    pub(crate) fn broke_off_taking(&self) -> bool {
        matches!(self.state, State::Failed | State::Cancelled) && self.failed_in == Some(State::Taking)
    }

    /// Whether rows of it may be in, so that it can be taken back as a whole.
    pub(crate) fn took_rows(&self) -> bool {
        self.direction == Direction::Import
            && (self.state == State::Done
                || self.broke_off_taking()
                || self.failed_in == Some(State::Undoing))
    }

    pub(crate) fn href(&self) -> String {
        format!("/transfers/{}", self.key())
    }
}

/// What was understood of an uploaded file, and what the person made of it. Sealed: headings and samples may be personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Layout {
    /// The version of this payload: 1.
    pub(crate) version: u8,
    /// The visible sheets by name.
    pub(crate) sheets: Vec<String>,
    /// Which of them is meant.
    pub(crate) sheet: usize,
    /// The row of the headings, from 1; 0 when none was found.
    pub(crate) heading_row: u32,
    /// The columns with a heading.
    pub(crate) columns: Vec<LayoutColumn>,
}

/// A column of an uploaded sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LayoutColumn {
    /// Which one, from 0.
    pub(crate) index: usize,
    /// What stands above it.
    pub(crate) heading: String,
    /// What it is taken for; empty: not taken.
    pub(crate) code: String,
    /// The first values, to recognise it by.
    pub(crate) samples: Vec<String>,
}
