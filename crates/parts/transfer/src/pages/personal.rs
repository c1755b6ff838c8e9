//! 连同联系方式导出: the reason, typed before the list leaves the platform unmasked.

use askama::Template;
use axum::response::Response;
use niangjia_web::{AppError, Ctx, Query, Shell, Visitor, page, show};
use serde::Deserialize;

use crate::listing::Opened;
use crate::machine::Transfers;

/// What `GET /exports/personal` is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PersonalQuery {
    /// The page of the list, with its filters.
    page: String,
}

#[derive(Template)]
#[template(path = "personal.html")]
pub(crate) struct PersonalPage {
    shell: Shell,
    title: String,
    filter: String,
    total: String,
    address: String,
    columns: String,
    reason: String,
    error: String,
}

impl PersonalPage {
    /// The page before anything is typed.
    pub(crate) fn of(visitor: &Visitor, opened: &Opened, address: &str, columns: &[&str]) -> Self {
        Self {
            shell: visitor.shell(),
            title: opened.head.title.clone(),
            filter: if opened.filter.is_empty() { "全部".to_owned() } else { opened.filter.clone() },
            total: show::count(opened.total),
            address: address.to_owned(),
            columns: columns.join("、"),
            reason: String::new(),
            error: String::new(),
        }
    }

    /// The same with what was typed, and why it was not enough.
    pub(crate) fn typed(self, reason: &str, error: &str) -> Self {
        Self { reason: reason.to_owned(), error: error.to_owned(), ..self }
    }
}

/// `GET /exports/personal`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<PersonalQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let (listing, asked) = visitor.app.machine::<Transfers>()?.listing(&query.page)?;
        let opened = listing.open(tx, &visitor.actor, &asked)?;
        let columns = listing.personal(tx, &visitor.actor, &asked)?;
        if columns.is_empty() {
            return Err(AppError::NotFound);
        }
        page(&PersonalPage::of(visitor, &opened, &query.page, columns))
    })
    .await
}
