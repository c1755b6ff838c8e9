//! The pages of this slice.

pub(crate) mod organisation;
