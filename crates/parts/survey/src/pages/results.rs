//! 满意度 of an organisation, by quarter.

use askama::Template;
use axum::response::Response;
use niangjia_org::api::Org;
use niangjia_web::{At, Ctx, Query, Shell, json, page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::ResultsBody;
use crate::model::Quarter;
use crate::pack::SurveyRules;
use crate::pages::{crumbs, with_results};
use crate::queries;
use crate::results::{Results, Told};

/// Which quarter is looked at more closely.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct QuarterQuery {
    /// 季度，例如 2026Q3；不写，最近公布的一季
    quarter: String,
}

struct Line {
    called: String,
    href: String,
    asked: i64,
    ratio: String,
    between: String,
    told: bool,
}

impl Line {
    fn of(told: &Told, called: String, href: String) -> Self {
        let (ratio, between) = (told.ratio(), told.between());
        Self { called, href, asked: told.asked, ratio, between, told: told.counts.is_some() }
    }
}

#[derive(Template)]
#[template(path = "survey_results.html")]
struct ResultsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    question: &'static str,
    lines: Vec<Line>,
    chosen: Option<String>,
    scores: Vec<(&'static str, i64)>,
    said: Vec<String>,
    below: Vec<Line>,
    days: i64,
}

/// `GET /orgs/{code}/satisfaction`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<QuarterQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_results(tx, &visitor.actor, &code)?;
        let results = Results::of(tx, org.tenant, &org.path)?;
        let quarters = results.quarters(&org.path);
        let newest = quarters.iter().find(|one| one.counts.is_some()).or_else(|| quarters.first());
        let chosen = Quarter::parse(&query.quarter).or_else(|| newest.map(|one| one.quarter));
        let told = chosen.map(|quarter| results.quarter(&org.path, quarter));
        let said = match &told {
            Some(told) if told.counts.is_some() => queries::lines(tx, org.tenant, &org.path, told.quarter)?,
            _ => Vec::new(),
        };
        if visitor.wants_json {
            return json(&ResultsBody::of(&quarters, told.as_ref(), said));
        }
        let href = |quarter: Quarter| format!("{}/satisfaction?quarter={}", org.href(), quarter.code());
        let mut below = Vec::new();
        if let Some(quarter) = chosen {
            for child in niangjia_org::api::children(tx, org.id)? {
                let told = results.quarter(&child.path, quarter);
                let to = format!("{}/satisfaction?quarter={}", child.href(), quarter.code());
                below.extend((told.asked > 0).then(|| Line::of(&told, child.place().to_owned(), to)));
            }
        }
        let counts = told.as_ref().and_then(|told| told.counts);
        page(&ResultsPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            question: SurveyRules::in_force().question.as_str(),
            lines: quarters.iter().map(|one| Line::of(one, one.quarter.long(), href(one.quarter))).collect(),
            chosen: chosen.map(Quarter::long),
            scores: counts.map_or_else(Vec::new, |counts| {
                vec![("满意", counts.satisfied), ("基本满意", counts.mostly), ("不满意", counts.unsatisfied)]
            }),
            said,
            below,
            days: SurveyRules::in_force().valid_days,
            org,
        })
    })
    .await
}
