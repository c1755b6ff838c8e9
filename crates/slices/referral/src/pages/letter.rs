//! 转介函: the letter that goes on paper, with a slip to tear off and send back.

use askama::Template;
use axum::response::Response;
use niangjia_web::{AppError, At, Ctx, Shell, page};

use crate::model::{Contents, ReferralRow};
use crate::pages::{ReferralKey, found};
use crate::queries::{self, Access};

#[derive(Template)]
#[template(path = "letter.html")]
struct LetterPage {
    shell: Shell,
    row: ReferralRow,
    org_name: String,
    sent: String,
    answer_until: String,
    contents: Contents,
}

/// `GET /referrals/{key}/letter`.
pub(crate) async fn show(ctx: Ctx, At(key): At<ReferralKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let (row, access) = found(tx, visitor, key)?;
        if matches!(access, Access::Head) {
            return Err(AppError::Forbidden("转介函由经办的人打印".to_owned()));
        }
        let org = niangjia_org::api::by_id(tx, row.org_id)?.ok_or(AppError::NotFound)?;
        let clocks = niangjia_deadline::Clocks::in_force();
        let until = clocks
            .rule("referral.answer")
            .and_then(|rule| niangjia_deadline::ends(rule, clocks.calendar(), row.sent, &[]));
        let last =
            until.map(|until| niangjia_kernel::Timestamp::from_millis(until.millis() - 1).day().long());
        page(&LetterPage {
            shell: visitor.shell(),
            org_name: org.name,
            sent: row.sent.day().long(),
            answer_until: last.unwrap_or_default(),
            contents: queries::contents(tx, &row)?,
            row,
        })
    })
    .await
}
