//! What is told above: counts of quarters that are over, the small ones hidden and the sums around them too.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AreaLevel, Month};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_web::{AppError, At, Ctx, Query, Shell, json, page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::NumbersBody;
use crate::model::EventKind;
use crate::pages::may_see_numbers;
use crate::queries;
use crate::rules::{Cell, closed_quarters, told};

/// What `GET /orgs/{code}/protection/numbers` may be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct NumbersQuery {
    /// 哪一年，例如 2026；不写是今年
    year: Option<i64>,
}

/// A line of the table: a county, or the sum of all; what is counted; a cell for each quarter, and their sum.
#[derive(Debug, Clone)]
pub(crate) struct NumbersLine {
    pub(crate) place: String,
    pub(crate) what: &'static str,
    pub(crate) cells: Vec<Cell>,
    pub(crate) year: Cell,
}

/// The numbers of a year.
#[derive(Debug, Clone)]
pub(crate) struct Numbers {
    pub(crate) year: i64,
    pub(crate) quarters: Vec<Month>,
    pub(crate) lines: Vec<NumbersLine>,
}

#[derive(Template)]
#[template(path = "numbers.html")]
struct NumbersPage {
    shell: Shell,
    org: Org,
    year: i64,
    years: Vec<(i64, String)>,
    quarters: Vec<String>,
    lines: Vec<NumbersLine>,
}

/// The numbers of an organisation that `actor` may read.
pub(crate) fn numbers(
    tx: &ReadTx<'_>,
    actor: &Actor,
    code: &str,
    year: i64,
) -> Result<(Org, Numbers), AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.filter(|org| may_see_numbers(actor, org));
    let org = org.ok_or(AppError::NotFound)?;
    let quarters = closed_quarters(year, tx.today());
    let places = places(tx, &org)?;
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let months = (Month::from_number(year * 12), Month::from_number(year * 12 + 11));
    let counted = [
        ("接手，涉及孩子", queries::opened_by_quarter(tx, &branch, months, true)?),
        ("接手，成年人", queries::opened_by_quarter(tx, &branch, months, false)?),
        ("报告", queries::turned_by_quarter(tx, &branch, months, EventKind::Reported)?),
        ("结案", queries::turned_by_quarter(tx, &branch, months, EventKind::Closed)?),
    ];
    let mut lines = Vec::new();
    for (what, counts) in &counted {
        let of = |place: &Org, quarter: &Month| {
            counts.get(&(place.path.as_str().to_owned(), *quarter)).copied().unwrap_or(0)
        };
        let row = |place: &Org| quarters.iter().map(|quarter| of(place, quarter)).collect::<Vec<i64>>();
        let rows: Vec<Vec<i64>> = places.iter().map(row).collect();
        let told = told(&rows);
        if places.len() > 1 {
            let (cells, year) = told.all;
            lines.push(NumbersLine { place: "合计".to_owned(), what, cells, year });
        }
        for ((place, counts), (cells, year)) in places.iter().zip(&rows).zip(told.rows) {
            if places.len() == 1 || counts.iter().any(|count| *count > 0) {
                lines.push(NumbersLine { place: place.place().to_owned(), what, cells, year });
            }
        }
    }
    Ok((org, Numbers { year, quarters, lines }))
}

/// The counties below, and bodies above them that keep cases of their own; of a county, itself.
fn places(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<Org>, AppError> {
    if org.level == AreaLevel::County {
        return Ok(vec![org.clone()]);
    }
    let all = niangjia_org::api::down_to_the_county(tx)?.into_iter();
    Ok(all.filter(|one| org.path.covers(&one.path)).collect())
}

/// `GET /orgs/{code}/protection/numbers`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<NumbersQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let this = i64::from(tx.today().parts().0);
        let year = query.year.unwrap_or(this).clamp(this - 10, this);
        let (org, numbers) = numbers(tx, &visitor.actor, &code, year)?;
        if visitor.wants_json {
            return json(&NumbersBody::of(&numbers));
        }
        let quarter = |month: &Month| format!("第{}季度", month.parts().1 / 3 + 1);
        page(&NumbersPage {
            shell: visitor.shell(),
            years: [this - 1, this]
                .map(|one| (one, format!("{}/protection/numbers?year={one}", org.href())))
                .to_vec(),
            quarters: numbers.quarters.iter().map(quarter).collect(),
            year: numbers.year,
            lines: numbers.lines,
            org,
        })
    })
    .await
}
