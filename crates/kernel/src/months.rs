//! A run of months, as links carry it: `2026-11`, or `2026-01..2026-11`.

use std::fmt;
use std::str::FromStr;

use crate::{Day, DayError, Month};

/// Months from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Months {
    /// The first.
    pub first: Month,
    /// The last; never before the first.
    pub last: Month,
}

impl Months {
    /// A single month.
    #[must_use]
    pub const fn one(month: Month) -> Self {
        Self { first: month, last: month }
    }

    /// From January of a month's year up to that month: 本年累计.
    #[must_use]
    pub const fn of_year_to(month: Month) -> Self {
        let (_, of_year) = month.parts();
        Self { first: month.plus(1 - of_year), last: month }
    }

    /// The first and the last day.
    #[must_use]
    pub fn days(self) -> (Day, Day) {
        (self.first.first_day(), self.last.last_day())
    }

    /// Whether it is one month.
    #[must_use]
    pub fn is_one(self) -> bool {
        self.first == self.last
    }

    /// `2026年11月`, `2026年1月至11月`, `2025年11月至2026年2月`.
    #[must_use]
    pub fn long(self) -> String {
        let ((from, _), (to, month)) = (self.first.parts(), self.last.parts());
        match (self.is_one(), from == to) {
            (true, _) => self.last.long(),
            (false, true) => format!("{}至{month}月", self.first.long()),
            (false, false) => format!("{}至{}", self.first.long(), self.last.long()),
        }
    }
}

impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_one() { write!(f, "{}", self.last) } else { write!(f, "{}..{}", self.first, self.last) }
    }
}

impl FromStr for Months {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let month = |text: &str| Day::parse(&format!("{text}-01")).map(Day::month);
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let months = Self { first: month(first)?, last: month(last)? };
        if months.first > months.last { Day::parse(text).map(Day::month).map(Self::one) } else { Ok(months) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_read_back_as_they_were_printed_and_never_backwards() {
        for text in ["2026-11", "2026-01..2026-11", "2025-11..2026-02"] {
            assert_eq!(text.parse::<Months>().map(|months| months.to_string()), Ok(text.to_owned()));
        }
        for text in ["2026-11..2026-01", "2026", "", "..", "2026-13"] {
            assert!(text.parse::<Months>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_up_to_a_month_begins_in_january_and_is_said_in_words() {
        let november: Months = "2026-11".parse().expect("a month");
        let year = Months::of_year_to(november.last);
        assert_eq!(year.to_string(), "2026-01..2026-11");
        assert_eq!((year.long(), november.long()), ("2026年1月至11月".to_owned(), "2026年11月".to_owned()));
        assert!(Months::of_year_to(year.first).is_one());
        let winter: Months = "2025-11..2026-02".parse().expect("a winter");
        assert_eq!(winter.long(), "2025年11月至2026年2月");
        assert_eq!(winter.days().1.to_string(), "2026-02-28");
    }
}
