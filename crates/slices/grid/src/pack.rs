//! What the rule pack says about boards.

use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

/// The rules of the pack, read.
#[derive(Debug, Deserialize)]
pub struct GridRules {
    /// What a board says those who serve in a grid do, until the chair says it otherwise.
    pub duties: String,
}

static RULES: OnceLock<GridRules> = OnceLock::new();

impl GridRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        pack.table("grid")
    }

    /// The rules in force: the shipped national pack.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the shipped pack is part of the program and read by a test")]
    pub fn in_force() -> &'static Self {
        RULES
            .get_or_init(|| Pack::national().and_then(|pack| Self::of(&pack)).expect("the shipped pack fits"))
    }
}

#[cfg(test)]
mod tests {
    use super::GridRules;

    #[test]
    fn the_shipped_pack_says_what_members_of_a_grid_do() {
        assert!(GridRules::in_force().duties.chars().count() > 10);
    }
}
