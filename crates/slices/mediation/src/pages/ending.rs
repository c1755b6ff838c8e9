//! 终止调解: with its cause, and what the parties were told.

use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, day, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, SaidEnding};
use crate::model::{Case, State};
use crate::pack::MediationRules;
use crate::pages::fields::{FormField, Step, StepPage, options};
use crate::pages::{MediationKey, worked, working};
use crate::queries::{self, VisibleCase};
use crate::rules::{check_ending, may_end};

const STATES: &[State] = &[State::Applied, State::Screened, State::Accepted, State::Agreed];

/// An ending as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct EndingForm {
    /// 原因：规则包里的代码
    #[schema(required = true)]
    cause: String,
    #[schema(schema_with = day, required = true)]
    on_day: String,
    /// 情况
    words: String,
    /// yes：已告知各方其他途径
    #[schema(required = true)]
    told: String,
}

/// `GET /mediations/{key}/ending`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = ends(tx, worked(tx, visitor, key, STATES)?)?;
        let form = EndingForm { on_day: tx.today().to_string(), ..EndingForm::default() };
        page(&form_page(tx, visitor, &case, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/ending`.
pub(crate) async fn end(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &EndingForm| {
        let case = ends(tx, working(tx, visitor, key, STATES)?)?;
        let mut errors = Errors::default();
        let cause = MediationRules::in_force().cause(&form.cause);
        if cause.is_none() {
            errors.at("cause", "请选为什么终止");
        }
        let on = errors.take("on_day", Day::parse(&form.on_day));
        if let Some(on) = on {
            for (field, sentence) in check_ending(on, &case, form.told == "yes", tx.today()) {
                errors.at(field, sentence);
            }
        }
        let words: String = form.words.trim().chars().take(2_000).collect();
        let (Some(cause), Some(on), true) = (cause, on, errors.is_empty()) else {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let said = SaidEnding { on, cause: cause.code.clone(), label: cause.label.clone(), words };
        let done = actions::end(tx, &visitor.actor, &case, &said)?;
        Ok(done.map(|()| see_other(&format!("{}?said=ended", case.href()))))
    })
    .await
}

fn ends(tx: &ReadTx<'_>, case: VisibleCase) -> Result<Case, AppError> {
    if may_end(case.row.state, queries::agreement_of(tx, &case.row)?.as_ref()) {
        return Ok(case.row);
    }
    let sentence = "协议已经生效，不能再终止；没有履行的，在“记履行情况”里记，督促履行";
    Err(AppError::Refused(sentence.to_owned()))
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &EndingForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let rules = MediationRules::in_force();
    let mut causes = vec![(String::new(), "请选".to_owned(), form.cause.is_empty())];
    causes
        .extend(options(rules.cause.iter().map(|one| (one.code.as_str(), one.label.as_str())), &form.cause));
    let fields = vec![
        FormField::select("cause", "为什么终止", causes).hint("当事人随时可以停止，不用说明理由"),
        FormField::day("on_day", "哪一天", &form.on_day),
        FormField::area("words", "情况", &form.words),
        FormField::tick("told", &format!("已经告诉各方：{}", rules.other_ways), "yes", form.told == "yes"),
    ];
    let lead = if case.state == State::Agreed {
        "协议还没有签名盖章齐全，没有生效。有人不愿签的，可以在这里终止；协议不再计数，写好的留在记录里。"
            .to_owned()
    } else {
        String::new()
    };
    let step = Step { title: "终止调解", lead, action: "ending", button: "终止", fields, errors };
    StepPage::of(tx, visitor, case, step)
}
