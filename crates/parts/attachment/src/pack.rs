//! What the rule pack says about files.

use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

/// The rules of the pack, read.
#[derive(Debug, Deserialize)]
pub struct AttachmentRules {
    /// How large one file may be, in MB.
    pub most_megabytes: u64,
    /// How many files one matter may have.
    pub most_of_one: i64,
}

static RULES: OnceLock<AttachmentRules> = OnceLock::new();

impl AttachmentRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let rules: Self = pack.table("attachment")?;
        if !(1..=200).contains(&rules.most_megabytes) || rules.most_of_one < 1 {
            return Err(PackError::saying("attachment：一份从 1 到 200 MB，一件事至少 1 份".to_owned()));
        }
        Ok(rules)
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

    /// How large one file may be.
    #[must_use]
    pub const fn most_bytes(&self) -> u64 {
        self.most_megabytes * 1024 * 1024
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_limits_fit_and_none_that_lets_in_nothing_does() {
        assert!(AttachmentRules::in_force().most_bytes() >= 1024 * 1024);
        let text = "version = \"x\"\n[attachment]\nmost_megabytes = 0\nmost_of_one = 5\n";
        assert!(AttachmentRules::of(&Pack::parse(text).expect("a pack")).is_err());
    }
}
