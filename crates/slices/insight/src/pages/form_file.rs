//! A form as a file: a workbook or a Word paper of what the page shows. Who took it away is recorded.

use axum::extract::Path;
use axum::response::Response;
use niangjia_store::{Ending, WriteTx};
use niangjia_web::{AppError, Ctx, FileKind, Typed, Visitor};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::form::paper;
use crate::pages::form::{find, month_of, open};
use crate::pages::form_collected;

/// 要哪一份。
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct FileAnswer {
    /// 哪个月，例如 2026-10；不写是当月
    month: String,
    /// 上报过的第几版；不写是最近一版
    version: String,
}

/// `POST /orgs/{code}/forms/{form}/workbook`.
pub(crate) async fn workbook(ctx: Ctx, Path(path): Path<(String, String)>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, said: &FileAnswer| {
        file(tx, visitor, &path, said, FileKind::Workbook)
    })
    .await
}

/// `POST /orgs/{code}/forms/{form}/document`.
pub(crate) async fn document(ctx: Ctx, Path(path): Path<(String, String)>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, said: &FileAnswer| {
        file(tx, visitor, &path, said, FileKind::Document)
    })
    .await
}

fn file(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    (code, form): &(String, String),
    said: &FileAnswer,
    kind: FileKind,
) -> Result<Ending<Response>, AppError> {
    let (org, layout) = find(tx, code, form)?;
    let month = month_of(tx, visitor, &org, &said.month)?;
    let (org, printed, mark) = if org.level == layout.to {
        let collected = form_collected::collected(tx, visitor, org, layout, month)?;
        (collected.org, collected.printed, collected.mark)
    } else {
        let opened = open(tx, visitor, org, (layout, month), said.version.parse().ok())?;
        (opened.org, opened.printed, opened.mark)
    };
    let bytes = match kind {
        FileKind::Workbook => paper::workbook(&printed, &mark),
        FileKind::Document => paper::document(&printed, &mark),
    };
    let bytes = bytes.map_err(|error| AppError::Internal(error.to_string()))?;
    let name = format!("{}{}{}{}", org.place(), month.long(), layout.name, kind.ending());
    let answer = kind.of_bytes(&name, bytes)?;
    Ok(actions::download_form(tx, &visitor.actor, (&org, month), &name, answer)?.into())
}
