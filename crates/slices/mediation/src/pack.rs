//! What the rule pack says about mediation.

use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

/// A word of a list, with the law it follows where it has one.
#[derive(Debug, Clone, Deserialize)]
pub struct Choice {
    /// What is stored.
    pub code: String,
    /// What is said.
    pub label: String,
    /// The law and article, or `样例`.
    #[serde(default)]
    pub basis: String,
}

/// A question that is asked before a mediation begins.
#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    /// What is stored.
    pub code: String,
    /// As it is asked.
    pub text: String,
    /// The law and article.
    pub basis: String,
    /// Whether a yes means violence, or that a free will is not there.
    #[serde(default)]
    pub violence: bool,
    /// Whether a yes means that somebody under age or without full capacity is concerned.
    #[serde(default)]
    pub child: bool,
}

/// When a paper belongs into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// Into every file.
    Always,
    /// Into the file of a case that was taken for mediation.
    Taken,
    /// Where there is an agreement.
    Agreed,
    /// Where there is one.
    Needed,
}

/// A paper of the file.
#[derive(Debug, Clone, Deserialize)]
pub struct Item {
    /// What is stored.
    pub code: String,
    /// What stands in the inventory.
    pub label: String,
    /// When it belongs into the file.
    pub required: Required,
}

/// For which cases a retention class is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptWhen {
    /// Confirmed by a court.
    Confirmed,
    /// With a written agreement.
    Written,
    /// Every other.
    Other,
}

/// How long a file is kept.
#[derive(Debug, Clone, Deserialize)]
pub struct Retention {
    /// What is stored.
    pub code: String,
    /// What stands on the cover.
    pub label: String,
    /// For which cases.
    pub when: KeptWhen,
}

/// The rules of the pack, read.
#[derive(Debug, Deserialize)]
pub struct MediationRules {
    /// How a case is numbered.
    pub number: String,
    /// Days before a clause's day on which it is shown as soon due.
    pub soon_days: i64,
    /// 当事人权利义务告知书, line by line.
    pub rights: Vec<String>,
    /// What a party is told when there is no agreement.
    pub other_ways: String,
    /// Words of clauses that a court does not confirm.
    pub not_confirmed: Vec<String>,
    /// The law that says so.
    pub not_confirmed_basis: String,
    /// Kinds of disputes.
    pub category: Vec<Choice>,
    /// What is asked before.
    pub question: Vec<Question>,
    /// Why a mediation ends without agreement.
    pub cause: Vec<Choice>,
    /// The papers of a file, in the order of the inventory.
    pub item: Vec<Item>,
    /// How long files are kept.
    pub retention: Vec<Retention>,
}

static RULES: OnceLock<MediationRules> = OnceLock::new();

impl MediationRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let rules: Self = pack.table("mediation")?;
        let says = |sentence: &str| Err(PackError::saying(format!("mediation：{sentence}")));
        if !rules.number.contains("{number}") || !rules.number.contains("{year}") {
            return says("number 要有 {year} 和 {number}");
        }
        if rules.question.is_empty() || rules.category.is_empty() || rules.cause.is_empty() {
            return says("category、question、cause 不能空");
        }
        if rules.question.iter().any(|question| !question.violence && !question.child) {
            return says("每个 question 要写 violence 或 child");
        }
        if !rules.retention.iter().any(|one| one.when == KeptWhen::Other) {
            return says("retention 要有一条 when = \"other\"");
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

    /// The papers of a file as code and words, as files that are brought are labelled.
    #[must_use]
    pub fn paper_labels(&'static self) -> &'static [(&'static str, &'static str)] {
        static LABELS: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
        LABELS
            .get_or_init(|| self.item.iter().map(|item| (item.code.as_str(), item.label.as_str())).collect())
    }

    /// The word of a category; a code that the pack no longer has stands for itself.
    #[must_use]
    pub fn category<'a>(&'a self, code: &'a str) -> &'a str {
        self.category.iter().find(|one| one.code == code).map_or(code, |one| one.label.as_str())
    }

    /// A cause by its code.
    #[must_use]
    pub fn cause(&self, code: &str) -> Option<&Choice> {
        self.cause.iter().find(|one| one.code == code)
    }

    /// The word of a retention class.
    #[must_use]
    pub fn retention<'a>(&'a self, code: &'a str) -> &'a str {
        self.retention.iter().find(|one| one.code == code).map_or(code, |one| one.label.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_of_the_shipped_pack_names_its_law_and_the_file_has_thirteen_papers() {
        let rules = MediationRules::in_force();
        assert!(rules.question.iter().all(|question| question.basis.contains('《')));
        assert!(rules.question.iter().any(|question| question.violence));
        assert!(rules.question.iter().any(|question| question.child));
        assert_eq!(rules.item.len(), 13);
    }
}
