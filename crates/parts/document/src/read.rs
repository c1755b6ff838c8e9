//! Reading the tables people send: .xlsx, .xls and CSV, told apart by what is in them and never by their name.
//!
//! Written on the events of `quick-xml` instead of on a workbook library, because the files come from outside: no
//! allocation follows a number that the file only claims, one odd cell is a sentence about that cell, and rows
//! stream in memory that does not grow with the sheet.

mod biff;
mod biff_sheet;
mod biff_strings;
mod compound;
mod merges;
mod package;
mod recognise;
mod rows;
mod separated;
mod styles;
mod unreadable;
mod workbook;
mod worksheet;
mod xml;

pub use unreadable::{ReadError, Seems, Unreadable};

use crate::Cell;
use recognise::Kind;

/// How much a table may be; what is more is refused with a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of everything that comes out of the packing.
    pub unpacked_bytes: u64,
    /// Bytes of memory for the texts that cells share; they are held while a workbook is read.
    pub text_bytes: u64,
    /// Rows of one sheet with something in them.
    pub rows: u32,
    /// Columns with something in them.
    pub columns: u32,
    /// Characters of one cell; a longer one is an error of that cell.
    pub cell_characters: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            unpacked_bytes: 512 << 20,
            text_bytes: 128 << 20,
            rows: 300_000,
            columns: 256,
            cell_characters: 4_000,
        }
    }
}

/// A sheet of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetName {
    /// What stands on its tab; empty for CSV.
    pub name: String,
    /// Whether it is hidden in Excel.
    pub hidden: bool,
}

/// Whether the reader of rows wants more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// The next row.
    On,
    /// No further row: enough was seen.
    Enough,
}

/// A table somebody sent, opened and found to be one.
pub struct TableFile {
    sheets: Vec<SheetName>,
    content: Content,
    bounds: Bounds,
}

enum Content {
    Workbook(Box<workbook::Workbook>),
    Old(Box<biff::OldWorkbook>),
    Separated(separated::Separated),
}

impl TableFile {
    /// Opens a table: finds out what it is, reads its list of sheets and finds the first row with something in it.
    ///
    /// # Errors
    /// When it is no table, or none that can be read; the sentence says what to do.
    pub fn open(bytes: Vec<u8>, bounds: &Bounds) -> Result<Self, Unreadable> {
        let (sheets, content) = match recognise::kind(&bytes)? {
            Kind::Package => {
                let workbook = workbook::Workbook::open(bytes, bounds)?;
                (workbook.sheet_names(), Content::Workbook(Box::new(workbook)))
            }
            Kind::Compound => {
                let old = biff::OldWorkbook::open(&bytes, bounds)?;
                (old.sheet_names(), Content::Old(Box::new(old)))
            }
            Kind::Separated => {
                let table = separated::Separated::open(&bytes)?;
                (vec![SheetName { name: String::new(), hidden: false }], Content::Separated(table))
            }
        };
        if sheets.is_empty() {
            return Err(Unreadable::NoSheet);
        }
        let file = Self { sheets, content, bounds: *bounds };
        file.refuse_empty()?;
        Ok(file)
    }

    /// The sheets in their order, hidden ones too.
    #[must_use]
    pub fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// Gives every row with something in it, by its number in Excel (from 1) and its cells (from column A, up to
    /// the last with something in it). The value of cells merged downwards is given in each of their rows.
    ///
    /// # Errors
    /// When the file is damaged or beyond its bounds, or with what `each` refused with.
    pub fn rows<E>(
        &self,
        sheet: usize,
        each: &mut dyn FnMut(u32, Vec<Cell>) -> Result<Flow, E>,
    ) -> Result<(), ReadError<E>> {
        let mut rows = rows::Rows::new(&self.bounds, each);
        match &self.content {
            Content::Workbook(workbook) => workbook.rows(sheet, &mut rows),
            Content::Old(old) => old.rows(sheet, &mut rows),
            Content::Separated(table) => table.rows(&mut rows),
        }
    }

    fn refuse_empty(&self) -> Result<(), Unreadable> {
        for sheet in 0..self.sheets.len() {
            let mut found = false;
            let seen = self.rows(sheet, &mut |_, _| {
                found = true;
                Ok::<_, std::convert::Infallible>(Flow::Enough)
            });
            match seen {
                Ok(()) if found => return Ok(()),
                Ok(()) => {}
                Err(ReadError::File(unreadable)) => return Err(unreadable),
                Err(ReadError::Stopped(never)) => match never {},
            }
        }
        Err(Unreadable::Empty)
    }
}
