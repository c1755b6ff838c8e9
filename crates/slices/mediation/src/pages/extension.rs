//! 延长调解期限: the parties agree to more days.

use axum::response::Response;
use niangjia_deadline::{AskedExtension, Clock, Clocks, Limit, Unit, check_extension, running};
use niangjia_kernel::Day;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, day, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{Case, State};
use crate::pages::fields::{FormField, Step, StepPage};
use crate::pages::{MediationKey, worked, working};

const FINISH: &str = "mediation.finish";

/// An extension as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ExtensionForm {
    /// 延长几天
    #[schema(required = true)]
    amount: String,
    /// 为什么
    #[schema(required = true)]
    reason: String,
    /// 哪几方同意
    #[schema(required = true)]
    agreed_by: String,
    #[schema(schema_with = day, required = true)]
    told_day: String,
}

fn clock(tx: &ReadTx<'_>, case: &Case) -> Result<Clock, AppError> {
    let running = running(tx, case.subject(), FINISH)?;
    running.ok_or_else(|| AppError::Refused("这一件没有在走的期限".to_owned()))
}

/// `GET /mediations/{key}/extension`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, &[State::Accepted])?.row;
        let form = ExtensionForm { told_day: tx.today().to_string(), ..ExtensionForm::default() };
        page(&form_page(tx, visitor, &case, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/extension`.
pub(crate) async fn extend(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ExtensionForm| {
        let case = working(tx, visitor, key, &[State::Accepted])?.row;
        let clock = clock(tx, &case)?;
        let mut errors = Errors::default();
        let amount = form.amount.trim().parse::<i64>().map_err(|_| "请写延长几天");
        let amount = errors.take("amount", amount);
        let told = errors.take("told_day", Day::parse(&form.told_day));
        let (reason, agreed_by) = (form.reason.trim().to_owned(), form.agreed_by.trim().to_owned());
        let by = Limit { amount: amount.unwrap_or(1), unit: Unit::Day };
        let asked = AskedExtension { by, reason, agreed_by, told };
        let calendar = Clocks::in_force().calendar();
        let turns = clock.turns();
        for refusal in check_extension(clock.rule, calendar, (clock.started, &turns), &asked, tx.now()) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
        if !errors.is_empty() {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        }
        let done = actions::extend(tx, &visitor.actor, &case, (&clock, &asked))?;
        Ok(Ending::from(done.map(|()| see_other(&format!("{}?said=extended", case.href())))))
    })
    .await
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &ExtensionForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let until = case.until.map(|until| until.day().plus(-1).long()).unwrap_or_default();
    let fields = vec![
        FormField::input("amount", "number", "延长几天", &form.amount),
        FormField::line("agreed_by", "哪几方同意", &form.agreed_by).hint("要各方都同意，例如：双方"),
        FormField::area("reason", "为什么", &form.reason),
        FormField::day("told_day", "哪天和各方说定的", &form.told_day),
    ];
    let lead =
        format!("现在的期限到 {until} 为止（遇节假日顺延到第一个工作日）。有一方不同意延长的，到期终止。");
    let step =
        Step { title: "延长调解期限", lead, action: "extension", button: "延长", fields, errors };
    StepPage::of(tx, visitor, case, step)
}
