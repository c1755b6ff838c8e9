//! Files that can be taken in: what a slice says of each.

use std::collections::HashMap;

use niangjia_document::Cell;
use niangjia_document::heading::Wanted;
use niangjia_kernel::{Id, OrgPath, Organisation, Tenant};
use niangjia_store::{Actor, ReadTx, WriteTx};
use niangjia_web::AppError;
use uuid::Uuid;

use crate::asked::{Alike, Asks, Decided};
use crate::undo::{Made, Undoing};

/// The organisation that a file is taken in for.
#[derive(Debug, Clone)]
pub struct Home {
    /// Its tenant.
    pub tenant: Tenant,
    /// Its identity.
    pub id: Id<Organisation>,
    /// The code it is called by.
    pub code: String,
    /// Where it stands.
    pub path: OrgPath,
    /// `嵩合社区`.
    pub place: String,
    /// The way down to the page of the upload, for its breadcrumbs.
    pub above: Vec<(String, String)>,
}

/// A row of an uploaded file, its cells by the code of their column.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its number in the sheet, from 1, as Excel shows it.
    pub row: u32,
    cells: HashMap<String, Cell>,
    decided: Vec<Decided>,
}

impl Record {
    /// A row of these cells by the codes of their columns.
    #[must_use]
    pub const fn new(row: u32, cells: HashMap<String, Cell>) -> Self {
        Self { row, cells, decided: Vec::new() }
    }

    /// The same row with what a person said of what is known beside it.
    #[must_use]
    pub fn with_decided(mut self, decided: Vec<Decided>) -> Self {
        self.decided = decided;
        self
    }

    /// What a person said of the row beside `known`; nothing where nobody was asked.
    #[must_use]
    pub fn means(&self, known: Uuid) -> Option<bool> {
        self.decided.iter().find(|one| one.known == known).map(|one| one.same)
    }

    /// What a person said the row means, if she said so of anything.
    #[must_use]
    pub fn meant(&self) -> Option<Uuid> {
        self.decided.iter().find(|one| one.same).map(|one| one.known)
    }

    /// The cells that hold anything, by the codes of their columns.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (&str, &Cell)> {
        self.cells.iter().map(|(code, cell)| (code.as_str(), cell))
    }

    /// The cell of a column; empty when the file has no such column.
    #[must_use]
    pub fn cell(&self, code: &str) -> &Cell {
        self.cells.get(code).unwrap_or(&Cell::Empty)
    }

    /// The codes of the columns with something in them.
    pub fn filled(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().filter(|(_, cell)| !cell.is_empty()).map(|(code, _)| code.as_str())
    }

    /// Whether no taken column holds anything: such a row is passed over in silence.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.values().all(Cell::is_empty)
    }
}

/// What a row comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// New here.
    Fresh,
    /// Known here, and something is added to it.
    Added,
    /// Known here as it is.
    Same,
    /// Not taken. Every reason is a sentence that says what to do, naming its column.
    Wrong(Vec<String>),
    /// Not taken before a person has said whether it means one of these.
    Asked(Vec<Alike>),
}

/// A kind of file that can be taken in.
pub trait Intake: Send + Sync {
    /// The route of its upload: `/orgs/{code}/members/import`. Its only part is `{code}`.
    fn page(&self) -> &'static str;

    /// What is taken in: `执委名册`.
    fn name(&self) -> &'static str;

    /// One or two sentences above the upload: what becomes of the rows, and what does not.
    fn explanation(&self) -> &'static str;

    /// Files that belong together: from the upload of one the others are offered. Empty: it stands alone.
    fn group(&self) -> &'static str {
        ""
    }

    /// How the columns are filled in, a line each: above the headings of the empty sheet.
    fn notes(&self) -> &'static [&'static str] {
        &[]
    }

    /// What a person is asked about a row beside what is known.
    fn asks(&self) -> Asks {
        Asks::HOUSEHOLD
    }

    /// How a whole file is taken back; nothing where it cannot be.
    fn undoing(&self) -> Option<&'static dyn Undoing> {
        None
    }

    /// The columns that are understood.
    fn columns(&self) -> Vec<Wanted>;

    /// Whether `actor` may take such a file in for the organisation called `code`.
    ///
    /// # Errors
    /// `NotFound` when she may not know of it, `Forbidden` when she may not do it.
    fn home(&self, tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Home, AppError>;

    /// Begins a file.
    ///
    /// # Errors
    /// When what the rows are compared with cannot be read.
    fn begin(&self, tx: &ReadTx<'_>, actor: &Actor, home: &Home) -> Result<Box<dyn Rows>, AppError>;
}

/// The rows of one file, one after the other. It remembers those it has seen (by their number: the same row may come
/// again when a transaction is tried again), so that somebody who is named twice is noticed.
pub trait Rows: Send {
    /// Said at the beginning of every transaction: what was read in another one may not be true any more.
    fn refresh(&mut self) {}

    /// Holds what `records` are about until the end of the transaction, so that two who enter the same at the same time
    /// wait for each other.
    ///
    /// # Errors
    /// When the statement fails.
    fn hold(&mut self, tx: &WriteTx<'_>, records: &[Record]) -> Result<(), AppError>;

    /// Decides about a row without writing anything: the dry run, and what was done before a restart.
    ///
    /// # Errors
    /// When what it is compared with cannot be read.
    fn look(&mut self, tx: &ReadTx<'_>, record: &Record) -> Result<Finding, AppError>;

    /// Decides about a row in the same way, and takes it: whole, or not at all. Audited by the actions it calls.
    ///
    /// # Errors
    /// When it cannot be written.
    fn take(&mut self, tx: &WriteTx<'_>, record: &Record) -> Result<Finding, AppError>;

    /// What the rows since the last call have made: an import that can be taken back remembers it.
    fn made(&mut self) -> Vec<Made> {
        Vec::new()
    }
}
