//! One number of a sum over reports: what each of those who reported said.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use niangjia_web::{AppError, Ctx, Query, Shell, codes_or_empty, json, month_or_empty, page};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::form::collect;
use crate::form::layout::Period;
use crate::model::{Figure, Indicator};
use crate::pages::figures;
use crate::pages::form::{find, month_of};
use crate::pages::form_page::badge;
use crate::pages::form_view::form_href;
use crate::rules::{Sight, may_see_numbers};

/// What it may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct CellQuery {
    /// 哪个月，例如 2026-10
    #[param(schema_with = month_or_empty)]
    month: String,
    #[param(schema_with = codes_or_empty::<Period>)]
    span: String,
}

/// 汇总里的一个数，各单位报的是多少。
#[derive(Serialize, ToSchema)]
pub(crate) struct CellBody {
    /// 报了的单位相加；没有报的不算
    sum: String,
    /// 各单位
    said: Vec<SaidBody>,
}

/// 一个单位报的数。
#[derive(Serialize, ToSchema)]
struct SaidBody {
    /// 单位
    place: String,
    /// 上报的状态
    state: &'static str,
    /// 报的数；没有报是空的
    figure: String,
}

struct SaidLine {
    place: String,
    href: String,
    state: (&'static str, &'static str),
    text: String,
}

#[derive(Template)]
#[template(path = "form_cell.html")]
struct CellPage {
    shell: Shell,
    above: Vec<(String, String)>,
    label: &'static str,
    place: String,
    figure: String,
    when: String,
    lines: Vec<SaidLine>,
    formula: &'static str,
}

/// `GET /orgs/{code}/forms/{form}/{indicator}`: of the organisation that receives the form.
pub(crate) async fn show(
    ctx: Ctx,
    Path((code, form, indicator)): Path<(String, String, String)>,
    Query(query): Query<CellQuery>,
) -> Response {
    ctx.read(move |tx, visitor| {
        let (org, layout) = find(tx, &code, &form)?;
        let month = month_of(tx, visitor, &org, &query.month)?;
        let opens = may_see_numbers(&visitor.actor, &org.path) == Sight::Rows;
        let indicator = Indicator::parse(&indicator).map_err(|_| AppError::NotFound)?;
        let period = Period::parse(&query.span).map_err(|_| AppError::NotFound)?;
        if !opens || org.level != layout.to || !period.fits(indicator) {
            return Err(AppError::NotFound);
        }
        let standings = collect::standings(tx, &org, layout, month)?;
        let said = collect::said(&standings, indicator, period);
        let line = |(standing, said): (&collect::Standing, &Option<crate::model::Amount>)| SaidLine {
            place: standing.org.place().to_owned(),
            href: form_href(&standing.org, layout, month),
            state: (badge(standing.state), standing.state.label()),
            text: said.map(|said| figures::text(Figure::open(said))).unwrap_or_default(),
        };
        let lines: Vec<SaidLine> = standings.iter().zip(&said).map(line).collect();
        let figure = collect::sum(&said).map(figures::text).unwrap_or_default();
        if visitor.wants_json {
            return json(&CellBody { sum: figure, said: lines.iter().map(SaidBody::of).collect() });
        }
        page(&CellPage {
            shell: visitor.shell(),
            above: vec![(format!("{}{}（汇总）", month.long(), layout.name), form_href(&org, layout, month))],
            label: indicator.label(),
            place: org.place().to_owned(),
            figure,
            when: format!("{} {}", month.long(), period.label()),
            lines,
            formula: indicator.definition().formula,
        })
    })
    .await
}

impl SaidBody {
    fn of(line: &SaidLine) -> Self {
        Self { place: line.place.clone(), state: line.state.1, figure: line.text.clone() }
    }
}
