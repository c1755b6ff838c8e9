//! Writing a list into a workbook.

use niangjia_document::sheet::SheetWriter;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, NewFile};
use niangjia_web::AppError;

use crate::actions::{Unmasked, with_reason};
use crate::model::{Counts, State};
use crate::queries;
use crate::work::{Work, unwritten};

/// Rows between two notes of the progress.
const ROWS_BETWEEN_NOTES: i64 = 5_000;

/// Her post lets her see them no more.
const NO_MORE: &str = "您现在的岗位看不到这些联系方式了";

/// Who takes a list out has looked at all of it: the auditor finds it among the looks.
pub(crate) const MADE: Action = Action::read("transfer.export", "导出列表");

/// Writes the file from one consistent state: the list as it is at the moment, as she may see it.
pub(super) fn make(work: &Work<'_>) -> Result<(), AppError> {
    let (listing, asked) = work.machine()?.listing(&work.row.address)?;
    let asked = asked.unmasked(work.row.reason.is_some());
    let (file, done, filter, columns) = work.store().read_blocking(|tx| {
        let actor = work.actor(tx)?;
        let opened = listing.open(tx, &actor, &asked)?;
        let columns = listing.personal(tx, &actor, &asked)?;
        if asked.is_unmasked() && columns.is_empty() {
            return Err(AppError::Forbidden(NO_MORE.to_owned()));
        }
        let folder = work.store().files().unfinished();
        let mut sheet = SheetWriter::new(&opened.head, &folder).map_err(unwritten)?;
        let mut done = 0;
        listing.rows(tx, &actor, &asked, &mut |cells| {
            sheet.row(cells).map_err(unwritten)?;
            done += 1;
            if done % ROWS_BETWEEN_NOTES == 0 { note(work, done) } else { Ok(()) }
        })?;
        let mut file = work.store().files().create()?;
        sheet.finish(&mut file).map_err(unwritten)?;
        Ok::<_, AppError>((file, done, opened.filter, columns))
    })?;
    let unmasked = work.row.reason.clone().map(|reason| Unmasked { columns, reason });
    finish(work, file, done, (&filter, unmasked))
}

fn note(work: &Work<'_>, done: i64) -> Result<(), AppError> {
    let (key, state) = (work.row.key(), work.row.state);
    let stays = work.store().write_blocking(move |tx| {
        let stays = queries::advance(tx, key, state, done, Counts::default())?;
        Ok::<_, AppError>(Ending::Commit(tx.unaudited(stays)))
    })?;
    if stays { Ok(()) } else { Err(AppError::Refused("已经取消".to_owned())) }
}

fn finish(
    work: &Work<'_>,
    file: NewFile,
    done: i64,
    (filter, unmasked): (&str, Option<Unmasked>),
) -> Result<(), AppError> {
    let bytes = i64::try_from(file.bytes()).unwrap_or(i64::MAX);
    let id = file.keep()?;
    let (row, filter) = (work.row.clone(), filter.to_owned());
    let app = work.app.clone();
    let written = work.store().write_blocking(move |tx| {
        let work = Work { app: &app, row: row.clone() };
        let actor = work.actor(tx)?;
        work.advance(tx, done, Counts::default())?;
        queries::set_result(tx, row.key(), Some(id), bytes)?;
        queries::step(tx, row.key(), State::Making, State::Done)?;
        let entry = Entry::by(&actor, MADE).about(row.tenant, row.id, &row.org_path).named(&row.title);
        let entry = entry.change("条件", "", &filter).change("行数", "", done);
        let entry = match &unmasked {
            Some(unmasked) => with_reason(entry, unmasked),
            None => entry,
        };
        Ok::<_, AppError>(tx.record(&entry, ())?.into())
    });
    if written.is_err() {
        work.store().files().remove(id)?;
    }
    written
}
