//! Workbooks as offices make them, written by hand: several sheets, titles, merged cells, numbers where texts should be.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};

/// A workbook in the making.
#[derive(Debug, Clone, Default)]
pub struct Workbook {
    sheets: Vec<(String, String)>,
}

impl Workbook {
    /// A workbook with one sheet: its first row is the heading.
    #[must_use]
    pub fn of(rows: &[&[&str]]) -> Self {
        Self::default().sheet("台账", rows, &[])
    }

    /// The same with another sheet. A cell that begins with `#` is a number; `merged` are ranges as Excel names them.
    #[must_use]
    pub fn sheet(mut self, name: &str, rows: &[&[&str]], merged: &[&str]) -> Self {
        let mut xml = String::from("<sheetData>");
        for (row, cells) in (1..).zip(rows) {
            let _ = write!(xml, "<row r=\"{row}\">");
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let at = format!("{}{row}", letters(column));
                let _ = match cell.strip_prefix('#') {
                    Some(number) => write!(xml, "<c r=\"{at}\"><v>{number}</v></c>"),
                    None => {
                        write!(xml, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(cell))
                    }
                };
            }
            xml.push_str("</row>");
        }
        xml.push_str("</sheetData>");
        if !merged.is_empty() {
            let cells = merged.iter().map(|range| format!("<mergeCell ref=\"{range}\"/>"));
            let _ = write!(xml, "<mergeCells>{}</mergeCells>", cells.collect::<String>());
        }
        self.sheets.push((name.to_owned(), xml));
        self
    }

    /// The same with a sheet whose inside is written by hand.
    #[must_use]
    pub fn raw_sheet(mut self, name: &str, inside: &str) -> Self {
        self.sheets.push((name.to_owned(), inside.to_owned()));
        self
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let (mut listed, mut related) = (String::new(), String::new());
        for (number, (name, inside)) in (1..).zip(&self.sheets) {
            let _ =
                write!(listed, "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"s{number}\"/>", escaped(name));
            let _ = write!(
                related,
                "<Relationship Id=\"s{number}\" Type=\"x/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
            let sheet = format!("<worksheet>{inside}</worksheet>");
            put(&mut zip, &format!("xl/worksheets/sheet{number}.xml"), &sheet);
        }
        let root = "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
        put(&mut zip, "_rels/.rels", root);
        put(&mut zip, "xl/_rels/workbook.xml.rels", &format!("<Relationships>{related}</Relationships>"));
        put(&mut zip, "xl/workbook.xml", &format!("<workbook><sheets>{listed}</sheets></workbook>"));
        zip.finish().expect("a zip").into_inner()
    }
}

fn put(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str) {
    zip.start_file(name, SimpleFileOptions::default()).expect("a part");
    zip.write_all(text.as_bytes()).expect("room");
}

fn letters(column: usize) -> String {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index).expect("a letter"));
    if column < 26 {
        letter(column).to_string()
    } else {
        format!("{}{}", letter(column / 26 - 1), letter(column % 26))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
