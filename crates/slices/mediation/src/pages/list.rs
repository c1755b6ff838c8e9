//! 人民调解 of a branch: which cases, how they stand, exact counts.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AreaLevel, Day, Timestamp};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::show::{Due, When};
use niangjia_web::{AppError, At, Ctx, Query, Shell, json, page, show};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::CasesBody;
use crate::model::{Case, State};
use crate::pack::MediationRules;
use crate::pages::{crumbs, with_visible_branch};
use crate::queries::{self, Filter, Page, Which};
use crate::rules::{Sight, may_register, sight};

/// How many rows a page shows; a file has all.
const ROWS: i64 = 50;
/// Fewer diverted cases than this are not told by their number (domain.md §19).
const SMALL: i64 = 5;

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct ListQuery {
    /// 看哪些：all 全部、open 在办、due 到期和超期、agreed 达成协议、written 书面协议、ended 没有达成、filed 已立卷
    pub(crate) show: String,
    /// member：只看有执委参与的
    pub(crate) with: String,
    /// 受理的日期从哪天起；看书面协议时是达成的日期
    pub(crate) from: String,
    /// 到哪天为止
    pub(crate) to: String,
    /// 当事人的全名；只有看得到姓名的人可以用
    pub(crate) party: String,
    /// 从第几件起
    pub(crate) skip: i64,
}

struct Row {
    href: String,
    title: String,
    category: String,
    origin: &'static str,
    registered: When,
    mediated: &'static str,
    state: Due,
    due: Option<Due>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    chips: Vec<(String, String, String, bool)>,
    rows: Vec<Row>,
    total: String,
    narrowed: String,
    registers: bool,
    names: bool,
    party: String,
    diverted: Option<String>,
    first: Option<String>,
    next: Option<String>,
}

/// The filter of a query, as far as `actor` may use it.
pub(crate) fn filter(actor: &Actor, query: &ListQuery) -> Result<Filter, AppError> {
    let unreadable = || AppError::Refused("链接里的条件看不懂，请回到列表重新点选".to_owned());
    let which = match query.show.as_str() {
        "" => Which::All,
        code => Which::parse(code).map_err(|_| unreadable())?,
    };
    let day = |text: &str| Day::parse(text).map_err(|_| unreadable());
    let accepted = match (query.from.as_str(), query.to.as_str()) {
        ("", "") => None,
        (from, to) => Some((day(from)?, day(to)?)),
    };
    // Whoever sees no names cannot find a case by one either.
    let party = if sight(actor) == Sight::Lists { String::new() } else { query.party.trim().to_owned() };
    Ok(Filter { which, member: query.with == "member", accepted, party })
}

/// How a case stands, as a badge.
pub(crate) fn state(case: &Case) -> Due {
    let kind = match case.state {
        State::Applied | State::Screened => "soon",
        State::Accepted => "plan",
        State::Agreed | State::Filed | State::Archived => "done",
        State::Failed | State::Stopped | State::Declined | State::Diverted => "none",
    };
    Due { kind, word: case.state.label().to_owned() }
}

/// How its period stands, while it runs.
pub(crate) fn due(case: &Case, now: Timestamp) -> Option<Due> {
    let until = case.until.filter(|_| case.state == State::Accepted)?;
    let left = until.day().days_since(now.day()) - 1;
    Some(match left {
        ..0 => Due { kind: "late", word: format!("超期 {} 天", -left) },
        0 => Due { kind: "soon", word: "今天到期".to_owned() },
        1..=7 => Due { kind: "soon", word: format!("{left} 天后到期") },
        _ => Due { kind: "plan", word: format!("还有 {left} 天") },
    })
}

/// The cases of a branch, and how many there are.
pub(crate) fn rows(
    tx: &ReadTx<'_>,
    actor: &Actor,
    org: &Org,
    query: &ListQuery,
    limit: i64,
) -> Result<(Vec<Case>, i64), AppError> {
    let filter = filter(actor, query)?;
    let page = Page { skip: query.skip.clamp(0, 1_000_000), limit };
    let total = queries::count(tx, actor, &org.path, &filter)?;
    Ok((queries::lines(tx, actor, &org.path, &filter, page)?, total))
}

/// `GET /orgs/{code}/mediations`.
pub(crate) async fn show_list(ctx: Ctx, At(code): At<String>, Query(query): Query<ListQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let actor = &visitor.actor;
        let org = with_visible_branch(tx, actor, &code)?;
        let (cases, total) = rows(tx, actor, &org, &query, ROWS)?;
        if visitor.wants_json {
            return json(&CasesBody::of(&cases, total));
        }
        let base = format!("{}/mediations", org.href());
        let skip = query.skip.max(0);
        let next = (skip + ROWS < total).then(|| link(&base, &query, skip + ROWS));
        page(&ListPage {
            shell: visitor.shell(),
            above: above_list(tx, &org)?,
            chips: chips(tx, actor, &org, &query)?,
            rows: cases.iter().map(|case| row(case, tx)).collect(),
            total: show::count(total),
            narrowed: narrowed(&query),
            registers: may_register(actor, &org.path),
            names: sight(actor) != Sight::Lists,
            party: query.party.clone(),
            diverted: diverted(tx, actor, &org)?,
            first: (skip > 0).then(|| link(&base, &query, 0)),
            next,
            org,
        })
    })
    .await
}

fn above_list(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(String, String)>, AppError> {
    let mut above = crumbs(tx, org)?;
    above.pop();
    Ok(above)
}

fn row(case: &Case, tx: &ReadTx<'_>) -> Row {
    Row {
        href: case.href(),
        title: case.title(),
        category: MediationRules::in_force().category(&case.category).to_owned(),
        origin: case.origin.label(),
        registered: When::day(case.applied, tx.today()),
        mediated: if case.with_member { "有" } else { "" },
        state: state(case),
        due: due(case, tx.now()),
    }
}

fn link(base: &str, query: &ListQuery, skip: i64) -> String {
    let mut parts = Vec::new();
    let texts = [("show", &query.show), ("with", &query.with), ("from", &query.from), ("to", &query.to)];
    parts.extend(
        texts.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}")),
    );
    if skip > 0 {
        parts.push(format!("skip={skip}"));
    }
    if parts.is_empty() { base.to_owned() } else { format!("{base}?{}", parts.join("&")) }
}

fn chips(
    tx: &ReadTx<'_>,
    actor: &Actor,
    org: &Org,
    query: &ListQuery,
) -> Result<Vec<(String, String, String, bool)>, AppError> {
    let base = format!("{}/mediations", org.href());
    let plain = ListQuery { from: query.from.clone(), to: query.to.clone(), ..ListQuery::default() };
    let mut offered = Vec::new();
    for which in Which::ALL {
        let show = if *which == Which::All { String::new() } else { which.code().to_owned() };
        let on = query.with.is_empty() && query.show == show;
        offered.push((which.label(), ListQuery { show, ..plain.clone() }, on));
    }
    let with = ListQuery { with: "member".to_owned(), ..plain };
    offered.push(("有执委参与", with, query.with == "member"));
    let filters = offered.iter().map(|(_, query, _)| filter(actor, query)).collect::<Result<Vec<_>, _>>()?;
    let counts = queries::counts(tx, actor, &org.path, &filters)?.into_iter().map(show::count);
    let chips = offered.into_iter().zip(counts);
    Ok(chips
        .map(|((label, query, on), count)| (label.to_owned(), count, link(&base, &query, 0), on))
        .collect())
}

fn narrowed(query: &ListQuery) -> String {
    if query.from.is_empty() { String::new() } else { format!("{} 至 {}", query.from, query.to) }
}

/// What the county is told of the diverted cases: a number, and no small one.
fn diverted(tx: &ReadTx<'_>, actor: &Actor, org: &Org) -> Result<Option<String>, AppError> {
    if !actor.leads_at(AreaLevel::County) || org.level != AreaLevel::County {
        return Ok(None);
    }
    let count = queries::count_diverted(tx, org.tenant, &org.path)?;
    Ok(Some(if count < SMALL {
        "调解前筛查转办的不足 5 件，不显示件数。".to_owned()
    } else {
        format!("调解前筛查转办 {} 件，内容已封存。", show::count(count))
    }))
}
