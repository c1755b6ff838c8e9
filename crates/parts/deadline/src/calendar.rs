//! Which days are worked: the weeks, the holidays, and the weekend days worked in exchange (调休).

use std::collections::{BTreeMap, BTreeSet};

use niangjia_kernel::Day;
use niangjia_pack::PackError;
use serde::Deserialize;

/// One year as it stands in the pack.
#[derive(Debug, Deserialize)]
pub(crate) struct Year {
    year: i64,
    off: Vec<String>,
    on: Vec<String>,
}

/// The working days of the years that were announced; of any other year, Monday to Friday.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    announced: BTreeSet<i64>,
    exceptions: BTreeMap<Day, bool>,
}

impl Calendar {
    /// Reads the years of a pack.
    pub(crate) fn of(years: Vec<Year>) -> Result<Self, PackError> {
        let mut calendar = Self::default();
        for year in years {
            calendar.announced.insert(year.year);
            for (spans, worked) in [(&year.off, false), (&year.on, true)] {
                for span in spans {
                    let (first, last) = read_span(span)?;
                    for number in first.number()..=last.number() {
                        let day = Day::from_number(number);
                        if calendar.exceptions.insert(day, worked).is_some() {
                            return Err(PackError::saying(format!("deadline.calendar：{day} 写了两次")));
                        }
                    }
                }
            }
        }
        Ok(calendar)
    }

    /// Whether offices work on this day.
    #[must_use]
    pub fn works(&self, day: Day) -> bool {
        self.exceptions.get(&day).copied().unwrap_or_else(|| weekday(day) < 5)
    }

    /// This day, or the first working day after it.
    #[must_use]
    pub fn working_from(&self, day: Day) -> Day {
        (0..).map(|days| day.plus(days)).find(|day| self.works(*day)).unwrap_or(day)
    }

    /// The `count`-th working day after `day`, which is not counted itself.
    #[must_use]
    pub fn plus_working(&self, day: Day, count: i64) -> Day {
        let (mut at, mut left) = (day, count);
        while left > 0 {
            at = at.plus(1);
            left -= i64::from(self.works(at));
        }
        at
    }

    /// How many working days lie after `from`, up to and with `until`.
    #[must_use]
    pub fn working_between(&self, from: Day, until: Day) -> i64 {
        let days = (from.number() + 1..=until.number()).map(Day::from_number);
        i64::try_from(days.filter(|day| self.works(*day)).count()).unwrap_or(i64::MAX)
    }

    /// Whether the holidays of this day's year were announced; until then Monday to Friday is an assumption.
    #[must_use]
    pub fn is_announced(&self, day: Day) -> bool {
        self.announced.contains(&i64::from(day.parts().0))
    }
}

/// 0 is Monday. The first of January 1970 was a Thursday.
const fn weekday(day: Day) -> i64 {
    (day.number() + 3).rem_euclid(7)
}

/// `2026-10-01..2026-10-07`, or one day.
fn read_span(text: &str) -> Result<(Day, Day), PackError> {
    let read = |text: &str| Day::parse(text).map_err(|error| PackError::saying(error.to_string()));
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (read(first)?, read(last)?);
    if last < first {
        return Err(PackError::saying(format!("deadline.calendar：{text} 倒着写了")));
    }
    Ok((first, last))
}
