//! What is kept of a report: layout and figures together, typed and with the version of the format.

use niangjia_store::StoreError;
use serde::{Deserialize, Serialize};

use crate::form::layout::{Layout, Period, Section};
use crate::form::{Place, Sheet, SheetRow};
use crate::model::{Amount, Figure, Indicator, Shown};

/// The format that is written.
const VERSION: u8 = 1;

/// A form as it was reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    version: u8,
    /// What it looked like.
    pub(crate) layout: Layout,
    /// What it said.
    pub(crate) sheet: Sheet<Amount>,
}

impl Kept {
    /// Of what the reporting organisation itself sees; `None` when a number is hidden from the reader.
    pub(crate) fn of(layout: &Layout, live: &Sheet<Figure>) -> Option<Self> {
        let row = |row: &SheetRow<Figure>| {
            let cells = row.cells.iter().map(|cell| match cell {
                None => Some(None),
                Some(Figure::Count(Shown::Exact(count))) => Some(Some(Amount::Count(*count))),
                Some(Figure::Ratio(numerator, denominator)) => {
                    Some(Some(Amount::Ratio(*numerator, *denominator)))
                }
                Some(_) => None,
            });
            Some(SheetRow { place: row.place.clone(), cells: cells.collect::<Option<_>>()? })
        };
        let tables = live.tables.iter().map(|rows| rows.iter().map(row).collect::<Option<_>>());
        let sheet = Sheet { tables: tables.collect::<Option<_>>()? };
        Some(Self { version: VERSION, layout: layout.clone(), sheet })
    }

    /// As it is stored.
    pub(crate) fn write(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(|error| StoreError::Internal(error.to_string()))
    }

    /// As it was stored.
    ///
    /// # Errors
    /// When the format is another one.
    pub(crate) fn read(payload: &str) -> Result<Self, StoreError> {
        let kept: Self = serde_json::from_str(payload)
            .map_err(|error| StoreError::Internal(format!("a report: {error}")))?;
        if kept.version == VERSION {
            Ok(kept)
        } else {
            Err(StoreError::Internal(format!("a report in format {}", kept.version)))
        }
    }

    /// The figures for a screen.
    pub(crate) fn figures(&self) -> Sheet<Figure> {
        let row = |row: &SheetRow<Amount>| SheetRow {
            place: row.place.clone(),
            cells: row.cells.iter().map(|cell| cell.map(Figure::open)).collect(),
        };
        Sheet { tables: self.sheet.tables.iter().map(|rows| rows.iter().map(row).collect()).collect() }
    }

    /// The figures in one line, to tell whether two readings are the same.
    pub(crate) fn digits(&self) -> String {
        let cells = self.sheet.tables.iter().flatten().flat_map(|row| &row.cells);
        let said = cells.map(|cell| match cell {
            None => String::new(),
            Some(Amount::Count(count)) => count.to_string(),
            Some(Amount::Ratio(numerator, denominator)) => format!("{numerator}/{denominator}"),
        });
        said.collect::<Vec<_>>().join(",")
    }

    /// What it said of the whole organisation about an indicator, wherever it stands; `None` when it did not.
    pub(crate) fn amount(&self, indicator: Indicator, period: Period) -> Option<Amount> {
        self.layout.section.iter().zip(&self.sheet.tables).find_map(|(section, rows)| match section {
            Section::Lines(lines) => {
                let mut periods = lines.column.iter().filter_map(|column| column.show.period());
                let column = periods.position(|shown| shown == period)?;
                let asked =
                    |line: usize| lines.line.get(line).and_then(|line| line.indicator) == Some(indicator);
                let row = rows.iter().find(|row| {
                    matches!(row.place, Place::Line(line) if asked(line))
                        && row.cells.get(column).is_some_and(Option::is_some)
                });
                *row?.cells.get(column)?
            }
            Section::Annex(annex) => {
                let column =
                    annex.columns().position(|column| column.asked() == Some((indicator, period)))?;
                let row = rows.iter().find(|row| row.place == Place::Total)?;
                *row.cells.get(column)?
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Forms;

    #[test]
    fn a_report_in_a_format_of_tomorrow_is_not_misread() {
        let layout = Forms::in_force().by_code("monthly").expect("the form");
        let kept = Kept::of(layout, &Sheet { tables: Vec::new() }).expect("nothing hidden");
        let written = kept.write().expect("JSON");
        assert_eq!(Kept::read(&written).expect("the same"), kept);
        let tomorrow = written.replacen("\"version\":1", "\"version\":2", 1);
        assert!(Kept::read(&tomorrow).expect_err("another").to_string().contains("format 2"));
    }

    #[test]
    fn a_report_of_the_first_edition_is_read_as_it_was_written() {
        let first = include_str!("kept/first.json");
        let kept = Kept::read(first).expect("for as long as anybody keeps reports");
        assert_eq!(kept.amount(Indicator::Visits, Period::Year), Some(Amount::Count(1_497)));
        assert_eq!(kept.amount(Indicator::VisitRate, Period::Month), Some(Amount::Ratio(121, 126)));
        assert_eq!(kept.amount(Indicator::Members, Period::AsOf), Some(Amount::Count(16)));
        assert_eq!(kept.amount(Indicator::Groups, Period::AsOf), None, "the form did not ask for it");
    }

    #[test]
    fn what_is_hidden_from_the_reader_is_never_reported() {
        let layout = Forms::in_force().by_code("monthly").expect("the form");
        let cells = vec![Some(Figure::Count(Shown::Few))];
        let sheet = Sheet { tables: vec![vec![SheetRow { place: Place::Line(0), cells }]] };
        assert_eq!(Kept::of(layout, &sheet), None);
    }
}
