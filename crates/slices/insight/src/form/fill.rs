//! A form filled in from what is recorded, as one reader sees it.

use std::collections::BTreeMap;

use niangjia_kernel::{Day, Month, Months};
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, StoreError};

use crate::form::layout::{Annex, Layout, Lines, Period, Section};
use crate::form::{Place, Sheet, SheetRow};
use crate::model::{Figure, Indicator, Shown};
use crate::period::Span;
use crate::reader::Reader;

/// The days of a column, in a month that ends today at the latest.
pub(crate) fn span_of(period: Period, month: Month, today: Day) -> Span {
    let of_month = Span::of_month(month, today);
    match period {
        Period::Month | Period::AsOf => of_month,
        Period::Year => Span { from: Months::of_year_to(month).days().0, ..of_month },
    }
}

/// Fills a layout for the branch of an organisation.
pub(crate) fn fill(
    tx: &ReadTx<'_>,
    reader: &Reader<'_>,
    org: &Org,
    layout: &Layout,
    month: Month,
) -> Result<Sheet<Figure>, StoreError> {
    let mut filling = Filling { tx, reader, org, month, known: BTreeMap::new() };
    let table = |section: &Section| match section {
        Section::Lines(lines) => filling.lines(lines),
        Section::Annex(annex) => filling.annex(annex),
    };
    Ok(Sheet { tables: layout.section.iter().map(table).collect::<Result<_, _>>()? })
}

struct Filling<'a> {
    tx: &'a ReadTx<'a>,
    reader: &'a Reader<'a>,
    org: &'a Org,
    month: Month,
    /// What was counted already: a form asks for the same figure in several places.
    known: BTreeMap<(Indicator, Period), Figure>,
}

impl Filling<'_> {
    fn span(&self, period: Period) -> Span {
        span_of(period, self.month, self.tx.today())
    }

    fn figure(&mut self, indicator: Indicator, period: Period) -> Result<Figure, StoreError> {
        if let Some(known) = self.known.get(&(indicator, period)) {
            return Ok(*known);
        }
        let figure = self.reader.on(self.span(period)).figure(indicator)?;
        self.known.insert((indicator, period), figure);
        Ok(figure)
    }

    fn lines(&mut self, lines: &Lines) -> Result<Vec<SheetRow<Figure>>, StoreError> {
        let mut rows = Vec::with_capacity(lines.line.len());
        for (place, line) in lines.line.iter().enumerate() {
            let mut cells = Vec::new();
            for period in lines.column.iter().filter_map(|column| column.show.period()) {
                let asked = line.indicator.filter(|_| line.has(period));
                cells.push(asked.map(|indicator| self.figure(indicator, period)).transpose()?);
            }
            rows.push(SheetRow { place: Place::Line(place), cells });
        }
        Ok(rows)
    }

    fn annex(&mut self, annex: &Annex) -> Result<Vec<SheetRow<Figure>>, StoreError> {
        let children = niangjia_org::api::children(self.tx, self.org.id)?;
        let row = |child: &Org| SheetRow {
            place: Place::Branch { code: child.code.clone(), name: child.place().to_owned() },
            cells: Vec::new(),
        };
        let mut rows: Vec<SheetRow<Figure>> = children.iter().map(row).collect();
        let mut rest = SheetRow { place: Place::Rest, cells: Vec::new() };
        let mut total = SheetRow { place: Place::Total, cells: Vec::new() };
        for column in annex.columns() {
            let Some((indicator, period)) = column.asked() else {
                rows.iter_mut().chain([&mut rest, &mut total]).for_each(|row| row.cells.push(None));
                continue;
            };
            let own = self.figure(indicator, period)?;
            let below = self.reader.on(self.span(period)).figures_below(&children, indicator, own)?;
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
        Ok(rows)
    }
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
