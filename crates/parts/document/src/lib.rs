//! Tables and papers of the office: reading what people send, writing what they print.
//!
//! Pure: bytes and values in, values and bytes out. No database, no web, no clock; the only files are the unnamed
//! temporary ones of [`sheet::SheetWriter`], in the folder it is given.

mod cell;
pub mod field;
pub mod heading;
pub mod paper;
pub mod read;
pub mod sheet;

pub use cell::Cell;
