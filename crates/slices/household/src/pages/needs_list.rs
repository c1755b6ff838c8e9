//! 需求清单: the needs of a branch that ask to be confirmed, that nobody confirmed for too long, and that fell away.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::AreaLevel;
use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_web::show::{self, When};
use niangjia_web::{AppError, At, Ctx, Query, Shell, codes_or_empty, json, page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::needs::AskingBody;
use crate::model::AskingNeed;
use crate::pack::HouseholdRules;
use crate::pages::need_lines::{NeedLine, need_line};
use crate::pages::needs::banner;
use crate::pages::register_query::{Chip, part};
use crate::pages::{crumbs, household_href, with_visible_register};
use crate::queries;
use crate::rules::{Asked, Sight, sight};

/// Rows on a page.
const ROWS: i64 = 50;

/// What `GET /orgs/{code}/needs` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct NeedsQuery {
    /// 哪一张清单，不写是待确认
    #[param(schema_with = codes_or_empty::<Asked>)]
    show: String,
    /// 第几页，从 1 起
    #[param(pattern = "^[0-9]{0,6}$")]
    page: String,
    /// What was done before the page is shown again.
    #[param(ignore)]
    said: String,
}

impl NeedsQuery {
    /// The list that is asked for, and the page of it.
    pub(crate) fn read(&self) -> Result<(Asked, i64), AppError> {
        let show = part("show", &self.show, |text| Asked::parse(text).ok())?.unwrap_or(Asked::ToConfirm);
        let page = part("page", &self.page, |text| text.parse().ok())?.unwrap_or(1).max(1);
        Ok((show, page))
    }
}

struct Row {
    id: String,
    href: String,
    name: String,
    number: String,
    community: String,
    need: NeedLine,
    until: Option<When>,
}

#[derive(Template)]
#[template(path = "needs_list.html")]
struct NeedsListPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    list: &'static str,
    total: String,
    shows_org: bool,
    /// Whether she may confirm what she sees here.
    confirms: bool,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    fell: bool,
    nothing: (&'static str, &'static str),
    confirm_days: i64,
    staying: String,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /orgs/{code}/needs`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<NeedsQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_register(tx, &visitor.actor, &code)?;
        let (asked, at) = query.read()?;
        let (actor, branch) = (&visitor.actor, Branch::of(org.tenant, org.level, &org.path));
        let counts = counts(tx, actor, &branch)?;
        let total = counts.iter().find(|(one, _)| *one == asked).map_or(0, |(_, count)| *count);
        let at = at.min((total.max(1) + ROWS - 1) / ROWS);
        let found = queries::asking(tx, actor, &branch, asked, ((at - 1) * ROWS, ROWS))?;
        let next = (at * ROWS < total).then_some(at + 1);
        if visitor.wants_json {
            return json(&AskingBody::of(&found, total, next));
        }
        let rules = HouseholdRules::in_force();
        let staying = rules.kinds_that(crate::model::Unconfirmed::Stays);
        let href = |at: i64| format!("?show={}&page={at}", asked.code());
        page(&NeedsListPage {
            shell: visitor.shell_saying(banner(&query.said).map(str::to_owned)),
            above: crumbs(tx, &org)?,
            list: asked.label(),
            total: show::count(total),
            shows_org: org.level != AreaLevel::Community,
            confirms: matches!(sight(actor), Sight::Community | Sight::Linked) && asked != Asked::FellAway,
            chips: chips(&counts, asked),
            rows: found.iter().map(|one| row(one, tx)).collect(),
            fell: asked == Asked::FellAway,
            nothing: nothing(asked),
            confirm_days: rules.confirm_days,
            staying: staying.iter().map(|kind| kind.label()).collect::<Vec<_>>().join("、"),
            first: (at > 1).then(|| href(1)),
            next: next.map(href),
            org,
        })
    })
    .await
}

/// The lists, counted for this reader.
fn counts(tx: &ReadTx<'_>, actor: &Actor, branch: &Branch) -> Result<Vec<(Asked, i64)>, AppError> {
    let counted = Asked::ALL.iter().map(|one| Ok((*one, queries::count_asking(tx, actor, branch, *one)?)));
    counted.collect()
}

fn chips(counts: &[(Asked, i64)], asked: Asked) -> Vec<Chip> {
    let chip = |(one, count): &(Asked, i64)| Chip {
        label: one.label().to_owned(),
        count: show::count(*count),
        href: format!("?show={}", one.code()),
        on: *one == asked,
    };
    counts.iter().map(chip).collect()
}

fn row(one: &AskingNeed, tx: &ReadTx<'_>) -> Row {
    Row {
        id: one.need.id.to_string(),
        href: household_href(&one.household),
        name: one.household.name.clone(),
        number: one.household.number.clone(),
        community: one.org_name.trim_end_matches("妇联").to_owned(),
        need: need_line(&one.need, tx.today()),
        until: one.until.map(|day| When::day(day, tx.today())),
    }
}

const fn nothing(asked: Asked) -> (&'static str, &'static str) {
    match asked {
        Asked::ToConfirm => ("没有待确认的需求", "复核日到了的，会自己出现在这里。"),
        Asked::Overdue => ("没有逾期未确认的需求", "必须确认的需求，到期太久没有人确认才会出现在这里。"),
        Asked::FellAway => ("没有自动消除的需求", "最近一年里，没有因为没人确认而消除的需求。"),
    }
}
