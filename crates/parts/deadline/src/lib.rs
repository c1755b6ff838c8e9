//! Clocks (期限): one engine for every period that a law or a region sets, in hours, working days, days, months or years.
//!
//! What a clock is stands in the pack (`[[deadline.clock]]`), with its source; which days are worked stands there too
//! (`[[deadline.calendar]]`), one table a year. What happened to a running clock is a list ([`Turn`]); when it ends is
//! computed from that list by [`ends`] and nowhere else. The tables keep clocks by the row that they are about.

mod calendar;
mod catalogue;
mod count;
mod model;
mod queries;
pub mod schema;
mod turning;

pub use calendar::Calendar;
pub use catalogue::{ClockRule, Clocks, Consent, Extension};
pub use count::{Standing, Turn, ends, standing};
pub use model::{Limit, TurnKind, Unit};
pub use queries::{
    Change, Clock, extend, of_subjects, resume, running, start, start_sealed, stop, stop_all, suspend,
};
pub use turning::{AskedExtension, ExtensionRefusal, check_extension};
