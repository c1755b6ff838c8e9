//! Writing .xlsx: long lists row by row, and official forms.

mod formats;
pub(crate) mod head;
mod writer;

use niangjia_kernel::Day;
use thiserror::Error;

pub use crate::paper::write_sheet as write_paper;
pub(crate) use formats::{cut, height, serial};
pub use writer::SheetWriter;

/// What a column holds; decides alignment and how Excel takes what is typed into it later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, and everything that only looks like a number: ids, phones, codes.
    Text,
    /// Whole numbers.
    Count,
    /// Numbers with two decimals.
    Decimal,
    /// Days.
    Day,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnHead {
    /// What stands above it.
    pub label: String,
    /// Its width in half-width characters; a Chinese character takes two.
    pub width_characters: u16,
    /// What it holds.
    pub kind: Kind,
    /// What stands above it and its neighbours of the same group, in a heading of two rows.
    pub group: Option<String>,
}

impl ColumnHead {
    /// A column without a group.
    #[must_use]
    pub fn new(label: &str, width_characters: u16, kind: Kind) -> Self {
        Self { label: label.to_owned(), width_characters, kind, group: None }
    }
}

/// What stands around a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetHead {
    /// The title, in the middle above all columns; also the name of the sheet.
    pub title: String,
    /// Lines below it: whose list, of when, under which conditions, by whom.
    pub lines: Vec<String>,
    /// The columns.
    pub columns: Vec<ColumnHead>,
    /// What stands below the last row, side by side: 填报人、审核人、填报日期.
    pub closing: Vec<String>,
}

/// One cell to be written.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum OutCell {
    /// Nothing.
    #[default]
    Empty,
    /// A text, and nothing else whatever it begins with.
    Text(String),
    /// A whole number.
    Count(i64),
    /// A number with decimals.
    Decimal(f64),
    /// A day, as a real date.
    Day(Day),
}

impl OutCell {
    /// As it is printed.
    #[must_use]
    pub fn printed(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Decimal(number) => format!("{number:.2}"),
            Self::Day(day) => day.long(),
        }
    }
}

impl From<&str> for OutCell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum SheetError {
    /// The program asked for what no workbook can hold.
    #[error("表格没有写成：{0}")]
    Layout(String),
    /// The disk refused: full, or the folder is gone.
    #[error("表格没有写成：磁盘写不进去（可能已满）")]
    Disk(String),
}

impl From<rust_xlsxwriter::XlsxError> for SheetError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        use rust_xlsxwriter::XlsxError as Cause;
        match error {
            Cause::IoError(_) | Cause::ZipError(_) | Cause::TempFileError(..) => {
                Self::Disk(error.to_string())
            }
            other => Self::Layout(other.to_string()),
        }
    }
}
