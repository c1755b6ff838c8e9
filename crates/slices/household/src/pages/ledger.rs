//! 走访台账: every visit of a branch, filled by the visits themselves. The same rows as a page and as JSON.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AreaLevel, Day, Id, Months, Visit};
use niangjia_store::{Branch, ReadTx};
use niangjia_web::show::{self, When};
use niangjia_web::{AppError, At, Ctx, Query, Shell, Visitor, codes_or_empty, json, months_or_empty, page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api;
use crate::json::VisitsBody;
use crate::model::{Outcome, VisitRow};
use crate::pack::HouseholdRules;
use crate::pages::register_query::part;
use crate::pages::{crumbs, visit_href};
use crate::queries::{self, LedgerFilter};
use crate::rules::{Sight, may_load_register, sight};

/// Rows on a page.
const ROWS: usize = 50;

/// What `GET /orgs/{code}/visits` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct LedgerQuery {
    /// 只要这个月或这几个月的，例如 2026-11、2026-01..2026-11
    #[param(schema_with = months_or_empty)]
    month: String,
    #[param(schema_with = codes_or_empty::<Outcome>)]
    outcome: String,
    /// settled：只要当场办结了需求的，和指标算的一样
    #[param(pattern = "^(settled)?$")]
    matter: String,
    /// 上一页的 next
    #[param(pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}\\.vis_[0-9a-f]{32})?$")]
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
    /// Where visits of earlier years are brought in.
    import_href: Option<String>,
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
        let filter = query.filter()?;
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
            open_month: query.months().is_none_or(|months| months.last == tx.today().month()),
            shows_words: sight(actor) != Sight::Lists,
            chips: query.chips(tx.today()),
            import_href: may_load_register(actor, &org.path).then(|| format!("{}/visits/import", org.href())),
            lines: lines(tx, visitor, &visits)?,
            first: (!query.after.is_empty())
                .then(|| query.href(&query.month, &query.outcome, &query.matter, "")),
            next: next.map(|after| query.href(&query.month, &query.outcome, &query.matter, &after)),
        })
    })
    .await
}

impl LedgerQuery {
    /// The months that are asked for, as far as they can be read.
    fn months(&self) -> Option<Months> {
        self.month.parse().ok()
    }

    /// Reads the address. A filter that cannot be read is refused: leaving it out would show another list than asked.
    pub(crate) fn filter(&self) -> Result<LedgerFilter, AppError> {
        let months = part("month", &self.month, |text| text.parse::<Months>().ok())?;
        let after = part("after", &self.after, |text| {
            let (day, id) = text.split_once('.')?;
            Some((Day::parse(day).ok()?, id.parse::<Id<Visit>>().ok()?))
        })?;
        Ok(LedgerFilter {
            days: months.map(Months::days),
            outcome: part("outcome", &self.outcome, |text| Outcome::parse(text).ok())?,
            settled_need: part("matter", &self.matter, |text| (text == "settled").then_some(()))?.is_some(),
            after,
            ..LedgerFilter::default()
        })
    }

    #[expect(clippy::unused_self, reason = "reads as a question to the query")]
    fn href(&self, month: &str, outcome: &str, matter: &str, after: &str) -> String {
        let pairs = [("month", month), ("outcome", outcome), ("matter", matter), ("after", after)];
        let said: Vec<_> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("?{}", said.join("&"))
    }

    fn chips(&self, today: Day) -> Vec<Chip> {
        let chip = |label: String, month: &str, outcome: &str| Chip {
            on: self.month == month && self.outcome == outcome && self.matter.is_empty(),
            href: self.href(month, outcome, "", ""),
            count: String::new(),
            label,
        };
        let months = (0..3).map(|back| Months::one(today.month().plus(-back)));
        let months: Vec<Months> = months.collect();
        let shown = months.iter().map(|months| chip(months.long(), &months.to_string(), ""));
        let all = std::iter::once(chip("全部".to_owned(), "", ""));
        let outcomes = Outcome::ALL.iter().map(|one| chip(one.label().to_owned(), "", one.code()));
        // What a link from elsewhere asked for, so that it can be seen and left.
        let asked = self.months().filter(|asked| !months.contains(asked) || !self.matter.is_empty());
        let asked = asked.map(|asked| {
            let about = if self.matter.is_empty() { "" } else { "当场办结的需求" };
            Chip {
                on: true,
                label: format!("{}{about}", asked.long()),
                href: "?".to_owned(),
                count: String::new(),
            }
        });
        asked.into_iter().chain(all).chain(shown).chain(outcomes).collect()
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
                person: visit.by(),
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
