//! The pages of this slice.

pub(crate) mod me;
pub(crate) mod sign_in;
