//! What is told above of sealed cases: numbers, and of those only what leads to nobody.

use niangjia_kernel::{Day, Month};

/// The largest count that is not told.
const LARGEST_SMALL: i64 = 4;

/// A number as it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    /// As it is: none, or five and more.
    Exact(i64),
    /// One to four.
    Few,
    /// A sum over something that is not told; at least this many, which everybody can add up herself.
    AtLeast(i64),
}

impl Cell {
    /// `12`, `<5`, `不少于 12`.
    pub(crate) fn words(self) -> String {
        match self {
            Self::Exact(number) => niangjia_web::show::count(number),
            Self::Few => "<5".to_owned(),
            Self::AtLeast(number) => format!("不少于 {}", niangjia_web::show::count(number)),
        }
    }
}

/// A count as it is published.
///
/// R-PRO-12. Above a case there are only counts, of quarters that are over; 1 to 4 is told as `<5`, and a sum only where every count in it
/// is told, else by what the told ones make at least: whichever of 1 to 4 a hidden count is, the page is the same.
///
/// Source: architecture.md (cells <5 hidden and the totals around them too). Reading: the county too, for a county may have one village of which
/// everybody knows; a quarter that runs is not told, for yesterday's page could be taken off today's; ours.
pub(crate) const fn published(count: i64) -> Cell {
    if count >= 1 && count <= LARGEST_SMALL { Cell::Few } else { Cell::Exact(count) }
}

/// The sum of counts as it is published. See [`published`].
pub(crate) fn total(counts: &[i64]) -> Cell {
    let cells: Vec<Cell> = counts.iter().map(|count| published(*count)).collect();
    let told = cells.iter().map(|cell| if let Cell::Exact(number) = cell { *number } else { 1 });
    let least = told.sum();
    if cells.contains(&Cell::Few) { Cell::AtLeast(least) } else { Cell::Exact(least) }
}

/// A table of counts as it is told: a row for each place, a column for each quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    /// The cells of each row, and their sum.
    pub(crate) rows: Vec<(Vec<Cell>, Cell)>,
    /// The sum of each column, and of all.
    pub(crate) all: (Vec<Cell>, Cell),
}

/// A table as it is told. Every sum is made of what is told of its cells and of nothing else: so no two pages, of a county and of what is
/// above it, of this quarter and of the next, have a difference that says more than their cells. See [`published`].
pub(crate) fn told(rows: &[Vec<i64>]) -> Told {
    let row = |row: &Vec<i64>| (row.iter().map(|count| published(*count)).collect(), total(row));
    let columns = rows.first().map_or(0, Vec::len);
    let column = |at: usize| total(&rows.iter().map(|row| row[at]).collect::<Vec<_>>());
    Told {
        rows: rows.iter().map(row).collect(),
        all: ((0..columns).map(column).collect(), total(&rows.concat())),
    }
}

/// The quarters of a year that are over on a day, each by its first month.
pub(crate) fn closed_quarters(year: i64, today: Day) -> Vec<Month> {
    let first = Month::from_number(year * 12);
    let quarters = (0..4).map(|quarter| first.plus(quarter * 3));
    quarters.filter(|month| month.plus(2) < today.month()).collect()
}
