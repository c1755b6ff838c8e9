//! What a person does with transfers.

mod ask_export;
mod bring_file;
mod cancel;
mod decide_pair;
mod match_columns;
mod take_rows;
mod try_again;
mod undo_import;

pub(crate) use ask_export::{Unmasked, ask_export, with_reason};
pub(crate) use bring_file::{Brought, bring_file};
pub(crate) use cancel::cancel;
pub(crate) use decide_pair::{Decision, Said, decide_pair};
pub(crate) use match_columns::{Matched, match_columns};
pub(crate) use take_rows::take_rows;
pub(crate) use try_again::try_again;
pub(crate) use undo_import::undo_import;
