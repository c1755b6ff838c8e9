//! 我的积分: her own points of a month, each line with its reason.

use std::collections::HashSet;

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Month};
use niangjia_store::{ReadTx, StoreError};
use niangjia_web::show::{When, count};
use niangjia_web::{AppError, Ctx, Query, Shell, Visitor, json, month_or_empty, page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api;
use crate::json::PointsBody;
use crate::model::PointEntry;
use crate::pack::{DutyRules, PointRule};
use crate::queries;

/// How many months the switch offers.
const MONTHS_OFFERED: i64 = 12;

/// A month of the switch.
struct MonthChoice {
    label: String,
    href: String,
    entries: String,
    chosen: bool,
}

/// An entry as it is shown.
struct Line {
    anchor: Option<String>,
    sign: String,
    words: String,
    href: String,
    on: When,
    taken_back: Option<When>,
}

#[derive(Template)]
#[template(path = "points.html")]
struct PointsPage {
    shell: Shell,
    month: String,
    open: bool,
    month_sum: String,
    year: i64,
    year_open: bool,
    year_sum: String,
    months: Vec<MonthChoice>,
    lines: Vec<Line>,
    rules: &'static DutyRules,
}

/// What `GET /points` may be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct PointsQuery {
    /// 哪个月，例如 2026-11；不写是当月
    #[param(schema_with = month_or_empty)]
    month: Option<String>,
}

impl PointsQuery {
    /// The month that is asked for; the present one where none is.
    pub(crate) fn month(&self, today: Day) -> Result<Month, AppError> {
        match self.month.as_deref() {
            None | Some("") => Ok(today.month()),
            Some(text) => read_month(text).ok_or(AppError::NotFound),
        }
    }
}

/// `GET /points`. Only ever her own; somebody without points sees an empty page.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<PointsQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let today = tx.today();
        let month = query.month(today)?;
        let (tenant, person) = (visitor.actor.tenant, visitor.actor.person);
        let (year, _) = month.parts();
        if visitor.wants_json {
            let sums = (api::month_sum(tx, tenant, person, month)?, api::year_sum(tx, tenant, person, year)?);
            return json(&PointsBody::of(month, sums, &api::month_entries(tx, tenant, person, month)?));
        }
        page(&PointsPage {
            shell: visitor.shell(),
            month: month.long(),
            open: month >= today.month(),
            month_sum: count(api::month_sum(tx, tenant, person, month)?),
            year,
            year_open: year >= i64::from(today.parts().0),
            year_sum: count(api::year_sum(tx, tenant, person, year)?),
            months: choices(tx, visitor, month)?,
            lines: lines(&api::month_entries(tx, tenant, person, month)?, today),
            rules: DutyRules::in_force(),
        })
    })
    .await
}

/// Reads `2026-11`.
fn read_month(text: &str) -> Option<Month> {
    let first = Day::parse(&format!("{text}-01")).ok()?;
    (text.len() == 7).then(|| first.month())
}

/// The latest months with entries, the present and the chosen one always among them.
fn choices(tx: &ReadTx<'_>, visitor: &Visitor, chosen: Month) -> Result<Vec<MonthChoice>, StoreError> {
    let mut months = queries::months(tx, visitor.actor.tenant, visitor.actor.person, MONTHS_OFFERED)?;
    for month in [tx.today().month(), chosen] {
        if months.iter().all(|(listed, _)| *listed != month) {
            let entries = queries::month_entries(tx, visitor.actor.tenant, visitor.actor.person, month)?;
            months.push((month, i64::try_from(entries.len()).unwrap_or(i64::MAX)));
        }
    }
    months.sort_unstable_by_key(|(month, _)| std::cmp::Reverse(*month));
    let choice = |(month, entries): (Month, i64)| MonthChoice {
        label: month.long(),
        href: format!("/points?month={month}"),
        entries: count(entries),
        chosen: month == chosen,
    };
    Ok(months.into_iter().map(choice).collect())
}

fn lines(entries: &[PointEntry], today: Day) -> Vec<Line> {
    let mut anchored = HashSet::new();
    let line = |entry: &PointEntry| Line {
        // A fact that gives points by two rules is still one place on the page.
        anchor: anchored.insert(entry.fact).then(|| entry.fact.to_string()),
        sign: entry.sign(),
        words: entry.words(),
        href: entry.href(),
        on: When::day(entry.on, today),
        taken_back: entry.reverses.map(|_| When::instant(entry.at, today)),
    };
    entries.iter().map(line).collect()
}

/// What a rule gives, in words: `每次 1 分，每月最多 5 次计分`.
fn given_by(rule: &PointRule) -> String {
    let measure = if rule.once_a_matter { "每件" } else { "每次" };
    let helpers = if rule.helpers { "，协助的也算" } else { "" };
    let each = format!("{measure} {} 分{helpers}", rule.points);
    rule.cap_per_month.map_or(each.clone(), |cap| format!("{each}，每月最多 {cap} 次计分"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_it_is_written_in_the_address_and_nothing_else_is() {
        let month = Day::parse("2026-11-22").expect("a day").month();
        assert_eq!(read_month(&month.to_string()), Some(month));
        for text in ["2026-13", "2026", "本月", "2026-1", "2026-11-22"] {
            assert_eq!(read_month(text), None, "{text}");
        }
    }
}
