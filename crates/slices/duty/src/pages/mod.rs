//! The pages of this slice.

pub(crate) mod members;
pub(crate) mod points;
pub(crate) mod record;
