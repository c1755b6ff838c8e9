//! A page of an official form: title, table with merged cells, lines for signatures. Written as Word paper and as sheet.

mod docx;
mod layout;
mod xlsx;

use crate::sheet::OutCell;

pub use docx::{write_docx, write_docx_pages};
pub use layout::LayoutError;
pub use xlsx::{write_sheet, write_sheets};

/// Where the text of a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// In the middle.
    #[default]
    Middle,
    /// At the left.
    Left,
    /// At the right.
    Right,
}

/// A cell of a form; it may take the place of several.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperCell {
    /// What stands in it.
    pub value: OutCell,
    /// How many columns it takes, from 1.
    pub across: u16,
    /// How many rows it takes, from 1.
    pub down: u16,
    /// Where its text stands.
    pub align: Align,
    /// Whether it is bold; what is in the header always is.
    pub bold: bool,
}

impl PaperCell {
    /// A cell of one place, its text in the middle.
    #[must_use]
    pub const fn new(value: OutCell) -> Self {
        Self { value, across: 1, down: 1, align: Align::Middle, bold: false }
    }

    /// A text over several places.
    #[must_use]
    pub fn merged(text: &str, across: u16, down: u16) -> Self {
        Self { across, down, ..Self::new(text.into()) }
    }

    /// The same at the left.
    #[must_use]
    pub const fn left(mut self) -> Self {
        self.align = Align::Left;
        self
    }
}

/// A form, as it is printed. Each row lists its cells from the left; places that a cell from above takes are left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paper {
    /// The title.
    pub title: String,
    /// Lines below it: 填报单位、统计期.
    pub subtitles: Vec<String>,
    /// Whether the page lies on its side.
    pub landscape: bool,
    /// How wide the columns are beside each other.
    pub widths: Vec<u16>,
    /// The rows of the header; repeated on every page.
    pub header: Vec<Vec<PaperCell>>,
    /// The rows below.
    pub rows: Vec<Vec<PaperCell>>,
    /// Lines below the table, each a few things side by side: 填报人、审核人、填报日期.
    pub closing: Vec<Vec<String>>,
}
