//! 整体撤回: taking an import back, with a reason, while nothing was built on it.

use axum::response::Response;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, again_refused, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::machine::Transfers;
use crate::model::{TransferKey, TransferRow};
use crate::pages::transfer::TransferPage;
use crate::pages::{own, ring};
use crate::queries;
use crate::rules;
use crate::undo::Built;

/// 撤回的原因。
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct UndoingForm {
    /// 为什么撤回，4 到 200 个字；记在审计里
    #[schema(example = "导成了去年的表")]
    reason: String,
}

/// The form on the page of an import.
#[derive(Default)]
pub(crate) struct UndoForm {
    pub(crate) open: bool,
    pub(crate) reason: String,
    pub(crate) error: String,
    pub(crate) refusal: String,
    pub(crate) built: Vec<Built>,
}

impl UndoForm {
    /// The empty form; nothing where an import has nothing that could be taken back.
    pub(crate) fn of(
        tx: &ReadTx<'_>,
        visitor: &Visitor,
        row: &TransferRow,
    ) -> Result<Option<Self>, AppError> {
        if !row.took_rows() || !queries::has_made(tx, row.key())? {
            return Ok(None);
        }
        let (intake, _) = visitor.app.machine::<Transfers>()?.intake(&row.address)?;
        Ok(intake.undoing().map(|_| Self::default()))
    }
}

/// `POST /transfers/{key}/undoing`.
pub(crate) async fn undo(ctx: Ctx, At(key): At<TransferKey>, typed: Typed) -> Response {
    let app = ctx.app().clone();
    let answer = ctx
        .submit(typed, move |tx, visitor, form: &UndoingForm| {
            let row = own(tx, visitor, key)?;
            let (intake, code) = visitor.app.machine::<Transfers>()?.intake(&row.address)?;
            intake.home(tx, &visitor.actor, &code)?;
            let undoing = intake.undoing().ok_or(AppError::NotFound)?;
            let mut typed = UndoForm { open: true, reason: form.reason.clone(), ..UndoForm::default() };
            let mut errors = Errors::default();
            let Some(reason) = errors.take("reason", rules::reason(&form.reason)) else {
                errors.of("reason").clone_into(&mut typed.error);
                let page = TransferPage::of(tx, visitor, &row)?.refusing(typed);
                return again(visitor, &page, &errors);
            };
            let took = row.took_rows() && queries::has_made(tx, key)?;
            typed.built = if took { undoing.built_on(tx, key)? } else { Vec::new() };
            if let Err(refusal) = rules::may_undo(took, typed.built.len()) {
                typed.refusal.clone_from(&refusal);
                let page = TransferPage::of(tx, visitor, &row)?.refusing(typed);
                return again_refused(visitor, &page, &refusal);
            }
            let done = actions::undo_import(tx, &visitor.actor, &row, &reason)?;
            Ok(done.map(|()| see_other(&format!("{}?wait=true", row.href()))))
        })
        .await;
    ring(&app);
    answer
}
