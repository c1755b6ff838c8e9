//! How she is reached safely: asked of her, written once, shown on top of every page of her case.

use askama::Template;
use axum::response::Response;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, page, see_other};
use serde::Deserialize;

use crate::actions;
use crate::model::{CaseRow, LookedAt, SafeContact};
use crate::pages::{CaseKey, contact_of, held, looked, looked_again, seen};
use crate::queries::VisibleCase;
use crate::rules::{LONGEST, check_contact};

/// What is typed of safe contact.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ContactForm {
    may_call: String,
    number: String,
    from_hour: String,
    until_hour: String,
    code_word: String,
    others: String,
    may_write: String,
    remarks: String,
}

#[derive(Template)]
#[template(path = "contact.html")]
struct ContactPage {
    shell: Shell,
    case: CaseRow,
    form: ContactForm,
    calls: Vec<(&'static str, &'static str, bool)>,
    writes: Vec<(&'static str, &'static str, bool)>,
    errors: Errors,
}

fn contact_page(visitor: &Visitor, case: &VisibleCase, form: ContactForm, errors: Errors) -> ContactPage {
    let picks = |yes: &'static str, no: &'static str, chosen: &str| {
        vec![("yes", yes, chosen == "yes"), ("no", no, chosen == "no")]
    };
    ContactPage {
        shell: visitor.shell(),
        case: case.row().clone(),
        calls: picks("能打", "不能打", &form.may_call),
        writes: picks("能发“请回电”", "什么都不能发", &form.may_write),
        form,
        errors,
    }
}

fn as_typed(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<ContactForm, AppError> {
    let said = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let known = contact_of(tx, case)?;
    Ok(known.map_or_else(ContactForm::default, |contact| ContactForm {
        may_call: said(contact.may_call),
        number: contact.number,
        from_hour: contact.from_hour.to_string(),
        until_hour: contact.until_hour.to_string(),
        code_word: contact.code_word,
        others: contact.others,
        may_write: said(contact.may_write),
        remarks: contact.remarks,
    }))
}

/// `GET /protection/{key}/contact`.
pub(crate) async fn show(ctx: Ctx, At(key): At<CaseKey>) -> Response {
    ctx.look(move |tx, visitor| {
        let case = seen(tx, visitor, key)?;
        let form = as_typed(tx, &case)?;
        let answer = page(&contact_page(visitor, &case, form, Errors::default()))?;
        looked(tx, visitor, (&case, LookedAt::Contact), answer)
    })
    .await
}

/// `POST /protection/{key}/contact`.
pub(crate) async fn set(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ContactForm| {
        let case = held(tx, visitor, key)?;
        let mut errors = Errors::default();
        for (field, said) in [("may_call", &form.may_call), ("may_write", &form.may_write)] {
            if !matches!(said.as_str(), "yes" | "no") {
                errors.at_any(field, "请问过她再点");
            }
        }
        let hour = |text: &str| text.trim().parse::<i64>().unwrap_or(-1);
        let contact = SafeContact {
            may_call: form.may_call == "yes",
            number: form.number.trim().to_owned(),
            from_hour: hour(&form.from_hour),
            until_hour: hour(&form.until_hour),
            code_word: form.code_word.trim().to_owned(),
            others: form.others.trim().to_owned(),
            may_write: form.may_write == "yes",
            remarks: form.remarks.trim().to_owned(),
        };
        let texts = [&contact.number, &contact.code_word, &contact.others, &contact.remarks];
        if texts.iter().any(|text| text.chars().count() > LONGEST) {
            errors.at("remarks", "太长了，请留在 2000 字以内");
        }
        if errors.is_empty() {
            for (field, sentence) in check_contact(&contact) {
                errors.at(field, sentence);
            }
        }
        if !errors.is_empty() {
            let shown = contact_page(visitor, &case, form.clone(), errors);
            return looked_again(tx, visitor, (&case, LookedAt::Contact), &shown, &shown.errors);
        }
        let recorded = actions::set_contact(tx, &visitor.actor, &case, &contact)?;
        let to = format!("{}?said=kept", case.row().href());
        Ok(recorded.map(|()| see_other(&to)).into())
    })
    .await
}
