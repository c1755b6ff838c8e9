//! A form filled in from what is recorded, as one reader sees it.

use std::collections::BTreeMap;

use niangjia_kernel::{Day, Month, Months};
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, StoreError};

use crate::form::layout::{Annex, Layout, Lines, Period, Section};
use crate::form::{Place, Sheet, SheetRow};
use crate::model::{Figure, Indicator, Shown};
use crate::period::Span;
use crate::reader::{Numbers, Reader, Wanted};

/// The days of a column, in a month that ends today at the latest.
pub(crate) fn span_of(period: Period, month: Month, today: Day) -> Span {
    let of_month = Span::of_month(month, today);
    match period {
        Period::Month | Period::AsOf => of_month,
        Period::Year => Span { from: Months::of_year_to(month).days().0, ..of_month },
    }
}

/// Fills a layout for the branch of an organisation.
pub(crate) fn fill<'a>(
    tx: &ReadTx<'_>,
    reader: &'a Reader<'a>,
    layout: &Layout,
    month: Month,
) -> Result<Sheet<Figure>, StoreError> {
    let filling = Filling::of(tx, reader, layout, month)?;
    let table = |section: &Section| match section {
        Section::Lines(lines) => filling.lines(lines),
        Section::Annex(annex) => filling.annex(annex),
    };
    Ok(Sheet { tables: layout.section.iter().map(table).collect() })
}

/// The numbers that a form asks for, each run of days in one look.
struct Filling<'a> {
    reader: &'a Reader<'a>,
    /// `None` for days that have no sums for this reader.
    numbers: BTreeMap<Period, Option<Numbers<'a>>>,
}

impl<'a> Filling<'a> {
    fn of(
        tx: &ReadTx<'_>,
        reader: &'a Reader<'a>,
        layout: &Layout,
        month: Month,
    ) -> Result<Self, StoreError> {
        let mut numbers = BTreeMap::new();
        for period in Period::ALL {
            let (whole, below) = asked_of(layout, *period);
            if !whole.is_empty() {
                let wanted = Wanted { whole: &whole, below: &below, besides: &[] };
                let counted = reader.numbers(span_of(*period, month, tx.today()), &wanted)?;
                numbers.insert(*period, counted);
            }
        }
        Ok(Self { reader, numbers })
    }

    fn figure(&self, indicator: Indicator, period: Period) -> Figure {
        let numbers = self.numbers.get(&period).and_then(Option::as_ref);
        numbers.map_or(Figure::Count(Shown::Withheld), |numbers| numbers.figure(indicator))
    }

    fn figures_below(&self, indicator: Indicator, period: Period, own: Figure) -> Vec<Figure> {
        match self.numbers.get(&period).and_then(Option::as_ref) {
            Some(numbers) => numbers.figures_below(indicator, own),
            None => self.reader.children().iter().map(|_| Figure::Count(Shown::Withheld)).collect(),
        }
    }

    fn lines(&self, lines: &Lines) -> Vec<SheetRow<Figure>> {
        let mut rows = Vec::with_capacity(lines.line.len());
        for (place, line) in lines.line.iter().enumerate() {
            let mut cells = Vec::new();
            for period in lines.column.iter().filter_map(|column| column.show.period()) {
                let asked = line.indicator.filter(|_| line.has(period));
                cells.push(asked.map(|indicator| self.figure(indicator, period)));
            }
            rows.push(SheetRow { place: Place::Line(place), cells });
        }
        rows
    }

    fn annex(&self, annex: &Annex) -> Vec<SheetRow<Figure>> {
        let row = |child: &Org| SheetRow {
            place: Place::Branch { code: child.code.clone(), name: child.place().to_owned() },
            cells: Vec::new(),
        };
        let mut rows: Vec<SheetRow<Figure>> = self.reader.children().iter().map(row).collect();
        let mut rest = SheetRow { place: Place::Rest, cells: Vec::new() };
        let mut total = SheetRow { place: Place::Total, cells: Vec::new() };
        for column in annex.columns() {
            let Some((indicator, period)) = column.asked() else {
                rows.iter_mut().chain([&mut rest, &mut total]).for_each(|row| row.cells.push(None));
                continue;
            };
            let own = self.figure(indicator, period);
            let below = self.figures_below(indicator, period, own);
            rest.cells.push(left_over(own, &below));
            total.cells.push(Some(own));
            for (row, figure) in rows.iter_mut().zip(below) {
                row.cells.push(Some(figure));
            }
        }
        if rest.cells.iter().any(Option::is_some) {
            rows.push(rest);
        }
        rows.push(total);
        rows
    }
}

/// What a form asks of some days: for the whole branch, and for each branch below.
fn asked_of(layout: &Layout, period: Period) -> (Vec<Indicator>, Vec<Indicator>) {
    let (mut whole, mut below) = (Vec::new(), Vec::new());
    for section in &layout.section {
        match section {
            Section::Lines(lines) => {
                whole.extend(
                    lines.line.iter().filter(|line| line.has(period)).filter_map(|line| line.indicator),
                );
            }
            Section::Annex(annex) => {
                let asked = annex.columns().filter_map(|column| column.asked());
                below.extend(asked.filter(|(_, of)| *of == period).map(|(indicator, _)| indicator));
            }
        }
    }
    whole.extend(&below);
    for list in [&mut whole, &mut below] {
        list.sort_unstable();
        list.dedup();
    }
    (whole, below)
}

/// What the branches lack to their total (the organisation's own), or have too much (a person who serves in two of
/// them); nothing where they add up. Unknown where one of the numbers is hidden from the reader.
fn left_over(own: Figure, below: &[Figure]) -> Option<Figure> {
    let parts = |figure: &Figure| match figure {
        Figure::Count(Shown::Exact(count)) => Some((*count, 0)),
        Figure::Ratio(numerator, denominator) => Some((*numerator, *denominator)),
        _ => None,
    };
    let known: Option<Vec<(i64, i64)>> = below.iter().map(parts).collect();
    let (Some((all, of)), Some(known)) = (parts(&own), known) else {
        return None;
    };
    let sum = known.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    match (own, (all - sum.0, of - sum.1)) {
        (_, (0, 0)) => None,
        (Figure::Ratio(..), (numerator, denominator)) => Some(Figure::Ratio(numerator, denominator)),
        (_, (count, _)) => Some(Figure::Count(Shown::Exact(count))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn count(count: i64) -> Figure {
        Figure::Count(Shown::Exact(count))
    }

    #[test]
    fn what_the_branches_lack_or_have_twice_is_left_over_and_nothing_where_one_is_hidden() {
        assert_eq!(left_over(count(9), &[count(4), count(5)]), None);
        assert_eq!(left_over(count(10), &[count(4), count(5)]), Some(count(1)));
        assert_eq!(left_over(count(8), &[count(4), count(5)]), Some(count(-1)));
        assert_eq!(
            left_over(Figure::Ratio(3, 4), &[Figure::Ratio(1, 2), Figure::Ratio(1, 1)]),
            Some(Figure::Ratio(1, 1))
        );
        assert_eq!(left_over(count(10), &[count(5), Figure::Count(Shown::Few)]), None);
    }

    #[test]
    fn a_year_up_to_a_month_ends_where_the_month_ends_and_the_open_one_today() {
        let today = Day::parse("2026-11-22").expect("a day");
        let month = |text: &str| text.parse::<Months>().expect("a month").last;
        let days = |period, text: &str| {
            let span = span_of(period, month(text), today);
            (span.from.to_string(), span.to.to_string())
        };
        let said = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(days(Period::Year, "2026-10"), said("2026-01-01", "2026-10-31"));
        assert_eq!(days(Period::Year, "2026-11"), said("2026-01-01", "2026-11-22"));
        assert_eq!(days(Period::Month, "2026-10"), said("2026-10-01", "2026-10-31"));
        assert_eq!(days(Period::AsOf, "2026-11").1, "2026-11-22");
    }
}
