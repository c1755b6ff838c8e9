//! What is done with a referral: the answer, the result, the end.

use axum::response::Response;
use niangjia_store::WriteTx;
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{Closing, ReferralRow, State};
use crate::pages::referral::{Forms, referral_page};
use crate::pages::{ReferralKey, found};
use crate::queries::Access;
use crate::rules::{Move, after, check_words, may_answer};

/// The partner's answer.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AnswerForm {
    /// accepted 或者 refused
    #[schema(required = true)]
    answer: String,
    /// 说明；退回的要写原因
    pub(super) words: String,
}

/// What came of it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ResultForm {
    /// 结果
    #[schema(required = true)]
    pub(super) result: String,
}

/// How it ends for the sender.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ClosingForm {
    /// told 已告诉本人；withdrawn 撤回；given_up 不再转
    #[schema(required = true)]
    closing: String,
    /// 怎样告诉的，或者为什么
    #[schema(required = true)]
    pub(super) ending: String,
}

fn held(tx: &WriteTx<'_>, visitor: &Visitor, key: ReferralKey) -> Result<(ReferralRow, Access), AppError> {
    tx.hold("referral", key.tenant, key.id.uuid())?;
    found(tx, visitor, key)
}

const ONLY_PARTIES: &str = "由对方单位登录办；纸面办的，由转出的人或者本组织的主席按回执录入";

/// A referral on which the visitor may act as the partner, or for it.
fn to_answer(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    key: ReferralKey,
) -> Result<(ReferralRow, Access), AppError> {
    let (row, access) = held(tx, visitor, key)?;
    let is_partner = matches!(access, Access::Partner);
    let keeps = matches!(access, Access::Full { keeps: true, .. });
    if may_answer(is_partner, keeps) {
        Ok((row, access))
    } else {
        Err(AppError::Forbidden(ONLY_PARTIES.to_owned()))
    }
}

fn cannot(row: &ReferralRow) -> AppError {
    AppError::Refused(format!("这件转介现在是“{}”，不能这样办", row.status()))
}

/// `POST /referrals/{key}/answer`.
pub(crate) async fn answer(ctx: Ctx, At(key): At<ReferralKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &AnswerForm| {
        let (row, access) = to_answer(tx, visitor, key)?;
        let words = form.words.trim();
        let mut errors = Errors::default();
        let step = match form.answer.as_str() {
            "accepted" => Some(Move::Accept),
            "refused" => Some(Move::Refuse),
            _ => None,
        };
        let step = errors.take("answer", step.ok_or("请点接受还是退回"));
        if step == Some(Move::Refuse) || !words.is_empty() {
            let _words = errors.take("words", check_words(words, "退回请写原因，好让转出的人知道找谁"));
        }
        let (Some(step), true) = (step, errors.is_empty()) else {
            let forms = Forms { answer: form.clone(), ..Forms::default() };
            let shown = referral_page(tx, visitor, (row, access), forms, errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let state = after(row.state, step).ok_or_else(|| cannot(&row))?;
        let said = if state == State::Refused { "refused" } else { "accepted" };
        let to = format!("{}?said={said}", row.href());
        Ok(actions::answer_referral(tx, &visitor.actor, &row, (state, words))?.map(|()| see_other(&to)))
    })
    .await
}

/// `POST /referrals/{key}/result`.
pub(crate) async fn settle(ctx: Ctx, At(key): At<ReferralKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ResultForm| {
        let (row, access) = to_answer(tx, visitor, key)?;
        after(row.state, Move::Settle).ok_or_else(|| cannot(&row))?;
        let mut errors = Errors::default();
        let words = form.result.trim();
        let _words = errors.take("result", check_words(words, "请写结果：办了什么、到哪一步"));
        if !errors.is_empty() {
            let forms = Forms { result: form.clone(), ..Forms::default() };
            let shown = referral_page(tx, visitor, (row, access), forms, errors, None)?;
            return again(visitor, &shown, &shown.errors);
        }
        let org = niangjia_org::api::by_id(tx, row.org_id)?.ok_or(AppError::NotFound)?;
        let to = format!("{}?said=settled", row.href());
        let settled = actions::settle_referral(tx, &visitor.actor, (&row, &org.area_code), words)?;
        Ok(settled.map(|()| see_other(&to)))
    })
    .await
}

/// `POST /referrals/{key}/closing`.
pub(crate) async fn close(ctx: Ctx, At(key): At<ReferralKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ClosingForm| {
        let (row, access) = held(tx, visitor, key)?;
        if !matches!(access, Access::Full { keeps: true, .. }) {
            return Err(AppError::Forbidden("由转出的人或者本组织的主席办".to_owned()));
        }
        let closing = Closing::parse(&form.closing).ok().filter(|closing| *closing != Closing::PassedOn);
        let closing = closing.ok_or_else(|| AppError::Refused("请点怎样办结".to_owned()))?;
        after(row.state, Move::Close(closing)).ok_or_else(|| cannot(&row))?;
        let mut errors = Errors::default();
        let words = form.ending.trim();
        let missing =
            if closing == Closing::Told { "请写哪天、怎样告诉她的" } else { "请写为什么" };
        let _words = errors.take("ending", check_words(words, missing));
        if !errors.is_empty() {
            let forms = Forms { closing: form.clone(), ..Forms::default() };
            let shown = referral_page(tx, visitor, (row, access), forms, errors, None)?;
            return again(visitor, &shown, &shown.errors);
        }
        let to = format!("{}?said=closed", row.href());
        Ok(actions::close_referral(tx, &visitor.actor, &row, (closing, words))?.map(|()| see_other(&to)))
    })
    .await
}
