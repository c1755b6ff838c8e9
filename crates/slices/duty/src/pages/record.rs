//! 履职记录: what she took part in, recorded by the work itself.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Fact, FactKind, Id};
use niangjia_web::show::{When, count};
use niangjia_web::{AppError, Ctx, Query, Shell, json, page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api;
use crate::json::RecordBody;
use crate::model::{DutyRow, measure_word};
use crate::queries;

/// How many rows a page has.
const PAGE_ROWS: usize = 50;

/// How much of one kind the month has.
struct Tile {
    label: String,
    value: String,
    measure: &'static str,
}

/// A row as it is shown.
struct Line {
    label: &'static str,
    on: When,
    org_name: String,
    role: &'static str,
    href: String,
    taken_back: bool,
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    shell: Shell,
    tiles: Vec<Tile>,
    points: String,
    lines: Vec<Line>,
    total: String,
    first: Option<String>,
    next: Option<String>,
}

/// What `GET /duty` may be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct RecordQuery {
    /// 上一页的 next
    after: Option<String>,
}

/// `GET /duty`. Only ever her own; somebody who took part in nothing sees an empty page.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<RecordQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let after =
            query.after.as_deref().map(|text| read_after(text).ok_or(AppError::NotFound)).transpose()?;
        let (tenant, person, month) = (visitor.actor.tenant, visitor.actor.person, tx.today().month());
        let mut rows = queries::record(tx, tenant, person, after, PAGE_ROWS as i64 + 1)?;
        let more = rows.len() > PAGE_ROWS;
        rows.truncate(PAGE_ROWS);
        let last = rows.last().filter(|_| more);
        if visitor.wants_json {
            let next = last.map(|row| format!("{}.{}", row.on, row.fact));
            return json(&RecordBody::of(&rows, queries::count_record(tx, tenant, person)?, next));
        }
        page(&RecordPage {
            shell: visitor.shell(),
            tiles: tiles(&queries::month_by_kind(tx, tenant, person, month)?),
            points: count(api::month_sum(tx, tenant, person, month)?),
            total: count(queries::count_record(tx, tenant, person)?),
            first: after.map(|_| "/duty".to_owned()),
            next: last.map(|row| format!("/duty?after={}.{}", row.on, row.fact)),
            lines: rows.iter().map(|row| line(row, tx.today())).collect(),
        })
    })
    .await
}

/// Reads `2026-11-22.fct_…`: the last row of the page before.
fn read_after(text: &str) -> Option<(Day, Id<Fact>)> {
    let (day, fact) = text.split_once('.')?;
    Some((Day::parse(day).ok()?, fact.parse().ok()?))
}

fn tiles(counts: &[(FactKind, i64)]) -> Vec<Tile> {
    let of =
        |kind: FactKind| counts.iter().find(|(counted, _)| *counted == kind).map_or(0, |(_, facts)| *facts);
    let tile = |kind: &FactKind| Tile {
        label: format!("本月{}", kind.label()),
        value: count(of(*kind)),
        measure: measure_word(*kind),
    };
    // What every member does stands there from the first day; the rest when she did it this month.
    let shown =
        |kind: &&FactKind| matches!(kind, FactKind::Visit | FactKind::MatterSettled) || of(**kind) != 0;
    FactKind::ALL.iter().filter(shown).map(tile).collect()
}

fn line(row: &DutyRow, today: Day) -> Line {
    Line {
        label: row.kind.label(),
        on: When::day(row.on, today),
        org_name: row.org_name.clone(),
        role: row.role.label(),
        href: row.href(),
        taken_back: row.taken_back,
    }
}
