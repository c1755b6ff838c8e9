//! 等回访的: whom somebody else than the handler is to ask.

use askama::Template;
use axum::response::Response;
use niangjia_org::api::Org;
use niangjia_web::show::{Due, When};
use niangjia_web::{At, Ctx, Query, Shell, json, page, show};

use crate::json::CallsBody;
use crate::model::SlipRow;
use crate::pages::{ROWS, SaidQuery, by_call, contact_of, crumbs, leads, with_results};
use crate::queries;

struct Line {
    called: String,
    href: String,
    kind: &'static str,
    asked: When,
    due: Due,
    way: &'static str,
    standing: String,
}

#[derive(Template)]
#[template(path = "survey_calls.html")]
struct CallsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    lines: Vec<Line>,
    total: String,
    more: bool,
    prints: bool,
}

/// `GET /orgs/{code}/survey-calls`.
pub(crate) async fn list(ctx: Ctx, At(code): At<String>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let actor = &visitor.actor;
        let org = with_results(tx, actor, &code)?;
        let (rows, total) = queries::waiting(tx, actor, &org.path, ROWS)?;
        let mut calls = Vec::new();
        for row in rows {
            let callable = by_call(contact_of(tx, &row)?.as_ref());
            calls.push((row, callable));
        }
        if visitor.wants_json {
            return json(&CallsBody::of(&calls, total));
        }
        let line = |(row, callable): &(SlipRow, bool)| Line {
            called: row.called(),
            href: row.href(),
            kind: row.kind.label(),
            asked: When::day(row.asked, tx.today()),
            due: Due::of(row.until, false, tx.today()),
            way: if *callable { "打电话" } else { "给纸条" },
            standing: match (row.caller, row.calls) {
                (Some(caller), _) if caller == actor.person => "我接下的".to_owned(),
                (Some(_), _) => "有人接下了".to_owned(),
                (None, 0) => "还没有人问".to_owned(),
                (None, calls) => format!("打过 {calls} 次没联系上"),
            },
        };
        let said = match query.said.as_str() {
            "answered" => Some("已记下。回答不和她、不和这件事连在一起。"),
            "called" => Some("已记下。"),
            _ => None,
        };
        page(&CallsPage {
            shell: visitor.shell_saying(said.map(str::to_owned)),
            above: crumbs(tx, &org)?,
            lines: calls.iter().map(line).collect(),
            total: show::count(total),
            more: total > ROWS,
            prints: leads(actor) && total > 0,
            org,
        })
    })
    .await
}
