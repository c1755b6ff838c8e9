//! 导入导出: hers, the latest first.

use askama::Template;
use axum::response::Response;
use niangjia_web::show::{self, When};
use niangjia_web::{Ctx, Shell, json, page};

use crate::json::TransfersBody;
use crate::model::{Direction, State, TransferRow};
use crate::pages::{exported, size};
use crate::queries;
use crate::rules;

struct Line {
    href: String,
    title: String,
    direction: &'static str,
    made: When,
    state: &'static str,
    tone: &'static str,
    said: String,
    file: Option<String>,
    size: String,
}

#[derive(Template)]
#[template(path = "index.html")]
struct TransfersPage {
    shell: Shell,
    /// Whether she sees who took lists out of her branch.
    supervises: bool,
    lines: Vec<Line>,
}

/// `GET /transfers`.
pub(crate) async fn show(ctx: Ctx) -> Response {
    ctx.read(|tx, visitor| {
        let rows = queries::transfers_of(tx, &visitor.actor)?;
        if visitor.wants_json {
            return json(&TransfersBody::of(&rows));
        }
        let lines = rows.iter().map(|row| Line::of(row, When::instant(row.made, tx.today()))).collect();
        page(&TransfersPage { shell: visitor.shell(), supervises: exported::sees(&visitor.actor), lines })
    })
    .await
}

impl Line {
    fn of(row: &TransferRow, made: When) -> Self {
        let said = match (row.state, row.direction) {
            (State::Done, Direction::Export) => format!("{} 行", show::count(row.done)),
            (State::Done, Direction::Import) => rules::sentence(row.counts, true),
            (State::Undone, _) => "写入的内容都已撤回".to_owned(),
            (State::Failed, _) => row.message.clone(),
            (State::Checked, _) => rules::sentence(row.counts, false),
            _ => row.file_name.clone(),
        };
        let ready = row.state == State::Done && row.direction == Direction::Export && row.result.is_some();
        Self {
            href: row.href(),
            title: row.title.clone(),
            direction: row.direction.label(),
            made,
            state: row.state.label(),
            tone: tone(row.state),
            said,
            file: ready.then(|| format!("{}/file", row.href())),
            size: if ready { size(row.result_bytes) } else { String::new() },
        }
    }
}

/// The colour of a state; its word stands beside it.
pub(crate) const fn tone(state: State) -> &'static str {
    match state {
        State::Done => "done",
        State::Undone => "none",
        State::Failed => "late",
        State::Matching | State::Checked => "soon",
        State::Making | State::Reading | State::Checking | State::Taking | State::Undoing => "plan",
        State::Cancelled => "none",
    }
}
