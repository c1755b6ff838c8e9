//! The clock of the demo: today is the anchor day, the time of day is the machine's.

use niangjia_kernel::{Clock, Day, SystemClock, Timestamp};

const SECONDS_PER_DAY: i64 = 86_400;

/// A clock that was set to the anchor day when the program started and goes on from there.
#[derive(Debug, Clone, Copy)]
pub struct DemoClock {
    moved_days: i64,
}

impl DemoClock {
    /// A clock on which it is `anchor` now.
    #[must_use]
    pub fn from(anchor: Day) -> Self {
        Self { moved_days: anchor.days_since(SystemClock.today()) }
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_seconds(self.moved_days * SECONDS_PER_DAY)
    }
}
