//! A sheet of an .xlsx.

use std::io::{BufRead, Read};

use memchr::memmem;

use crate::Cell;
use crate::read::merges::{Merge, Merges};
use crate::read::rows::Rows;
use crate::read::styles::unescaped;
use crate::read::workbook::Shared;
use crate::read::xml::{Event, Metered, Part, Tag, of_io};
use crate::read::{Flow, ReadError, Unreadable};

/// Excel's own last row and column.
const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;

/// A cell while it is read.
#[derive(Default)]
struct Open {
    row: u32,
    column: u32,
    format: usize,
    kind: String,
    value: String,
    has_value: bool,
    has_formula: bool,
}

/// Which text inside a cell is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Value,
    InlineText,
}

/// Gives the rows of a sheet.
pub(crate) fn rows<R: Read, E>(
    part: &mut Part<R>,
    shared: &Shared,
    rows: &mut Rows<'_, E>,
) -> Result<(), ReadError<E>> {
    let mut open = Open { row: 1, ..Open::default() };
    let (mut inside, mut in_reading, mut in_data) = (Inside::Nothing, false, false);
    loop {
        match part.next()? {
            Event::Open(tag) => match tag.name() {
                "c" => open.begin(&tag)?,
                "v" => inside = Inside::Value,
                "t" if !in_reading => inside = Inside::InlineText,
                "f" => open.has_formula = true,
                "row" => open.begin_row(&tag)?,
                "rPh" => in_reading = true,
                "sheetData" => in_data = true,
                _ => {}
            },
            Event::Text(text) => open.take(inside, &text),
            Event::Character(character) => open.take(inside, character.encode_utf8(&mut [0; 4])),
            Event::Close("v" | "t") => inside = Inside::Nothing,
            Event::Close("rPh") => in_reading = false,
            Event::Close("c") => {
                let cell = open.cell(shared, rows.cell_characters());
                if rows.put(open.row, open.column, cell)? == Flow::Enough {
                    return Ok(());
                }
                open.column += 1;
            }
            Event::Close("row") => {
                if rows.end_row()? == Flow::Enough {
                    return Ok(());
                }
                open.row += 1;
                open.column = 0;
            }
            Event::Close("sheetData") => break,
            Event::End if in_data => return Err(Unreadable::Damaged.into()),
            Event::End => break,
            Event::Close(_) | Event::Other => {}
        }
    }
    rows.end_row()?;
    Ok(())
}

impl Open {
    fn begin_row(&mut self, tag: &Tag<'_>) -> Result<(), Unreadable> {
        let mut said = None;
        tag.each_attribute(|name, value| {
            if name == "r" {
                said = Some(value.parse::<u32>());
            }
        });
        if let Some(said) = said {
            self.row = said.map_err(|_| Unreadable::Damaged)?;
        }
        self.column = 0;
        if (1..=LAST_ROW).contains(&self.row) { Ok(()) } else { Err(Unreadable::Damaged) }
    }

    fn begin(&mut self, tag: &Tag<'_>) -> Result<(), Unreadable> {
        self.kind.clear();
        self.value.clear();
        (self.has_value, self.has_formula, self.format) = (false, false, 0);
        let mut place = Ok(());
        tag.each_attribute(|name, value| match name {
            "r" => match reference(value) {
                Some((row, column)) => (self.row, self.column) = (row, column),
                None => place = Err(Unreadable::Damaged),
            },
            "s" => self.format = value.parse().unwrap_or(0),
            "t" => self.kind.push_str(value),
            _ => {}
        });
        // A file of many cells without places must not walk out of the sheet.
        if self.column >= LAST_COLUMN { Err(Unreadable::Damaged) } else { place }
    }

    fn take(&mut self, inside: Inside, text: &str) {
        if inside != Inside::Nothing {
            self.value.push_str(text);
            self.has_value = true;
        }
    }

    fn cell(&self, shared: &Shared, most: usize) -> Cell {
        let value = self.value.as_str();
        let text = |text: &str| Cell::of_text(unescaped(text), most);
        if !self.has_value {
            // A formula may well come to an empty text; then its kind says so.
            let uncalculated = self.has_formula && self.kind != "str";
            return if uncalculated { Cell::of_formula_without_value() } else { Cell::Empty };
        }
        match self.kind.as_str() {
            "s" => match value.trim().parse().ok().and_then(|index| shared.texts.get(index)) {
                Some(found) => text(found),
                None => Cell::Error("这一格的文字在文件里找不到，请重新填写".to_owned()),
            },
            "b" => match value.trim() {
                "1" | "true" => Cell::Bool(true),
                "0" | "false" => Cell::Bool(false),
                other => text(other),
            },
            "e" => Cell::of_error(value.trim()),
            "d" => value
                .get(..10)
                .and_then(|day| niangjia_kernel::Day::parse(day).ok())
                .map_or_else(|| text(value), Cell::Day),
            "" | "n" => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let shows = shared.formats.get(self.format).copied();
                    shows.unwrap_or(crate::cell::Shows::Number).cell(number, shared.since_1904)
                }
                _ => text(value),
            },
            _ => text(value),
        }
    }
}

/// `AB12`: the row from 1 and the column from 0.
fn reference(text: &str) -> Option<(u32, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = text.split_at_checked(letters)?;
    if column.is_empty()
        || column.len() > 3
        || row.len() > 7
        || !row.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let column =
        column.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = row.parse().ok()?;
    ((1..=LAST_ROW).contains(&row) && column <= LAST_COLUMN).then_some((row, column - 1))
}

/// What is merged in a sheet. It stands behind the rows, so these are skipped without being looked at.
pub(crate) fn merges<R: Read>(mut part: Metered<R>) -> Result<Merges, Unreadable> {
    if !skip_rows(&mut part)? {
        return Ok(Merges::default());
    }
    let mut part = Part::new(part);
    let mut found = Vec::new();
    loop {
        match part.next()? {
            Event::Open(tag) if tag.name() == "mergeCell" => {
                let range = tag.attribute("ref").unwrap_or_default();
                let Some((from, to)) = range.split_once(':') else { continue };
                if let (Some((top, left)), Some((bottom, _))) = (reference(from), reference(to)) {
                    found.push(Merge { top, left, bottom });
                }
            }
            Event::Close("mergeCells") | Event::End => return Ok(Merges::new(found.into_iter())),
            _ => {}
        }
    }
}

/// Reads past `</sheetData>`, whatever its prefix; whether there was one.
fn skip_rows<R: Read>(part: &mut Metered<R>) -> Result<bool, Unreadable> {
    const END: &[u8] = b"sheetData>";
    const PREFIX: usize = 40;
    let mut tail: Vec<u8> = Vec::new();
    loop {
        let chunk = part.fill_rows().map_err(|error| of_io(&error))?;
        if chunk.is_empty() {
            return Ok(false);
        }
        let read = chunk.len();
        let before = tail.len();
        tail.extend_from_slice(chunk);
        let mut from = 0;
        while let Some(at) = memmem::find(tail.get(from..).unwrap_or_default(), END).map(|at| from + at) {
            let start = tail.get(at.saturating_sub(PREFIX)..at).unwrap_or_default();
            let tag = start.iter().rposition(|byte| *byte == b'<');
            if tag.is_some_and(|tag| start.get(tag + 1) == Some(&b'/')) {
                part.consume((at + END.len()).saturating_sub(before));
                return Ok(true);
            }
            from = at + END.len();
        }
        part.consume(read);
        let keep = tail.len().saturating_sub(PREFIX + END.len());
        tail.drain(..keep);
    }
}
