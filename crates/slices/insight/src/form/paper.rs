//! A form as a sheet and as a Word paper.

use std::io::Cursor;

use niangjia_document::paper::{Align, Paper, PaperCell, write_docx_pages, write_sheets};
use niangjia_document::sheet::{OutCell, SheetError};

use crate::form::printed::{CellKind, Printed, PrintedCell, PrintedRow, PrintedTable};
use crate::model::Amount;

/// The workbook: one sheet for each table.
///
/// # Errors
/// When a layout does not fit on paper.
pub(crate) fn workbook(form: &Printed, mark: &str) -> Result<Vec<u8>, SheetError> {
    let mut bytes = Vec::new();
    write_sheets(&papers(form, mark), &mut bytes)?;
    Ok(bytes)
}

/// The Word paper: one part for each table.
///
/// # Errors
/// When a layout does not fit on paper.
pub(crate) fn document(form: &Printed, mark: &str) -> Result<Vec<u8>, SheetError> {
    let mut bytes = Cursor::new(Vec::new());
    write_docx_pages(&papers(form, mark), &mut bytes)?;
    Ok(bytes.into_inner())
}

/// Title and head stand on the first, closing lines and notes below the table that is signed; `mark` says what is not yet fixed.
fn papers(form: &Printed, mark: &str) -> Vec<Paper> {
    let paper = |(place, table): (usize, &PrintedTable)| {
        let (title, mut subtitles) = if place == 0 {
            let number = format!("表号：{}", form.number);
            let marked = (!mark.is_empty()).then(|| format!("（{mark}）"));
            let lines = [number].into_iter().chain(form.head.iter().cloned()).chain(marked);
            (form.title.clone(), lines.collect())
        } else {
            (table.heading.clone(), Vec::new())
        };
        if place == 0 && !table.heading.is_empty() {
            subtitles.push(table.heading.clone());
        }
        let mut closing = Vec::new();
        if table.signed {
            let line = |(label, said): &(String, String)| format!("{label}：{said}");
            let lines: Vec<String> = form.closing.iter().map(line).collect();
            closing.extend(lines.chunks(3).map(<[String]>::to_vec));
            let notes = (1..).zip(&form.notes);
            closing.extend(notes.map(|(number, note)| vec![format!("注{number}：{note}")]));
        }
        let head = |head: &crate::form::printed::Head| PaperCell::merged(&head.text, head.across, head.down);
        Paper {
            title,
            subtitles,
            landscape: table.landscape,
            widths: table.widths.clone(),
            header: table.heads.iter().map(|heads| heads.iter().map(head).collect()).collect(),
            rows: table.rows.iter().map(|row| cells(row, table.widths.len())).collect(),
            closing,
        }
    };
    form.tables.iter().enumerate().map(paper).collect()
}

fn cells(row: &PrintedRow, columns: usize) -> Vec<PaperCell> {
    if !row.part.is_empty() {
        let across = u16::try_from(columns).unwrap_or(1);
        return vec![PaperCell { bold: true, ..PaperCell::merged(&row.part, across, 1).left() }];
    }
    let cell = |cell: &PrintedCell| {
        let value = match cell.kind.amount() {
            Some(Amount::Count(count)) => OutCell::Count(count),
            _ => OutCell::from(cell.text.as_str()),
        };
        let align = match cell.kind {
            CellKind::Item | CellKind::Note => Align::Left,
            CellKind::Middle | CellKind::Nothing | CellKind::Figure(_) => Align::Middle,
        };
        PaperCell { align, bold: row.total, ..PaperCell::new(value) }
    };
    row.cells.iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use niangjia_document::Cell;
    use niangjia_document::read::{Bounds, Flow, TableFile};
    use niangjia_pack::Pack;

    use super::*;
    use crate::form::printed::Words;
    use crate::form::{Place, Sheet, SheetRow};
    use crate::model::Figure;
    use crate::pack::Forms;

    fn printed() -> Printed {
        let pack = Pack::parse(include_str!("../../../../../packs/example-region.toml")).expect("TOML");
        let forms = Forms::of(&pack).expect("it fits");
        let count = |count| Some(Figure::open(Amount::Count(count)));
        let branch = Place::Branch { code: "371326001012".to_owned(), name: "=河湾社区".to_owned() };
        let rate = Some(Figure::open(Amount::Ratio(30, 40)));
        let cells = vec![count(41), count(1_234), count(30), count(38), rate, None];
        let row = |place, cells| SheetRow { place, cells };
        let lines = (0..6).map(|line| row(Place::Line(line), vec![count(7), count(8), count(9)]));
        let sheet = Sheet {
            tables: vec![vec![row(branch, cells.clone()), row(Place::Total, cells)], lines.collect()],
        };
        let words = Words {
            place: "平邑街道".to_owned(),
            org: "平邑街道妇联".to_owned(),
            code: "371326001".to_owned(),
            to: "平邑县妇联".to_owned(),
            month: niangjia_kernel::Day::parse("2026-10-01").expect("a day").month(),
            chair: "李某".to_owned(),
            reporter: String::new(),
            reported_on: String::new(),
        };
        Printed::of(forms.by_code("monthly").expect("the form"), &sheet, &words)
    }

    fn read_back(sheet: usize) -> Vec<Vec<Cell>> {
        let bytes = workbook(&printed(), "未上报").expect("a workbook");
        let file = TableFile::open(bytes, &Bounds::default()).expect("it opens");
        let mut rows = Vec::new();
        let read = file.rows(sheet, &mut |_, cells| {
            rows.push(cells);
            Ok::<_, std::convert::Infallible>(Flow::On)
        });
        read.expect("its rows");
        rows
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn the_workbook_says_what_the_form_says_in_the_layout_of_the_region() {
        let rows = read_back(0);
        let flat: Vec<&Cell> = rows.iter().flatten().collect();
        for said in [
            "2026年10月平邑街道妇女工作情况统计表",
            "表号：平妇统〔月〕2号",
            "（未上报）",
            "表一　分村统计",
            "入户走访",
            "全镇合计",
        ] {
            assert!(flat.contains(&&text(said)), "{said}: {rows:?}");
        }
        let village =
            rows.iter().find(|row| row.first() == Some(&text("=河湾社区"))).expect("the village, as a text");
        assert_eq!(village[1..4], [Cell::Number(41.0), Cell::Number(1_234.0), Cell::Number(30.0)]);
        assert_eq!(village[5], text("75.0%（30/40）"));
        assert!(village.get(6).is_none_or(Cell::is_empty), "filled in by hand");
        let second = read_back(1);
        let closing = second
            .iter()
            .flatten()
            .any(|cell| matches!(cell, Cell::Text(text) if text.contains("审核人：李某")));
        assert!(closing, "it is signed where it speaks of the town: {second:?}");
    }

    #[test]
    fn the_word_paper_is_made_of_the_same_papers() {
        let papers = papers(&printed(), "");
        assert_eq!((papers[0].landscape, papers[1].landscape, papers.len()), (true, false, 2));
        assert_eq!(papers[0].header.len(), 2, "grouped headings");
        assert!(papers[0].closing.is_empty() && !papers[1].closing.is_empty());
        assert!(document(&printed(), "").expect("a paper").starts_with(b"PK"));
    }
}
