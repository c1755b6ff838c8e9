//! Who came to see what is kept about them, and how often: a list without any content.

use askama::Template;
use axum::response::Response;
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::show::When;
use niangjia_web::{AppError, At, Ctx, Shell, json, page, show};

use crate::json::InspectionsBody;
use crate::model::{About, InspectionRow};
use crate::pages::{ROWS, about, crumbs, with_visible_branch};
use crate::queries;
use crate::rules::{Sight, sight};

struct Line {
    href: String,
    called: String,
    name: String,
    household: String,
    comes_as: &'static str,
    given: bool,
    by: String,
    at: When,
}

#[derive(Template)]
#[template(path = "inspections.html")]
struct InspectionsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    lines: Vec<Line>,
    total: String,
    more: bool,
    keeps: bool,
}

/// The askings of a branch with whom they are about, and how many there are.
pub(crate) fn rows(
    tx: &ReadTx<'_>,
    actor: &Actor,
    org: &Org,
    limit: i64,
) -> Result<(Vec<About<InspectionRow>>, i64), AppError> {
    let (rows, total) = queries::inspections(tx, actor, &org.path, limit)?;
    let with = |row: InspectionRow| {
        let whose = (row.tenant, row.household, row.resident);
        about(tx, row, whose)
    };
    Ok((rows.into_iter().map(with).collect::<Result<_, _>>()?, total))
}

/// `GET /orgs/{code}/inspections`.
pub(crate) async fn list(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_branch(tx, &visitor.actor, &code)?;
        let (rows, total) = rows(tx, &visitor.actor, &org, ROWS)?;
        if visitor.wants_json {
            return json(&InspectionsBody::of(&rows, total));
        }
        let keeps = sight(&visitor.actor) == Sight::Keeps;
        let line = |about: &About<InspectionRow>| Line {
            href: about.row.href(),
            called: about.row.called(),
            name: about.name(keeps),
            household: about.household_number(),
            comes_as: about.row.comes_as.label(),
            given: about.row.proof.is_some(),
            by: about.row.person_name.clone(),
            at: When::instant(about.row.at, tx.today()),
        };
        page(&InspectionsPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            lines: rows.iter().map(line).collect(),
            total: show::count(total),
            more: total > ROWS,
            keeps,
            org,
        })
    })
    .await
}
