//! Instants, days and months. Every day of the platform is a day in China (UTC+8, no summer time).

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

const MILLIS_PER_DAY: i64 = 86_400_000;
const CHINA_OFFSET_MILLIS: i64 = 8 * 3_600_000;

/// An instant in milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant `millis` milliseconds after the epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The day in China on which this instant falls.
    #[must_use]
    pub const fn day(self) -> Day {
        Day((self.0 + CHINA_OFFSET_MILLIS).div_euclid(MILLIS_PER_DAY))
    }

    /// This instant moved by whole seconds, forward or back.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000)
    }

    /// The time of day in China, `14:05`.
    #[must_use]
    pub fn clock_time(self) -> String {
        let minutes = (self.0 + CHINA_OFFSET_MILLIS).rem_euclid(MILLIS_PER_DAY) / 60_000;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The full date and time, `2026年11月22日 14:05`.
    #[must_use]
    pub fn long(self) -> String {
        format!("{} {}", self.day().long(), self.clock_time())
    }
}

/// A day in China, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(i64);

/// A text that is not a day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("不是日期：{0}，请写成 2026-11-22 的样子")]
pub struct DayError(String);

impl Day {
    /// The day `number` days after 1970-01-01.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The day of a calendar date, or `None` where there is no such date.
    #[must_use]
    pub fn of(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from_date)
    }

    /// Reads `2026-11-22`.
    ///
    /// # Errors
    /// When the text is not an existing date written so.
    pub fn parse(text: &str) -> Result<Self, DayError> {
        text.trim().parse::<Date>().map(Self::from_date).map_err(|_| DayError(text.to_owned()))
    }

    fn from_date(date: Date) -> Self {
        let since = date.since(Date::constant(1970, 1, 1)).map(|span| i64::from(span.get_days()));
        Self(since.unwrap_or_default())
    }

    fn date(self) -> Date {
        let days = jiff::Span::new().try_days(self.0).unwrap_or_default();
        Date::constant(1970, 1, 1).saturating_add(days)
    }

    /// The year, month and day of the month.
    #[must_use]
    pub fn parts(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// This day moved by `days`, forward or back.
    #[must_use]
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// How many days lie from `earlier` to this day.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// The month in which this day lies.
    #[must_use]
    pub fn month(self) -> Month {
        let (year, month, _) = self.parts();
        Month(i64::from(year) * 12 + i64::from(month) - 1)
    }

    /// The instant at which this day begins in China.
    #[must_use]
    pub const fn start(self) -> Timestamp {
        Timestamp(self.0 * MILLIS_PER_DAY - CHINA_OFFSET_MILLIS)
    }

    /// `2026年11月22日`.
    #[must_use]
    pub fn long(self) -> String {
        let (year, month, day) = self.parts();
        format!("{year}年{month}月{day}日")
    }

    /// `11-22`, for lists.
    #[must_use]
    pub fn short(self) -> String {
        let (_, month, day) = self.parts();
        format!("{month:02}-{day:02}")
    }
}

impl fmt::Display for Day {
    /// `2026-11-22`, for forms, files and links.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.date(), f)
    }
}

/// A calendar month, counted in months since the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(i64);

impl Month {
    /// The month with this number (year × 12 + month − 1).
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Year × 12 + month − 1.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    /// Year and month of the year (1 to 12).
    #[must_use]
    pub const fn parts(self) -> (i64, i64) {
        (self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }

    /// The first day of the month.
    #[must_use]
    pub fn first_day(self) -> Day {
        let (year, month) = self.parts();
        let date = Date::new(i16::try_from(year).unwrap_or(i16::MAX), i8::try_from(month).unwrap_or(1), 1);
        date.map(Day::from_date).unwrap_or(Day(0))
    }

    /// The last day of the month.
    #[must_use]
    pub fn last_day(self) -> Day {
        self.plus(1).first_day().plus(-1)
    }

    /// This month moved by `months`, forward or back.
    #[must_use]
    pub const fn plus(self, months: i64) -> Self {
        Self(self.0 + months)
    }

    /// `2026年11月`.
    #[must_use]
    pub fn long(self) -> String {
        let (year, month) = self.parts();
        format!("{year}年{month}月")
    }
}

impl fmt::Display for Month {
    /// `2026-11`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = self.parts();
        write!(f, "{year}-{month:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_minute_past_midnight_in_china_belongs_to_the_new_day() {
        let eve = Timestamp::from_millis(Day::of(2026, 11, 22).expect("a date").start().millis() - 1);
        assert_eq!(eve.day().to_string(), "2026-11-21");
        assert_eq!(Timestamp::from_millis(eve.millis() + 1).day().to_string(), "2026-11-22");
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in ["2026-02-30", "昨天", "", "20261122x"] {
            assert!(Day::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_day_reads_back_as_it_was_printed_and_lies_in_its_month(number in -20_000i64..60_000) {
            let day = Day::from_number(number);
            prop_assert_eq!(Day::parse(&day.to_string()), Ok(day));
            prop_assert!(day.month().first_day() <= day && day <= day.month().last_day());
            prop_assert_eq!(day.start().day(), day);
        }
    }
}
