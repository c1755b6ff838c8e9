//! SQL on the tables of households. Visibility is part of the fetch: what she may not see is not found.

mod bulk;
mod counting;
mod grids;
mod keeping;
mod lists;
mod register;
mod standing;
mod visible;
mod visits;

pub use bulk::*;
pub use counting::*;
pub use grids::*;
pub(crate) use keeping::*;
pub use lists::*;
pub use register::*;
pub use standing::*;
pub use visible::*;
pub use visits::*;
