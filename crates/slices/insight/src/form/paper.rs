//! A form as a sheet and as a Word paper.

use std::io::Cursor;

use niangjia_document::paper::{Align, Paper, PaperCell, write_docx_pages, write_sheets};
use niangjia_document::sheet::{OutCell, SheetError};

use crate::form::printed::{CellKind, Printed, PrintedCell, PrintedRow, PrintedTable};
use crate::model::Amount;

/// The workbook: one sheet for each table.
///
/// # Errors
/// When a layout does not fit on paper.
pub(crate) fn workbook(form: &Printed, mark: &str) -> Result<Vec<u8>, SheetError> {
    let mut bytes = Vec::new();
    write_sheets(&papers(form, mark), &mut bytes)?;
    Ok(bytes)
}

/// The Word paper: one part for each table.
///
/// # Errors
/// When a layout does not fit on paper.
pub(crate) fn document(form: &Printed, mark: &str) -> Result<Vec<u8>, SheetError> {
    let mut bytes = Cursor::new(Vec::new());
    write_docx_pages(&papers(form, mark), &mut bytes)?;
    Ok(bytes.into_inner())
}

/// Title and head stand on the first, closing lines and notes below the table that is signed; `mark` says what is not yet fixed.
fn papers(form: &Printed, mark: &str) -> Vec<Paper> {
    let paper = |(place, table): (usize, &PrintedTable)| {
        let (title, mut subtitles) = if place == 0 {
            let number = format!("表号：{}", form.number);
            let marked = (!mark.is_empty()).then(|| format!("（{mark}）"));
            let lines = [number].into_iter().chain(form.head.iter().cloned()).chain(marked);
            (form.title.clone(), lines.collect())
        } else {
            (table.heading.clone(), Vec::new())
        };
        if place == 0 && !table.heading.is_empty() {
            subtitles.push(table.heading.clone());
        }
        let mut closing = Vec::new();
        if table.signed {
            let line = |(label, said): &(String, String)| format!("{label}：{said}");
            let lines: Vec<String> = form.closing.iter().map(line).collect();
            closing.extend(lines.chunks(3).map(<[String]>::to_vec));
            let notes = (1..).zip(&form.notes);
            closing.extend(notes.map(|(number, note)| vec![format!("注{number}：{note}")]));
        }
        let head = |head: &crate::form::printed::Head| PaperCell::merged(&head.text, head.across, head.down);
        Paper {
            title,
            subtitles,
            landscape: table.landscape,
            widths: table.widths.clone(),
            header: table.heads.iter().map(|heads| heads.iter().map(head).collect()).collect(),
            rows: table.rows.iter().map(|row| cells(row, table.widths.len())).collect(),
            closing,
        }
    };
    form.tables.iter().enumerate().map(paper).collect()
}

fn cells(row: &PrintedRow, columns: usize) -> Vec<PaperCell> {
    if !row.part.is_empty() {
        let across = u16::try_from(columns).unwrap_or(1);
        return vec![PaperCell { bold: true, ..PaperCell::merged(&row.part, across, 1).left() }];
    }
    let cell = |cell: &PrintedCell| {
        let value = match cell.kind.amount() {
            Some(Amount::Count(count)) => OutCell::Count(count),
            _ => OutCell::from(cell.text.as_str()),
        };
        let align = match cell.kind {
            CellKind::Item | CellKind::Note => Align::Left,
            CellKind::Middle | CellKind::Nothing | CellKind::Figure(_) => Align::Middle,
        };
        PaperCell { align, bold: row.total, ..PaperCell::new(value) }
    };
    row.cells.iter().map(cell).collect()
}
