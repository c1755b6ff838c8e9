//! A form as a sheet.

use std::io::Write;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::paper::layout::{Place, grid};
use crate::paper::{Align, Paper, PaperCell};
use crate::sheet::{OutCell, SheetError, cut, head, height, serial};

/// The height of a line, in points.
const LINE: f64 = 16.0;

/// Writes a form as .xlsx: one page wide, counts as numbers, days as dates.
///
/// # Errors
/// When its cells do not fit into its columns, or `into` refuses.
pub fn write_sheet(paper: &Paper, into: impl Write + Send) -> Result<(), SheetError> {
    write_sheets(std::slice::from_ref(paper), into)
}

/// Writes a form of several papers as .xlsx, a sheet for each: one page wide, counts as numbers, days as dates.
///
/// # Errors
/// When the cells of one do not fit into its columns, or `into` refuses.
pub fn write_sheets(papers: &[Paper], into: impl Write + Send) -> Result<(), SheetError> {
    let mut workbook = Workbook::new();
    for (number, paper) in (1..).zip(papers) {
        let sheet = workbook.add_worksheet();
        // Excel refuses two sheets of one name.
        let same = papers.iter().take(number).filter(|other| other.title == paper.title).count();
        sheet.set_name(head::sheet_name(&paper.title, same))?;
        write_paper(sheet, paper)?;
    }
    workbook.save_to_writer(into)?;
    Ok(())
}

fn write_paper(sheet: &mut Worksheet, paper: &Paper) -> Result<(), SheetError> {
    let grid = grid(paper).map_err(|error| SheetError::Layout(error.to_string()))?;
    let columns = u16::try_from(paper.widths.len()).unwrap_or(u16::MAX);
    let first = above(sheet, paper, columns)?;
    let widths = column_widths(paper);
    let mut row = first;
    for (index, places) in grid.iter().enumerate() {
        sheet.set_row_height(row, row_height(places, &widths))?;
        write_row(sheet, row, places, index < paper.header.len())?;
        row += 1;
    }
    below(sheet, paper, columns, row + 1)?;
    head::page(sheet)?;
    if !paper.landscape {
        sheet.set_portrait();
    }
    let header = u32::try_from(paper.header.len()).unwrap_or(u32::MAX);
    if header > 0 {
        sheet.set_repeat_rows(first, first + header - 1)?;
    }
    Ok(())
}

/// In half-width characters, of which a page of A4 is about so many wide.
fn column_widths(paper: &Paper) -> Vec<f64> {
    let page = if paper.landscape { 125.0 } else { 85.0 };
    let whole: f64 = paper.widths.iter().map(|width| f64::from(*width)).sum();
    let part = |width: &u16| (f64::from(*width) / whole.max(1.0) * page).clamp(3.0, 100.0);
    paper.widths.iter().map(part).collect()
}

/// How high a row must be; cells over several rows do not count.
fn row_height(places: &[Place<'_>], widths: &[f64]) -> f64 {
    let printed: Vec<(String, f64)> = places
        .iter()
        .enumerate()
        .filter_map(|(column, place)| match place {
            Place::Cell(cell) if cell.down <= 1 => {
                let width = widths.iter().skip(column).take(usize::from(cell.across.max(1))).sum();
                Some((cell.value.printed(), width))
            }
            _ => None,
        })
        .collect();
    height(printed.iter().map(|(text, width)| (text.as_str(), *width)), LINE).unwrap_or(LINE + 6.0)
}

fn above(sheet: &mut Worksheet, paper: &Paper, columns: u16) -> Result<u32, XlsxError> {
    for (column, width) in (0_u16..).zip(column_widths(paper)) {
        sheet.set_column_width(column, width)?;
    }
    let plain = Format::new().set_font_name("仿宋").set_align(FormatAlign::VerticalCenter);
    let title =
        plain.clone().set_font_name("宋体").set_bold().set_font_size(18).set_align(FormatAlign::Center);
    sheet.set_row_height(0, 36)?;
    head::across(sheet, 0, columns, &paper.title, &title)?;
    let mut row = 1;
    for line in &paper.subtitles {
        head::across(sheet, row, columns, line, &plain.clone().set_font_size(12))?;
        row += 1;
    }
    Ok(row)
}

fn below(sheet: &mut Worksheet, paper: &Paper, columns: u16, first: u32) -> Result<(), XlsxError> {
    let plain = Format::new().set_font_name("仿宋").set_font_size(12).set_align(FormatAlign::VerticalCenter);
    for (row, line) in (first..).zip(&paper.closing) {
        sheet.set_row_height(row, 26)?;
        head::across(sheet, row, columns, &line.join("　　　　　　"), &plain)?;
    }
    Ok(())
}

fn format(cell: &PaperCell, in_header: bool) -> Format {
    let kind = match cell.value {
        OutCell::Count(_) => "0",
        OutCell::Decimal(_) => "0.00",
        OutCell::Day(_) => "yyyy\"年\"m\"月\"d\"日\"",
        OutCell::Empty | OutCell::Text(_) => "@",
    };
    let align = match cell.align {
        Align::Middle => FormatAlign::Center,
        Align::Left => FormatAlign::Left,
        Align::Right => FormatAlign::Right,
    };
    let format = Format::new().set_font_name("仿宋").set_font_size(12).set_text_wrap().set_num_format(kind);
    let format =
        format.set_align(align).set_align(FormatAlign::VerticalCenter).set_border(FormatBorder::Thin);
    if cell.bold || in_header { format.set_bold() } else { format }
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    places: &[Place<'_>],
    in_header: bool,
) -> Result<(), XlsxError> {
    let blank = PaperCell::new(OutCell::Empty);
    for (column, place) in (0_u16..).zip(places) {
        let cell = match place {
            Place::Cell(cell) => cell,
            Place::Blank => &blank,
            Place::Taken { .. } => continue,
        };
        let format = format(cell, in_header);
        let (across, down) = (cell.across.max(1), cell.down.max(1));
        if across > 1 || down > 1 {
            sheet.merge_range(row, column, row + u32::from(down) - 1, column + across - 1, "", &format)?;
        }
        match &cell.value {
            OutCell::Empty => sheet.write_blank(row, column, &format)?,
            OutCell::Text(text) => sheet.write_string_with_format(row, column, cut(text), &format)?,
            OutCell::Count(count) => sheet.write_number_with_format(row, column, *count as f64, &format)?,
            OutCell::Decimal(number) => sheet.write_number_with_format(row, column, *number, &format)?,
            OutCell::Day(day) => match serial(*day) {
                Some(serial) => sheet.write_number_with_format(row, column, serial, &format)?,
                None => sheet.write_string_with_format(row, column, day.long(), &format)?,
            },
        };
    }
    Ok(())
}
