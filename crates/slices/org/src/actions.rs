//! One write per file.

mod merge;

pub use merge::merge;
