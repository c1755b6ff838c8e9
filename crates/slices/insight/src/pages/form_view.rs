//! A form on the screen: the cells of `form::printed` with their links and what changed since.

use std::collections::BTreeMap;

use niangjia_kernel::{Month, Months};
use niangjia_org::api::Org;
use serde::Serialize;
use utoipa::ToSchema;

use crate::form::layout::{Layout, Period, Section};
use crate::form::printed::{Asked, CellKind, Head, Printed, PrintedTable};
use crate::form::standing::Address;
use crate::model::{Amount, Indicator};

/// The form as a template shows it.
#[derive(Serialize, ToSchema)]
pub(crate) struct SheetView {
    pub(super) title: String,
    pub(super) number: String,
    /// What is not yet fixed; empty of a report.
    pub(super) mark: String,
    pub(super) head: Vec<String>,
    pub(super) tables: Vec<TableView>,
    pub(super) closing: Vec<(String, String)>,
    pub(super) notes: Vec<String>,
}

/// One of its tables.
#[derive(Serialize, ToSchema)]
pub(crate) struct TableView {
    pub(super) heading: String,
    pub(super) landscape: bool,
    pub(super) signed: bool,
    /// Whether its rows are branches: wide, it moves sideways on the phone.
    pub(super) branches: bool,
    pub(super) columns: usize,
    pub(super) heads: Vec<Vec<Head>>,
    pub(super) rows: Vec<RowView>,
}

/// A row, or a heading across the table.
#[derive(Serialize, ToSchema)]
pub(crate) struct RowView {
    pub(super) part: String,
    pub(super) total: bool,
    pub(super) cells: Vec<CellView>,
}

/// A cell.
#[derive(Serialize, ToSchema)]
pub(crate) struct CellView {
    /// `item`, `middle`, `note`, `nothing`, `hand`, `figure`, or `only` where the row has but one.
    pub(super) kind: &'static str,
    pub(super) head: String,
    pub(super) text: String,
    /// The number itself, where it is shown.
    pub(super) value: Option<Amount>,
    /// Where it opens to; empty where it does not.
    pub(super) href: String,
    /// What changed since it was reported.
    pub(super) change: String,
}

/// Where the number behind a cell is computed and opens to its rows.
pub(super) fn indicator_href(asked: &Asked, month: Month) -> String {
    let months = match asked.period {
        Period::Month | Period::AsOf => Months::one(month),
        Period::Year => Months::of_year_to(month),
    };
    format!("/insight/{}/{}?month={months}", asked.code, asked.indicator.code())
}

impl SheetView {
    /// Of a form; `href` says where a number opens to, `changes` what is different from what was reported.
    pub(super) fn of(
        printed: Printed,
        mark: String,
        changes: &BTreeMap<Address, String>,
        href: impl Fn(&Asked) -> String,
    ) -> Self {
        let tables = printed.tables.into_iter().enumerate();
        Self {
            title: printed.title,
            number: printed.number,
            mark,
            head: printed.head,
            tables: tables.map(|(place, table)| table_view(place, table, changes, &href)).collect(),
            closing: printed.closing,
            notes: printed.notes,
        }
    }
}

fn table_view(
    place: usize,
    table: PrintedTable,
    changes: &BTreeMap<Address, String>,
    href: &impl Fn(&Asked) -> String,
) -> TableView {
    let columns = table.widths.len();
    let row = |row: crate::form::printed::PrintedRow| {
        let figures = row.cells.iter().filter(|cell| matches!(cell.kind, CellKind::Figure(Some(_)))).count();
        let cells = row.cells.into_iter().map(|cell| {
            let kind = match cell.kind {
                CellKind::Item => "item",
                CellKind::Middle => "middle",
                CellKind::Note => "note",
                CellKind::Nothing => "nothing",
                CellKind::Figure(Some(_)) if figures == 1 => "only",
                CellKind::Figure(Some(_)) => "figure",
                CellKind::Figure(None) => "hand",
            };
            let address = cell.column.map(|column| (place, row.place, column));
            CellView {
                kind,
                value: cell.kind.amount(),
                head: cell.head,
                href: cell.asked.as_ref().map(href).unwrap_or_default(),
                change: address.and_then(|address| changes.get(&address).cloned()).unwrap_or_default(),
                text: cell.text,
            }
        });
        RowView { part: row.part, total: row.total, cells: cells.collect() }
    };
    TableView {
        heading: table.heading,
        landscape: table.landscape,
        signed: table.signed,
        branches: table.branches,
        columns,
        heads: table.heads,
        rows: table.rows.into_iter().map(row).collect(),
    }
}

/// The indicators of a layout with their formulas, each once, in the order of the form.
pub(super) fn formulas(layout: &Layout) -> Vec<(&'static str, &'static str)> {
    let mut seen: Vec<Indicator> = Vec::new();
    for section in &layout.section {
        let asked: Vec<Option<Indicator>> = match section {
            Section::Lines(lines) => lines.line.iter().map(|line| line.indicator).collect(),
            Section::Annex(annex) => annex.columns().map(|column| column.indicator).collect(),
        };
        for indicator in asked.into_iter().flatten() {
            if !seen.contains(&indicator) {
                seen.push(indicator);
            }
        }
    }
    seen.into_iter().map(|indicator| (indicator.label(), indicator.definition().formula)).collect()
}

/// Where the form of an organisation and month is.
pub(super) fn form_href(org: &Org, layout: &Layout, month: Month) -> String {
    format!("{}/forms/{}?month={month}", org.href(), layout.code)
}
