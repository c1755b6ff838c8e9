//! Files made by hand, and what is read from them.

use std::convert::Infallible;
use std::io::{Cursor, Write};

use niangjia_document::Cell;
use niangjia_document::read::{Bounds, Flow, ReadError, TableFile, Unreadable};
use niangjia_kernel::Day;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Rows as they were read.
pub(crate) type Rows = Vec<(u32, Vec<Cell>)>;

pub(crate) fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

pub(crate) fn on(year: i16, month: i8, day: i8) -> Day {
    Day::of(year, month, day).expect("a date")
}

/// A zip of these parts.
pub(crate) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("room");
    }
    zip.finish().expect("a zip").into_inner()
}

/// The parts of a workbook by hand, to be changed before they are packed.
#[derive(Clone)]
pub(crate) struct Book {
    pub properties: &'static str,
    pub sheet: String,
    pub shared: String,
    pub styles: String,
}

impl Book {
    /// A workbook of one sheet with this inside of `<worksheet>`.
    pub(crate) fn of_sheet(inside: &str) -> Self {
        let sheet = format!("<worksheet>{inside}</worksheet>");
        Self { properties: "", sheet, shared: "<sst/>".to_owned(), styles: "<styleSheet/>".to_owned() }
    }

    /// The same with these rows.
    pub(crate) fn of_rows(rows: &str) -> Self {
        Self::of_sheet(&format!("<sheetData>{rows}</sheetData>"))
    }

    pub(crate) fn packed(&self) -> Vec<u8> {
        let workbook = format!(
            "<workbook><workbookPr {}/><sheets><sheet name=\"表一\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>",
            self.properties
        );
        packed(&[
            ("_rels/.rels", br#"<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
            ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="c" Type="x/styles" Target="/xl/styles.xml"/></Relationships>"#),
            ("xl/workbook.xml", workbook.as_bytes()),
            ("xl/worksheets/sheet1.xml", self.sheet.as_bytes()),
            ("xl/sharedStrings.xml", self.shared.as_bytes()),
            ("xl/styles.xml", self.styles.as_bytes()),
        ])
    }

    /// Its rows.
    pub(crate) fn read(&self) -> Rows {
        rows(self.packed(), 0)
    }
}

/// All rows of a sheet of an opened table.
pub(crate) fn rows_of(file: &TableFile, sheet: usize) -> Result<Rows, ReadError<Infallible>> {
    let mut rows = Vec::new();
    file.rows(sheet, &mut |number, cells| {
        rows.push((number, cells));
        Ok(Flow::On)
    })?;
    Ok(rows)
}

/// All rows of a sheet, of a file that can be read.
pub(crate) fn rows(bytes: Vec<u8>, sheet: usize) -> Rows {
    let file = open(bytes).expect("a table");
    rows_of(&file, sheet).expect("rows")
}

pub(crate) fn open(bytes: Vec<u8>) -> Result<TableFile, Unreadable> {
    TableFile::open(bytes, &Bounds::default())
}

/// Why a file is refused.
pub(crate) fn refusal(bytes: Vec<u8>) -> Unreadable {
    match open(bytes) {
        Ok(_) => panic!("was opened"),
        Err(unreadable) => unreadable,
    }
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("the fixture")
}
