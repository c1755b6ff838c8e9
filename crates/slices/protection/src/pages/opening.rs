//! Opening a case from outside by its number, and deciding about it where a child is concerned.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Id, Key};
use niangjia_store::{Ending, ReadTx, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, see_other};
use serde::Deserialize;

use crate::actions;
use crate::model::{Opening, OpeningState};
use crate::pack::ProtectionRules;
use crate::queries;
use crate::rules::{LONGEST, check_opening, may_ask};

const NO_MORE: &str = "今天写错的次数太多，明天再试；急事请直接找县里的负责人";

/// What is typed to open a case from outside.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OpeningForm {
    id: String,
    year: String,
    number: String,
    reason: String,
    hours: String,
    confirmed: String,
}

/// What whoever is in charge decides.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DecisionForm {
    agreed: String,
}

#[derive(Template)]
#[template(path = "opening.html")]
struct OpeningPage {
    shell: Shell,
    most: i64,
    form: OpeningForm,
    errors: Errors,
}

/// `GET /protection/opening`.
pub(crate) async fn show(ctx: Ctx) -> Response {
    ctx.read(move |tx: &ReadTx<'_>, visitor| {
        if !may_ask(&visitor.actor) {
            return Err(AppError::NotFound);
        }
        let form = OpeningForm {
            id: Id::<Opening>::new(tx.now(), visitor.app.store().chance()).to_string(),
            year: tx.today().parts().0.to_string(),
            hours: "2".to_owned(),
            ..OpeningForm::default()
        };
        let most = ProtectionRules::in_force().opening_hours_most;
        niangjia_web::page(&OpeningPage { shell: visitor.shell(), most, form, errors: Errors::default() })
    })
    .await
}

/// `POST /protection/opening`.
pub(crate) async fn open(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &OpeningForm| {
        if !may_ask(&visitor.actor) {
            return Err(AppError::NotFound);
        }
        opened(tx, visitor, form)
    })
    .await
}

fn opened(tx: &WriteTx<'_>, visitor: &Visitor, form: &OpeningForm) -> Result<Ending<Response>, AppError> {
    let (actor, rules) = (&visitor.actor, ProtectionRules::in_force());
    tx.hold("people_person", actor.tenant, actor.person.uuid())?;
    let mut errors = Errors::default();
    let id = visitor.form_id::<Opening>(tx, &form.id, "number", &mut errors);
    let (reason, hours) = (form.reason.trim(), form.hours.trim().parse::<i64>().ok());
    for refusal in check_opening(reason, hours, form.confirmed == "yes", rules.opening_hours_most) {
        let (field, sentence) = refusal.sentence();
        errors.at(field, sentence);
    }
    if reason.chars().count() > LONGEST {
        errors.at("reason", "太长了，请留在 2000 字以内");
    }
    if queries::wrong_numbers(tx, actor)? >= rules.opening_wrong_most {
        errors.at("number", NO_MORE);
    }
    let shown = |errors: Errors| OpeningPage {
        shell: visitor.shell(),
        most: rules.opening_hours_most,
        form: form.clone(),
        errors,
    };
    // Nothing is looked up before everything else is in order: an empty form tells nothing about a number.
    let (Some(id), Some(hours), true) = (id, hours, errors.is_empty()) else {
        let page = shown(errors);
        return again(visitor, &page, &page.errors);
    };
    let named = (form.year.trim().parse().unwrap_or(0), form.number.trim().parse().unwrap_or(0));
    let Some((case, child)) = queries::by_number(tx, actor.tenant, named)? else {
        let recorded = actions::wrong_number(tx, actor, id, reason)?;
        let mut errors = Errors::default();
        errors.at("number", "没有这个编号，请对着纸上的再写一遍；写错的次数会记下");
        let next = OpeningForm { id: tx.new_id::<Opening>().to_string(), ..form.clone() };
        let page = OpeningPage { form: next, ..shown(errors) };
        let answer = niangjia_web::page_with(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &page)?;
        return Ok(recorded.map(|()| answer).into());
    };
    let ending = actions::open_from_outside(tx, actor, (id, case, child), (reason, hours))?;
    let to = format!("/protection/{}", case.within(actor.tenant));
    Ok(ending.map(|state| match state {
        OpeningState::Open => see_other(&to),
        OpeningState::Asked | OpeningState::Refused => see_other("/protection?said=asked"),
    }))
}

/// `POST /protection-openings/{key}`: whoever is in charge agrees or refuses.
pub(crate) async fn decide(ctx: Ctx, At(key): At<Key<Opening>>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &DecisionForm| {
        let found = queries::asked_from(tx, &visitor.actor, key)?;
        let (opening, case) = found.ok_or(AppError::NotFound)?;
        if !queries::is_in_charge(tx, &visitor.actor)? || opening.person == visitor.actor.person {
            return Err(AppError::Forbidden("由县里指定的负责人决定，自己申请的由另一位决定".to_owned()));
        }
        let agreed = match form.agreed.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(AppError::Refused("请点同意或者不同意".to_owned())),
        };
        let words = if agreed { "负责人同意" } else { "负责人不同意" };
        let decided = actions::decide_opening(tx, &visitor.actor, (&opening, &case), (agreed, words))?;
        let to = format!("{}?said=kept", case.row().href());
        Ok(decided.map(|()| see_other(&to)))
    })
    .await
}
