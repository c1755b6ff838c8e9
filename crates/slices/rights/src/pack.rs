//! What the rule pack says about the rights of persons.

use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

/// A ground on which a claim is refused, wholly or in part.
#[derive(Debug, Clone, Deserialize)]
pub struct Ground {
    /// What is stored.
    pub code: String,
    /// What is said.
    pub label: String,
    /// The law and article.
    pub basis: String,
}

/// The rules of the pack, read.
#[derive(Debug, Deserialize)]
pub struct RightsRules {
    /// Days until she has her answer.
    pub answer_days: i64,
    /// Minutes for which a sheet is open to whoever hands it out.
    pub sheet_minutes: i64,
    /// Minutes after which the office's screen closes by itself.
    pub screen_minutes: i64,
    /// Why a claim may be refused.
    pub ground: Vec<Ground>,
}

static RULES: OnceLock<RightsRules> = OnceLock::new();

impl RightsRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let rules: Self = pack.table("rights")?;
        if rules.answer_days < 1 || rules.sheet_minutes < 1 || rules.screen_minutes < 1 {
            return Err(PackError::saying("rights：期限和分钟数要从 1 起".to_owned()));
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

    /// A ground by its code.
    #[must_use]
    pub fn ground(&self, code: &str) -> Option<&Ground> {
        self.ground.iter().find(|ground| ground.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ground_of_the_shipped_pack_names_its_law() {
        let rules = RightsRules::in_force();
        assert!(rules.ground.len() > 3);
        assert!(rules.ground.iter().all(|ground| ground.basis.contains('《') && !ground.label.is_empty()));
    }
}
