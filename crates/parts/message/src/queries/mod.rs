//! SQL on messages. An inbox is read by its person and by nobody else.

mod addresses;
mod deliveries;
mod inbox;
mod robots;

pub(crate) use addresses::*;
pub(crate) use deliveries::*;
pub use inbox::count_unread;
pub(crate) use inbox::*;
pub(crate) use robots::*;
