//! The button 导出 Excel.

use axum::response::Response;
use niangjia_web::{AppError, Ctx, Typed, made};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::machine::Transfers;
use crate::pages::ring;

/// The longest address of a page.
const ADDRESS_CHARACTERS: usize = 1_000;

/// 要导出的列表。
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ExportForm {
    /// 列表的地址，带着筛选条件：本站的路径
    #[schema(example = "/orgs/341881003004/visits?month=2026-11")]
    page: String,
}

/// `POST /exports`. A list that is soon written comes as the answer; a long one shows its progress.
pub(crate) async fn ask(ctx: Ctx, typed: Typed) -> Response {
    let app = ctx.app().clone();
    let answer = ctx
        .submit(typed, |tx, visitor, form: &ExportForm| {
            let address = form.page.as_str();
            if address.chars().count() > ADDRESS_CHARACTERS {
                return Err(AppError::Refused("筛选条件太长，请减少几个再导出".to_owned()));
            }
            let machine = visitor.app.machine::<Transfers>()?;
            let (listing, asked) = machine.listing(address)?;
            let opened = listing.open(tx, &visitor.actor, &asked)?;
            let asked = actions::ask_export(tx, &visitor.actor, &opened, address)?;
            Ok(asked.map(|row| made(&format!("{}?wait=true", row.href()), row.key())).into())
        })
        .await;
    ring(&app);
    answer
}
