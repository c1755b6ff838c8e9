//! Writing a measure: a warning letter as it was received, an application for an order, an opinion.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Id;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, page, see_other};
use serde::Deserialize;

use crate::actions;
use crate::model::{CaseRow, LookedAt, Measure, MeasureKind, MeasureWords, State};
use crate::pack::ProtectionRules;
use crate::pages::{CaseKey, ContactCard, Option3, choices, held, looked, looked_again, seen};
use crate::queries::VisibleCase;
use crate::rules::{LONGEST, check_measure};

/// Which kind is to be written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KindQuery {
    kind: String,
}

/// What is typed of a measure.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MeasureForm {
    id: String,
    kind: String,
    organ: String,
    applicant: String,
    on_behalf: String,
    behalf_reason: String,
    respondent: String,
    requests: Vec<String>,
    facts: String,
    evidence: Vec<String>,
    demands: String,
    number: String,
    urgent: String,
}

#[derive(Template)]
#[template(path = "measure_form.html")]
struct MeasureFormPage {
    shell: Shell,
    case: CaseRow,
    contact: ContactCard,
    may_write: bool,
    kind: MeasureKind,
    order: bool,
    opinion: bool,
    organ_hint: &'static str,
    respondent_label: &'static str,
    requests: Vec<Option3>,
    evidence: Vec<Option3>,
    form: MeasureForm,
    errors: Errors,
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &VisibleCase,
    (kind, form): (MeasureKind, MeasureForm),
    errors: Errors,
) -> Result<MeasureFormPage, AppError> {
    let rules = ProtectionRules::in_force();
    let requests = rules.request.iter().map(|one| (one.code.as_str(), one.label.clone()));
    let evidence = rules.evidence.iter().map(|one| (one.code.as_str(), one.label.clone()));
    Ok(MeasureFormPage {
        shell: visitor.shell(),
        case: case.row().clone(),
        contact: ContactCard::of(tx, case)?,
        may_write: true,
        order: kind == MeasureKind::Order,
        opinion: kind == MeasureKind::Opinion,
        organ_hint: match kind {
            MeasureKind::Order => "法院，例如 宁国市人民法院",
            MeasureKind::Opinion => "要督促的机关",
            MeasureKind::Warning | MeasureKind::EducationOrder | MeasureKind::Admonition => {
                "出具的派出所、学校或法院"
            }
        },
        respondent_label: if kind == MeasureKind::Order { "被申请人" } else { "对谁" },
        kind,
        requests: choices(requests, |code| form.requests.iter().any(|one| one == code)),
        evidence: choices(evidence, |code| form.evidence.iter().any(|one| one == code)),
        form,
        errors,
    })
}

/// `GET /protection/{key}/measures/new`.
pub(crate) async fn show(ctx: Ctx, At(key): At<CaseKey>, Query(query): Query<KindQuery>) -> Response {
    ctx.look(move |tx, visitor| {
        let case = seen(tx, visitor, key)?;
        let kind = MeasureKind::parse(&query.kind).unwrap_or(MeasureKind::Order);
        let form = MeasureForm {
            id: Id::<Measure>::new(tx.now(), visitor.app.store().chance()).to_string(),
            kind: kind.code().to_owned(),
            applicant: case.row().face.name.clone(),
            ..MeasureForm::default()
        };
        let shown = form_page(tx, visitor, &case, (kind, form), Errors::default())?;
        looked(tx, visitor, (&case, LookedAt::MeasureForm), page(&shown)?)
    })
    .await
}

/// `POST /protection/{key}/measures`.
pub(crate) async fn begin(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &MeasureForm| {
        let case = held(tx, visitor, key)?;
        if case.row().state == State::Closed {
            return Err(AppError::Refused("已经结案，先在那一页重新开始".to_owned()));
        }
        let kind = MeasureKind::parse(&form.kind);
        let kind = kind.map_err(|_| AppError::Refused("请回到上一页重新点选".to_owned()))?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Measure>(tx, &form.id, "facts", &mut errors);
        let words = read(form);
        for (field, sentence) in check_measure(kind, &words) {
            errors.at(field, sentence);
        }
        let texts = [&words.facts, &words.demands, &words.behalf_reason, &words.organ, &words.respondent];
        if texts.iter().any(|text| text.chars().count() > LONGEST) {
            errors.at("facts", "太长了，请留在 2000 字以内");
        }
        let (Some(id), true) = (id, errors.is_empty()) else {
            let shown = form_page(tx, visitor, &case, (kind, form.clone()), errors)?;
            return looked_again(tx, visitor, (&case, LookedAt::MeasureForm), &shown, &shown.errors);
        };
        let begun = actions::begin_measure(tx, &visitor.actor, &case, (id, kind), &words)?;
        let to = format!("/protection-measures/{}", id.within(case.row().tenant));
        Ok(begun.map(|()| see_other(&to)))
    })
    .await
}

fn read(form: &MeasureForm) -> MeasureWords {
    let rules = ProtectionRules::in_force();
    let trimmed = |text: &str| text.trim().to_owned();
    let known = |all: &[crate::pack::Choice], said: &[String]| {
        let chosen = all.iter().filter(|one| said.contains(&one.code));
        chosen.map(|one| one.code.clone()).collect()
    };
    MeasureWords {
        organ: trimmed(&form.organ),
        applicant: trimmed(&form.applicant),
        on_behalf: form.on_behalf == "yes",
        behalf_reason: trimmed(&form.behalf_reason),
        respondent: trimmed(&form.respondent),
        requests: known(&rules.request, &form.requests),
        facts: trimmed(&form.facts),
        evidence: known(&rules.evidence, &form.evidence),
        demands: trimmed(&form.demands),
        number: trimmed(&form.number),
        urgent: form.urgent == "yes",
    }
}
