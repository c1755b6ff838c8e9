//! A list, row by row, in memory that does not grow.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::sheet::formats::{Formats, cut, height, looks_like_formula, serial};
use crate::sheet::{Kind, OutCell, SheetError, SheetHead, head};

/// The rows of a sheet of Excel.
const ROWS_OF_A_SHEET: u32 = 1_048_576;

/// The height of a line of a cell, in points.
const LINE: f64 = 15.0;

/// `rust_xlsxwriter` keeps every height it was told in memory, half a kilobyte each. A list that is longer is not printed.
const MOST_HEIGHTS: u32 = 50_000;

/// Writes one list into one .xlsx.
///
/// What is written waits in a file of the folder that is given. It has no name there: it is gone when the writer is
/// dropped, also when the program is killed.
pub struct SheetWriter {
    workbook: Workbook,
    head: SheetHead,
    columns: u16,
    formats: Formats,
    /// By column: the look of its kind, and of a text that looks like a formula.
    bodies: Vec<Body>,
    sheets: usize,
    next_row: u32,
    rows_of_a_sheet: u32,
    heights: u32,
}

struct Body {
    kind: Kind,
    of_kind: Format,
    text: Format,
    formula_like: Format,
}

impl Body {
    fn new(kind: Kind) -> Self {
        let text = Formats::body(Kind::Text);
        Self { kind, of_kind: Formats::body(kind), formula_like: text.clone().set_quote_prefix(), text }
    }
}

impl SheetWriter {
    /// Begins a list; what waits lies in `folder`.
    ///
    /// # Errors
    /// When the folder cannot be written to, or there are no columns or too many.
    pub fn new(head: &SheetHead, folder: &Path) -> Result<Self, SheetError> {
        Self::with_rows_of_a_sheet(head, folder, ROWS_OF_A_SHEET)
    }

    /// The same with shorter sheets, to see what happens behind the last row of one.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_rows_of_a_sheet(head: &SheetHead, folder: &Path, rows: u32) -> Result<Self, SheetError> {
        let columns = u16::try_from(head.columns.len()).ok().filter(|columns| (1..=16_384).contains(columns));
        let columns = columns.ok_or_else(|| SheetError::Layout("列数不对".to_owned()))?;
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder)?;
        let mut writer = Self {
            workbook,
            columns,
            formats: Formats::new(),
            bodies: head.columns.iter().map(|column| Body::new(column.kind)).collect(),
            head: head.clone(),
            sheets: 0,
            heights: 0,
            next_row: 0,
            rows_of_a_sheet: rows.min(ROWS_OF_A_SHEET),
        };
        writer.begin_sheet()?;
        Ok(writer)
    }

    /// Writes the next row. Cells beyond the columns are not written.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn row(&mut self, cells: &[OutCell]) -> Result<(), SheetError> {
        if self.next_row >= self.rows_of_a_sheet {
            self.begin_sheet()?;
        }
        let (row, bodies) = (self.next_row, &self.bodies);
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
        let texts = self.head.columns.iter().zip(cells).filter_map(|(column, cell)| match cell {
            OutCell::Text(text) => Some((text.as_str(), f64::from(column.width_characters))),
            _ => None,
        });
        let height = if self.heights < MOST_HEIGHTS { height(texts, LINE) } else { None };
        guarded(|| {
            if let Some(height) = height {
                sheet.set_row_height(row, height)?;
            }
            for ((column, body), cell) in
                (0_u16..).zip(bodies).zip(cells.iter().chain(std::iter::repeat(&OutCell::Empty)))
            {
                write_cell(sheet, row, column, body, cell)?;
            }
            Ok(())
        })?;
        self.next_row += 1;
        self.heights += u32::from(height.is_some());
        Ok(())
    }

    /// Ends the list and writes the file.
    ///
    /// # Errors
    /// When the disk is full, or `into` refuses.
    pub fn finish(mut self, into: impl Write + Send) -> Result<(), SheetError> {
        if !self.head.closing.is_empty() && self.next_row + 1 < ROWS_OF_A_SHEET {
            let (row, text) = (self.next_row + 1, self.head.closing.join("　　　　　　"));
            let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
            let (columns, format) = (self.columns, &self.formats.closing);
            guarded(|| head::across(sheet, row, columns, &text, format))?;
        }
        guarded(|| self.workbook.save_to_writer(into).map(|_| ()))
    }

    fn begin_sheet(&mut self) -> Result<(), SheetError> {
        self.sheets += 1;
        let name = head::sheet_name(&self.head.title, self.sheets);
        let (head, formats, columns) = (&self.head, &self.formats, self.columns);
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        self.next_row = guarded(|| head::write(sheet, head, columns, formats))?;
        Ok(())
    }
}

/// `rust_xlsxwriter` panics where the disk is full; here that is an error like any other.
fn guarded<T>(write: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, SheetError> {
    match catch_unwind(AssertUnwindSafe(write)) {
        Ok(written) => written.map_err(SheetError::from),
        Err(_) => Err(SheetError::Disk("the writer gave up".to_owned())),
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    body: &Body,
    cell: &OutCell,
) -> Result<(), XlsxError> {
    // A number in a column of words keeps its own look, and a word in a column of numbers.
    match cell {
        OutCell::Empty => sheet.write_blank(row, column, &body.of_kind)?,
        OutCell::Text(text) => {
            let format = if looks_like_formula(text) { &body.formula_like } else { &body.text };
            sheet.write_string_with_format(row, column, cut(text), format)?
        }
        OutCell::Count(_) | OutCell::Decimal(_) | OutCell::Day(_) if body.kind == Kind::Text => {
            sheet.write_string_with_format(row, column, cell.printed(), &body.text)?
        }
        OutCell::Count(count) => sheet.write_number_with_format(row, column, *count as f64, &body.of_kind)?,
        OutCell::Decimal(number) if number.is_finite() => {
            sheet.write_number_with_format(row, column, *number, &body.of_kind)?
        }
        OutCell::Decimal(_) => sheet.write_blank(row, column, &body.of_kind)?,
        OutCell::Day(day) => match serial(*day) {
            Some(serial) => sheet.write_number_with_format(row, column, serial, &body.of_kind)?,
            None => sheet.write_string_with_format(row, column, day.long(), &body.text)?,
        },
    };
    Ok(())
}
