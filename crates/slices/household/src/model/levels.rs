//! The internal level of a family: neutral, decided by a person, and for a time only.

use niangjia_kernel::{Day, Entity, coded};

coded! {
    /// How closely a family is looked after. The words beside it are the pack's.
    pub enum Level {
        /// As every family.
        R0 = "r0", "R0";
        /// A little more.
        R1 = "r1", "R1";
        /// Much more.
        R2 = "r2", "R2";
        /// Together with others.
        R3 = "r3", "R3";
    }
}

/// That somebody decided how closely a family is looked after.
#[derive(Debug, Clone, Copy)]
pub enum LevelDecision {}
impl Entity for LevelDecision {
    const PREFIX: &'static str = "level";
}

/// A decision about a family, with why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LevelRow {
    pub(crate) level: Level,
    pub(crate) on: Day,
    /// The first day on which it does not hold any more.
    pub(crate) until: Day,
    pub(crate) decided_by: String,
    pub(crate) reason: String,
}
