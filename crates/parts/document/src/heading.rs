//! Which row is the heading, and which of its columns is what.

mod matching;

use crate::Cell;
use crate::field;
use matching::{Match, Matched};

/// How many rows are looked at.
pub const LOOKED_AT: usize = 20;

/// A column that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What the program calls it.
    pub code: &'static str,
    /// What the office calls it.
    pub label: String,
    /// What it may be called as well.
    pub synonyms: Vec<String>,
    /// Whether nothing can be read without it.
    pub required: bool,
}

/// A column of the heading that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its place, from 0.
    pub column: usize,
    /// What stands above it; of two rows both, `联系方式/手机号`.
    pub text: String,
    /// What it is, where that is known.
    pub code: Option<&'static str>,
}

/// Several columns that could each be the same; the person chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// What they could be.
    pub code: &'static str,
    /// Their places, from 0.
    pub columns: Vec<usize>,
}

/// The heading of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its only or last row, from 1: what is below are the data.
    pub row: u32,
    /// Every column with something above it.
    pub columns: Vec<Column>,
    /// What several columns could be.
    pub repeated: Vec<Repeated>,
    /// The required ones that no column could be.
    pub missing: Vec<&'static str>,
}

/// Finds the heading among the first rows: the row, or the two rows, with the most of what is wanted. `None` where no
/// row has at least two of them (or the only one).
#[must_use]
pub fn find(first_rows: &[(u32, Vec<Cell>)], wanted: &[Wanted]) -> Option<Heading> {
    let needed = wanted.len().min(2);
    let mut best: Option<(u32, u32, Vec<String>)> = None;
    let rows = first_rows.get(..first_rows.len().min(LOOKED_AT)).unwrap_or_default();
    for (index, (number, cells)) in rows.iter().enumerate() {
        let upper = texts(cells);
        let lower = rows.get(index + 1).filter(|(next, _)| *next == number + 1);
        let pair = lower.and_then(|(next, cells)| Some((*next, joined(&upper, &texts(cells), wanted)?)));
        for (row, texts) in pair.into_iter().chain([(*number, upper)]) {
            let (found, score) = matching::score(&texts, wanted);
            // What stands above a row counts only where it says more than the row alone.
            let better =
                |best: &(u32, u32, Vec<String>)| score > best.1 || (score == best.1 && row == best.0);
            if found >= needed && best.as_ref().is_none_or(better) {
                best = Some((row, score, texts));
            }
        }
    }
    best.map(|(row, _, texts)| heading(row, texts, wanted))
}

fn heading(row: u32, texts: Vec<String>, wanted: &[Wanted]) -> Heading {
    let Matched { codes, repeated } = matching::assign(&texts, wanted);
    let known =
        |code: &str| codes.contains(&Some(code)) || repeated.iter().any(|repeated| repeated.code == code);
    let missing = wanted.iter().filter(|wanted| wanted.required && !known(wanted.code));
    let missing = missing.map(|wanted| wanted.code).collect();
    let columns = texts.into_iter().zip(codes).enumerate();
    let columns = columns.map(|(column, (text, code))| Column { column, text, code });
    let columns = columns.filter(|column| !column.text.is_empty()).collect();
    Heading { row, columns, repeated, missing }
}

/// What stands in a row that could be a heading: numbers and days are data.
fn texts(cells: &[Cell]) -> Vec<String> {
    let text = |cell: &Cell| match cell {
        Cell::Text(_) => field::text(cell).ok().flatten().unwrap_or_default(),
        _ => String::new(),
    };
    cells.iter().map(text).collect()
}

/// Two rows as one heading, if the lower one is a heading too: one of its texts alone, or together with what stands
/// above, is what is wanted. A text above holds for the columns to its right that have nothing above them.
fn joined(upper: &[String], lower: &[String], wanted: &[Wanted]) -> Option<Vec<String>> {
    let mut above = "";
    let mut real = false;
    let mut texts = Vec::new();
    for column in 0..upper.len().max(lower.len()) {
        let own = upper.get(column).map_or("", String::as_str);
        // 填报单位：嵩合社区 stands above a heading and belongs to no column.
        let own = if own.split_once(':').is_some_and(|(_, value)| !value.is_empty()) { "" } else { own };
        let below = lower.get(column).map_or("", String::as_str);
        if !own.is_empty() {
            above = own;
        } else if below.is_empty() {
            above = "";
        }
        let text = match (above, below) {
            (above, "") => if own.is_empty() { "" } else { above }.to_owned(),
            ("", below) => below.to_owned(),
            (above, below) if above == below => below.to_owned(),
            (above, below) => format!("{above}/{below}"),
        };
        real |= above != below && matching::of(below, wanted).is_some_and(|found| found >= Match::Synonym);
        texts.push(text);
    }
    real.then_some(texts)
}
