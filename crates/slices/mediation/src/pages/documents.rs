//! 文书: each paper on the screen, on A4, and as .docx.

use std::io::Cursor;

use askama::Template;
use axum::response::Response;
use niangjia_document::paper::{Align, Paper, write_docx_pages};
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, FileKind, Query, Shell, Visitor, page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::documents::Document;
use crate::model::State;
use crate::pages::{MediationKey, crumbs_to};
use crate::queries;
use crate::whole::Whole;

/// Which paper.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct DocumentQuery {
    /// 哪一份文书：cover、inventory、application、registration、rights、identity、authority、inquiry、evidence、notice、minutes、agreement、oral、performance、revisit、confirmation、report、statement、back_cover
    document: String,
}

struct Line {
    label: &'static str,
    href: String,
    hint: &'static str,
}

#[derive(Template)]
#[template(path = "documents.html")]
struct ListPage {
    shell: Shell,
    above: Vec<(String, String)>,
    title: String,
    lines: Vec<Line>,
}

struct Cell {
    lines: Vec<String>,
    across: u16,
    down: u16,
    middle: bool,
}

struct Sheet {
    title: String,
    subtitles: Vec<String>,

    header: Vec<Vec<Cell>>,
    rows: Vec<Vec<Cell>>,
    closing: Vec<Vec<String>>,
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    shell: Shell,
    above: Vec<(String, String)>,
    title: &'static str,
    href: String,
    sheets: Vec<Sheet>,
}

fn whole(tx: &ReadTx<'_>, visitor: &Visitor, key: MediationKey) -> Result<Whole, AppError> {
    let case = queries::visible_case(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    if case.row.state == State::Diverted {
        return Err(AppError::NotFound);
    }
    Whole::of(tx, &case)
}

fn document(code: &str) -> Result<Document, AppError> {
    Document::parse(code).map_err(|_| AppError::NotFound)
}

/// `GET /mediations/{key}/documents`.
pub(crate) async fn list(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let whole = whole(tx, visitor, key)?;
        let line = |one: &Document| Line {
            label: one.label(),
            href: format!("{}/document?document={}", whole.case.href(), one.code()),
            hint: hint(*one),
        };
        page(&ListPage {
            shell: visitor.shell(),
            above: crumbs_to(tx, &whole.case)?,
            title: whole.case.title(),
            lines: Document::ALL.iter().map(line).collect(),
        })
    })
    .await
}

const fn hint(document: Document) -> &'static str {
    match document {
        Document::Registration | Document::Application => "卷宗第 1 项",
        Document::Rights => "卷宗第 2 项，各方签收",
        Document::Identity => "卷宗第 3 项",
        Document::Authority => "卷宗第 4 项，有人代理才要",
        Document::Inquiry => "卷宗第 5 项，有调查才要",
        Document::Evidence => "卷宗第 6 项，有证据才要",
        Document::Minutes => "卷宗第 7 项，每次一份",
        Document::Agreement | Document::Oral => "卷宗第 8 项，签名盖章后生效",
        Document::Performance => "卷宗第 9 项",
        Document::Revisit => "卷宗第 10 项，每次一份",
        Document::Confirmation => "卷宗第 11 项，双方共同申请",
        Document::Statement => "卷宗第 12 项",
        Document::BackCover => "卷宗第 13 项",
        Document::Cover | Document::Inventory => "卷宗最前面",
        Document::Notice | Document::Report => "按需要",
    }
}

/// `GET /mediations/{key}/document`.
pub(crate) async fn show(
    ctx: Ctx,
    At(key): At<MediationKey>,
    Query(query): Query<DocumentQuery>,
) -> Response {
    ctx.read(move |tx, visitor| {
        let document = document(&query.document)?;
        let whole = whole(tx, visitor, key)?;
        let mut above = crumbs_to(tx, &whole.case)?;
        above.push(("文书".to_owned(), format!("{}/documents", whole.case.href())));
        page(&DocumentPage {
            shell: visitor.shell(),
            above,
            title: document.label(),
            href: format!("{}/document.docx?document={}", whole.case.href(), document.code()),
            sheets: document.papers(&whole, tx.today()).iter().map(Sheet::of).collect(),
        })
    })
    .await
}

/// `GET /mediations/{key}/document.docx`.
pub(crate) async fn docx(
    ctx: Ctx,
    At(key): At<MediationKey>,
    Query(query): Query<DocumentQuery>,
) -> Response {
    ctx.read(move |tx, visitor| {
        let document = document(&query.document)?;
        let whole = whole(tx, visitor, key)?;
        let mut bytes = Cursor::new(Vec::new());
        write_docx_pages(&document.papers(&whole, tx.today()), &mut bytes)
            .map_err(|error| AppError::Internal(error.to_string()))?;
        // The name of a file lies on a desk: no party's name in it.
        let name = format!("{}{}.docx", whole.case.title(), document.label());
        FileKind::Document.of_bytes(&name, bytes.into_inner())
    })
    .await
}

impl Sheet {
    fn of(paper: &Paper) -> Self {
        let cell = |cell: &niangjia_document::paper::PaperCell| Cell {
            lines: cell.value.printed().split('\n').map(str::to_owned).collect(),
            across: cell.across,
            down: cell.down,
            middle: cell.align == Align::Middle,
        };
        let rows = |rows: &[Vec<niangjia_document::paper::PaperCell>]| {
            rows.iter().map(|row| row.iter().map(cell).collect()).collect()
        };
        Self {
            title: paper.title.clone(),
            subtitles: paper.subtitles.clone(),

            header: rows(&paper.header),
            rows: rows(&paper.rows),
            closing: paper.closing.clone(),
        }
    }
}
