//! One number of a sum over reports: what each of those who reported said.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use niangjia_web::{AppError, Ctx, Query, Shell, page};
use serde::Deserialize;

use crate::form::collect;
use crate::form::layout::Period;
use crate::model::{Figure, Indicator};
use crate::pages::figures;
use crate::pages::form::{find, month_of};
use crate::pages::form_page::badge;
use crate::pages::form_view::form_href;
use crate::rules::{Sight, may_see_numbers};

/// What it may be asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CellQuery {
    month: String,
    span: String,
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
        page(&CellPage {
            shell: visitor.shell(),
            above: vec![(format!("{}{}（汇总）", month.long(), layout.name), form_href(&org, layout, month))],
            label: indicator.label(),
            place: org.place().to_owned(),
            figure: collect::sum(&said).map(figures::text).unwrap_or_default(),
            when: format!("{} {}", month.long(), period.label()),
            lines: standings.iter().zip(&said).map(line).collect(),
            formula: indicator.definition().formula,
        })
    })
    .await
}
