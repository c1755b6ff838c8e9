//! The assessment of danger: questions, a neutral result, a human decision.

use askama::Template;
use axum::response::Response;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, page, see_other};
use serde::Deserialize;

use crate::actions;
use crate::model::{CaseRow, LookedAt};
use crate::pack::ProtectionRules;
use crate::pages::{CaseKey, ContactCard, Option3, choices, held, looked, looked_again, seen};
use crate::queries::VisibleCase;
use crate::rules::{LONGEST, advised};

/// What is typed of an assessment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AssessmentForm {
    yes: Vec<String>,
    level: String,
    why: String,
}

#[derive(Template)]
#[template(path = "assessment.html")]
struct AssessmentPage {
    shell: Shell,
    case: CaseRow,
    contact: ContactCard,
    may_write: bool,
    questions: Vec<Option3>,
    levels: Vec<Option3>,
    advice: String,
    form: AssessmentForm,
    errors: Errors,
}

fn assessment_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &VisibleCase,
    form: AssessmentForm,
    errors: Errors,
) -> Result<AssessmentPage, AppError> {
    let rules = ProtectionRules::in_force();
    let questions = rules.question.iter().map(|one| (one.code.as_str(), one.label.clone()));
    let levels = rules.level.iter().map(|one| (one.code.as_str(), one.label.clone()));
    let advice = advised(rules, &form.yes).map_or_else(String::new, |level| level.label.clone());
    Ok(AssessmentPage {
        shell: visitor.shell(),
        case: case.row().clone(),
        contact: ContactCard::of(tx, case)?,
        may_write: true,
        questions: choices(questions, |code| form.yes.iter().any(|one| one == code)),
        levels: choices(levels, |code| form.level == code),
        advice,
        form,
        errors,
    })
}

/// `GET /protection/{key}/assessment`.
pub(crate) async fn show(ctx: Ctx, At(key): At<CaseKey>) -> Response {
    ctx.look(move |tx, visitor| {
        let case = seen(tx, visitor, key)?;
        let shown = assessment_page(tx, visitor, &case, AssessmentForm::default(), Errors::default())?;
        looked(tx, visitor, (&case, LookedAt::Assessment), page(&shown)?)
    })
    .await
}

/// `POST /protection/{key}/assessment`.
pub(crate) async fn assess(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &AssessmentForm| {
        let case = held(tx, visitor, key)?;
        let rules = ProtectionRules::in_force();
        let mut errors = Errors::default();
        let advice = advised(rules, &form.yes);
        let level = rules.level.iter().find(|level| level.code == form.level);
        let why = form.why.trim();
        match (level, advice) {
            (None, _) => errors.at("level", "请您来定：问题只供参考"),
            (Some(level), Some(advice)) if level.code != advice.code && why.is_empty() => {
                errors.at("why", format!("按回答是“{}”，您定得不一样，请写为什么", advice.label));
            }
            _ => {}
        }
        if why.chars().count() > LONGEST {
            errors.at("why", "太长了，请留在 2000 字以内");
        }
        let (Some(level), true) = (level, errors.is_empty()) else {
            let shown = assessment_page(tx, visitor, &case, form.clone(), errors)?;
            return looked_again(tx, visitor, (&case, LookedAt::Assessment), &shown, &shown.errors);
        };
        let asked: Vec<&str> = rules
            .question
            .iter()
            .filter(|question| form.yes.contains(&question.code))
            .map(|question| question.label.as_str())
            .collect();
        let answers = if asked.is_empty() { "都没有".to_owned() } else { asked.join("；") };
        let mut words = format!("定为“{}”。有：{answers}", level.label);
        if let Some(advice) = advice.filter(|advice| advice.code != level.code) {
            words.push_str(&format!("。按回答是“{}”", advice.label));
        }
        if !why.is_empty() {
            words.push_str(&format!("。{why}"));
        }
        let recorded = actions::assess(tx, &visitor.actor, &case, &words)?;
        let to = format!("{}?said=assessed", case.row().href());
        Ok(recorded.map(|()| see_other(&to)).into())
    })
    .await
}
