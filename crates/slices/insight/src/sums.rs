//! Sums above the county: every indicator of every tenant by month, kept in a table, counted by a job.
//!
//! A tenant's own part is counted where it lies (all of a county; of a city its own committee); with all below it is
//! added up. Nothing counts twice: a fact, a household and a person have one home tenant. See
//! `docs/decisions/0010-sums-above-the-county.md`.

mod count;
mod fold;
mod refresh;
mod survey;
mod tree;

pub use fold::SUMS;
pub use refresh::{Refreshed, refresh};
