//! The rounds of a branch, with how far they are.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id, ScreeningRound};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::{AppError, At, Ctx, Query, Shell, json, page, show};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::RoundsBody;
use crate::model::RoundRow;
use crate::pack::{ScreeningRules, label_of};
use crate::pages::{crumbs, holds, with_branch};
use crate::queries;
use crate::rules::{Progress, standing};

/// Which rounds are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct RoundsQuery {
    /// 这一天起办完的，例如 2026-01-01
    pub(crate) from: String,
    /// 到这一天为止办完的
    pub(crate) to: String,
}

impl RoundsQuery {
    /// The days between which a round was over; `None`: all rounds.
    pub(crate) fn span(&self) -> Option<(Day, Day)> {
        Day::parse(&self.from).ok().zip(Day::parse(&self.to).ok())
    }
}

struct Line {
    href: String,
    called: String,
    kind: String,
    days: String,
    ratio: String,
    found: i64,
    waiting: i64,
    finished: Option<String>,
}

#[derive(Template)]
#[template(path = "screening_rounds.html")]
struct RoundsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    lines: Vec<Line>,
    total: String,
    span: Option<String>,
    holds: bool,
}

/// The rounds of a branch with how far each of them is today.
pub(crate) fn rows(
    tx: &ReadTx<'_>,
    actor: &Actor,
    org: &Org,
    span: Option<(Day, Day)>,
) -> Result<Vec<(RoundRow, Progress)>, AppError> {
    let rounds = queries::rounds(tx, actor, &org.path, span)?;
    let mut progress: HashMap<Id<ScreeningRound>, Progress> = HashMap::new();
    for line in queries::lines_of_branch(tx, actor, &org.path, false)? {
        let so_far = progress.entry(line.round).or_default();
        *so_far = so_far.with(standing(&line, tx.today()));
    }
    let with = |row: RoundRow| {
        let so_far = progress.get(&row.id).copied().unwrap_or_default();
        (row, so_far)
    };
    Ok(rounds.into_iter().map(with).collect())
}

/// `GET /orgs/{code}/screenings`.
pub(crate) async fn list(ctx: Ctx, At(code): At<String>, Query(query): Query<RoundsQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_branch(tx, &visitor.actor, &code)?;
        let rows = rows(tx, &visitor.actor, &org, query.span())?;
        if visitor.wants_json {
            return json(&RoundsBody::of(&rows));
        }
        let rules = ScreeningRules::in_force();
        let line = |(row, progress): &(RoundRow, Progress)| Line {
            href: row.href(),
            called: row.called(),
            kind: label_of(&rules.round, &row.kind),
            days: format!("{}～{}", row.from.short(), row.until.short()),
            ratio: show::ratio(progress.reached, progress.families),
            found: progress.found,
            waiting: progress.waiting(),
            finished: row.finished.map(|on| on.long()),
        };
        page(&RoundsPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            total: show::count(i64::try_from(rows.len()).unwrap_or(i64::MAX)),
            lines: rows.iter().map(line).collect(),
            span: query.span().map(|(from, to)| format!("{}到{}办完的", from.long(), to.long())),
            holds: holds(&visitor.actor, &org),
            org,
        })
    })
    .await
}
