//! What the rule pack says about rounds and troubles.

use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

/// A code with its word.
#[derive(Debug, Clone, Deserialize)]
pub struct Word {
    /// What is stored.
    pub code: String,
    /// What is said.
    pub label: String,
}

/// Which danger a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AsksFor {
    /// Violence in the family.
    Violence,
    /// A harmed child.
    Child,
}

/// A question that is asked whenever a trouble is found or helped with.
#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    /// What is sent with the form.
    pub code: String,
    /// The question.
    pub ask: String,
    /// What a yes means.
    pub danger: AsksFor,
}

/// The rules of the pack, read.
#[derive(Debug, Deserialize)]
pub struct ScreeningRules {
    /// How many days a round takes at most.
    pub longest_days: i64,
    /// After how many days without help a trouble is brought before the chair.
    pub waiting_days: i64,
    /// Kinds of rounds.
    pub round: Vec<Word>,
    /// Why a family was not reached.
    pub reason: Vec<Word>,
    /// Kinds of troubles.
    pub kind: Vec<Word>,
    /// What is asked about danger.
    pub question: Vec<Question>,
}

static RULES: OnceLock<ScreeningRules> = OnceLock::new();

impl ScreeningRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let rules: Self = pack.table("screening")?;
        if rules.longest_days < 1 || rules.waiting_days < 1 {
            return Err(PackError::saying("screening：天数从 1 起".to_owned()));
        }
        let asks = |danger| rules.question.iter().any(|question| question.danger == danger);
        if !asks(AsksFor::Violence) || !asks(AsksFor::Child) {
            return Err(PackError::saying("screening：提问里要有家庭暴力和孩子各至少一问".to_owned()));
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

/// The word of a code; the code itself where the pack has it no more.
pub(crate) fn label_of(words: &[Word], code: &str) -> String {
    words.iter().find(|word| word.code == code).map_or_else(|| code.to_owned(), |word| word.label.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_pack_asks_for_violence_and_for_children() {
        let rules = ScreeningRules::in_force();
        assert!(rules.kind.len() > 3 && rules.round.len() > 1);
        assert_eq!(label_of(&rules.kind, "couple"), "夫妻矛盾");
        let silent = Pack::parse(
            "version = \"x\"\n[screening]\nlongest_days = 1\nwaiting_days = 1\nround = []\nreason = []\nkind = []\nquestion = []",
        );
        assert!(ScreeningRules::of(&silent.expect("a pack")).is_err());
    }
}
