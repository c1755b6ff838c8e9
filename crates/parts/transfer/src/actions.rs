//! What a person does with transfers.

mod ask_export;
mod bring_file;
mod cancel;
mod match_columns;
mod take_rows;
mod try_again;

pub(crate) use ask_export::ask_export;
pub(crate) use bring_file::{Brought, bring_file};
pub(crate) use cancel::cancel;
pub(crate) use match_columns::{Matched, match_columns};
pub(crate) use take_rows::take_rows;
pub(crate) use try_again::try_again;
