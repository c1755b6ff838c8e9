//! The button 导出 Excel.

use axum::response::Response;
use niangjia_web::{Ctx, Typed, see_other};
use serde::Deserialize;

use crate::actions;
use crate::machine::Transfers;
use crate::pages::ring;

/// The longest address of a page.
const ADDRESS_CHARACTERS: usize = 1_000;

/// What the button sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ExportForm {
    /// The address of the list as she sees it, with its filters.
    page: String,
}

/// `POST /exports`. A list that is soon written comes as the answer; a long one shows its progress.
pub(crate) async fn ask(ctx: Ctx, typed: Typed) -> Response {
    let app = ctx.app().clone();
    let answer = ctx
        .submit(typed, |tx, visitor, form: &ExportForm| {
            let address: String = form.page.chars().take(ADDRESS_CHARACTERS).collect();
            let machine = visitor.app.machine::<Transfers>()?;
            let (listing, asked) = machine.listing(&address)?;
            let opened = listing.open(tx, &visitor.actor, &asked)?;
            let asked = actions::ask_export(tx, &visitor.actor, &opened, &address)?;
            Ok(asked.map(|row| see_other(&format!("{}?wait=true", row.href()))).into())
        })
        .await;
    ring(&app);
    answer
}
