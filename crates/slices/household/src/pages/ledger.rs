//! 走访台账: every visit of a branch, filled by the visits themselves. The same rows as a page and as JSON.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AreaLevel, Day, Id, Month, Visit};
use niangjia_store::{Branch, ReadTx};
use niangjia_web::show::{self, When};
use niangjia_web::{AppError, At, Ctx, Query, Shell, Visitor, json, page};
use serde::Deserialize;

use crate::api;
use crate::json::VisitsBody;
use crate::model::{Outcome, VisitRow};
use crate::pack::HouseholdRules;
use crate::pages::{crumbs, visit_href};
use crate::queries::{self, LedgerFilter};
use crate::rules::{Sight, sight};

/// Rows on a page.
const ROWS: usize = 50;

/// What `GET /orgs/{code}/visits` may be asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LedgerQuery {
    /// `2026-11`.
    month: String,
    /// `follow_up` or `settled`.
    outcome: String,
    /// Where the page before ended: `2026-10-28.vis_…`.
    after: String,
}

struct Line {
    href: String,
    household: String,
    on: When,
    person: String,
    matter: String,
    manner: &'static str,
    words: String,
    due: (&'static str, String),
}

struct Chip {
    label: String,
    count: String,
    href: String,
    on: bool,
}

#[derive(Template)]
#[template(path = "ledger.html", blocks = ["rows"])]
struct LedgerPage {
    shell: Shell,
    above: Vec<(String, String)>,
    place: String,
    total: String,
    open_month: bool,
    shows_words: bool,
    chips: Vec<Chip>,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /orgs/{code}/visits`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<LedgerQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = niangjia_org::api::by_code(tx, &code)?.ok_or(AppError::NotFound)?;
        let actor = &visitor.actor;
        if sight(actor) == Sight::Nothing || !(actor.acting.org_path.covers(&org.path)) {
            return Err(AppError::NotFound);
        }
        let branch = Branch::of(org.tenant, org.level, &org.path);
        let leaf = org.level == AreaLevel::Community;
        let filter = query.filter();
        let mut visits = api::ledger(tx, actor, &branch, leaf, &filter, ROWS as i64 + 1)?;
        let more = visits.len() > ROWS;
        visits.truncate(ROWS);
        let next = visits.last().filter(|_| more).map(|last| format!("{}.{}", last.on, last.id));
        if visitor.wants_json {
            return json(&VisitsBody::of(&visits, next));
        }
        let total = api::count_ledger(tx, actor, &branch, leaf, &filter)?;
        page(&LedgerPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            place: org.place().to_owned(),
            total: show::count(total),
            open_month: query.month.is_empty() || query.month == tx.today().month().to_string(),
            shows_words: sight(actor) != Sight::Lists,
            chips: query.chips(tx.today()),
            lines: lines(tx, visitor, &visits)?,
            first: (!query.after.is_empty()).then(|| query.href(&query.month, &query.outcome, "")),
            next: next.map(|after| query.href(&query.month, &query.outcome, &after)),
        })
    })
    .await
}

impl LedgerQuery {
    pub(crate) fn filter(&self) -> LedgerFilter {
        let days = Day::parse(&format!("{}-01", self.month)).ok().map(Day::month);
        let after = self
            .after
            .split_once('.')
            .and_then(|(day, id)| Some((Day::parse(day).ok()?, id.parse::<Id<Visit>>().ok()?)));
        LedgerFilter {
            days: days.map(|month| (month.first_day(), month.last_day())),
            outcome: Outcome::parse(&self.outcome).ok(),
            after,
            ..LedgerFilter::default()
        }
    }

    #[expect(clippy::unused_self, reason = "reads as a question to the query")]
    fn href(&self, month: &str, outcome: &str, after: &str) -> String {
        let pairs = [("month", month), ("outcome", outcome), ("after", after)];
        let said: Vec<_> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("?{}", said.join("&"))
    }

    fn chips(&self, today: Day) -> Vec<Chip> {
        let chip = |label: String, month: &str, outcome: &str| Chip {
            on: self.month == month && self.outcome == outcome,
            href: self.href(month, outcome, ""),
            count: String::new(),
            label,
        };
        let months = (0..3).map(|back| today.month().plus(-back));
        let months = months.map(|month: Month| chip(month.long(), &month.to_string(), ""));
        let all = std::iter::once(chip("全部".to_owned(), "", ""));
        let outcomes = Outcome::ALL.iter().map(|one| chip(one.label().to_owned(), "", one.code()));
        all.chain(months).chain(outcomes).collect()
    }
}

fn lines(tx: &ReadTx<'_>, visitor: &Visitor, visits: &[VisitRow]) -> Result<Vec<Line>, AppError> {
    let rules = HouseholdRules::in_force();
    let shows_words = sight(&visitor.actor) != Sight::Lists;
    visits
        .iter()
        .map(|visit| {
            Ok(Line {
                href: visit_href(visit),
                household: visit.household_name.clone(),
                on: When::day(visit.on, tx.today()),
                person: visit.person_name.clone(),
                matter: rules.matter_label(&visit.matter).to_owned(),
                manner: visit.manner.label(),
                words: if shows_words { queries::words(tx, visit)? } else { String::new() },
                due: match visit.follow_up {
                    Some(day) => ("plan", format!("{} 跟进", day.short())),
                    None => ("done", visit.outcome.label().to_owned()),
                },
            })
        })
        .collect()
}
