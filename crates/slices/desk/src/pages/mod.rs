//! The pages of this slice.

pub(crate) mod audit;
pub(crate) mod home;
