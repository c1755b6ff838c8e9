//! Saying of one family of a round whether it was reached: one tap after tapping the family.

use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_web::{AppError, At, Ctx, Errors, Typed, codes, day_or_empty, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::LineOutcome;
use crate::pack::ScreeningRules;
use crate::pages::{LineKey, holds};
use crate::queries;
use crate::rules::check_line;

const NOT_HERS: &str = "这一户分给了别的执委，由她或者主席来记";

/// What is said of a family.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct LineForm {
    #[schema(schema_with = codes::<LineOutcome>, required = true)]
    outcome: String,
    /// 没见到的原因：规则包里的代码
    reason: String,
    /// 哪一天；不写，今天
    #[schema(schema_with = day_or_empty)]
    on_day: String,
}

/// `POST /screening-lines/{key}`.
pub(crate) async fn say(ctx: Ctx, At(key): At<LineKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &LineForm| {
        let actor = &visitor.actor;
        tx.hold("screening_line", key.tenant, key.id.uuid())?;
        let (round, line) = queries::visible_line(tx, actor, key)?.ok_or(AppError::NotFound)?;
        let org = niangjia_org::api::by_id(tx, round.org_id)?.ok_or(AppError::NotFound)?;
        if line.person != Some(actor.person) && !holds(actor, &org) {
            return Err(AppError::Forbidden(NOT_HERS.to_owned()));
        }
        let on = if form.on_day.is_empty() { Ok(tx.today()) } else { Day::parse(&form.on_day) };
        let on = on.map_err(|error| AppError::Refused(error.to_string()))?;
        let outcome = LineOutcome::parse(&form.outcome).ok();
        let said = (outcome, form.reason.as_str(), on);
        let outcome = check_line(&round, said, tx.today(), ScreeningRules::in_force()).map_err(
            |(field, sentence)| {
                if !visitor.wants_json {
                    return AppError::Refused(sentence);
                }
                let mut errors = Errors::default();
                errors.at(field, sentence);
                AppError::Invalid(errors)
            },
        )?;
        let reason = Some(form.reason.as_str()).filter(|_| outcome == LineOutcome::NotReached);
        let done = actions::say_line(tx, actor, (&round, &line), (outcome, reason, on), actor.person)?;
        Ok(done.map(|()| see_other(&format!("{}?said=line", round.href()))).into())
    })
    .await
}
