//! 工作台: where each post starts. A chair starts on who needs her today: overdue, due soon, uncovered, idle.

use askama::Template;
use axum::response::Response;
use niangjia_household::api::{self as household, Page, Standing, StandingFilter, next_visit};
use niangjia_kernel::{AreaLevel, FactKind};
use niangjia_store::{Branch, PostKind, ReadTx, facts};
use niangjia_web::show::{self, Due};
use niangjia_web::{Answer, AppError, Ctx, Shell, Visitor, page, see_other};

/// How many names a list of the desk shows; the others are one tap away.
const NAMES_SHOWN: i64 = 6;

struct Line {
    href: String,
    name: String,
    small: String,
    due: Option<Due>,
}

struct List {
    title: &'static str,
    kind: &'static str,
    count: i64,
    unit: &'static str,
    lines: Vec<Line>,
    href: String,
    more: String,
    nothing: &'static str,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    shell: Shell,
    today: String,
    greeting: &'static str,
    left: Vec<List>,
    right: Vec<List>,
    visits: String,
    covered: String,
    visits_href: String,
    households_href: String,
    dashboard_href: String,
}

/// `GET /`.
pub(crate) async fn show(ctx: Ctx) -> Response {
    ctx.read(|tx, visitor| {
        let acting = &visitor.actor.acting;
        let code = acting.org_path.code();
        match (acting.kind, acting.level) {
            (PostKind::Member, _) => Ok(see_other("/families")),
            (PostKind::SystemAdministrator | PostKind::SecurityAdministrator, _) => {
                Ok(see_other("/accounts"))
            }
            (PostKind::AuditAdministrator, _) => Ok(see_other("/audit")),
            (_, AreaLevel::Community | AreaLevel::Street | AreaLevel::County) => desk(tx, visitor, &code),
            _ => Ok(see_other(&format!("/insight/{code}"))),
        }
    })
    .await
}

fn desk(tx: &ReadTx<'_>, visitor: &Visitor, code: &str) -> Answer {
    let actor = &visitor.actor;
    let branch = Branch::of(actor.tenant, actor.acting.level, &actor.acting.org_path);
    let today = tx.today();
    let register = format!("/orgs/{code}/households");
    let late = StandingFilter {
        due_before: Some(today),
        ..StandingFilter::default()
    };
    let soon = StandingFilter {
        due_from: Some(today),
        due_before: Some(today.plus(Due::SOON_DAYS + 1)),
        ..StandingFilter::default()
    };
    let uncovered = StandingFilter {
        key: true,
        covered: Some(false),
        ..StandingFilter::default()
    };
    let key = StandingFilter {
        key: true,
        ..StandingFilter::default()
    };
    let list = |title, kind, filter: &StandingFilter, show: &str, nothing| -> Result<List, AppError> {
        let count = household::count_visible(tx, actor, &branch, today, filter)?;
        let page = Page {
            by_due: true,
            skip: 0,
            limit: NAMES_SHOWN,
        };
        let found = household::standing(tx, actor, &branch, today, filter, page)?;
        let lines = found
            .iter()
            .map(|standing| line(standing, actor.acting.level, today))
            .collect();
        let (href, more) = (format!("{register}?show={show}"), format!("看全部 {count} 户"));
        Ok(List {
            title,
            kind,
            count,
            unit: "户",
            lines,
            href,
            more,
            nothing,
        })
    };
    let late = list("超期走访", "late", &late, "overdue", "没有超期的走访。")?;
    let soon = list("快到期", "soon", &soon, "soon", "7 天内没有到期的走访。")?;
    let uncovered = list(
        "没有联系人的重点户",
        "late",
        &uncovered,
        "uncovered",
        "每一户重点户都有人联系。",
    )?;
    let idle = idle(tx, &branch, code, today)?;
    let keys = household::count_visible(tx, actor, &branch, today, &key)?;
    let month = today.month();
    page(&HomePage {
        shell: visitor.shell(),
        today: today.long(),
        greeting: greeting(tx),
        visits: show::count(facts::tallied(
            tx,
            &branch,
            FactKind::Visit,
            Some((month, month)),
        )?),
        covered: show::ratio(keys - uncovered.count, keys),
        visits_href: format!("/orgs/{code}/visits?month={month}"),
        households_href: register.clone(),
        dashboard_href: format!("/insight/{code}"),
        left: vec![late, soon],
        right: vec![uncovered, idle],
    })
}

fn line(standing: &Standing, level: AreaLevel, today: niangjia_kernel::Day) -> Line {
    let home = &standing.household;
    let needs: Vec<_> = standing.needs.iter().map(|need| need.label()).collect();
    let place = if level == AreaLevel::Community {
        format!("{}组", home.group_name)
    } else {
        standing.org_name.clone()
    };
    let due = standing.linked_since.map(|since| {
        let next = next_visit(
            standing.last_visit,
            standing.follow_up,
            since,
            standing.visit_days,
        );
        Due::of(next.day, next.agreed, today)
    });
    Line {
        href: format!("/households/{}", home.id.within(home.tenant)),
        name: home.name.clone(),
        small: if needs.is_empty() {
            place
        } else {
            format!("{} · {place}", needs.join("、"))
        },
        due,
    }
}

fn idle(tx: &ReadTx<'_>, branch: &Branch, code: &str, today: niangjia_kernel::Day) -> Result<List, AppError> {
    let members = household::members_without_families(tx, branch, today)?;
    let count = i64::try_from(members.len()).unwrap_or(i64::MAX);
    let href = format!("/orgs/{code}/members-without-families");
    let shown = usize::try_from(NAMES_SHOWN).unwrap_or_default();
    let lines = members.into_iter().take(shown).map(|(_, name, org)| Line {
        href: href.clone(),
        name,
        small: org,
        due: None,
    });
    Ok(List {
        title: "没有家庭的执委",
        kind: "soon",
        count,
        unit: "位",
        lines: lines.collect(),
        more: format!("看全部 {count} 位"),
        href: href.clone(),
        nothing: "每一位执委都联系着家庭。",
    })
}

fn greeting(tx: &ReadTx<'_>) -> &'static str {
    match tx
        .now()
        .clock_time()
        .get(..2)
        .and_then(|hour| hour.parse::<u8>().ok())
    {
        Some(0..=4) => "夜深了",
        Some(5..=10) => "早上好",
        Some(11..=12) => "中午好",
        Some(13..=17) => "下午好",
        _ => "晚上好",
    }
}
