//! 工作台: where each post starts. A chair starts on who needs her today: overdue, due soon, uncovered, idle.

use askama::Template;
use axum::response::Response;
use niangjia_household::api::{self as household, Page, Show, Standing, next_visit};
use niangjia_kernel::{AreaLevel, FactKind};
use niangjia_store::{Branch, PostKind, ReadTx, facts};
use niangjia_web::show::{self, Due};
use niangjia_web::{Answer, AppError, Ctx, PanelSlot, Shell, Visitor, json, page, see_other};

use crate::json::DeskBody;

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
    /// What other slices say waits here: words and address.
    waiting: Vec<(String, String)>,
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
            (PostKind::Partner, _) => Ok(see_other("/partner")),
            (_, AreaLevel::Community | AreaLevel::Street | AreaLevel::County) => desk(tx, visitor, &code),
            _ => Ok(see_other(&format!("/insight/{code}"))),
        }
    })
    .await
}

fn desk(tx: &ReadTx<'_>, visitor: &Visitor, code: &str) -> Answer {
    let actor = &visitor.actor;
    let branch = Branch::of(actor.tenant, actor.acting.level, &actor.acting.org_path);
    let late = list(tx, visitor, &branch, Show::Overdue, ("超期走访", "late", "没有超期的走访。"))?;
    let soon = list(tx, visitor, &branch, Show::Soon, ("快到期", "soon", "7 天内没有到期的走访。"))?;
    let words = ("没有联系人的重点户", "late", "每一户重点户都有人联系。");
    let uncovered = list(tx, visitor, &branch, Show::Uncovered, words)?;
    let keys = household::count_visible(tx, actor, &branch, tx.today(), &Show::Key.filter(tx.today()))?;
    let subject = actor.acting.org_id.uuid();
    let panels = visitor.app.panels().of(PanelSlot::Desk, tx, actor, &[subject])?.remove(&subject);
    let waiting = panels.unwrap_or_default().into_iter();
    let month = tx.today().month();
    let visits = facts::tallied(tx, &branch, FactKind::Visit, Some((month, month)))?;
    let idle = idle(tx, &branch, code, tx.today())?;
    if visitor.wants_json {
        let due = [late.count, soon.count, uncovered.count, idle.count];
        return json(&DeskBody::of(code, tx.today(), visits, keys, due));
    }
    page(&HomePage {
        shell: visitor.shell(),
        today: tx.today().long(),
        greeting: greeting(tx),
        waiting: waiting.map(|panel| (panel.text, panel.href.unwrap_or_default())).collect(),
        visits: show::count(visits),
        covered: show::ratio(keys - uncovered.count, keys),
        visits_href: format!("/orgs/{code}/visits?month={month}"),
        households_href: format!("/orgs/{code}/households"),
        dashboard_href: format!("/insight/{code}"),
        left: vec![late, soon],
        right: vec![uncovered, idle],
    })
}

/// One list of the register: how many, and the first names.
fn list(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    branch: &Branch,
    show: Show,
    (title, kind, nothing): (&'static str, &'static str, &'static str),
) -> Result<List, AppError> {
    let (actor, filter) = (&visitor.actor, show.filter(tx.today()));
    let count = household::count_visible(tx, actor, branch, tx.today(), &filter)?;
    let page = Page { by_due: true, skip: 0, limit: NAMES_SHOWN };
    let found = household::standing(tx, actor, branch, tx.today(), &filter, page)?;
    Ok(List {
        title,
        kind,
        count,
        unit: "户",
        lines: found.iter().map(|standing| line(standing, actor.acting.level, tx.today())).collect(),
        href: format!("/orgs/{}/households?show={}", actor.acting.org_path.code(), show.code()),
        more: format!("看全部 {count} 户"),
        nothing,
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
        let next = next_visit(standing.last_visit, standing.follow_up, since, standing.visit_days);
        Due::of(next.day, next.agreed, today)
    });
    Line {
        href: format!("/households/{}", home.id.within(home.tenant)),
        name: home.name.clone(),
        small: if needs.is_empty() { place } else { format!("{} · {place}", needs.join("、")) },
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
        title: "没有联系家庭的执委",
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
    match tx.now().clock_time().get(..2).and_then(|hour| hour.parse::<u8>().ok()) {
        Some(0..=4) => "夜深了",
        Some(5..=10) => "早上好",
        Some(11..=12) => "中午好",
        Some(13..=17) => "下午好",
        _ => "晚上好",
    }
}
