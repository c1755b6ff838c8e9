//! How long a period is.

use niangjia_kernel::coded;
use niangjia_store::coded_columns;

coded! {
    /// In what a period is counted.
    pub enum Unit {
        /// From the instant, to the instant.
        Hour = "hour", "小时";
        /// Days on which offices work, with the exchanged ones (调休).
        WorkingDay = "working_day", "个工作日";
        /// Days of the calendar.
        Day = "day", "日";
        /// To the same day of a later month.
        Month = "month", "个月";
        /// To the same day of a later year.
        Year = "year", "年";
    }
}
coded! {
    /// What can happen to a clock, as it is stored.
    pub enum TurnKind {
        /// See [`crate::Turn`].
        Extended = "extended", "延长";
        /// See [`crate::Turn`].
        Suspended = "suspended", "停止计时";
        /// See [`crate::Turn`].
        Resumed = "resumed", "恢复计时";
    }
}
coded_columns!(Unit, TurnKind);

/// A length of time: `60 日`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub amount: i64,
    /// Of what.
    pub unit: Unit,
}

impl Limit {
    /// `60日`, `5个工作日`, `72小时`.
    #[must_use]
    pub fn words(self) -> String {
        format!("{}{}", self.amount, self.unit.label())
    }
}
