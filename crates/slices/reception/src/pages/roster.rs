//! 值班表: whose turn it is, day by day, on the screen and for the wall.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Month};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Query, Shell, Typed, Visitor, json, month_or_empty, page, see_other};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::actions::{self, members};
use crate::api::on_duty;
use crate::json::RosterBody;
use crate::model::{TurnRow, TurnState, hours};
use crate::pack::ReceptionRules;
use crate::pages::{crumbs, month_of, weekday, with_kept_roster, with_visible_roster};
use crate::queries;
use crate::rules::keeps_roster;

/// What `GET /orgs/{code}/roster` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct RosterQuery {
    /// 哪个月，不写是本月
    #[param(schema_with = month_or_empty)]
    pub(crate) month: String,
    /// What was done before.
    #[param(ignore)]
    pub(crate) said: String,
}

/// The month whose turns are drawn.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct DrawingForm {
    /// 哪个月，例如 2026-12
    #[schema(required = true)]
    month: String,
}

struct Cell {
    href: String,
    name: String,
    label: String,
    mark: &'static str,
    own: bool,
}

struct Line {
    day: String,
    weekday: &'static str,
    today: bool,
    cells: Vec<Option<Cell>>,
}

/// How many turns somebody has: this month, and of this year those served.
pub(crate) struct Share {
    pub(crate) name: String,
    pub(crate) month: usize,
    pub(crate) served: usize,
    pub(crate) total: usize,
    pub(crate) away: bool,
}

#[derive(Template)]
#[template(path = "roster.html")]
struct RosterPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    month: Month,
    now: Vec<(String, String, String)>,
    heads: Vec<String>,
    lines: Vec<Line>,
    open: String,
    shares: Vec<Share>,
    keeps: bool,
    has_plans: bool,
    drawable: bool,
    months: Vec<(String, String, bool)>,
    printed: String,
    announced: bool,
}

/// The turns of an organisation in a month.
pub(crate) fn turns_of(tx: &ReadTx<'_>, org: &Org, month: Month) -> Result<Vec<TurnRow>, AppError> {
    let days = (month.first_day(), month.last_day());
    Ok(queries::turns_between(tx, (org.tenant, &org.path), days)?)
}

/// `GET /orgs/{code}/roster`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<RosterQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_roster(tx, &visitor.actor, &code)?;
        let month = month_of(&query.month, tx.today());
        let turns = turns_of(tx, &org, month)?;
        if visitor.wants_json {
            return json(&RosterBody::of(&turns, month, &on_duty(tx, &org, tx.now())?));
        }
        page(&roster_page(tx, visitor, org, month, &turns, &query.said)?)
    })
    .await
}

fn roster_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    month: Month,
    turns: &[TurnRow],
    said: &str,
) -> Result<RosterPage, AppError> {
    let rules = ReceptionRules::in_force();
    let said = match said {
        "" => None,
        "0" => Some("这个月的班都排好了，没有新的。".to_owned()),
        count => Some(format!("排好了 {} 班。", count.parse::<i64>().unwrap_or(0))),
    };
    let columns: BTreeMap<(String, i64, i64), usize> = turns
        .iter()
        .map(|turn| (turn.place.clone(), turn.starts, turn.ends))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .enumerate()
        .map(|(at, column)| (column, at))
        .collect();
    let now = on_duty(tx, &org, tx.now())?.into_iter();
    let plans = queries::plans(tx, (org.tenant, &org.path), tx.today())?;
    let calendar = niangjia_deadline::Clocks::in_force().calendar();
    Ok(RosterPage {
        shell: visitor.shell_saying(said),
        above: crumbs(tx, &org)?,
        now: now
            .map(|turn| (rules.place_label(&turn.place).to_owned(), turn.person_name.clone(), turn.hours()))
            .collect(),
        heads: columns
            .keys()
            .map(|(place, from, until)| format!("{} {}", rules.place_label(place), hours(*from, *until)))
            .collect(),
        lines: lines(turns, &columns, (&visitor.actor, tx.today())),
        open: match turns
            .iter()
            .filter(|turn| turn.person.is_none() && turn.state == TurnState::Planned)
            .count()
        {
            0 => String::new(),
            open => format!("有 {open} 班没有人：人手不够，或者都请了假。请点进去指定替班。"),
        },
        shares: shares(tx, &org, month, turns)?,
        keeps: keeps_roster(&visitor.actor, &org.path),
        has_plans: !plans.is_empty(),
        drawable: month >= tx.today().month(),
        months: [-1, 0, 1]
            .map(|step| month.plus(step))
            .map(|one| (one.long(), format!("?month={one}"), one == month))
            .to_vec(),
        printed: tx.today().long(),
        announced: calendar.is_announced(month.last_day()),
        month,
        org,
    })
}

fn lines(
    turns: &[TurnRow],
    columns: &BTreeMap<(String, i64, i64), usize>,
    (actor, today): (&Actor, Day),
) -> Vec<Line> {
    let rules = ReceptionRules::in_force();
    let mut lines: BTreeMap<Day, Line> = BTreeMap::new();
    for turn in turns {
        let line = lines.entry(turn.on).or_insert_with(|| Line {
            day: turn.on.short(),
            weekday: weekday(turn.on),
            today: turn.on == today,
            cells: columns.iter().map(|_| None).collect(),
        });
        let column = columns.get(&(turn.place.clone(), turn.starts, turn.ends));
        if let Some(cell) = column.and_then(|at| line.cells.get_mut(*at)) {
            *cell = Some(Cell {
                href: turn.href(),
                name: if turn.person.is_some() { turn.person_name.clone() } else { "没有人".to_owned() },
                label: format!("{} {}", rules.place_label(&turn.place), turn.hours()),
                mark: match (turn.state, &turn.drawn_name) {
                    (TurnState::Served, _) => "已值",
                    (TurnState::Missed, _) => "没有值",
                    (TurnState::Planned, Some(_)) => "替",
                    (TurnState::Planned, None) => "",
                },
                own: turn.person == Some(actor.person),
            });
        }
    }
    lines.into_values().collect()
}

/// Who has how many turns: everybody on the committee today.
pub(crate) fn shares(
    tx: &ReadTx<'_>,
    org: &Org,
    month: Month,
    turns: &[TurnRow],
) -> Result<Vec<Share>, AppError> {
    let had = queries::had_turns(tx, (org.tenant, &org.path))?;
    let (year, ..) = month.first_day().parts();
    let first = Day::of(year, 1, 1).unwrap_or_else(|| month.first_day());
    let served = queries::turns_between(tx, (org.tenant, &org.path), (first, month.last_day()))?;
    let today = tx.today();
    let serving = members(tx, org)?.into_values().filter(|(member, _)| {
        member.serves.iter().any(|(from, until)| *from <= today && until.is_none_or(|until| until > today))
    });
    Ok(serving
        .map(|(member, name)| Share {
            name,
            month: turns.iter().filter(|turn| turn.person == Some(member.person)).count(),
            served: served
                .iter()
                .filter(|turn| turn.person == Some(member.person) && turn.state == TurnState::Served)
                .count(),
            total: had.iter().filter(|(_, person)| *person == member.person).count(),
            away: !member.is_free(today),
        })
        .collect())
}

/// `POST /orgs/{code}/roster/drawing`.
pub(crate) async fn draw(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &DrawingForm| {
        let org = with_kept_roster(tx, &visitor.actor, &code)?;
        let month = month_of(&form.month, tx.today());
        if Day::parse(&format!("{}-01", form.month)).is_err() {
            return Err(AppError::Refused("请写哪个月，例如 2026-12".to_owned()));
        }
        let today = tx.today().month();
        if month < today || month > today.plus(3) {
            return Err(AppError::Refused("只排本月和以后三个月的班".to_owned()));
        }
        let to = |turns: i64| see_other(&format!("{}/roster?month={month}&said={turns}", org.href()));
        let drawn: Ending<_> = actions::draw_turns(tx, &visitor.actor, &org, month)?;
        Ok(drawn.map(|drawn| to(drawn.turns)))
    })
    .await
}
