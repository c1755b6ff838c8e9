//! The rows that were not taken, as a file to mend and upload again: the same columns, and the reasons in the last one.

use std::collections::HashMap;

use niangjia_document::Cell;
use niangjia_document::read::Flow;
use niangjia_document::sheet::{ColumnHead, Kind, OutCell, SheetHead, SheetWriter};
use niangjia_kernel::{Id, StoredFile};
use niangjia_store::Ending;
use niangjia_web::AppError;

use crate::model::Layout;
use crate::queries;
use crate::work::Work;
use crate::work::read::{broken_off, open};
use crate::work::unwritten;

/// What stands above the reasons.
const REASONS: &str = "没有导入的原因";

/// Makes the file, or takes the one of an earlier step away.
pub(super) fn keep_wrong_rows(work: &Work<'_>, layout: &Layout) -> Result<(), AppError> {
    let key = work.row.key();
    let wrong = work.store().read_blocking(|tx| queries::wrong_rows(tx, key, i64::MAX))?;
    let reasons: HashMap<i64, Vec<String>> = wrong.into_iter().collect();
    let made = if reasons.is_empty() { None } else { Some(write(work, layout, &reasons)?) };
    let before = work.store().write_blocking(move |tx| {
        let before =
            queries::set_result(tx, key, made.map(|(id, _)| id), made.map_or(0, |(_, bytes)| bytes))?;
        Ok::<_, AppError>(Ending::Commit(tx.unaudited(before)))
    })?;
    if let Some(before) = before {
        work.store().files().remove(before)?;
    }
    Ok(())
}

fn write(
    work: &Work<'_>,
    layout: &Layout,
    reasons: &HashMap<i64, Vec<String>>,
) -> Result<(Id<StoredFile>, i64), AppError> {
    let folder = work.store().files().unfinished();
    let text = |label: &str, width| ColumnHead::new(label, width, Kind::Text);
    let mut columns: Vec<_> = layout.columns.iter().map(|column| text(&column.heading, 16)).collect();
    columns.push(text(REASONS, 60));
    let lines = vec![format!("{} 中没有导入的行。改好后直接上传这个文件即可。", work.row.file_name)];
    let head = SheetHead { title: work.row.title.clone(), lines, columns, closing: Vec::new() };
    let mut sheet = SheetWriter::new(&head, &folder).map_err(unwritten)?;
    let file = open(work)?;
    let visible = file.sheets().iter().enumerate().filter(|(_, sheet)| !sheet.hidden);
    let index = visible.map(|(index, _)| index).nth(layout.sheet).unwrap_or_default();
    file.rows(index, &mut |number, cells| {
        if let Some(reasons) = reasons.get(&i64::from(number)) {
            let shown = |index| cells.get(index).map(Cell::shown).unwrap_or_default();
            let shown = layout.columns.iter().map(|column| OutCell::from(shown(column.index).as_str()));
            let row: Vec<OutCell> = shown.chain([OutCell::Text(reasons.join("；"))]).collect();
            sheet.row(&row).map_err(unwritten)?;
        }
        Ok(Flow::On)
    })
    .map_err(broken_off)?;
    let mut file = work.store().files().create()?;
    sheet.finish(&mut file).map_err(unwritten)?;
    let bytes = i64::try_from(file.bytes()).unwrap_or(i64::MAX);
    Ok((file.keep()?, bytes))
}
