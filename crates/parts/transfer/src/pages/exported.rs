//! 谁导出过什么: lists that left the platform, for those who supervise.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AuditEntry, Day, Id, Timestamp};
use niangjia_store::audit::{self, Filter, Written};
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::show::{self, When};
use niangjia_web::{AppError, Ctx, Query, Shell, json, page};
use serde::Deserialize;

use crate::json::{ExportedBody, ExportedLine};
use crate::rules::sees_exports;
use crate::work::export::MADE;

/// Rows on a page.
const ROWS: usize = 50;

/// What `GET /exports` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct ExportedQuery {
    /// 上一页结束的地方
    before: String,
}

/// An export in words.
pub(crate) struct Line {
    pub(crate) who: String,
    pub(crate) at: Timestamp,
    when: When,
    pub(crate) list: String,
    pub(crate) filter: String,
    pub(crate) rows: String,
    /// Which personal columns were not masked; empty: none.
    pub(crate) unmasked: String,
    pub(crate) reason: String,
}

#[derive(Template)]
#[template(path = "exported.html")]
struct ExportedPage {
    shell: Shell,
    place: String,
    total: String,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// Whether `actor` sees who took lists out of her branch (R-TRF-07).
pub(crate) fn sees(actor: &Actor) -> bool {
    sees_exports(actor.acting.kind, actor.acting.level)
}

/// `GET /exports`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<ExportedQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        if !sees(&visitor.actor) {
            return Err(AppError::NotFound);
        }
        let before = before(&query.before).ok_or(AppError::NotFound)?;
        let (mut entries, total) = exports(tx, &visitor.actor, before)?;
        let more = entries.len() > ROWS;
        entries.truncate(ROWS);
        let last = entries.last().filter(|_| more);
        let next = last.map(|last| format!("{}.{}", last.at.millis(), last.id));
        let lines: Vec<Line> = entries.iter().map(|entry| Line::of(entry, tx.today())).collect();
        if visitor.wants_json {
            return json(&ExportedBody::of(lines.iter().map(ExportedLine::of).collect(), next));
        }
        page(&ExportedPage {
            shell: visitor.shell(),
            place: visitor.actor.acting.org_name.clone(),
            total: show::count(total),
            lines,
            first: before.map(|_| "/exports".to_owned()),
            next: next.map(|next| format!("/exports?before={next}")),
        })
    })
    .await
}

type Before = Option<(Timestamp, Id<AuditEntry>)>;

/// Where the page before ended; `None` when that cannot be read.
fn before(text: &str) -> Option<Before> {
    if text.is_empty() {
        return Some(None);
    }
    let (millis, id) = text.split_once('.')?;
    Some(Some((Timestamp::from_millis(millis.parse().ok()?), id.parse().ok()?)))
}

fn exports(tx: &ReadTx<'_>, actor: &Actor, before: Before) -> Result<(Vec<Written>, i64), StoreError> {
    let (tenant, branch) = (actor.tenant, &actor.acting.org_path);
    let filter = Filter { action: Some(MADE), before, ..Filter::default() };
    let entries = audit::entries(tx, tenant, branch, &filter, ROWS as i64 + 1)?;
    Ok((entries, audit::count(tx, tenant, branch, &Filter { before: None, ..filter })?))
}

impl Line {
    fn of(entry: &Written, today: Day) -> Self {
        let said = |what: &str| {
            let change = entry.changes.iter().find(|change| change.what == what);
            change.map(|change| change.after.clone()).unwrap_or_default()
        };
        let filter = said("条件");
        Self {
            who: format!("{} · {}", entry.person_name, entry.post_label),
            at: entry.at,
            when: When::instant(entry.at, today),
            list: entry.label.clone(),
            filter: if filter.is_empty() { "全部".to_owned() } else { filter },
            rows: said("行数"),
            unmasked: said("未遮盖"),
            reason: said("用途"),
        }
    }
}
