//! What the rule pack says about satisfaction.

use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

/// The rules of the pack, read.
#[derive(Debug, Deserialize)]
pub struct SurveyRules {
    /// The one question.
    pub question: String,
    /// Up to how many matters of an organisation in a quarter everybody is asked.
    pub all_below: i64,
    /// Of so many per cent of the others.
    pub rate_percent: i64,
    /// How many days a slip is good for.
    pub valid_days: i64,
    /// After how many calls in vain nobody calls any more.
    pub calls: i64,
}

static RULES: OnceLock<SurveyRules> = OnceLock::new();

impl SurveyRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let rules: Self = pack.table("survey")?;
        if rules.question.trim().is_empty() || rules.valid_days < 1 || rules.calls < 1 {
            return Err(PackError::saying("survey：要有问题，天数和次数从 1 起".to_owned()));
        }
        if !(0..=100).contains(&rules.rate_percent) {
            return Err(PackError::saying("survey：rate_percent 在 0 到 100 之间".to_owned()));
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_pack_asks_one_question() {
        assert!(SurveyRules::in_force().question.ends_with('？'));
    }
}
