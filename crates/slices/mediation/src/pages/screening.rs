//! 调解前筛查: the questions of the pack, each answered.

use axum::response::Response;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, Screened};
use crate::model::State;
use crate::pack::MediationRules;
use crate::pages::fields::{FormField, Step, StepPage};
use crate::pages::{MediationKey, worked, working};
use crate::queries::VisibleCase;

const STATES: &[State] = &[State::Applied, State::Screened, State::Accepted];

/// The answers as they are typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ScreeningForm {
    /// 每个问题一个：问题的代码，冒号，yes 或 no，例如 beaten:no
    #[schema(required = true)]
    answer: Vec<String>,
    /// 听到、看到的情况；有一项是“有”就要写
    words: String,
}

/// `GET /mediations/{key}/screening`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, STATES)?;
        page(&form_page(tx, visitor, &case, &ScreeningForm::default(), Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/screening`.
pub(crate) async fn screen(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ScreeningForm| {
        let case = working(tx, visitor, key, STATES)?;
        let mut errors = Errors::default();
        let questions = &MediationRules::in_force().question;
        let said =
            |code: &str, answer: &str| form.answer.iter().any(|one| *one == format!("{code}:{answer}"));
        let mut yes = Vec::new();
        for question in questions {
            match (said(&question.code, "yes"), said(&question.code, "no")) {
                (true, _) => yes.push(question.code.clone()),
                (false, true) => {}
                (false, false) => errors.at_any(&field_of(&question.code), "请问一句，选“有”或“没有”"),
            }
        }
        let words = form.words.trim();
        if !yes.is_empty() && words.is_empty() {
            errors.at("words", "有一项是“有”，请写听到、看到的，接着办的人要用；不用追问细节");
        }
        if !errors.is_empty() {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        }
        let done = actions::screen(tx, &visitor.actor, visitor.app.guards(), &case, (&yes, words))?;
        let to = |outcome: Screened| match outcome {
            Screened::Clear => format!("{}?said=screened", case.row.href()),
            Screened::Diverted => format!("{}?said=diverted", case.row.href()),
        };
        Ok(Ending::from(done.map(|outcome| see_other(&to(outcome)))))
    })
    .await
}

fn field_of(code: &str) -> String {
    let place = MediationRules::in_force().question.iter().position(|one| one.code == code);
    format!("answer-{}", place.unwrap_or_default())
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &VisibleCase,
    form: &ScreeningForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let mut fields = Vec::new();
    for (place, question) in MediationRules::in_force().question.iter().enumerate() {
        let answer = |word: &str, label: &str| {
            let value = format!("{}:{word}", question.code);
            let chosen = form.answer.contains(&value);
            (value, label.to_owned(), chosen)
        };
        let blank = (String::new(), "还没有问".to_owned(), false);
        let all = vec![blank, answer("no", "没有"), answer("yes", "有")];
        let field = FormField::select("answer", &question.text, all).number(place);
        fields.push(field.hint(&question.basis));
    }
    fields.push(FormField::area("words", "听到、看到的情况", &form.words).hint("都没有就不用写"));
    let lead = "请和每一方分开问，旁边没有别人。有一项是“有”，就不调解，马上转到有人专门办的地方，这里的内容以后只有登记人看得到。";
    let step = Step {
        title: "调解前筛查",
        lead: lead.to_owned(),
        action: "screening",
        button: "问完了",
        fields,
        errors,
    };
    StepPage::of(tx, visitor, &case.row, step)
}
