//! One measure: what was written, where it stands, and the next step.

use askama::Template;
use axum::response::Response;
use niangjia_deadline::Standing;
use niangjia_kernel::Day;
use niangjia_store::{ReadTx, WriteTx};
use niangjia_web::show::Due;
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, page, see_other};
use serde::Deserialize;

use crate::actions;
use crate::model::{CaseRow, LookedAt, MeasureKind, MeasureRow, MeasureState, MeasureWords};
use crate::pack::{Choice, ProtectionRules};
use crate::pages::{ContactCard, MeasureKey, Option3, choices, held, looked, looked_again};
use crate::queries::{self, VisibleCase};
use crate::rules::{LONGEST, Reach, Turned, check_turn, has_a_last_day, next_states};

/// What is typed of the next step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TurnForm {
    to: String,
    on: String,
    until: String,
    turn_words: String,
}

#[derive(Template)]
#[template(path = "measure.html")]
struct MeasurePage {
    shell: Shell,
    case: CaseRow,
    contact: ContactCard,
    may_write: bool,
    measure: MeasureRow,
    paper: bool,
    granting: bool,
    lines: Vec<(&'static str, String)>,
    clocks: Vec<(String, Due)>,
    steps: Vec<Option3>,
    form: TurnForm,
    errors: Errors,
}

/// The labels of chosen codes.
pub(crate) fn labels(all: &[Choice], said: &[String]) -> Vec<String> {
    all.iter().filter(|one| said.contains(&one.code)).map(|one| one.label.clone()).collect()
}

fn lines(words: &MeasureWords) -> Vec<(&'static str, String)> {
    let rules = ProtectionRules::in_force();
    let behalf =
        if words.on_behalf { format!("妇联代为申请：{}", words.behalf_reason) } else { String::new() };
    let all = [
        ("单位", words.organ.clone()),
        ("申请人", words.applicant.clone()),
        ("代申请", behalf),
        ("对方", words.respondent.clone()),
        ("请求", labels(&rules.request, &words.requests).join("；")),
        ("事实和理由", words.facts.clone()),
        ("证据", labels(&rules.evidence, &words.evidence).join("；")),
        ("要求", words.demands.clone()),
        ("文号", words.number.clone()),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

fn clocks(tx: &ReadTx<'_>, measure: &MeasureRow) -> Result<Vec<(String, Due)>, AppError> {
    let id = measure.id.uuid();
    let found = niangjia_deadline::of_subjects(tx, measure.tenant, &[id])?.remove(&id).unwrap_or_default();
    let running = found.into_iter().filter(|clock| clock.ended.is_none());
    let due = |clock: niangjia_deadline::Clock| {
        let due = match clock.standing(tx.now()) {
            Standing::Late { until, .. } if clock.rule.code == "order.review" => {
                Due { kind: "none", word: format!("{} 为止", until.long()) }
            }
            Standing::Late { until, .. } => Due { kind: "late", word: format!("{} 已过", until.long()) },
            Standing::Running { until, .. } => Due { kind: "soon", word: format!("{} 以前", until.long()) },
            Standing::Suspended => Due { kind: "none", word: "停着".to_owned() },
        };
        (clock.rule.label.clone(), due)
    };
    Ok(running.map(due).collect())
}

fn measure_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    (measure, case): (&MeasureRow, &VisibleCase),
    form: TurnForm,
    errors: Errors,
) -> Result<MeasurePage, AppError> {
    let next = next_states(measure.kind, measure.state);
    Ok(MeasurePage {
        shell: visitor.shell(),
        case: case.row().clone(),
        contact: ContactCard::of(tx, case)?,
        may_write: !matches!(case.reach(), Reach::Opened(_)),
        paper: matches!(measure.kind, MeasureKind::Order | MeasureKind::Opinion),
        granting: measure.kind == MeasureKind::Order && next.iter().any(|to| has_a_last_day(*to)),
        lines: lines(&measure.words),
        clocks: clocks(tx, measure)?,
        steps: choices(next.iter().map(|to| (to.code(), to.label().to_owned())), |code| form.to == code),
        measure: measure.clone(),
        form,
        errors,
    })
}

/// `GET /protection-measures/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MeasureKey>) -> Response {
    ctx.look(move |tx, visitor| {
        let found = queries::visible_measure(tx, &visitor.actor, key)?;
        let (measure, case) = found.ok_or(AppError::NotFound)?;
        // Where the court looks again, it holds as long as it did unless somebody writes another day.
        let kept = measure.until.filter(|_| measure.state == MeasureState::Reviewing);
        let until = kept.map_or_else(String::new, |until| until.to_string());
        let form = TurnForm { on: tx.today().to_string(), until, ..TurnForm::default() };
        let shown = measure_page(tx, visitor, (&measure, &case), form, Errors::default())?;
        looked(tx, visitor, (&case, LookedAt::Measure), page(&shown)?)
    })
    .await
}

/// A measure on which `visitor` writes.
fn written(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    key: MeasureKey,
) -> Result<(MeasureRow, VisibleCase), AppError> {
    if queries::visible_measure(tx, &visitor.actor, key)?.is_none() {
        return Err(AppError::NotFound);
    }
    tx.hold("protection_measure", key.tenant, key.id.uuid())?;
    let found = queries::visible_measure(tx, &visitor.actor, key)?;
    let (measure, case) = found.ok_or(AppError::NotFound)?;
    let case = held(tx, visitor, case.row().key())?;
    Ok((measure, case))
}

/// `POST /protection-measures/{key}/turns`.
pub(crate) async fn turn(ctx: Ctx, At(key): At<MeasureKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &TurnForm| {
        let (measure, case) = written(tx, visitor, key)?;
        let words = form.turn_words.trim();
        let said = Turned {
            to: MeasureState::parse(&form.to).ok(),
            on: Day::parse(&form.on).ok(),
            until: Day::parse(&form.until).ok(),
            words,
        };
        let mut errors = Errors::default();
        for (field, sentence) in check_turn(measure.kind, (measure.state, measure.made), &said, tx.now()) {
            errors.at(field, sentence);
        }
        if words.chars().count() > LONGEST {
            errors.at("turn_words", "太长了，请留在 2000 字以内");
        }
        let (Some(to), Some(on), true) = (said.to, said.on, errors.is_empty()) else {
            let shown = measure_page(tx, visitor, (&measure, &case), form.clone(), errors)?;
            return looked_again(tx, visitor, (&case, LookedAt::Measure), &shown, &shown.errors);
        };
        let urgent = measure.words.urgent;
        let step = (to, on, said.until);
        let turned = actions::turn_measure(tx, &visitor.actor, (&measure, &case), step, (urgent, words))?;
        Ok(turned.map(|()| see_other(&measure.href())))
    })
    .await
}
