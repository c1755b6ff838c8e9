//! One referral, as its sender, its partner or whoever leads above sees it.

use askama::Template;
use axum::response::Response;
use niangjia_store::ReadTx;
use niangjia_web::show::Due;
use niangjia_web::{AppError, At, Ctx, Errors, Query, Shell, Visitor, json, page};

use crate::json::ReferralBody;
use crate::model::{Contents, ReferralRow, State};
use crate::pages::steps::{AnswerForm, ClosingForm, ResultForm};
use crate::pages::{ReferralKey, SaidQuery, due, due_for_partner, found};
use crate::queries::{self, Access};

/// What was typed into the forms of the page.
#[derive(Default)]
pub(super) struct Forms {
    pub(super) answer: AnswerForm,
    pub(super) result: ResultForm,
    pub(super) closing: ClosingForm,
}

#[derive(Template)]
#[template(path = "referral.html")]
pub(super) struct ReferralPage {
    shell: Shell,
    row: ReferralRow,
    org_name: String,
    sent: String,
    answered: Option<String>,
    settled: Option<String>,
    consent: String,
    due: Due,
    contents: Option<Contents>,
    matter: Option<(String, String)>,
    is_partner: bool,
    /// What can be done now, by whoever looks.
    answers: bool,
    refuses_only: bool,
    settles: bool,
    tells: bool,
    passes_on: Option<String>,
    withdraws: bool,
    answers_for: bool,
    forms: Forms,
    pub(super) errors: Errors,
}

/// `GET /referrals/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<ReferralKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let (row, access) = found(tx, visitor, key)?;
        if visitor.wants_json {
            let opened = match access {
                Access::Head => None,
                _ => Some(queries::contents(tx, &row)?),
            };
            return json(&ReferralBody::of(&row, opened, tx.now()));
        }
        let said = match query.said.as_str() {
            "sent" => Some("已转出。三个工作日内等对方答复；超了期会回到您的工作台，上级也看得到。"),
            "accepted" => Some("已接受。办完请写结果。"),
            "refused" => Some("已退回。"),
            "settled" => Some("结果已记下，等转出的人告诉她。"),
            "closed" => Some("已办结。"),
            _ => None,
        };
        page(&referral_page(tx, visitor, (row, access), Forms::default(), Errors::default(), said)?)
    })
    .await
}

pub(super) fn referral_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    (row, access): (ReferralRow, Access),
    forms: Forms,
    errors: Errors,
    said: Option<&str>,
) -> Result<ReferralPage, AppError> {
    let is_partner = matches!(access, Access::Partner);
    let (keeps, matter) = match access {
        Access::Full { keeps, matter } => (keeps, matter),
        Access::Partner | Access::Head => (false, None),
    };
    let reads = is_partner || keeps || matter.is_some();
    let mut contents = if reads { Some(queries::contents(tx, &row)?) } else { None };
    if let Some(contents) = contents.as_mut().filter(|_| is_partner) {
        // How it went on at the sender's is not the partner's.
        contents.ending.clear();
    }
    let org = niangjia_org::api::by_id(tx, row.org_id)?.ok_or(AppError::NotFound)?;
    let acts = is_partner || keeps;
    let subject = format!("{}.{}", row.subject_tenant, row.subject.simple());
    let onward =
        format!("/referrals/new?kind={}&subject={subject}&after={}", row.subject_kind.code(), row.key());
    let consent = match row.consent {
        Some((on, manner)) => format!("{}，{} {}", row.ground.label(), on.long(), manner.label()),
        None => row.ground.label().to_owned(),
    };
    Ok(ReferralPage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        org_name: org.name,
        sent: row.sent.day().long(),
        answered: row.answered.map(|at| at.day().long()),
        settled: row.settled.map(|at| at.day().long()),
        consent,
        due: if is_partner { due_for_partner(&row, tx.now()) } else { due(&row, tx.now()) },
        contents,
        matter: matter.map(|matter| (matter.called, matter.href)),
        is_partner,
        answers: acts && row.state == State::Sent,
        refuses_only: acts && row.state == State::Accepted,
        settles: acts && row.state == State::Accepted,
        tells: keeps && row.state == State::Settled,
        passes_on: Some(onward).filter(|_| keeps && row.state == State::Refused),
        withdraws: keeps && row.state == State::Sent,
        answers_for: keeps && !is_partner,
        row,
        forms,
        errors,
    })
}
