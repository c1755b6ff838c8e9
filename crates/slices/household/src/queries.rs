//! SQL on the tables of households. Visibility is part of the fetch: what she may not see is not found.

mod bulk;
mod contact_map;
mod counting;
mod described;
mod grids;
mod handovers;
mod keeping;
mod known;
mod lists;
mod paper;
mod register;
mod standing;
mod visible;
mod visits;

pub use bulk::*;
pub(crate) use contact_map::*;
pub use counting::*;
pub(crate) use described::*;
pub use grids::*;
pub(crate) use handovers::*;
pub(crate) use keeping::*;
pub(crate) use known::*;
pub use lists::*;
pub(crate) use paper::*;
pub use register::*;
pub use standing::*;
pub use visible::*;
pub use visits::*;
