//! The pages of this slice.

pub(crate) mod merging;
pub(crate) mod organisation;
