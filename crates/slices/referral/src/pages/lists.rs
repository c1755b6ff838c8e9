//! 转介登记: what somebody sent herself, and what a branch sent.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Timestamp;
use niangjia_web::show::Due;
use niangjia_web::{AppError, At, Ctx, Shell, json, page, show};

use crate::json::ReferralsBody;
use crate::model::ReferralRow;
use crate::pages::{ROWS, crumbs, due, with_followed_branch};
use crate::queries;
use crate::rules::serves;

struct Line {
    row: ReferralRow,
    sent: String,
    due: Due,
}

#[derive(Template)]
#[template(path = "referrals.html")]
struct ReferralsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    heading: &'static str,
    whose: String,
    partners: Option<String>,
    lines: Vec<Line>,
    total: String,
    more: bool,
}

fn lines(rows: Vec<ReferralRow>, now: Timestamp) -> Vec<Line> {
    rows.into_iter().map(|row| Line { sent: row.sent.day().long(), due: due(&row, now), row }).collect()
}

/// `GET /referrals`.
pub(crate) async fn mine(ctx: Ctx) -> Response {
    ctx.read(move |tx, visitor| {
        if !serves(&visitor.actor) {
            return Err(AppError::NotFound);
        }
        let (rows, total) = queries::of_sender(tx, &visitor.actor, ROWS)?;
        if visitor.wants_json {
            return json(&ReferralsBody::of(&rows, total, tx.now()));
        }
        page(&ReferralsPage {
            shell: visitor.shell(),
            above: Vec::new(),
            heading: "我转介的",
            whose: visitor.actor.name.clone(),
            partners: None,
            lines: lines(rows, tx.now()),
            total: show::count(total),
            more: total > ROWS,
        })
    })
    .await
}

/// `GET /orgs/{code}/referrals`.
pub(crate) async fn of_org(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_followed_branch(tx, &visitor.actor, &code)?;
        let (rows, total) = queries::of_branch(tx, &visitor.actor, &org.path, ROWS)?;
        if visitor.wants_json {
            return json(&ReferralsBody::of(&rows, total, tx.now()));
        }
        page(&ReferralsPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            heading: "转介登记",
            whose: org.place().to_owned(),
            partners: Some(format!("{}/partners", org.href())),
            lines: lines(rows, tx.now()),
            total: show::count(total),
            more: total > ROWS,
        })
    })
    .await
}
