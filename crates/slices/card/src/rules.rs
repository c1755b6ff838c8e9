//! Decisions about cards: values in, a decision out.

mod day;
mod entry;
mod number;

pub(crate) use day::{Toward, read_day};
pub(crate) use entry::{Circumstances, EntryRefusal, check_entry, choice};
pub(crate) use number::{CardNumber, Named, named};
