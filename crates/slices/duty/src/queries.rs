//! SQL on points, and on the facts that a person took part in.

mod points;
mod record;

pub(crate) use points::*;
pub(crate) use record::*;
