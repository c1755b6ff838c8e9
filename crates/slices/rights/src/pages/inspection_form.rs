//! 本人查阅: who is before her, how she showed who she is, whether nobody reads along, and what may be printed.

use askama::Template;
use axum::response::Response;
use niangjia_household::api::HouseholdRow;
use niangjia_kernel::Id;
use niangjia_store::{ReadTx, WriteTx};
use niangjia_subject::{Keepers, Subject};
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, made, page};
use serde::Deserialize;

use crate::actions;
use crate::model::{ComesAs, Inspection, Proof};
use crate::pack::RightsRules;
use crate::pages::{HouseholdKey, kept_people};
use crate::queries;
use crate::rules::{SaidInspection, check_inspection, is_entitled};
use crate::sheet::{Releasable, releasable};

/// What is typed when somebody comes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct InspectionForm {
    id: String,
    person: String,
    comes_as: String,
    proof: String,
    witness: String,
    document: String,
    reason: String,
    alone: String,
    line: Vec<String>,
}

#[derive(Template)]
#[template(path = "inspection_form.html")]
struct FormPage {
    shell: Shell,
    household: HouseholdRow,
    href: String,
    form: InspectionForm,
    people: Vec<(String, String, bool)>,
    comes_as: Vec<(&'static str, &'static str, bool)>,
    proofs: Vec<(&'static str, &'static str, bool)>,
    lines: Vec<Releasable>,
    minutes: i64,
    errors: Errors,
}

/// `GET /households/{key}/inspections/new`.
pub(crate) async fn show(ctx: Ctx, At(key): At<HouseholdKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let (household, people) = kept_people(tx, &visitor.actor, key)?;
        let form = InspectionForm {
            id: Id::<Inspection>::new(tx.now(), visitor.app.store().chance()).to_string(),
            ..InspectionForm::default()
        };
        page(&form_page(tx, visitor, household, &people, form, Errors::default())?)
    })
    .await
}

/// `POST /households/{key}/inspections`.
pub(crate) async fn hand_out(ctx: Ctx, At(key): At<HouseholdKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &InspectionForm| {
        let (household, people) = kept_people(tx, &visitor.actor, key)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Inspection>(tx, &form.id, "person", &mut errors);
        let subject = people.iter().find(|subject| value_of(subject) == form.person);
        if subject.is_none() {
            errors.at("person", "请点查的是谁的");
        }
        let said = read(tx, visitor, form, subject, &mut errors);
        let (Some(id), Some(subject), Some(said), true) = (id, subject, said, errors.is_empty()) else {
            let shown = form_page(tx, visitor, household, &people, form.clone(), errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let keepers = visitor.app.machine::<Keepers>()?;
        // Only lines that are there for her; a form that was altered releases nothing of anybody else.
        let lines = releasable(tx, keepers, subject, &form.line)?.into_iter().filter(|line| line.chosen);
        let released: Vec<_> = lines.filter_map(|line| line.id.parse().ok()).collect();
        let done = actions::hand_out(tx, &visitor.actor, subject, id, &said, &released)?;
        let to = queries::visible_inspection(tx, &visitor.actor, id.within(subject.tenant))?;
        let to = to.ok_or(AppError::NotFound)?.href();
        Ok(done.map(|()| made(&to, id)))
    })
    .await
}

fn read(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    form: &InspectionForm,
    subject: Option<&Subject>,
    errors: &mut Errors,
) -> Option<SaidInspection> {
    let comes_as = errors.take("comes_as", ComesAs::parse(&form.comes_as).map_err(|_| "请点来的是什么人"));
    let said = SaidInspection {
        // Every sentence at once: what is missing of the rest is said as for herself.
        comes_as: comes_as.unwrap_or(ComesAs::Herself),
        proof: Proof::parse(&form.proof).ok(),
        witness: form.witness.trim().to_owned(),
        document: form.document.trim().to_owned(),
        reason: form.reason.trim().to_owned(),
        alone: form.alone == "yes",
    };
    if is_entitled(said.comes_as) {
        let born = subject.and_then(|subject| subject.birth_year);
        for refusal in check_inspection(&said, born, &visitor.actor.name, tx.today()) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
    }
    comes_as.map(|_| said)
}

/// A person as the form names her.
pub(crate) fn value_of(subject: &Subject) -> String {
    subject.resident.map_or_else(|| "contact".to_owned(), |resident| resident.to_string())
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    household: HouseholdRow,
    people: &[Subject],
    form: InspectionForm,
    errors: Errors,
) -> Result<FormPage, AppError> {
    let keepers = visitor.app.machine::<Keepers>()?;
    let one = |subject: &Subject| {
        let value = value_of(subject);
        let chosen = form.person == value;
        (value, format!("{}（{}）", subject.name, subject.relation), chosen)
    };
    let lines = match people.first() {
        Some(anybody) => releasable(tx, keepers, anybody, &form.line)?,
        None => Vec::new(),
    };
    Ok(FormPage {
        shell: visitor.shell(),
        href: format!("/households/{}", household.id.within(household.tenant)),
        people: people.iter().map(one).collect(),
        comes_as: ComesAs::ALL
            .iter()
            .map(|one| (one.code(), one.label(), form.comes_as == one.code()))
            .collect(),
        proofs: Proof::ALL.iter().map(|one| (one.code(), one.label(), form.proof == one.code())).collect(),
        lines,
        minutes: RightsRules::in_force().sheet_minutes,
        household,
        form,
        errors,
    })
}
