//! SQL on the tables of households. Visibility is part of the fetch: what she may not see is not found.

mod bringing;
mod bulk;
mod contact_map;
mod contacts;
mod counting;
mod described;
mod grids;
mod handovers;
mod keeping;
mod known;
mod lists;
mod register;
mod standing;
mod undoing;
mod visible;
mod visits;

pub(crate) use bringing::*;
pub use bulk::*;
pub(crate) use contact_map::*;
pub(crate) use contacts::*;
pub use counting::*;
pub(crate) use described::*;
pub use grids::*;
pub(crate) use handovers::*;
pub(crate) use keeping::*;
pub(crate) use known::*;
pub use lists::*;
pub use register::*;
pub use standing::*;
pub(crate) use undoing::*;
pub use visible::*;
pub use visits::*;
