//! 本人请求 of a branch: those that wait first, by their day.

use askama::Template;
use axum::response::Response;
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::show::{Due, When};
use niangjia_web::{AppError, At, Ctx, Shell, json, page, show};

use crate::json::ClaimsBody;
use crate::model::{About, ClaimRow};
use crate::pack::RightsRules;
use crate::pages::{ROWS, about, crumbs, due, with_visible_branch};
use crate::queries;
use crate::rules::{Sight, sight};

struct Line {
    href: String,
    called: String,
    kind: &'static str,
    name: String,
    household: String,
    asked: When,
    until: String,
    state: &'static str,
    due: Due,
}

#[derive(Template)]
#[template(path = "claims.html")]
struct ClaimsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    lines: Vec<Line>,
    total: String,
    more: bool,
    days: i64,
}

/// The claims of a branch with whom they are about, and how many there are.
pub(crate) fn rows(
    tx: &ReadTx<'_>,
    actor: &Actor,
    org: &Org,
    limit: i64,
) -> Result<(Vec<About<ClaimRow>>, i64), AppError> {
    let (rows, total) = queries::claims(tx, actor, &org.path, limit)?;
    let with = |row: ClaimRow| {
        let whose = (row.tenant, row.household, row.resident);
        about(tx, row, whose)
    };
    Ok((rows.into_iter().map(with).collect::<Result<_, _>>()?, total))
}

/// `GET /orgs/{code}/claims`.
pub(crate) async fn list(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_branch(tx, &visitor.actor, &code)?;
        let (rows, total) = rows(tx, &visitor.actor, &org, ROWS)?;
        if visitor.wants_json {
            return json(&ClaimsBody::of(&rows, total, tx.today()));
        }
        let keeps = sight(&visitor.actor) == Sight::Keeps;
        let line = |about: &About<ClaimRow>| Line {
            href: about.row.href(),
            called: about.row.called(),
            kind: about.row.kind.label(),
            name: about.name(keeps),
            household: about.household_number(),
            asked: When::day(about.row.asked, tx.today()),
            until: about.row.due.long(),
            state: about.row.state(),
            due: due(&about.row, tx.today()),
        };
        page(&ClaimsPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            lines: rows.iter().map(line).collect(),
            total: show::count(total),
            more: total > ROWS,
            days: RightsRules::in_force().answer_days,
            org,
        })
    })
    .await
}
