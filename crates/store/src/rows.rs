//! Rows as bytes, the same for both engines: the binary format of PostgreSQL's COPY.
//!
//! It is documented, has no escaping, and PostgreSQL reads and writes it itself, so that only SQLite needs these
//! functions. A number is eight bytes with the highest first, yes or no is one byte, text is UTF-8, bytes and UUIDs
//! are as they are; each value is led by its length, -1 for nothing.

use std::io::{self, BufReader, Read, Write};

use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::shape::{ColumnKind, TableShape};

/// What a stream begins with: the mark, no flags, no extension.
const HEAD: [u8; 19] = *b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const END: i16 = -1;
/// PostgreSQL's own limit for one value.
const LARGEST_VALUE: i32 = 0x4000_0000;

fn odd(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.into())
}

/// Writes the beginning of a stream.
pub(crate) fn begin(sink: &mut dyn Write) -> io::Result<()> {
    sink.write_all(&HEAD)
}

/// Writes the end of a stream.
pub(crate) fn end(sink: &mut dyn Write) -> io::Result<()> {
    sink.write_all(&END.to_be_bytes())
}

/// Puts one row of SQLite into `bytes`.
pub(crate) fn put_row(bytes: &mut Vec<u8>, table: &TableShape, row: &rusqlite::Row<'_>) -> io::Result<()> {
    let count = i16::try_from(table.columns.len()).map_err(|_| odd("too many columns"))?;
    bytes.extend_from_slice(&count.to_be_bytes());
    for (index, column) in table.columns.iter().enumerate() {
        let value = row.get_ref(index).map_err(|error| odd(error.to_string()))?;
        match (column.kind, value) {
            (_, ValueRef::Null) => bytes.extend_from_slice(&(-1_i32).to_be_bytes()),
            (ColumnKind::Number, ValueRef::Integer(number)) => put(bytes, &number.to_be_bytes())?,
            (ColumnKind::YesNo, ValueRef::Integer(number)) => put(bytes, &[u8::from(number != 0)])?,
            (ColumnKind::Text, ValueRef::Text(text)) => put(bytes, text)?,
            (ColumnKind::Bytes, ValueRef::Blob(blob)) => put(bytes, blob)?,
            (_, other) => {
                return Err(odd(format!("{}.{}: {}", table.name, column.name, other.data_type())));
            }
        }
    }
    Ok(())
}

fn put(bytes: &mut Vec<u8>, value: &[u8]) -> io::Result<()> {
    let length = i32::try_from(value.len()).map_err(|_| odd("a value of more than two gigabytes"))?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(value);
    Ok(())
}

/// A value of a row that was read, for SQLite.
pub(crate) enum Loaded<'r> {
    Nothing,
    Number(i64),
    Text(&'r [u8]),
    Bytes(&'r [u8]),
}

impl rusqlite::ToSql for Loaded<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Nothing => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Reads rows out of a stream, one after the other.
pub(crate) struct RowReader<'s> {
    source: BufReader<&'s mut dyn Read>,
    buffer: Vec<u8>,
    /// Where each value of the current rows lies in the buffer; nothing where there is none.
    values: Vec<Option<(usize, usize)>>,
    ended: bool,
}

impl<'s> RowReader<'s> {
    /// Reads the beginning of a stream.
    pub(crate) fn new(mut source: BufReader<&'s mut dyn Read>) -> io::Result<Self> {
        let mut head = [0; HEAD.len()];
        source.read_exact(&mut head)?;
        if head != HEAD {
            return Err(odd("not a stream of rows"));
        }
        Ok(Self { source, buffer: Vec::new(), values: Vec::new(), ended: false })
    }

    /// Takes up to `most` further rows in place of those before, and says how many there were.
    pub(crate) fn next_rows(&mut self, table: &TableShape, most: usize) -> io::Result<usize> {
        self.buffer.clear();
        self.values.clear();
        for taken in 0..most {
            if self.ended || !self.next_row(table)? {
                self.ended = true;
                return Ok(taken);
            }
        }
        Ok(most)
    }

    fn next_row(&mut self, table: &TableShape) -> io::Result<bool> {
        let mut count = [0; 2];
        self.source.read_exact(&mut count)?;
        let count = i16::from_be_bytes(count);
        if count == END {
            return Ok(false);
        }
        if usize::try_from(count) != Ok(table.columns.len()) {
            return Err(odd(format!("{}: a row of {count} values", table.name)));
        }
        for _ in 0..count {
            let mut length = [0; 4];
            self.source.read_exact(&mut length)?;
            let length = i32::from_be_bytes(length);
            if !(-1..LARGEST_VALUE).contains(&length) {
                return Err(odd(format!("{}: a value of {length} bytes", table.name)));
            }
            let Ok(length) = usize::try_from(length) else {
                self.values.push(None);
                continue;
            };
            let from = self.buffer.len();
            self.buffer.resize(from + length, 0);
            self.source.read_exact(&mut self.buffer[from..])?;
            self.values.push(Some((from, from + length)));
        }
        Ok(true)
    }

    /// A value of the rows that were taken last, counted through all of them.
    pub(crate) fn value(&self, index: usize, kind: ColumnKind) -> io::Result<Loaded<'_>> {
        let place = self.values.get(index).ok_or_else(|| odd("no such column"))?;
        let Some(bytes) = place.map(|(from, until)| &self.buffer[from..until]) else {
            return Ok(Loaded::Nothing);
        };
        Ok(match kind {
            ColumnKind::Number => {
                let bytes = bytes.try_into().map_err(|_| odd("a number of another length"))?;
                Loaded::Number(i64::from_be_bytes(bytes))
            }
            ColumnKind::YesNo => Loaded::Number(i64::from(bytes == [1])),
            ColumnKind::Text => Loaded::Text(bytes),
            ColumnKind::Bytes => Loaded::Bytes(bytes),
        })
    }
}
