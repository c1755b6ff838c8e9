//! 诉求 of a branch, or what somebody has.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use niangjia_deadline::Clock;
use niangjia_kernel::{Day, Id, Request, Tenant, Timestamp};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::show::{Due, When, count};
use niangjia_web::{AppError, At, Ctx, Query, Shell, json, page};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::json::RequestsBody;
use crate::model::{Class, RequestRow, State};
use crate::pack::RequestRules;
use crate::pages::{due, list_href, next_clock, with_visible_branch};
use crate::queries::{self, Asked, Show};
use crate::rules::{Sight, sight};

const ROWS: usize = 50;

/// What stands behind the `?`.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// mine 等我办，open 没有办结，late 已超期，closed 已办结，all 全部；不写是 mine
    pub(crate) show: String,
    /// 类别（规则包里的代码）
    pub(crate) category: String,
    /// 编号、姓名或者电话，要写全
    pub(crate) q: String,
    /// 从哪天起登记的
    pub(crate) received_from: String,
    /// 到哪天为止登记的
    pub(crate) received_to: String,
    /// 从哪天起办结的（告知了本人，或者上级核过）
    pub(crate) answered_from: String,
    /// 到哪天为止办结的
    pub(crate) answered_to: String,
    /// 上一页最后一件
    pub(crate) after: String,
}

/// One line.
pub(crate) struct Line {
    pub(crate) row: RequestRow,
    pub(crate) name: String,
    pub(crate) holder: String,
    pub(crate) due: Option<Due>,
}

struct Shown {
    href: String,
    called: String,
    category: String,
    name: String,
    channel: &'static str,
    received: When,
    state: String,
    urgent: bool,
    holder: String,
    due: Option<Due>,
}

#[derive(Template)]
#[template(path = "listed.html")]
struct ListPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    chips: Vec<(&'static str, String, String, bool)>,
    categories: Vec<(String, String, bool)>,
    lines: Vec<Shown>,
    total: String,
    query: ListQuery,
    names: bool,
    takes: bool,
    first: Option<String>,
    next: Option<String>,
}

impl ListQuery {
    /// What is asked of the list of an organisation.
    pub(crate) fn asked(&self, org: &Org) -> Asked {
        let known = RequestRules::in_force().category(&self.category);
        Asked {
            branch: org.path.clone(),
            show: self.showing(),
            category: known.map(|category| category.code.clone()),
            words: self.q.trim().to_owned(),
            received: span(&self.received_from, &self.received_to),
            answered: span(&self.answered_from, &self.answered_to),
            in_file: false,
        }
    }

    fn showing(&self) -> Show {
        let narrowed =
            [&self.q, &self.received_from, &self.answered_from].iter().any(|text| !text.trim().is_empty());
        Show::parse(&self.show).unwrap_or(if narrowed { Show::All } else { Show::Mine })
    }
}

/// The lines of a list, each with its name as far as it may be read, who has it, and its next clock.
pub(crate) fn lines(
    tx: &ReadTx<'_>,
    actor: &Actor,
    asked: &Asked,
    after: Option<(Timestamp, Id<Request>)>,
    limit: i64,
) -> Result<Vec<Line>, AppError> {
    let rows = queries::list(tx, actor, asked, after, limit)?;
    let clocks = clocks(tx, &rows)?;
    let mut names: HashMap<Uuid, String> = HashMap::new();
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let holder = match names.get(&row.holder.uuid()) {
            Some(name) => name.clone(),
            None => niangjia_org::api::by_id(tx, row.holder)?
                .map(|org| org.place().to_owned())
                .unwrap_or_default(),
        };
        names.insert(row.holder.uuid(), holder.clone());
        let next = clocks.get(&row.id.uuid()).and_then(|clocks| next_clock(clocks.iter(), tx.now()));
        let due = next.map(|(clock, standing)| due(&clock.rule.label, standing));
        let name = if reads_names(actor, &row) { called(tx, &row)? } else { String::new() };
        lines.push(Line { name, holder, due, row });
    }
    Ok(lines)
}

/// Names stand in the lists of those who help her, and nowhere above; that of a sealed one on its own page alone.
fn reads_names(actor: &Actor, row: &RequestRow) -> bool {
    let helps = matches!(sight(actor), Sight::Own | Sight::Community)
        || row.received_by == Some(actor.person)
        || (row.holder_path == actor.acting.org_path && row.state != State::Closed);
    helps && row.class == Class::Personal
}

fn called(tx: &ReadTx<'_>, row: &RequestRow) -> Result<String, StoreError> {
    let name = tx.unseal(queries::NAME, &row.name)?;
    Ok(if name.is_empty() && row.anonymous { "不留姓名".to_owned() } else { name })
}

/// The clocks of requests and of who has them, by request. By tenant: what is above is in several.
fn clocks(tx: &ReadTx<'_>, rows: &[RequestRow]) -> Result<HashMap<Uuid, Vec<Clock>>, StoreError> {
    let mut tenants: Vec<Tenant> = rows.iter().map(|row| row.tenant).collect();
    tenants.sort_unstable();
    tenants.dedup();
    let mut found: HashMap<Uuid, Vec<Clock>> = HashMap::new();
    for tenant in tenants {
        let of_tenant: Vec<Uuid> =
            rows.iter().filter(|row| row.tenant == tenant).map(|row| row.id.uuid()).collect();
        let holds = queries::present_holds(tx, tenant, &of_tenant)?;
        let subjects: Vec<Uuid> =
            of_tenant.iter().copied().chain(holds.iter().map(|(hold, _)| *hold)).collect();
        for (subject, clocks) in niangjia_deadline::of_subjects(tx, tenant, &subjects)? {
            let of = holds.iter().find(|(hold, _)| *hold == subject).map_or(subject, |(_, request)| *request);
            found.entry(of).or_default().extend(clocks);
        }
    }
    Ok(found)
}

/// `GET /orgs/{code}/requests`.
pub(crate) async fn list(ctx: Ctx, At(code): At<String>, Query(query): Query<ListQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let actor = &visitor.actor;
        let org = with_visible_branch(tx, actor, &code)?;
        let asked = query.asked(&org);
        let after = read_after(&query.after)?;
        let mut found = lines(tx, actor, &asked, after, ROWS as i64 + 1)?;
        let more = found.len() > ROWS;
        found.truncate(ROWS);
        let last = found
            .last()
            .filter(|_| more)
            .map(|line| format!("{}.{}", line.row.received.millis(), line.row.id));
        if visitor.wants_json {
            return json(&RequestsBody::of(&found, queries::counts(tx, actor, &asked)?, last));
        }
        let (mut chips, mut total) = (Vec::new(), 0);
        for ((show, code, label), counted) in Show::ALL.into_iter().zip(queries::by_show(tx, actor, &asked)?)
        {
            total = if show == asked.show { counted } else { total };
            chips.push((
                label,
                count(counted),
                href(&org, &ListQuery { show: code.to_owned(), after: String::new(), ..query.clone() }),
                show == asked.show,
            ));
        }
        let names = found.iter().any(|line| !line.name.is_empty());
        let mut above = niangjia_org::api::breadcrumbs(tx, &org, Org::href)?;
        above.push((org.place().to_owned(), org.href()));
        page(&ListPage {
            shell: visitor.shell(),
            above,
            chips,
            categories: categories(&query.category),
            lines: found.into_iter().map(|line| shown(line, tx)).collect(),
            total: count(total),
            names,
            takes: takes(actor, &org),
            first: after.map(|_| href(&org, &ListQuery { after: String::new(), ..query.clone() })),
            next: last.map(|after| href(&org, &ListQuery { after, ..query.clone() })),
            query: ListQuery { show: asked.show.code().to_owned(), ..query },
            org,
        })
    })
    .await
}

/// Whether somebody takes requests down there: at her own organisation.
fn takes(actor: &Actor, org: &Org) -> bool {
    actor.acting.org_path == org.path && matches!(sight(actor), Sight::Own | Sight::Community | Sight::Lists)
}

fn categories(chosen: &str) -> Vec<(String, String, bool)> {
    let all = RequestRules::in_force().category.iter();
    let every = std::iter::once((String::new(), "各类".to_owned(), chosen.is_empty()));
    every.chain(all.map(|one| (one.code.clone(), one.label.clone(), one.code == chosen))).collect()
}

fn shown(line: Line, tx: &ReadTx<'_>) -> Shown {
    let Line { row, name, holder, due } = line;
    Shown {
        href: row.href(),
        called: row.called(),
        category: row.about().to_owned(),
        name,
        channel: row.channel.label(),
        received: When::day(row.received.day(), tx.today()),
        state: row.state_word(),
        urgent: row.urgent && row.state != State::Closed,
        holder,
        due: due.filter(|_| row.state != State::Closed),
    }
}

fn href(org: &Org, query: &ListQuery) -> String {
    let fields =
        [("show", &query.show), ("category", &query.category), ("q", &query.q), ("after", &query.after)];
    let said: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let text = serde_html_form::to_string(&said).unwrap_or_default();
    if text.is_empty() { list_href(org) } else { format!("{}?{text}", list_href(org)) }
}

/// The days of a span, both included; one that cannot be read narrows nothing.
fn span(from: &str, to: &str) -> Option<(Day, Day)> {
    Some((Day::parse(from).ok()?, Day::parse(to).ok()?))
}

fn read_after(text: &str) -> Result<Option<(Timestamp, Id<Request>)>, AppError> {
    if text.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (at, id) = text.split_once('.')?;
        Some((Timestamp::from_millis(at.parse().ok()?), id.parse().ok()?))
    };
    read().map(Some).ok_or(AppError::NotFound)
}
