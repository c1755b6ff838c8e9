//! 司法确认: the steps before the court.

use axum::response::Response;
use niangjia_deadline::running;
use niangjia_kernel::Day;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, codes, day, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{Case, Confirmation, State};
use crate::pack::MediationRules;
use crate::pages::fields::{FormField, Step, StepPage, options};
use crate::pages::{MediationKey, worked, working};
use crate::queries;
use crate::rules::check_confirmation;

const STATES: &[State] = &[State::Agreed, State::Filed];

/// A step before the court, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ConfirmationForm {
    #[schema(schema_with = codes::<Confirmation>, required = true)]
    step: String,
    #[schema(schema_with = day, required = true)]
    on_day: String,
    /// 哪个法院，案号
    #[schema(required = true)]
    court: String,
}

/// `GET /mediations/{key}/confirmation`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, STATES)?.row;
        let court = queries::agreement_of(tx, &case)?.map(|one| one.court).unwrap_or_default();
        let form = ConfirmationForm { on_day: tx.today().to_string(), court, step: String::new() };
        page(&form_page(tx, visitor, &case, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/confirmation`.
pub(crate) async fn confirm(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ConfirmationForm| {
        let case = working(tx, visitor, key, STATES)?.row;
        let mut errors = Errors::default();
        let step = errors.take("step", Confirmation::parse(&form.step).map_err(|_| "请点到了哪一步"));
        let on = errors.take("on_day", Day::parse(&form.on_day));
        let court: String = form.court.trim().chars().take(100).collect();
        if court.is_empty() {
            errors.at("court", "请写是哪个法院");
        }
        let agreement = queries::agreement_of(tx, &case)?;
        let last = last_day(tx, &case)?;
        if let (Some(step), Some(on)) = (step, on) {
            let checked = match &agreement {
                Some(agreement) => check_confirmation(agreement, step, (on, tx.today()), last),
                None => Err(("step", "没有协议".to_owned())),
            };
            if let Err((field, sentence)) = checked {
                errors.at(field, sentence);
            }
        }
        let (Some(step), Some(on), true) = (step, on, errors.is_empty()) else {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let done = actions::confirm(tx, &visitor.actor, &case, (step, on, &court))?;
        Ok(Ending::from(done.map(|()| see_other(&format!("{}?said=confirmed", case.href())))))
    })
    .await
}

/// The last day on which both may apply, while that clock runs.
fn last_day(tx: &ReadTx<'_>, case: &Case) -> Result<Option<Day>, AppError> {
    use niangjia_deadline::Standing::{Late, Running};
    let clock = running(tx, case.subject(), "mediation.confirm_apply")?;
    Ok(clock.and_then(|clock| match clock.standing(tx.now()) {
        Running { until, .. } | Late { until, .. } => Some(until.day().plus(-1)),
        niangjia_deadline::Standing::Suspended => None,
    }))
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &ConfirmationForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let steps = Confirmation::ALL.iter().map(|one| (one.code(), one.label()));
    let mut fields = vec![
        FormField::picks("step", "到了哪一步", options(steps, &form.step)),
        FormField::day("on_day", "哪一天", &form.on_day),
        FormField::line("court", "法院和案号", &form.court),
    ];
    let agreement = queries::agreement_of(tx, case)?;
    for clause in agreement.iter().flat_map(|one| &one.clauses).filter(|one| one.status) {
        let words = format!(
            "第 {} 条涉及身份、收养或婚姻关系，法院不会确认（{}）。",
            clause.number,
            MediationRules::in_force().not_confirmed_basis
        );
        fields.insert(0, FormField::text(&words));
    }
    let until = last_day(tx, case)?.map(|day| format!("共同申请的最后一天是 {}。", day.long()));
    let lead = format!(
        "双方要自协议生效之日起三十日内共同申请（《人民调解法》第三十三条）。{}带上申请书、协议书、身份证明、送达地址和电话。",
        until.unwrap_or_default()
    );
    let step = Step {
        title: "司法确认", lead, action: "confirmation", button: "记下这一步", fields, errors
    };
    StepPage::of(tx, visitor, case, step)
}
