//! What stands above and below the rows of a list.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::sheet::formats::{Formats, cut};
use crate::sheet::{ColumnHead, SheetHead};

const A4: u8 = 9;

/// Writes title, lines and heading, and sets up page and panes. Gives the first row of the data, from 0.
pub(super) fn write(
    sheet: &mut Worksheet,
    head: &SheetHead,
    columns: u16,
    formats: &Formats,
) -> Result<u32, XlsxError> {
    for (column, of) in (0_u16..).zip(&head.columns) {
        sheet.set_column_width(column, f64::from(of.width_characters.clamp(2, 120)))?;
    }
    let mut row = 0;
    sheet.set_row_height(row, 30)?;
    across(sheet, row, columns, &head.title, &formats.title)?;
    for line in &head.lines {
        row += 1;
        across(sheet, row, columns, line, &formats.line)?;
    }
    let first = row + 1;
    let last = heading(sheet, first, &head.columns, formats)?;
    page(sheet)?;
    sheet.set_freeze_panes(last + 1, 0)?;
    sheet.set_repeat_rows(first, last)?;
    Ok(last + 1)
}

/// Paper and print: A4 on its side, as wide as the columns need, numbered.
pub(crate) fn page(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    sheet.set_footer("&C第 &P 页，共 &N 页");
    Ok(())
}

/// One text across all columns.
pub(crate) fn across(
    sheet: &mut Worksheet,
    row: u32,
    columns: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if columns > 1 {
        sheet.merge_range(row, 0, row, columns - 1, &cut(text), format)?;
    } else {
        sheet.write_string_with_format(row, 0, cut(text), format)?;
    }
    Ok(())
}

/// The heading in one row, or in two where columns have groups. Gives its last row.
fn heading(
    sheet: &mut Worksheet,
    row: u32,
    columns: &[ColumnHead],
    formats: &Formats,
) -> Result<u32, XlsxError> {
    let format = &formats.heading;
    if columns.iter().all(|column| column.group.is_none()) {
        for (at, column) in (0_u16..).zip(columns) {
            sheet.write_string_with_format(row, at, cut(&column.label), format)?;
        }
        return Ok(row);
    }
    let mut at = 0_u16;
    for group in columns.chunk_by(|left, right| left.group.is_some() && left.group == right.group) {
        let width = u16::try_from(group.len()).unwrap_or(u16::MAX);
        match group.first() {
            Some(ColumnHead { group: Some(text), .. }) if width > 1 => {
                sheet.merge_range(row, at, row, at + width - 1, &cut(text), format)?;
            }
            Some(ColumnHead { group: Some(text), .. }) => {
                sheet.write_string_with_format(row, at, cut(text), format)?;
            }
            Some(column) => {
                sheet.merge_range(row, at, row + 1, at, &cut(&column.label), format)?;
            }
            None => {}
        }
        at += width;
    }
    for (at, column) in (0_u16..).zip(columns).filter(|(_, column)| column.group.is_some()) {
        sheet.write_string_with_format(row + 1, at, cut(&column.label), format)?;
    }
    Ok(row + 1)
}

/// A name that Excel takes for a sheet.
pub(crate) fn sheet_name(title: &str, number: usize) -> String {
    let allowed =
        title.chars().filter(|character| !character.is_control() && !"[]:*?/\\'".contains(*character));
    let name: String = allowed.take(24).collect();
    let name = if name.trim().is_empty() { "表".to_owned() } else { name.trim().to_owned() };
    if number > 1 { format!("{name}（{number}）") } else { name }
}
