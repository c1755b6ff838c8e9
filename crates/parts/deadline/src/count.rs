//! When a clock ends.

use niangjia_kernel::{Day, Timestamp};

use crate::{Calendar, ClockRule, Limit, Unit};

/// What happened to a clock after it began, in the order in which it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It was made longer.
    Extended(Limit),
    /// Time stops: a hearing, an appraisal.
    Suspended(Timestamp),
    /// It goes on.
    Resumed(Timestamp),
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Time does not run.
    Suspended,
    /// There is time: until when (the instant itself is too late), and how many days are left, 0 on the last day.
    Running {
        /// The first instant that is too late.
        until: Timestamp,
        /// Days left.
        days: i64,
        /// Whether it is shown as soon due.
        soon: bool,
    },
    /// Its end has passed, so many days ago; 0 on the same day, for clocks of hours.
    Late {
        /// The first instant that was too late.
        until: Timestamp,
        /// Days since.
        days: i64,
    },
}

/// The first instant that is too late, or `None` while time does not run.
///
/// R-CLK-01. The day on which something happens is not counted; a period of days ends with the last moment of its last day.
///
/// Source: Civil Code art. 201, 203.
/// Reading: days are days in China; something at 23:59 and something at 00:01 of one day end together.
///
/// R-CLK-02. Where the last day is no working day, the first working day after it is the last day; where the clock says so.
///
/// Source: Civil Code art. 203.
/// Reading: periods within which something is valid (a protection order) do not get longer by it.
/// Local: `deadline.clock.rolls`, `deadline.calendar`
///
/// R-CLK-03. A period of hours runs from the instant, through nights and holidays.
///
/// Source: Civil Code art. 201; Anti-Domestic Violence Law art. 28 (72 and 24 hours).
///
/// R-CLK-04. A period of months or years ends on the day of the same number; where the month has none, on its last day.
///
/// Source: Civil Code art. 202.
///
/// R-CLK-05. Working days are counted by the calendar with its exchanged days; a year that was not announced counts Monday to Friday.
///
/// Source: 全国年节及纪念日放假办法; the yearly notice of the State Council's office.
/// Local: `deadline.calendar`
///
/// R-CLK-06. While a clock is suspended no time passes: what was left when it stopped is left when it goes on.
///
/// Source: 信访工作条例 art. 36 (a hearing's time is not counted).
/// Reading: whole days (working days, hours) are left over; the day of suspending counts as used, as does the day of resuming.
#[must_use]
pub fn ends(rule: &ClockRule, calendar: &Calendar, started: Timestamp, turns: &[Turn]) -> Option<Timestamp> {
    match rule.limit.unit {
        Unit::Hour => ends_by_hours(rule.limit, started, turns),
        _ => ends_by_days(rule, calendar, started, turns),
    }
}

/// How a clock stands at an instant.
#[must_use]
pub fn standing(
    rule: &ClockRule,
    calendar: &Calendar,
    (started, turns): (Timestamp, &[Turn]),
    now: Timestamp,
) -> Standing {
    let Some(until) = ends(rule, calendar, started, turns) else {
        return Standing::Suspended;
    };
    let last = Timestamp::from_millis(until.millis() - 1).day();
    let days = last.days_since(now.day());
    if now >= until {
        return Standing::Late { until, days: -days };
    }
    Standing::Running { until, days, soon: days <= rule.soon_days }
}

fn ends_by_hours(limit: Limit, started: Timestamp, turns: &[Turn]) -> Option<Timestamp> {
    const HOUR_SECONDS: i64 = 3_600;
    let mut end = started.plus_seconds(limit.amount * HOUR_SECONDS);
    let mut stopped: Option<Timestamp> = None;
    for turn in turns {
        match (*turn, stopped) {
            (Turn::Extended(by), _) => end = end.plus_seconds(by.amount * HOUR_SECONDS),
            (Turn::Suspended(at), None) => stopped = Some(at),
            (Turn::Resumed(at), Some(since)) => {
                end = Timestamp::from_millis(end.millis() + (at.millis() - since.millis()).max(0));
                stopped = None;
            }
            (Turn::Suspended(_), Some(_)) | (Turn::Resumed(_), None) => {}
        }
    }
    stopped.is_none().then_some(end)
}

fn ends_by_days(
    rule: &ClockRule,
    calendar: &Calendar,
    started: Timestamp,
    turns: &[Turn],
) -> Option<Timestamp> {
    let mut last = plus(calendar, started.day(), rule.limit);
    let mut stopped: Option<Day> = None;
    for turn in turns {
        match (*turn, stopped) {
            (Turn::Extended(by), _) => last = plus(calendar, last, by),
            (Turn::Suspended(at), None) => stopped = Some(at.day()),
            (Turn::Resumed(at), Some(since)) => {
                last = moved(calendar, rule.limit.unit, (since, at.day()), last);
                stopped = None;
            }
            (Turn::Suspended(_), Some(_)) | (Turn::Resumed(_), None) => {}
        }
    }
    let last = if rule.rolls { calendar.working_from(last) } else { last };
    stopped.is_none().then(|| last.plus(1).start())
}

/// The last day of a period that begins after `day`.
fn plus(calendar: &Calendar, day: Day, limit: Limit) -> Day {
    match limit.unit {
        Unit::Hour | Unit::Day => day.plus(limit.amount),
        Unit::WorkingDay => calendar.plus_working(day, limit.amount),
        Unit::Month => months_after(day, limit.amount),
        Unit::Year => months_after(day, limit.amount * 12),
    }
}

fn months_after(day: Day, months: i64) -> Day {
    let (.., number) = day.parts();
    let month = day.month().plus(months);
    month.first_day().plus(i64::from(number) - 1).min(month.last_day())
}

/// The last day after a rest, with as many days left as there were. A clock that had ended before stays ended.
fn moved(calendar: &Calendar, unit: Unit, (since, resumed): (Day, Day), last: Day) -> Day {
    if last <= since {
        return last;
    }
    match unit {
        Unit::WorkingDay => calendar.plus_working(resumed, calendar.working_between(since, last)),
        _ => last.plus(resumed.days_since(since).max(0)),
    }
}

#[cfg(test)]
mod tests;
