//! One import or export: how far it is, what it asks of the person, what came of it.

use std::time::Duration;

use askama::Template;
use axum::response::Response;
use niangjia_store::{Actor, Ending, ReadTx, WriteTx};
use niangjia_web::show::{self, When};
use niangjia_web::{
    App, AppError, At, Ctx, FileKind, Query, Shell, Typed, Visitor, download, json, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::TransferBody;
use crate::machine::Transfers;
use crate::model::{Direction, Layout, State, TransferKey, TransferRow};
use crate::pages::index::tone;
use crate::pages::undoing::UndoForm;
use crate::pages::{own, ring, size};
use crate::queries;
use crate::rules;

/// Wrong rows shown on the page; all of them are in the file.
const WRONG_SHOWN: i64 = 20;
/// How long an answer waits for a worker that is nearly done.
const PATIENCE: Duration = Duration::from_millis(2_000);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What `GET /transfers/{key}` may be asked for.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TransferQuery {
    /// Wait a moment for a worker, and give a finished export at once.
    wait: bool,
}

/// How far a worker is.
struct Bar {
    done: i64,
    total: i64,
    words: String,
}

/// A column of the uploaded file, and what it may be taken for.
struct ColumnLine {
    id: String,
    heading: String,
    samples: String,
    options: Vec<(String, String, bool)>,
}

struct Matching {
    sheets: Vec<(String, String, bool)>,
    heading_row: u32,
    columns: Vec<ColumnLine>,
    missing: String,
    twice: String,
}

#[derive(Template)]
#[template(path = "transfer.html")]
pub(crate) struct TransferPage {
    shell: Shell,
    title: String,
    direction: &'static str,
    file_name: String,
    made: When,
    state: &'static str,
    tone: &'static str,
    href: String,
    works: bool,
    bar: Option<Bar>,
    matching: Option<Matching>,
    checked: bool,
    /// How many rows there are to be taken.
    to_take: String,
    /// How many rows would ask, where none can be taken as it is.
    to_ask: i64,
    says: String,
    wrong: Vec<(i64, String)>,
    wrong_more: i64,
    result: Option<(String, String, String)>,
    message: String,
    again: bool,
    /// Whether another file is the way on: this one cannot be read.
    unreadable: bool,
    may_cancel: bool,
    /// How many rows wait for her.
    asked: i64,
    /// The form to take all of it back, where that can be.
    undo: Option<UndoForm>,
    back: String,
}

/// `GET /transfers/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<TransferKey>, Query(query): Query<TransferQuery>) -> Response {
    if query.wait {
        settle(ctx.app(), key).await;
    }
    ctx.read(move |tx, visitor| {
        let row = own(tx, visitor, key)?;
        if visitor.wants_json {
            return json(&TransferBody::of(&row));
        }
        if query.wait && row.state == State::Done && row.direction == Direction::Export {
            return Ok(see_other(&format!("{}/file", row.href())));
        }
        page(&TransferPage::of(tx, visitor, &row)?)
    })
    .await
}

/// Waits a moment for the worker; who asks is looked at afterwards, as always.
async fn settle(app: &App, key: TransferKey) {
    let until = tokio::time::Instant::now() + PATIENCE;
    while tokio::time::Instant::now() < until {
        match app.store().read(move |tx| queries::is_worked_at(tx, key)).await {
            Ok(true) => tokio::time::sleep(LOOK_AGAIN).await,
            _ => return,
        }
    }
}

/// `GET /transfers/{key}/file`: the list, or the rows that were not taken.
pub(crate) async fn file(ctx: Ctx, At(key): At<TransferKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let row = own(tx, visitor, key)?;
        let file = row.result.ok_or(AppError::NotFound)?;
        let length = u64::try_from(row.result_bytes).unwrap_or_default();
        download(visitor.app.store().files(), file, FileKind::Workbook, &row.result_name(), length)
    })
    .await
}

/// 不用填。
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct Nothing {}

type Deed = fn(&WriteTx<'_>, &Actor, &TransferRow) -> Result<Ending<()>, AppError>;

async fn does(ctx: Ctx, key: TransferKey, typed: Typed, deed: Deed) -> Response {
    let app = ctx.app().clone();
    let answer = ctx
        .submit(typed, move |tx, visitor, _: &Nothing| {
            let row = own(tx, visitor, key)?;
            let done = deed(tx, &visitor.actor, &row)?;
            Ok(done.map(|()| see_other(&format!("{}?wait=true", row.href()))))
        })
        .await;
    ring(&app);
    answer
}

/// `POST /transfers/{key}/take`.
pub(crate) async fn take(ctx: Ctx, At(key): At<TransferKey>, typed: Typed) -> Response {
    does(ctx, key, typed, actions::take_rows).await
}

/// `POST /transfers/{key}/again`.
pub(crate) async fn again(ctx: Ctx, At(key): At<TransferKey>, typed: Typed) -> Response {
    does(ctx, key, typed, actions::try_again).await
}

/// `POST /transfers/{key}/cancel`.
pub(crate) async fn cancel(ctx: Ctx, At(key): At<TransferKey>, typed: Typed) -> Response {
    does(ctx, key, typed, actions::cancel).await
}

impl TransferRow {
    fn result_name(&self) -> String {
        match self.direction {
            Direction::Export => self.file_name.clone(),
            Direction::Import => format!("{}_没有导入的行.xlsx", self.title),
        }
    }
}

impl TransferPage {
    /// The same page with what she typed into the form of taking back, and why that cannot be.
    pub(crate) fn refusing(self, undo: UndoForm) -> Self {
        Self { undo: Some(undo), ..self }
    }

    pub(crate) fn of(tx: &ReadTx<'_>, visitor: &Visitor, row: &TransferRow) -> Result<Self, AppError> {
        let (is_import, href) = (row.direction == Direction::Import, row.href());
        let wrong = queries::wrong_rows(tx, row.key(), WRONG_SHOWN)?;
        let tried = is_import && matches!(row.state, State::Checked | State::Done);
        let result = row.result.filter(|_| !row.state.works());
        let has_source = row.source.is_some() || !is_import || row.failed_in == Some(State::Undoing);
        let button = if is_import { "下载有问题的行" } else { "下载 Excel" };
        let back = row.address.split('?').next().unwrap_or_default();
        Ok(Self {
            shell: visitor.shell(),
            title: row.title.clone(),
            direction: row.direction.label(),
            file_name: row.file_name.clone(),
            made: When::instant(row.made, tx.today()),
            state: row.state.label(),
            tone: tone(row.state),
            works: row.state.works(),
            bar: row.state.works().then(|| Bar::of(tx, row)),
            matching: matching(tx, visitor, row)?,
            checked: row.state == State::Checked,
            to_take: Some(row.counts.fresh + row.counts.added)
                .filter(|rows| *rows > 0)
                .map(show::count)
                .unwrap_or_default(),
            to_ask: row.counts.asked,
            says: if tried {
                rules::sentence(row.counts, row.state == State::Done)
            } else if row.broke_off_taking() {
                rules::broken_off_sentence(row.counts)
            } else {
                String::new()
            },
            wrong_more: if tried { row.counts.wrong - wrong.len() as i64 } else { 0 },
            wrong: wrong.into_iter().map(|(number, reasons)| (number, reasons.join("；"))).collect(),
            result: result.map(|_| (format!("{href}/file"), button.to_owned(), size(row.result_bytes))),
            message: row.message.clone(),
            again: row.state == State::Failed && row.failed_in.is_some() && has_source,
            unreadable: row.state == State::Failed && row.failed_in == Some(State::Reading),
            may_cancel: !row.state.is_over(),
            asked: if row.state == State::Done { queries::count_waiting(tx, row.key())? } else { 0 },
            undo: UndoForm::of(tx, visitor, row)?,
            back: if is_import { back.to_owned() } else { row.address.clone() },
            href,
        })
    }
}

impl Bar {
    fn of(tx: &ReadTx<'_>, row: &TransferRow) -> Self {
        let counted = format!("{} / {} 行", show::count(row.done), show::count(row.total));
        let words = match rules::rest_seconds(row.done, row.total, row.begun, tx.now()) {
            Some(seconds) => format!("{counted}，大约还要 {seconds} 秒"),
            None if row.total > 0 => counted,
            None => "请稍等".to_owned(),
        };
        Self { done: row.done, total: row.total.max(1), words }
    }
}

fn matching(tx: &ReadTx<'_>, visitor: &Visitor, row: &TransferRow) -> Result<Option<Matching>, AppError> {
    let layout = queries::layout(tx, row.key())?.filter(|_| row.state == State::Matching);
    let Some(layout) = layout else { return Ok(None) };
    let (intake, _) = visitor.app.machine::<Transfers>()?.intake(&row.address)?;
    let wanted = intake.columns();
    let times = |code: &str| layout.columns.iter().filter(|column| column.code == code).count();
    let missing = wanted.iter().filter(|one| one.required && times(one.code) == 0);
    let missing: Vec<&str> = missing.map(|one| one.label.as_str()).collect();
    let option = |index: usize, chosen: &str, code: &str, label: &str| {
        (format!("{index}:{code}"), label.to_owned(), chosen == code)
    };
    let line = |column: &crate::model::LayoutColumn| {
        let none = option(column.index, &column.code, "", "不导入");
        let known = wanted.iter().map(|one| option(column.index, &column.code, one.code, &one.label));
        ColumnLine {
            id: format!("column-{}", column.index),
            heading: column.heading.clone(),
            samples: column.samples.join("、"),
            options: std::iter::once(none).chain(known).collect(),
        }
    };
    Ok(Some(Matching {
        sheets: sheets(&layout),
        heading_row: layout.heading_row,
        columns: layout.columns.iter().map(line).collect(),
        missing: missing.join("、"),
        twice: repeated(&layout).join("、"),
    }))
}

fn sheets(layout: &Layout) -> Vec<(String, String, bool)> {
    let sheets = layout.sheets.iter().enumerate();
    sheets.map(|(index, name)| (index.to_string(), name.clone(), index == layout.sheet)).collect()
}

/// Headings that stand above more than one column.
fn repeated(layout: &Layout) -> Vec<&str> {
    let mut twice = Vec::new();
    for (index, column) in layout.columns.iter().enumerate() {
        let before = layout.columns[..index].iter().any(|other| other.heading == column.heading);
        if before && !twice.contains(&column.heading.as_str()) {
            twice.push(column.heading.as_str());
        }
    }
    twice
}
