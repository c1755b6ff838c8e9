//! Looking what came: which kind of file, which sheets, which headings.

use std::io::Read as _;

use niangjia_document::heading::{self, Wanted};
use niangjia_document::read::{Bounds, Flow, ReadError, TableFile};
use niangjia_document::{Cell, field};
use niangjia_store::Ending;
use niangjia_web::AppError;

use crate::model::{Layout, LayoutColumn, State, TransferRow};
use crate::queries;
use crate::work::Work;

/// The rows among which the headings are looked for.
const ROWS_LOOKED_AT: usize = 30;
/// Sheets that are looked at.
const SHEETS_LOOKED_AT: usize = 20;
/// Values shown under a heading.
const SAMPLES: usize = 3;

/// The first rows of a sheet, with their numbers.
type FirstRows = Vec<(u32, Vec<Cell>)>;

/// Opens the uploaded file.
pub(super) fn open(work: &Work<'_>) -> Result<TableFile, AppError> {
    let source = work.row.source.ok_or_else(|| AppError::Internal("an import without a file".to_owned()))?;
    let mut bytes = Vec::with_capacity(usize::try_from(work.row.source_bytes).unwrap_or_default());
    work.store().files().open(source)?.read_to_end(&mut bytes).map_err(AppError::io)?;
    TableFile::open(bytes, &Bounds::default()).map_err(|unreadable| AppError::Refused(unreadable.to_string()))
}

/// The sentence of a file that cannot be read on.
pub(super) fn broken_off(error: ReadError<AppError>) -> AppError {
    match error {
        ReadError::Stopped(error) => error,
        ReadError::File(unreadable) => AppError::Refused(unreadable.to_string()),
    }
}

/// Finds the sheet and the headings, or takes those that the person named, and lets her look at them.
pub(super) fn read(work: &Work<'_>) -> Result<(), AppError> {
    let (intake, _) = work.machine()?.intake(&work.row.address)?;
    let wanted = intake.columns();
    let file = open(work)?;
    let key = work.row.key();
    let named = work.store().read_blocking(|tx| queries::layout(tx, key))?;
    let layout = match named {
        Some(named) => reread(&file, &named, &wanted)?,
        None => best(&file, &wanted)?,
    };
    let row: TransferRow = work.row.clone();
    work.store().write_blocking(move |tx| {
        queries::set_layout(tx, row.key(), &layout)?;
        let stays = queries::step(tx, row.key(), State::Reading, State::Matching)?;
        Ok::<_, AppError>(if stays { Ending::Commit(tx.unaudited(())) } else { Ending::Nothing(()) })
    })
}

fn visible(file: &TableFile) -> Vec<(usize, String)> {
    let sheets = file.sheets().iter().enumerate().filter(|(_, sheet)| !sheet.hidden);
    sheets.map(|(index, sheet)| (index, sheet.name.clone())).collect()
}

fn first_rows(file: &TableFile, sheet: usize) -> Result<FirstRows, AppError> {
    let mut rows = FirstRows::new();
    file.rows(sheet, &mut |number, cells| {
        rows.push((number, cells));
        Ok::<_, AppError>(if rows.len() < ROWS_LOOKED_AT { Flow::On } else { Flow::Enough })
    })
    .map_err(broken_off)?;
    Ok(rows)
}

/// The sheet on which most columns are understood.
fn best(file: &TableFile, wanted: &[Wanted]) -> Result<Layout, AppError> {
    let mut best: Option<(usize, Layout)> = None;
    for (index, _) in visible(file).into_iter().take(SHEETS_LOOKED_AT) {
        let rows = first_rows(file, index)?;
        let layout = understood(file, index, &rows, wanted);
        let score = layout.columns.iter().filter(|column| !column.code.is_empty()).count();
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, layout));
        }
    }
    let found = best.map(|(_, layout)| layout);
    found.ok_or_else(|| AppError::Refused("这个文件里没有看得见的工作表，请检查后重新上传".to_owned()))
}

/// The sheet, and where she says so the row, that the person named.
fn reread(file: &TableFile, named: &Layout, wanted: &[Wanted]) -> Result<Layout, AppError> {
    let sheets = visible(file);
    let (index, _) = sheets
        .get(named.sheet)
        .ok_or_else(|| AppError::Refused("这张工作表不在文件里了，请重新上传文件".to_owned()))?;
    let rows = first_rows(file, *index)?;
    if named.heading_row == 0 {
        return Ok(understood(file, *index, &rows, wanted));
    }
    let from: FirstRows = rows.iter().filter(|(number, _)| *number == named.heading_row).cloned().collect();
    let mut layout = understood(file, *index, &from, wanted);
    layout.heading_row = named.heading_row;
    if layout.columns.is_empty() {
        layout.columns = bare_columns(from.first());
    }
    add_samples(&mut layout, &rows);
    Ok(layout)
}

fn understood(file: &TableFile, index: usize, rows: &FirstRows, wanted: &[Wanted]) -> Layout {
    let sheets = visible(file);
    let sheet = sheets.iter().position(|(found, _)| *found == index).unwrap_or_default();
    let sheets = sheets.into_iter().map(|(_, name)| name).collect();
    let found = heading::find(rows, wanted);
    let heading_row = found.as_ref().map_or(0, |heading| heading.row);
    let columns = found.map_or_else(Vec::new, |heading| {
        let columns = heading.columns.into_iter().filter(|column| !column.text.is_empty());
        columns
            .map(|column| LayoutColumn {
                index: column.column,
                heading: column.text,
                code: column.code.unwrap_or_default().to_owned(),
                samples: Vec::new(),
            })
            .collect()
    });
    let mut layout = Layout { version: 1, sheets, sheet, heading_row, columns };
    add_samples(&mut layout, rows);
    layout
}

/// Columns of a row that was named as the heading, though nothing in it is understood.
fn bare_columns(row: Option<&(u32, Vec<Cell>)>) -> Vec<LayoutColumn> {
    let cells = row.into_iter().flat_map(|(_, cells)| cells.iter().enumerate());
    cells
        .map(|(index, cell)| (index, field::text(cell).ok().flatten().unwrap_or_default()))
        .filter(|(_, heading)| !heading.is_empty())
        .map(|(index, heading)| LayoutColumn { index, heading, code: String::new(), samples: Vec::new() })
        .collect()
}

fn add_samples(layout: &mut Layout, rows: &FirstRows) {
    for column in &mut layout.columns {
        let below = rows.iter().filter(|(number, _)| *number > layout.heading_row);
        let values = below.filter_map(|(_, cells)| cells.get(column.index)).map(Cell::shown);
        column.samples = values.filter(|value| !value.is_empty()).take(SAMPLES).collect();
    }
}
