//! Administrative divisions: the country as the statistical office lists it.

pub mod api;
mod divisions;
mod queries;
pub mod schema;
