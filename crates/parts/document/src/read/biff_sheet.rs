//! A sheet of an .xls.

use crate::Cell;
use crate::cell::Shows;
use crate::read::biff::{BOF, EOF, OldShared, Records};
use crate::read::biff_strings::{self, Pieces};
use crate::read::compound::{four, two};
use crate::read::merges::{Merge, Merges};
use crate::read::rows::Rows;
use crate::read::{Flow, ReadError, Unreadable};

/// A cell with its place: row from 1, column from 0.
type Placed = (u32, u32, Cell);

/// Gives the rows of a sheet. Its cells are gathered first (an .xls has at most 65,536 rows): programs write them in
/// any order, and what is merged stands behind them.
pub(crate) fn rows<E>(
    records: Records<'_>,
    shared: &OldShared,
    rows: &mut Rows<'_, E>,
) -> Result<(), ReadError<E>> {
    let sheet = Sheet::read(records, shared, rows.cell_characters())?;
    rows.merged(Merges::new(sheet.merges.into_iter()));
    for (row, column, cell) in sheet.cells {
        if rows.put(row, column, cell)? == Flow::Enough {
            return Ok(());
        }
    }
    rows.end_row()?;
    Ok(())
}

struct Sheet<'a> {
    shared: &'a OldShared,
    most: usize,
    cells: Vec<Placed>,
    merges: Vec<Merge>,
    /// Where a formula stands whose text comes in a record of its own.
    awaits_text: Option<(u32, u32)>,
}

impl<'a> Sheet<'a> {
    fn read(mut records: Records<'_>, shared: &'a OldShared, most: usize) -> Result<Self, Unreadable> {
        let mut sheet = Self { shared, most, cells: Vec::new(), merges: Vec::new(), awaits_text: None };
        // Charts inside of a sheet have records of their own, with cells that are none of the sheet's.
        let mut depth = 0_u32;
        while let Some((kind, record)) = records.next()? {
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                0x0207 if depth == 1 => {
                    let mut pieces = records.pieces(record)?;
                    sheet.take_formula_text(record, &mut pieces);
                }
                0x0204 | 0x00D6 if depth == 1 => {
                    let pieces = records.pieces(record.get(6..).ok_or(Unreadable::Damaged)?)?;
                    sheet.take_text(record, pieces);
                }
                _ if depth == 1 => {
                    sheet.take(kind, record).ok_or(Unreadable::Damaged)?;
                }
                _ => {}
            }
        }
        sheet.cells.sort_by_key(|(row, column, _)| (*row, *column));
        Ok(sheet)
    }

    fn put(&mut self, record: &[u8], cell: Cell) -> Option<()> {
        let (row, column) = (two(record, 0)?, two(record, 2)?);
        if !cell.is_empty() {
            self.cells.push((u32::from(row) + 1, u32::from(column), cell));
        }
        Some(())
    }

    fn number(&self, format: u16, number: f64) -> Cell {
        let shows = self.shared.formats.get(usize::from(format)).copied().unwrap_or(Shows::Number);
        shows.cell(number, self.shared.since_1904)
    }

    /// Takes a record; `None` where it is too short for what it is.
    fn take(&mut self, kind: u16, record: &[u8]) -> Option<()> {
        match kind {
            0x0203 => {
                let number = self.number(two(record, 4)?, float(record, 6)?);
                self.put(record, number)
            }
            0x027E => {
                let number = self.number(two(record, 4)?, compressed(four(record, 6)?));
                self.put(record, number)
            }
            0x00BD => {
                let (row, first) = (two(record, 0)?, two(record, 2)?);
                let numbers = record.get(4..record.len().checked_sub(2)?)?;
                for (column, chunk) in (u32::from(first)..).zip(numbers.chunks_exact(6)) {
                    let number = self.number(two(chunk, 0)?, compressed(four(chunk, 2)?));
                    self.cells.push((u32::from(row) + 1, column, number));
                }
                Some(())
            }
            0x00FD => {
                let text = self.shared.texts.get(four(record, 6)? as usize).unwrap_or_default();
                let cell = Cell::of_text(text.to_owned(), self.most);
                self.put(record, cell)
            }
            0x0205 => {
                let (value, is_error) = (*record.get(6)?, *record.get(7)? != 0);
                self.put(record, if is_error { error(value) } else { Cell::Bool(value != 0) })
            }
            0x0006 => self.take_formula(record),
            0x00E5 => {
                for chunk in record.get(2..)?.chunks_exact(8) {
                    let (top, bottom) = (u32::from(two(chunk, 0)?) + 1, u32::from(two(chunk, 2)?) + 1);
                    self.merges.push(Merge { top, bottom, left: u32::from(two(chunk, 4)?) });
                }
                Some(())
            }
            _ => Some(()),
        }
    }

    fn take_formula(&mut self, record: &[u8]) -> Option<()> {
        self.awaits_text = None;
        let value = record.get(6..14)?;
        let cell = match value {
            [0, _, _, _, _, _, 0xFF, 0xFF] => {
                self.awaits_text = Some((u32::from(two(record, 0)?) + 1, u32::from(two(record, 2)?)));
                return Some(());
            }
            [1, _, value, _, _, _, 0xFF, 0xFF] => Cell::Bool(*value != 0),
            [2, _, value, _, _, _, 0xFF, 0xFF] => error(*value),
            [_, _, _, _, _, _, 0xFF, 0xFF] => Cell::Empty,
            _ => self.number(two(record, 4)?, float(record, 6)?),
        };
        self.put(record, cell)
    }

    fn take_formula_text(&mut self, record: &[u8], pieces: &mut Pieces<'_>) {
        let text = match self.shared.encoding {
            Some(encoding) => biff_strings::long_bytes(record, encoding),
            None => biff_strings::wide(pieces),
        };
        if let (Some((row, column)), Some(text)) = (self.awaits_text.take(), text) {
            self.cells.push((row, column, Cell::of_text(text, self.most)));
        }
    }

    fn take_text(&mut self, record: &[u8], mut pieces: Pieces<'_>) {
        let text = match self.shared.encoding {
            Some(encoding) => record.get(6..).and_then(|text| biff_strings::long_bytes(text, encoding)),
            None => biff_strings::wide(&mut pieces),
        };
        let cell = Cell::of_text(text.unwrap_or_default(), self.most);
        self.put(record, cell);
    }
}

fn float(record: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(record.get(at..at + 8)?.try_into().ok()?))
}

/// A number in four bytes: 30 bits of a whole number or of a fraction, perhaps in hundredths. Source: MS-XLS 2.5.217.
fn compressed(bits: u32) -> f64 {
    let number = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    if bits & 1 != 0 { number / 100.0 } else { number }
}

fn error(code: u8) -> Cell {
    Cell::of_error(match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#ERROR!",
    })
}
