//! CSV, in whatever encoding and with whatever separator Excel, WPS or an old system wrote it.

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::Cell;
use crate::read::recognise::markup;
use crate::read::rows::Rows;
use crate::read::{Flow, ReadError, Seems, Unreadable};

/// An opened CSV, as UTF-8.
pub(crate) struct Separated {
    text: String,
    separator: u8,
}

impl Separated {
    /// Finds the encoding and the separator.
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, Unreadable> {
        let text = decoded(bytes)?;
        if let Some(seems) = markup(&text) {
            return Err(Unreadable::NotATable(seems));
        }
        let odd = text.chars().take(4_000).filter(|character| is_odd(*character)).count();
        if odd > 0 {
            return Err(Unreadable::NotATable(Seems::Unknown));
        }
        let separator = separator(&text);
        Ok(Self { text, separator })
    }

    /// Gives the rows, numbered as Excel numbers them: a text with line breaks inside is one row.
    pub(crate) fn rows<E>(&self, rows: &mut Rows<'_, E>) -> Result<(), ReadError<E>> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .from_reader(self.text.as_bytes());
        let mut record = ByteRecord::new();
        let (mut seen, mut row) = (0, 1_u32);
        while reader.read_byte_record(&mut record).map_err(|_| Unreadable::Damaged)? {
            // The reader leaves out empty lines, which are rows in Excel too.
            let start = record.position().map_or(0, csv::Position::byte);
            let start = self.first_of_row(usize::try_from(start).unwrap_or(usize::MAX));
            row = row.saturating_add(breaks(self.text.as_bytes().get(seen..start).unwrap_or_default()));
            seen = start;
            let mut inner = 0_u32;
            for (column, field) in (0..).zip(&record) {
                inner = inner.saturating_add(breaks(field));
                let text = String::from_utf8_lossy(field).into_owned();
                let cell = Cell::of_text(text, rows.cell_characters());
                if rows.put(row, column, cell)? == Flow::Enough {
                    return Ok(());
                }
            }
            if rows.end_row()? == Flow::Enough {
                return Ok(());
            }
            row = row.saturating_sub(inner);
        }
        Ok(())
    }

    /// Where the first line with something in it begins, from `start` on.
    fn first_of_row(&self, start: usize) -> usize {
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        start + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
    }
}

/// How many lines end in a piece of text: `\n`, `\r\n` and the `\r` of old Macs.
fn breaks(text: &[u8]) -> u32 {
    let ends = text.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => text.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    u32::try_from(ends.count()).unwrap_or(u32::MAX)
}

/// Whether a character has no business in a table.
const fn is_odd(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{E}'..='\u{19}' | '\u{1B}'..='\u{1F}' | '\u{FFFF}')
}

fn decoded(bytes: &[u8]) -> Result<String, Unreadable> {
    let wide = match bytes {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        let (text, _, wrong) = encoding.decode(bytes);
        return if wrong { Err(Unreadable::Damaged) } else { Ok(text.into_owned()) };
    }
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(plain) {
        Ok(text) => Ok(text.to_owned()),
        // Right up to the middle of the last character: cut short on the way.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 64 => Err(Unreadable::Damaged),
        Err(_) => {
            let (text, wrong) = GB18030.decode_without_bom_handling(plain);
            if wrong { Err(Unreadable::NotATable(Seems::Unknown)) } else { Ok(text.into_owned()) }
        }
    }
}

/// The separator that stands most often in the first lines, outside of quotes.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0_u32), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    let start = text.bytes().take(64 << 10);
    for byte in start {
        if byte == b'"' {
            quoted = !quoted;
        }
        if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte && !quoted) {
            *count += 1;
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}
