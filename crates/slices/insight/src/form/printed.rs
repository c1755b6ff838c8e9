//! Layout and figures together: the same rows and cells for the screen, the sheet and the paper.

use niangjia_kernel::Month;

use crate::form::layout::{Annex, Closing, Fills, Layout, Line, Lines, Period, Section, Shows};
use crate::form::{Place, Sheet, SheetRow};
use crate::model::{Amount, Figure, Indicator, Shown};
use crate::pages::figures;

/// What the texts of a form speak of.
pub(crate) struct Words {
    /// `河沥溪街道`.
    pub(crate) place: String,
    /// `河沥溪街道妇联`.
    pub(crate) org: String,
    /// `341881003`.
    pub(crate) code: String,
    /// `宁国市妇联`.
    pub(crate) to: String,
    pub(crate) month: Month,
    /// Who chairs it; nothing where nobody does.
    pub(crate) chair: String,
    /// Who reported; nothing before.
    pub(crate) reporter: String,
    /// On which day; nothing before.
    pub(crate) reported_on: String,
}

impl Words {
    fn put_into(&self, text: &str) -> String {
        let pairs = [
            ("{place}", self.place.as_str()),
            ("{org}", &self.org),
            ("{to}", &self.to),
            ("{month}", &self.month.long()),
        ];
        pairs.iter().fold(text.to_owned(), |text, (place, word)| text.replace(place, word))
    }

    fn closing(&self, line: &Closing) -> (String, String) {
        let said = match line.fill {
            Fills::Organisation => &self.org,
            Fills::Chair => &self.chair,
            Fills::Reporter => &self.reporter,
            Fills::ReportedOn => &self.reported_on,
            Fills::Hand => "",
        };
        (line.label.clone(), said.to_owned())
    }
}

/// A form, ready to be shown.
pub(crate) struct Printed {
    pub(crate) title: String,
    /// 表号.
    pub(crate) number: String,
    pub(crate) head: Vec<String>,
    pub(crate) tables: Vec<PrintedTable>,
    /// What stands at its foot: the label, and what is known.
    pub(crate) closing: Vec<(String, String)>,
    pub(crate) notes: Vec<String>,
}

/// One of its tables.
pub(crate) struct PrintedTable {
    pub(crate) heading: String,
    pub(crate) landscape: bool,
    /// Whether the closing lines and notes stand below it: the last of the tables that speak of the organisation itself.
    pub(crate) signed: bool,
    /// Whether its rows are branches.
    pub(crate) branches: bool,
    /// How wide the columns are beside each other.
    pub(crate) widths: Vec<u16>,
    pub(crate) heads: Vec<Vec<Head>>,
    pub(crate) rows: Vec<PrintedRow>,
}

/// A heading; it may stand over several columns, or reach over both rows.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Head {
    pub(crate) text: String,
    pub(crate) across: u16,
    pub(crate) down: u16,
}

/// A row.
pub(crate) struct PrintedRow {
    /// Its place among the figures of the table.
    pub(crate) place: usize,
    /// A heading across all columns in place of cells.
    pub(crate) part: String,
    pub(crate) total: bool,
    pub(crate) cells: Vec<PrintedCell>,
}

/// What kind of cell it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// What the row is about.
    Item,
    /// A number or a unit, in the middle.
    Middle,
    /// Words at the left.
    Note,
    /// The line has no such column.
    Nothing,
    /// A number; `None` where it is filled in by hand.
    Figure(Option<Figure>),
}

/// A cell.
pub(crate) struct PrintedCell {
    pub(crate) kind: CellKind,
    /// The heading of its column, for the phone.
    pub(crate) head: String,
    pub(crate) text: String,
    /// What was counted, of which organisation; nothing where there is nothing to open.
    pub(crate) asked: Option<Asked>,
    /// Its place among the figures of the row.
    pub(crate) column: Option<usize>,
}

/// What stands behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The code of the organisation.
    pub(crate) code: String,
    pub(crate) indicator: Indicator,
    pub(crate) period: Period,
}

impl Printed {
    /// Puts layout and figures together.
    pub(crate) fn of(layout: &Layout, sheet: &Sheet<Figure>, words: &Words) -> Self {
        let tables = layout.section.iter().zip(&sheet.tables);
        let table = |(section, rows): (&Section, &Vec<SheetRow<Figure>>)| match section {
            Section::Lines(lines) => of_lines(lines, rows, words),
            Section::Annex(annex) => of_annex(annex, rows, words),
        };
        let mut tables: Vec<PrintedTable> = tables.map(table).collect();
        let own = layout.section.iter().rposition(|section| matches!(section, Section::Lines(_)));
        let last = tables.len().saturating_sub(1);
        if let Some(signed) = tables.get_mut(own.unwrap_or(last)) {
            signed.signed = true;
        }
        Self {
            title: words.put_into(&layout.title),
            number: layout.number.clone(),
            head: layout.head.iter().map(|line| words.put_into(line)).collect(),
            tables,
            closing: layout.closing.iter().map(|line| words.closing(line)).collect(),
            notes: layout.notes.iter().map(|note| words.put_into(note)).collect(),
        }
    }
}

/// A figure as a form writes it, and whether it opens: a hidden one does not.
fn of_figure(figure: Option<Figure>, column: usize, head: &str, asked: Option<Asked>) -> PrintedCell {
    let exact = figure.is_some_and(|figure| figure.is_exact());
    PrintedCell {
        kind: CellKind::Figure(figure),
        head: head.to_owned(),
        text: figure.map(figures::text).unwrap_or_default(),
        asked: asked.filter(|_| exact),
        column: Some(column),
    }
}

fn of_text(kind: CellKind, head: &str, text: &str) -> PrintedCell {
    PrintedCell { kind, head: head.to_owned(), text: text.to_owned(), asked: None, column: None }
}

fn of_lines(lines: &Lines, rows: &[SheetRow<Figure>], words: &Words) -> PrintedTable {
    let mut number = 0;
    let mut printed = Vec::new();
    for (place, (line, row)) in lines.line.iter().zip(rows).enumerate() {
        number = if line.part.is_empty() { number + 1 } else { 0 };
        let cells = if line.part.is_empty() { cells_of(lines, line, row, number, words) } else { Vec::new() };
        printed.push(PrintedRow { place, part: line.part.clone(), total: false, cells });
    }
    let head = |text: &String| Head { text: text.clone(), across: 1, down: 1 };
    PrintedTable {
        heading: words.put_into(&lines.heading),
        landscape: lines.landscape,
        signed: false,
        branches: false,
        widths: lines.column.iter().map(|column| column.width).collect(),
        heads: vec![lines.column.iter().map(|column| head(&column.heading)).collect()],
        rows: printed,
    }
}

fn cells_of(
    lines: &Lines,
    line: &Line,
    row: &SheetRow<Figure>,
    number: usize,
    words: &Words,
) -> Vec<PrintedCell> {
    let number = if line.number.is_empty() { number.to_string() } else { line.number.clone() };
    let mut figures = row.cells.iter().enumerate();
    let cells = lines.column.iter().map(|column| match (column.show, column.show.period()) {
        (_, Some(period)) => {
            let (place, figure) = figures.next().map_or((0, None), |(place, figure)| (place, *figure));
            let asked = |indicator| Asked { code: words.code.clone(), indicator, period };
            if !line.has(period) {
                return of_text(CellKind::Nothing, &column.heading, "—");
            }
            of_figure(figure, place, &column.heading, line.indicator.map(asked))
        }
        (Shows::Number, _) => of_text(CellKind::Middle, &column.heading, &number),
        (Shows::Unit, _) => of_text(CellKind::Middle, &column.heading, line.unit()),
        (Shows::Item, _) => of_text(CellKind::Item, &column.heading, &line.item),
        (_, None) => of_text(CellKind::Note, &column.heading, &line.note),
    });
    cells.collect()
}

fn of_annex(annex: &Annex, rows: &[SheetRow<Figure>], words: &Words) -> PrintedTable {
    let numbered = !annex.number.is_empty();
    let row = |(place, row): (usize, &SheetRow<Figure>)| {
        let (name, code) = match &row.place {
            Place::Branch { code, name } => (name.as_str(), Some(code.as_str())),
            Place::Rest => (annex.rest.as_str(), None),
            Place::Total | Place::Line(_) => (annex.total.as_str(), Some(words.code.as_str())),
        };
        let branch = matches!(row.place, Place::Branch { .. });
        let number = if branch { (place + 1).to_string() } else { String::new() };
        let number = numbered.then(|| of_text(CellKind::Middle, &annex.number, &number));
        let item = of_text(CellKind::Item, &annex.branch, name);
        let figures = annex.columns().zip(&row.cells).enumerate().map(|(place, (column, figure))| {
            let asked = code.zip(column.asked());
            let asked =
                asked.map(|(code, (indicator, period))| Asked { code: code.to_owned(), indicator, period });
            of_figure(*figure, place, &column.heading, asked)
        });
        let cells = number.into_iter().chain([item]).chain(figures).collect();
        PrintedRow { place, part: String::new(), total: row.place == Place::Total, cells }
    };
    let first = if numbered { vec![5, 16] } else { vec![16] };
    PrintedTable {
        heading: words.put_into(&annex.heading),
        landscape: annex.landscape,
        signed: false,
        branches: true,
        widths: first.into_iter().chain(annex.columns().map(|column| column.width)).collect(),
        heads: heads_of(annex),
        rows: rows.iter().enumerate().map(row).collect(),
    }
}

/// One row of headings, or two where columns have a heading of their group.
fn heads_of(annex: &Annex) -> Vec<Vec<Head>> {
    let grouped = annex.group.iter().any(|group| !group.heading.is_empty());
    let down = if grouped { 2 } else { 1 };
    let head = |text: &str, across, down| Head { text: text.to_owned(), across, down };
    let mut above = Vec::new();
    if !annex.number.is_empty() {
        above.push(head(&annex.number, 1, down));
    }
    above.push(head(&annex.branch, 1, down));
    let mut below = Vec::new();
    for group in &annex.group {
        if group.heading.is_empty() {
            above.extend(group.column.iter().map(|column| head(&column.heading, 1, down)));
        } else {
            above.push(head(&group.heading, u16::try_from(group.column.len()).unwrap_or(1), 1));
            below.extend(group.column.iter().map(|column| head(&column.heading, 1, 1)));
        }
    }
    if below.is_empty() { vec![above] } else { vec![above, below] }
}

impl CellKind {
    /// The number, where it is known.
    pub(crate) const fn amount(&self) -> Option<Amount> {
        match self {
            Self::Figure(Some(Figure::Count(Shown::Exact(count)))) => Some(Amount::Count(*count)),
            Self::Figure(Some(Figure::Ratio(numerator, denominator))) => {
                Some(Amount::Ratio(*numerator, *denominator))
            }
            _ => None,
        }
    }
}
