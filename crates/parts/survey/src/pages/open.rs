//! The page behind a slip: for everybody who holds it, without signing in; it names neither her nor the matter.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use niangjia_kernel::Tenant;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{Answer, AppError, At, Ctx, Typed, page, page_with};
use serde::Deserialize;

use crate::actions;
use crate::model::{Score, SlipRow, SlipState};
use crate::pack::SurveyRules;
use crate::queries;
use crate::rules::{LONGEST, is_good};

/// Her answer, as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerForm {
    score: String,
    line: String,
}

#[derive(Template)]
#[template(path = "survey_open.html")]
struct OpenPage {
    code: String,
    question: &'static str,
    scores: Vec<(&'static str, &'static str, bool)>,
    line: String,
    score_error: &'static str,
    line_error: &'static str,
}

#[derive(Template)]
#[template(path = "survey_over.html")]
struct OverPage {
    answered: bool,
}

/// `GET /s/{code}`. Asks nobody who she is.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>) -> Response {
    let read = ctx.app().store().read(move |tx| Ok::<_, AppError>(shown(tx, &code))).await;
    read.and_then(|answer| answer).unwrap_or_else(|error| error.bare())
}

fn shown(tx: &ReadTx<'_>, code: &str) -> Answer {
    match good(tx, code)? {
        Some(_) => page(&open_page(code, &AnswerForm::default(), ("", ""))),
        None => over(),
    }
}

/// Used, late and unknown look alike.
fn over() -> Answer {
    page_with(StatusCode::NOT_FOUND, &OverPage { answered: false })
}

/// `POST /s/{code}`.
pub(crate) async fn answer(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    let form = match typed.read::<AnswerForm>() {
        Ok(form) => form,
        Err(error) => return error.bare(),
    };
    let written = ctx.app().store().write(move |tx| {
        let Some(slip) = good(tx, &code)? else {
            return Ok(Ending::Nothing(over()?));
        };
        let line = form.line.trim();
        let long = if line.chars().count() > LONGEST { "太长了，请留在 200 字以内" } else { "" };
        let Some(score) = Score::parse(&form.score).ok().filter(|_| long.is_empty()) else {
            let missing = if form.score.is_empty() { "请点一个" } else { "" };
            let shown = open_page(&code, &form, (missing, long));
            return Ok(Ending::Nothing(page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)?));
        };
        let thanks = page(&OverPage { answered: true })?;
        match actions::answer(tx, &slip, score, line)? {
            Ending::Nothing(_) => Ok(Ending::Nothing(over()?)),
            done => Ok::<_, AppError>(done.map(|_| thanks)),
        }
    });
    written.await.unwrap_or_else(|error| error.bare())
}

/// The asking of a code that is still good.
fn good(tx: &ReadTx<'_>, code: &str) -> Result<Option<SlipRow>, AppError> {
    let Some((tenant, code)) = code.split_once('.') else { return Ok(None) };
    let Some(tenant) = tenant.parse::<i64>().ok().and_then(Tenant::from_number) else { return Ok(None) };
    let slip = queries::by_code(tx, tenant, code)?;
    Ok(slip.filter(|slip| is_good(slip.state == SlipState::Waiting, slip.until, tx.today())))
}

fn open_page(
    code: &str,
    form: &AnswerForm,
    (score_error, line_error): (&'static str, &'static str),
) -> OpenPage {
    OpenPage {
        code: code.to_owned(),
        question: SurveyRules::in_force().question.as_str(),
        scores: Score::ALL.iter().map(|one| (one.code(), one.label(), form.score == one.code())).collect(),
        line: form.line.clone(),
        score_error,
        line_error,
    }
}
