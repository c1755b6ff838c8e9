//! An .xls: its list of sheets, and what they share. Source: MS-XLS; BIFF5 (Excel 95) as far as it differs.

use encoding_rs::{BIG5, Encoding, GBK, WINDOWS_1252};

use crate::cell::Shows;
use crate::read::biff_sheet;
use crate::read::biff_strings::{self, Pieces};
use crate::read::compound::{Compound, four, two};
use crate::read::rows::Rows;
use crate::read::styles::Texts;
use crate::read::{Bounds, ReadError, Seems, SheetName, Unreadable};

/// A record: its kind and what is in it.
pub(crate) type Record<'a> = (u16, &'a [u8]);

const CONTINUE: u16 = 0x003C;
pub(crate) const BOF: u16 = 0x0809;
pub(crate) const EOF: u16 = 0x000A;

/// Goes through records.
pub(crate) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(crate) const fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// The next record; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Record<'a>>, Unreadable> {
        // Up to three bytes at the end are filling.
        let (Some(kind), Some(length)) = (two(self.rest, 0), two(self.rest, 2)) else { return Ok(None) };
        let end = 4 + usize::from(length);
        let record = self.rest.get(4..end).ok_or(Unreadable::Damaged)?;
        self.rest = self.rest.get(end..).unwrap_or_default();
        Ok(Some((kind, record)))
    }

    /// `first` and the records that continue it.
    pub(crate) fn pieces(&mut self, first: &'a [u8]) -> Result<Pieces<'a>, Unreadable> {
        let mut pieces = vec![first];
        while two(self.rest, 0) == Some(CONTINUE) {
            if let Some((_, piece)) = self.next()? {
                pieces.push(piece);
            }
        }
        Ok(Pieces::new(pieces))
    }
}

/// What all sheets of an .xls share.
pub(crate) struct OldShared {
    pub texts: Texts,
    pub formats: Vec<Shows>,
    pub since_1904: bool,
    /// The encoding of its texts; `None` from Excel 97 on, which writes Unicode.
    pub encoding: Option<&'static Encoding>,
}

/// An opened .xls.
pub(crate) struct OldWorkbook {
    stream: Vec<u8>,
    sheets: Vec<(SheetName, usize)>,
    shared: OldShared,
}

#[derive(Default)]
struct Globals {
    old: bool,
    code_page: u16,
    since_1904: bool,
    texts: Texts,
    named: Vec<(u16, Shows)>,
    cell_formats: Vec<u16>,
    sheets: Vec<(SheetName, usize)>,
}

impl OldWorkbook {
    /// Opens an .xls, or says what else the file is.
    pub(crate) fn open(bytes: &[u8], bounds: &Bounds) -> Result<Self, Unreadable> {
        let file = Compound::open(bytes)?;
        if file.has("EncryptedPackage") || file.has("EncryptionInfo") {
            return Err(Unreadable::Encrypted);
        }
        let stream = match file.stream("Workbook")? {
            Some(stream) => stream,
            None => file.stream("Book")?.ok_or_else(|| Unreadable::NotATable(seems(&file)))?,
        };
        if stream.len() as u64 > bounds.unpacked_bytes {
            return Err(Unreadable::TooLarge(bounds.unpacked_bytes >> 20));
        }
        let globals = Globals::read(&stream)?;
        let shown = |id: &u16| {
            let named = globals.named.iter().rev().find(|(named, _)| named == id);
            named.map_or_else(|| Shows::of_built_in(u32::from(*id)), |(_, shows)| *shows)
        };
        let shared = OldShared {
            formats: globals.cell_formats.iter().map(shown).collect(),
            since_1904: globals.since_1904,
            encoding: globals.old.then(|| encoding(globals.code_page)),
            texts: globals.texts,
        };
        Ok(Self { stream, sheets: globals.sheets, shared })
    }

    /// The sheets of cells in their order.
    pub(crate) fn sheet_names(&self) -> Vec<SheetName> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Gives the rows of a sheet.
    pub(crate) fn rows<E>(&self, sheet: usize, rows: &mut Rows<'_, E>) -> Result<(), ReadError<E>> {
        let (_, start) = self.sheets.get(sheet).ok_or(Unreadable::NoSheet)?;
        let records = Records::new(self.stream.get(*start..).ok_or(Unreadable::Damaged)?);
        biff_sheet::rows(records, &self.shared, rows)
    }
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Self, Unreadable> {
        let mut globals = Self::default();
        let mut records = Records::new(stream);
        let mut begun = false;
        while let Some((kind, record)) = records.next()? {
            match kind {
                BOF => {
                    begun = true;
                    globals.old = two(record, 0).is_some_and(|version| version < 0x0600);
                }
                // The password stands before everything it covers.
                0x002F => return Err(Unreadable::Encrypted),
                0x0042 => globals.code_page = two(record, 0).unwrap_or_default(),
                0x0022 => globals.since_1904 = two(record, 0) == Some(1),
                0x00E0 => globals.cell_formats.push(two(record, 2).unwrap_or_default()),
                0x041E => globals.take_format(record),
                0x0085 => globals.take_sheet(record),
                0x00FC => globals.texts = biff_strings::shared(&mut records.pieces(record)?)?,
                EOF => break,
                _ => {}
            }
        }
        if begun { Ok(globals) } else { Err(Unreadable::Damaged) }
    }

    fn take_format(&mut self, record: &[u8]) {
        let (Some(id), Some(text)) = (two(record, 0), record.get(2..)) else { return };
        let text = if self.old {
            biff_strings::short_bytes(text, encoding(self.code_page))
        } else {
            biff_strings::wide(&mut Pieces::new(vec![text]))
        };
        // 255 formats are the most that Excel itself has; the search for them is a plain one.
        if let Some(text) = text
            && self.named.len() < 4_096
        {
            self.named.push((id, Shows::of_format(&text)));
        }
    }

    fn take_sheet(&mut self, record: &[u8]) {
        let (Some(start), Some([visible, kind])) = (four(record, 0), record.get(4..6)) else { return };
        let Some(name) = record.get(6..) else { return };
        let name = if self.old {
            biff_strings::short_bytes(name, encoding(self.code_page))
        } else {
            biff_strings::short_wide(name)
        };
        if *kind == 0 {
            let name = SheetName { name: name.unwrap_or_default(), hidden: visible & 3 != 0 };
            self.sheets.push((name, start as usize));
        }
    }
}

/// The encoding of a code page; what is unknown is taken for the mainland's.
fn encoding(code_page: u16) -> &'static Encoding {
    match code_page {
        950 => BIG5,
        1_252 | 32_769 => WINDOWS_1252,
        _ => GBK,
    }
}

fn seems(file: &Compound<'_>) -> Seems {
    match () {
        () if file.has("WordDocument") => Seems::Word,
        () if file.has("PowerPoint Document") => Seems::Slides,
        () => Seems::Unknown,
    }
}
