//! A form as a Word paper. Source: ECMA-376 part 1, WordprocessingML.
//!
//! Five small parts, written directly: a library for it would bring a second zip and a second XML reader.

mod parts;

use std::io::{Seek, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use crate::paper::layout::{Place, grid};
use crate::paper::{Align, Paper, PaperCell};
use crate::sheet::{OutCell, SheetError};

/// A4 in twentieths of a point, and the margins of an official paper's form.
const SHORT_SIDE: u32 = 11_906;
const LONG_SIDE: u32 = 16_838;
const MARGIN: u32 = 1_134;

/// Sizes in half points: 二号 for the title, 小四 for lines and the table.
const TITLE: u32 = 44;
const BODY: u32 = 24;
/// 五号 for a long table, whose rows then stand closer: up to forty of them fit on one page.
const SMALL: u32 = 21;
const LONG_TABLE: usize = 26;
/// From so many lines or characters on a row may go over the page.
const TALL_LINES: usize = 16;
const TALL_CHARACTERS: usize = 400;

/// Writes a form as .docx: the office edits, prints and signs it.
///
/// # Errors
/// When its cells do not fit into its columns, or `into` refuses.
pub fn write_docx(paper: &Paper, into: impl Write + Seek) -> Result<(), SheetError> {
    write_docx_pages(std::slice::from_ref(paper), into)
}

/// Writes a form of several papers as .docx, each on a page of its own: the office edits, prints and signs it.
///
/// # Errors
/// When the cells of one do not fit into its columns, or `into` refuses.
pub fn write_docx_pages(papers: &[Paper], into: impl Write + Seek) -> Result<(), SheetError> {
    let document = document(papers)?;
    let disk = |error: std::io::Error| SheetError::Disk(error.to_string());
    let mut zip = ZipWriter::new(into);
    for (name, text) in parts::FIXED.iter().copied().chain([("word/document.xml", document.as_str())]) {
        zip.start_file(name, SimpleFileOptions::default())
            .map_err(|error| SheetError::Disk(error.to_string()))?;
        zip.write_all(text.as_bytes()).map_err(disk)?;
    }
    zip.finish().map_err(|error| SheetError::Disk(error.to_string()))?.flush().map_err(disk)
}

/// A text inside of XML; what XML cannot say at all is left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' => safe.push(' '),
            '\0'..='\u{9}' | '\u{B}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            other => safe.push(other),
        }
    }
    safe
}

/// How a paragraph looks.
struct Look {
    size: u32,
    bold: bool,
    title: bool,
    align: &'static str,
    /// Space after it, in twentieths of a point.
    after: u32,
}

fn paragraph(text: &str, look: &Look) -> String {
    let font = if look.title { "方正小标宋简体" } else { "仿宋_GB2312" };
    let bold = if look.bold { "<w:b/>" } else { "" };
    let run = format!(
        "<w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"{font}\"/>{bold}\
         <w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr>",
        size = look.size
    );
    let lines: Vec<String> = text.lines().map(escaped).collect();
    let text = lines.join("</w:t><w:br/><w:t xml:space=\"preserve\">");
    format!(
        "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"{}\"/><w:jc w:val=\"{}\"/></w:pPr>\
         <w:r>{run}<w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>",
        look.after, look.align
    )
}

fn document(papers: &[Paper]) -> Result<String, SheetError> {
    let mut body = String::new();
    for (number, paper) in (1..).zip(papers) {
        push_paper(&mut body, paper)?;
        // The last page's set-up stands in the body, that of the others in the paragraph that ends them.
        if number == papers.len() {
            body.push_str(&page(paper));
        } else {
            body.push_str(&format!("<w:p><w:pPr>{}</w:pPr></w:p>", page(paper)));
        }
    }
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"{}\" xmlns:r=\"{}\"><w:body>{body}</w:body></w:document>",
        parts::WORD,
        parts::RELATIONS
    ))
}

fn sides(paper: &Paper) -> (u32, u32) {
    if paper.landscape { (LONG_SIDE, SHORT_SIDE) } else { (SHORT_SIDE, LONG_SIDE) }
}

fn page(paper: &Paper) -> String {
    let (width, height) = sides(paper);
    let orient = if paper.landscape { " w:orient=\"landscape\"" } else { "" };
    format!(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>\
         <w:pgSz w:w=\"{width}\" w:h=\"{height}\"{orient}/>\
         <w:pgMar w:top=\"{MARGIN}\" w:right=\"{MARGIN}\" w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" \
         w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>"
    )
}

fn push_paper(body: &mut String, paper: &Paper) -> Result<(), SheetError> {
    let grid = grid(paper).map_err(|error| SheetError::Layout(error.to_string()))?;
    let (width, _) = sides(paper);
    let widths = column_widths(&paper.widths, width - 2 * MARGIN);
    let title = Look { size: TITLE, bold: false, title: true, align: "center", after: 200 };
    body.push_str(&paragraph(&paper.title, &title));
    let long = grid.len() > LONG_TABLE;
    let (size, after) = if long { (SMALL, 40) } else { (BODY, 80) };
    let line = Look { size, bold: false, title: false, align: "left", after };
    for subtitle in &paper.subtitles {
        body.push_str(&paragraph(subtitle, &line));
    }
    body.push_str(&table(&grid, &widths, paper.header.len()));
    let spaced = Look { after: after * 2, ..line };
    body.push_str(&paragraph("", &Look { size: 12, bold: false, title: false, align: "left", after: 0 }));
    for closing in &paper.closing {
        body.push_str(&paragraph(&closing.join("　　　　"), &spaced));
    }
    Ok(())
}

fn column_widths(beside: &[u16], whole: u32) -> Vec<u32> {
    let sum: u32 = beside.iter().map(|width| u32::from(*width)).sum::<u32>().max(1);
    beside.iter().map(|width| whole * u32::from(*width) / sum).collect()
}

fn table(grid: &[Vec<Place<'_>>], widths: &[u32], header: usize) -> String {
    let whole: u32 = widths.iter().sum();
    let border =
        |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).concat();
    let columns: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let size = if grid.len() > LONG_TABLE { SMALL } else { BODY };
    let rows: String =
        grid.iter().enumerate().map(|(row, places)| table_row(places, widths, row < header, size)).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
         <w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>\
         <w:tblCellMar><w:top w:w=\"15\" w:type=\"dxa\"/><w:left w:w=\"57\" w:type=\"dxa\"/><w:bottom w:w=\"15\" w:type=\"dxa\"/><w:right w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         <w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )
}

/// Whether a place holds more than stands on a part of a page.
fn is_tall(place: &Place<'_>) -> bool {
    let Place::Cell(cell) = place else { return false };
    let text = cell.value.printed();
    text.lines().count() > TALL_LINES || text.chars().count() > TALL_CHARACTERS
}

fn table_row(places: &[Place<'_>], widths: &[u32], in_header: bool, size: u32) -> String {
    let repeated = if in_header { "<w:tblHeader/>" } else { "" };
    let height = if size == SMALL { 350 } else { 480 };
    // A row that may be taller than the page goes on over it: kept together, its end would be cut off.
    let whole = if places.iter().any(is_tall) { "" } else { "<w:cantSplit/>" };
    let mut cells = String::new();
    for (column, place) in places.iter().enumerate() {
        let blank = PaperCell::new(OutCell::Empty);
        let (cell, across, merge) = match place {
            Place::Cell(cell) if cell.down > 1 => (*cell, cell.across, "<w:vMerge w:val=\"restart\"/>"),
            Place::Cell(cell) => (*cell, cell.across, ""),
            Place::Blank => (&blank, 1, ""),
            Place::Taken { below: Some(across) } => (&blank, *across, "<w:vMerge/>"),
            Place::Taken { below: None } => continue,
        };
        let across = usize::from(across.max(1));
        let width: u32 = widths.iter().skip(column).take(across).sum();
        let span = if across > 1 { format!("<w:gridSpan w:val=\"{across}\"/>") } else { String::new() };
        let align = match cell.align {
            Align::Middle => "center",
            Align::Left => "left",
            Align::Right => "right",
        };
        let look = Look { size, bold: cell.bold || in_header, title: false, align, after: 0 };
        cells.push_str(&format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}<w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
            paragraph(&cell.value.printed(), &look)
        ));
    }
    format!(
        "<w:tr><w:trPr>{whole}<w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/>{repeated}</w:trPr>{cells}</w:tr>"
    )
}
