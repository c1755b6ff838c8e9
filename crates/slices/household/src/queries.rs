//! SQL on the tables of households. Visibility is part of the fetch: what she may not see is not found.

mod assisted;
mod bulk;
mod contact_map;
mod counting;
mod described;
mod grids;
mod handovers;
mod keeping;
mod kept;
mod known;
mod lists;
mod merging;
mod needs;
mod register;
mod residence_care;
mod standing;
mod visible;
mod visits;

pub(crate) use assisted::*;
pub use bulk::*;
pub(crate) use contact_map::*;
pub use counting::*;
pub(crate) use described::*;
pub use grids::*;
pub(crate) use handovers::*;
pub(crate) use keeping::*;
pub(crate) use kept::*;
pub(crate) use known::*;
pub use lists::*;
pub(crate) use merging::*;
pub(crate) use needs::*;
pub use register::*;
pub(crate) use residence_care::*;
pub use standing::*;
pub use visible::*;
pub use visits::*;
