//! SQL of this slice: on the sums of facts of a branch, and on the sums above the county.

mod facts;
pub(crate) mod forms;
mod sums;

pub(crate) use facts::*;
pub(crate) use sums::*;
