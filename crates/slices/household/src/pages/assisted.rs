//! 协助走访: what a community's members did for families that live here and are registered elsewhere.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id, Visit};
use niangjia_store::{Branch, ReadTx};
use niangjia_web::show::{self, When};
use niangjia_web::{AppError, At, Ctx, Query, Shell, Visitor, json, page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::AssistedBody;
use crate::pack::HouseholdRules;
use crate::pages::register_query::part;
use crate::pages::{crumbs, with_visible_register};
use crate::queries::{self, AssistedVisit};
use crate::rules::{Sight, sight};

/// Rows on a page.
const ROWS: usize = 50;

/// What `GET /orgs/{code}/assisted-visits` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct AssistedQuery {
    /// 上一页的 next
    #[param(pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}\\.vis_[0-9a-f]{32})?$")]
    after: String,
}

impl AssistedQuery {
    fn read(&self) -> Result<Option<(Day, Id<Visit>)>, AppError> {
        part("after", &self.after, |text| {
            let (day, id) = text.split_once('.')?;
            Some((Day::parse(day).ok()?, id.parse::<Id<Visit>>().ok()?))
        })
    }
}

struct Line {
    household: String,
    home: String,
    on: When,
    person: String,
    matter: String,
    manner: &'static str,
    words: String,
    due: (&'static str, String),
}

#[derive(Template)]
#[template(path = "assisted.html", blocks = ["rows"])]
struct AssistedPage {
    shell: Shell,
    above: Vec<(String, String)>,
    place: String,
    total: String,
    shows_words: bool,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /orgs/{code}/assisted-visits`.
pub(crate) async fn list(ctx: Ctx, At(code): At<String>, Query(query): Query<AssistedQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_register(tx, &visitor.actor, &code)?;
        let branch = Branch::of(org.tenant, org.level, &org.path);
        let mut visits = queries::assisted(tx, &visitor.actor, &branch, query.read()?, ROWS as i64 + 1)?;
        let more = visits.len() > ROWS;
        visits.truncate(ROWS);
        let next = visits.last().filter(|_| more).map(|last| format!("{}.{}", last.visit.on, last.visit.id));
        if visitor.wants_json {
            return json(&AssistedBody::of(&visits, next));
        }
        page(&AssistedPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            place: org.place().to_owned(),
            total: show::count(queries::count_assisted(tx, &visitor.actor, &branch)?),
            shows_words: sight(&visitor.actor) != Sight::Lists,
            lines: lines(tx, visitor, &visits)?,
            first: (!query.after.is_empty()).then(|| "?".to_owned()),
            next: next.map(|after| format!("?after={after}")),
        })
    })
    .await
}

fn lines(tx: &ReadTx<'_>, visitor: &Visitor, visits: &[AssistedVisit]) -> Result<Vec<Line>, AppError> {
    let shows_words = sight(&visitor.actor) != Sight::Lists;
    let line = |AssistedVisit { visit, home }: &AssistedVisit| {
        Ok(Line {
            household: visit.household_name.clone(),
            home: home.trim_end_matches("妇联").to_owned(),
            on: When::day(visit.on, tx.today()),
            person: visit.person_name.clone(),
            matter: HouseholdRules::in_force().matter_label(&visit.matter).to_owned(),
            manner: visit.manner.label(),
            words: if shows_words { queries::words(tx, visit)? } else { String::new() },
            due: match visit.follow_up {
                Some(day) => ("plan", format!("{} 跟进", day.short())),
                None => ("done", visit.outcome.label().to_owned()),
            },
        })
    };
    visits.iter().map(line).collect()
}
