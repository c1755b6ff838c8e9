//! What is done with files. One write per file.

mod add;
mod decide;
mod open;

pub use add::{Brought, add};
pub(crate) use decide::decide;
pub(crate) use open::open;
