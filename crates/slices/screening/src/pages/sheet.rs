//! The list of a round on paper: for members who go without a phone.

use askama::Template;
use axum::response::Response;
use niangjia_org::api::Org;
use niangjia_web::{At, Ctx, QrCode, Shell, page};

use crate::model::RoundRow;
use crate::pack::{ScreeningRules, Word, label_of};
use crate::pages::RoundKey;
use crate::pages::round::{RoundQuery, badge, look};
use crate::rules::{Sight, sight};

struct Line {
    number: String,
    name: String,
    group: String,
    who: String,
    state: String,
}

#[derive(Template)]
#[template(path = "screening_sheet.html")]
struct SheetPage {
    shell: Shell,
    org: Org,
    round: RoundRow,
    kind: String,
    days: String,
    lines: Vec<Line>,
    reasons: &'static [Word],
    qr: Option<QrCode>,
}

/// `GET /screenings/{key}/paper`.
pub(crate) async fn show(ctx: Ctx, At(key): At<RoundKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let looked = look(tx, &visitor.actor, key, &RoundQuery::default())?;
        let named = sight(&visitor.actor) != Sight::Lists;
        let lines = looked.lines.iter().map(|(line, standing)| Line {
            number: line.number.clone(),
            name: if named { line.name.clone() } else { String::new() },
            group: line.group_name.clone(),
            who: line.person_name.clone().unwrap_or_default(),
            state: badge(line, *standing).1,
        });
        let rules = ScreeningRules::in_force();
        page(&SheetPage {
            shell: visitor.shell(),
            kind: label_of(&rules.round, &looked.round.kind),
            days: format!("{} 到 {}", looked.round.from.long(), looked.round.until.long()),
            lines: lines.collect(),
            reasons: &rules.reason,
            qr: visitor.address(&looked.round.href()).and_then(|address| QrCode::of(&address)),
            org: looked.org,
            round: looked.round,
        })
    })
    .await
}
