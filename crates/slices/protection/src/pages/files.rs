//! Asking for a file of a child's case, and deciding about it.

use axum::response::Response;
use niangjia_attachment::{Attachment, Attachments};
use niangjia_kernel::{Id, Key};
use niangjia_web::{AppError, At, Ctx, Typed, see_other};
use serde::Deserialize;

use crate::actions;
use crate::model::{Case, Consent};
use crate::pages::seen;
use crate::queries;

/// A form without fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Nothing {}

/// What whoever is in charge decides.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DecisionForm {
    agreed: String,
}

/// `POST /protection-files/{key}/asking`.
pub(crate) async fn ask(ctx: Ctx, At(key): At<Key<Attachment>>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &Nothing| {
        let attachments = visitor.app.machine::<Attachments>()?;
        let (row, matter) = attachments.attachment(tx, &visitor.actor, key)?;
        if row.subject_kind != <Case as niangjia_kernel::Entity>::PREFIX {
            return Err(AppError::NotFound);
        }
        let case = seen(tx, visitor, Id::<Case>::from_uuid(matter.subject).within(matter.tenant))?;
        let asked = actions::ask_for_file(tx, &visitor.actor, (&case, row.id.uuid()))?;
        Ok(asked.map(|()| see_other(&row.href())))
    })
    .await
}

/// `POST /protection-consents/{key}`: whoever is in charge agrees or refuses.
pub(crate) async fn decide(ctx: Ctx, At(key): At<Key<Consent>>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &DecisionForm| {
        let found = queries::asked_for_file(tx, &visitor.actor, key)?;
        let (consent, case) = found.ok_or(AppError::NotFound)?;
        if !queries::is_in_charge(tx, &visitor.actor)? {
            return Err(AppError::Forbidden("由县里指定的负责人决定".to_owned()));
        }
        let agreed = match form.agreed.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(AppError::Refused("请点同意或者不同意".to_owned())),
        };
        let decided = actions::decide_file(tx, &visitor.actor, (&consent, &case), agreed)?;
        let to = format!("{}?said=kept", case.row().href());
        Ok(decided.map(|()| see_other(&to)))
    })
    .await
}
