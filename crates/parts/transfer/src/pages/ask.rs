//! The button 导出 Excel.

use axum::response::Response;
use niangjia_web::{AppError, Ctx, Errors, Typed, again, made};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, Unmasked};
use crate::machine::Transfers;
use crate::pages::personal::PersonalPage;
use crate::pages::ring;
use crate::rules;

/// The longest address of a page.
const ADDRESS_CHARACTERS: usize = 1_000;
/// What asks for personal columns as they are.
const YES: &str = "true";
const MASKED: &str = "这个列表没有您可以不遮盖的联系方式";

/// 要导出的列表。
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ExportForm {
    /// 列表的地址，带着筛选条件：本站的路径
    #[schema(example = "/orgs/341881003004/visits?month=2026-11")]
    page: String,
    /// 写 true：联系方式不遮盖，要写明用途；不写：只有前三位和后四位
    personal: String,
    /// 用途，4 到 200 个字；记在审计里
    reason: String,
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
            let unmasked = if form.personal == YES {
                let columns = listing.personal(tx, &visitor.actor, &asked)?;
                if columns.is_empty() {
                    return Err(AppError::Forbidden(MASKED.to_owned()));
                }
                let mut errors = Errors::default();
                let Some(reason) = errors.take("reason", rules::reason(&form.reason)) else {
                    let shown = PersonalPage::of(visitor, &opened, address, columns);
                    let shown = shown.typed(&form.reason, errors.of("reason"));
                    return again(visitor, &shown, &errors);
                };
                Some(Unmasked { columns, reason })
            } else {
                None
            };
            let asked = actions::ask_export(tx, &visitor.actor, &opened, address, unmasked.as_ref())?;
            Ok(asked.map(|row| made(&format!("{}?wait=true", row.href()), row.key())).into())
        })
        .await;
    ring(&app);
    answer
}
