//! Who is in charge of the sealed cases of a county: its chair designates one or two.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Id;
use niangjia_org::api::Org;
use niangjia_store::{Ending, ReadTx, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, page, see_other};
use serde::Deserialize;

use crate::actions;
use crate::model::{Charge, ChargeRow};
use crate::pack::ProtectionRules;
use crate::pages::may_designate;
use crate::queries;
use crate::rules::check_charge;

/// What is typed of a designation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChargeForm {
    id: String,
    person: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "charges.html")]
struct ChargesPage {
    shell: Shell,
    org: Org,
    charges: Vec<ChargeRow>,
    most: i64,
    form: ChargeForm,
    errors: Errors,
}

fn designating(tx: &ReadTx<'_>, visitor: &Visitor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.filter(|org| may_designate(&visitor.actor, org));
    org.ok_or(AppError::NotFound)
}

fn charges_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    form: ChargeForm,
    errors: Errors,
) -> Result<ChargesPage, AppError> {
    let charges = queries::charges(tx, org.tenant)?;
    let most = ProtectionRules::in_force().in_charge_most;
    Ok(ChargesPage { shell: visitor.shell(), org, charges, most, form, errors })
}

/// `GET /orgs/{code}/protection`.
pub(crate) async fn list(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = designating(tx, visitor, &code)?;
        let id = Id::<Charge>::new(tx.now(), visitor.app.store().chance()).to_string();
        let form = ChargeForm { id, ..ChargeForm::default() };
        page(&charges_page(tx, visitor, org, form, Errors::default())?)
    })
    .await
}

/// `POST /orgs/{code}/protection/charges`.
pub(crate) async fn designate(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx: &WriteTx<'_>, visitor, form: &ChargeForm| {
        let org = designating(tx, visitor, &code)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Charge>(tx, &form.id, "person", &mut errors);
        let (name, at) = form.person.trim().split_once(' ').unwrap_or((form.person.trim(), ""));
        let mut found = queries::serves_here(tx, org.tenant, name)?;
        found.retain(|one| one.2.contains(at.trim()));
        let serving: Vec<ChargeRow> =
            queries::charges(tx, org.tenant)?.into_iter().filter(|one| one.until.is_none()).collect();
        let already = |person| serving.iter().any(|one| one.person == person);
        // One who has gone holds no place.
        let places = serving.iter().filter(|one| one.serves).count();
        let reason = form.reason.trim();
        match found.as_slice() {
            [one] => {
                let most = ProtectionRules::in_force().in_charge_most;
                for (field, sentence) in check_charge(places, already(one.0), most, reason) {
                    errors.at(field, sentence);
                }
            }
            [] => errors.at("person", "本县现在任职的人里没有这个姓名"),
            _ => errors.at("person", "有几位重名，请在姓名后空一格写上组织"),
        }
        let (Some(id), [person], true) = (id, found.as_slice(), errors.is_empty()) else {
            let shown = charges_page(tx, visitor, org, form.clone(), errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let done = actions::designate(tx, &visitor.actor, &org, (id, person.0, &person.1), reason)?;
        Ok(done.map(|()| see_other(&format!("{}/protection", org.href()))))
    })
    .await
}

/// `POST /orgs/{code}/protection/charges/end`.
pub(crate) async fn end(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ChargeForm| {
        let org = designating(tx, visitor, &code)?;
        let id: Id<Charge> = form.id.parse().map_err(|_| AppError::NotFound)?;
        let charges = queries::charges(tx, org.tenant)?;
        let charge = charges.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
        let to = format!("{}/protection", org.href());
        if charge.until.is_some() {
            return Ok(Ending::Nothing(see_other(&to)));
        }
        Ok(actions::end_charge(tx, &visitor.actor, &org, &charge)?.map(|()| see_other(&to)))
    })
    .await
}
