//! Going through the rows of an uploaded file: trying them, or taking them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use niangjia_document::Cell;
use niangjia_document::read::Flow;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;

use crate::intake::{Finding, Home, Record, Rows};
use crate::model::{Counts, Layout, State};
use crate::queries;
use crate::work::read::{broken_off, open};
use crate::work::{Work, wrong};

/// Rows that share a transaction: others who write wait for at most so many.
const ROWS_AT_ONCE: usize = 200;

const TAKEN: Action = Action::write("transfer.take_rows", "导入一批");
const FINISHED: Action = Action::write("transfer.import", "导入文件");

/// How far it is.
#[derive(Clone)]
struct Progress {
    done: i64,
    counts: Counts,
}

/// Tries or takes every row, from where it was left.
pub(super) fn go_through(work: &Work<'_>) -> Result<(), AppError> {
    let key = work.row.key();
    let (intake, code) = work.machine()?.intake(&work.row.address)?;
    let layout = work.store().read_blocking(|tx| queries::layout(tx, key))?;
    let layout = layout.ok_or_else(|| AppError::Internal("an import without columns".to_owned()))?;
    let (home, session) = work.store().read_blocking(|tx| {
        let actor = work.actor(tx)?;
        let home = intake.home(tx, &actor, &code)?;
        let session = intake.begin(tx, &actor, &home)?;
        Ok::<_, AppError>((home, session))
    })?;
    let session = Arc::new(Mutex::new(session));
    let mut progress = Progress { done: work.row.done, counts: work.row.counts };
    if progress.done == 0 {
        begin(work, &layout)?;
        progress.counts = Counts::default();
    }
    let mut passed = 0;
    each_chunk(work, &layout, &mut |records| {
        let count = records.len() as i64;
        if passed + count <= progress.done {
            remember(work, &session, &records)?;
        } else if work.row.state == State::Checking {
            try_chunk(work, &session, records, &mut progress)?;
        } else {
            take_chunk(work, &home, &session, records, &mut progress)?;
        }
        passed += count;
        Ok(())
    })?;
    wrong::keep_wrong_rows(work, &layout)?;
    finish(work, &progress)
}

fn begin(work: &Work<'_>, layout: &Layout) -> Result<(), AppError> {
    let mut total = 0;
    each_chunk(work, layout, &mut |records| {
        total += records.len() as i64;
        Ok(())
    })?;
    let key = work.row.key();
    work.store().write_blocking(move |tx| {
        queries::begin_rows(tx, key, total)?;
        Ok::<_, AppError>(Ending::Commit(tx.unaudited(())))
    })
}

/// Gives the rows below the heading that hold anything, so many at once. The chunks are the same each time.
fn each_chunk(
    work: &Work<'_>,
    layout: &Layout,
    give: &mut dyn FnMut(Vec<Record>) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let file = open(work)?;
    let visible = file.sheets().iter().enumerate().filter(|(_, sheet)| !sheet.hidden);
    let sheet = visible.map(|(index, _)| index).nth(layout.sheet);
    let sheet =
        sheet.ok_or_else(|| AppError::Refused("这张工作表不在文件里了，请重新上传文件".to_owned()))?;
    let mut chunk = Vec::with_capacity(ROWS_AT_ONCE);
    file.rows(sheet, &mut |number, cells| {
        if number > layout.heading_row {
            let record = record(layout, number, &cells);
            if !record.is_blank() {
                chunk.push(record);
            }
        }
        if chunk.len() == ROWS_AT_ONCE {
            give(std::mem::replace(&mut chunk, Vec::with_capacity(ROWS_AT_ONCE)))?;
        }
        Ok(Flow::On)
    })
    .map_err(broken_off)?;
    if chunk.is_empty() { Ok(()) } else { give(chunk) }
}

/// A row with its cells by column; a column that is named twice gives the first that is filled.
fn record(layout: &Layout, number: u32, cells: &[Cell]) -> Record {
    let mut by_code = HashMap::<String, Cell>::new();
    for column in layout.columns.iter().filter(|column| !column.code.is_empty()) {
        if let Some(cell) = cells.get(column.index).filter(|cell| !cell.is_empty()) {
            by_code.entry(column.code.clone()).or_insert_with(|| cell.clone());
        }
    }
    Record::new(number, by_code)
}

type Session = Arc<Mutex<Box<dyn Rows>>>;

/// What was done before a restart is only remembered.
fn remember(work: &Work<'_>, session: &Session, records: &[Record]) -> Result<(), AppError> {
    work.store().read_blocking(|tx| {
        let mut session = session.lock().unwrap_or_else(PoisonError::into_inner);
        session.refresh();
        records.iter().try_for_each(|record| session.look(tx, record).map(drop))
    })
}

fn try_chunk(
    work: &Work<'_>,
    session: &Session,
    records: Vec<Record>,
    progress: &mut Progress,
) -> Result<(), AppError> {
    let findings = work.store().read_blocking(|tx| {
        let mut session = session.lock().unwrap_or_else(PoisonError::into_inner);
        session.refresh();
        records.iter().map(|record| session.look(tx, record)).collect::<Result<Vec<_>, _>>()
    })?;
    let found: Vec<_> = records.iter().map(|record| record.row).zip(findings).collect();
    let after = progress.after(&found);
    let (app, row, next) = (work.app.clone(), work.row.clone(), after.clone());
    work.store().write_blocking(move |tx| {
        let work = Work { app: &app, row: row.clone() };
        note(tx, &work, &found, &next)?;
        Ok::<_, AppError>(Ending::Commit(tx.unaudited(())))
    })?;
    *progress = after;
    Ok(())
}

fn take_chunk(
    work: &Work<'_>,
    home: &Home,
    session: &Session,
    records: Vec<Record>,
    progress: &mut Progress,
) -> Result<(), AppError> {
    let (app, row) = (work.app.clone(), work.row.clone());
    let (home, session, before) = (home.clone(), Arc::clone(session), progress.clone());
    *progress = work.store().write_blocking(move |tx| {
        let work = Work { app: &app, row: row.clone() };
        let actor = work.actor(tx)?;
        let mut session = session.lock().unwrap_or_else(PoisonError::into_inner);
        session.refresh();
        session.hold(tx, &records)?;
        let taken = records.iter().map(|record| Ok((record.row, session.take(tx, record)?)));
        let found = taken.collect::<Result<Vec<_>, AppError>>()?;
        let after = before.after(&found);
        queries::insert_made(tx, row.key(), &session.made())?;
        for (record, (_, finding)) in records.iter().zip(&found) {
            if let Finding::Asked(alike) = finding {
                queries::insert_pairs(tx, row.key(), record, alike)?;
            }
        }
        note(tx, &work, &found, &after)?;
        audited(tx, &actor, &work, &home, (&found, after))
    })?;
    Ok(())
}

fn audited(
    tx: &WriteTx<'_>,
    actor: &Actor,
    work: &Work<'_>,
    home: &Home,
    (found, after): (&[(u32, Finding)], Progress),
) -> Result<Ending<Progress>, AppError> {
    let changed =
        found.iter().filter(|(_, finding)| matches!(finding, Finding::Fresh | Finding::Added)).count();
    if changed == 0 {
        return Ok(Ending::Commit(tx.unaudited(after)));
    }
    let rows = found.first().zip(found.last());
    let rows = rows.map_or_else(String::new, |((first, _), (last, _))| format!("{first}–{last}"));
    let entry = Entry::by(actor, TAKEN).about(home.tenant, work.row.id, &home.path).named(&work.row.title);
    Ok(tx.record(&entry.change("行", "", rows).change("写入", "", changed), after)?.into())
}

impl Progress {
    fn after(&self, found: &[(u32, Finding)]) -> Self {
        let mut counts = self.counts;
        for (_, finding) in found {
            match finding {
                Finding::Fresh => counts.fresh += 1,
                Finding::Added => counts.added += 1,
                Finding::Same => counts.same += 1,
                Finding::Wrong(_) => counts.wrong += 1,
                Finding::Asked(_) => counts.asked += 1,
            }
        }
        Self { done: self.done + found.len() as i64, counts }
    }
}

fn note(
    tx: &WriteTx<'_>,
    work: &Work<'_>,
    found: &[(u32, Finding)],
    after: &Progress,
) -> Result<(), AppError> {
    for (number, finding) in found {
        if let Finding::Wrong(reasons) = finding {
            queries::insert_wrong(tx, work.row.key(), *number, reasons)?;
        }
    }
    work.advance(tx, after.done, after.counts)
}

fn finish(work: &Work<'_>, progress: &Progress) -> Result<(), AppError> {
    let (app, row, counts) = (work.app.clone(), work.row.clone(), progress.counts);
    work.store().write_blocking(move |tx| {
        let work = Work { app: &app, row: row.clone() };
        if row.state == State::Checking {
            queries::step(tx, row.key(), State::Checking, State::Checked)?;
            return Ok(Ending::Commit(tx.unaudited(())));
        }
        let actor = work.actor(tx)?;
        queries::step(tx, row.key(), State::Taking, State::Done)?;
        let entry = Entry::by(&actor, FINISHED).about(row.tenant, row.id, &row.org_path).named(&row.title);
        let entry = entry.change("文件", "", &row.file_name).change("新增", "", counts.fresh);
        let entry = entry.change("补充", "", counts.added).change("没有变化", "", counts.same);
        let entry = entry.change("有问题", "", counts.wrong).change("等待确认", "", counts.asked);
        Ok::<_, AppError>(tx.record(&entry, ())?.into())
    })
}
