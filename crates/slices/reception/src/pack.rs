//! What the rule pack says about reception: places, the script, the starter set of the knowledge base.

use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

use crate::model::ArticleKind;

/// A place where turns are served.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    /// What is stored: `hotline`.
    pub code: String,
    /// What it is called: `12338 热线`.
    pub label: String,
    /// Minutes after midnight that the form of a duty begins with, `8:30`.
    pub starts: String,
    /// As above, `17:30`.
    pub ends: String,
}

/// One part of a conversation.
#[derive(Debug, Clone, Deserialize)]
pub struct Step {
    /// `开头`.
    pub label: String,
    /// What to say or do, line by line.
    pub lines: Vec<String>,
}

/// What is said at the telephone and at the table.
#[derive(Debug, Clone, Deserialize)]
pub struct Script {
    /// Where it comes from.
    pub source: String,
    /// The parts, in their order.
    pub step: Vec<Step>,
    /// What is never said.
    pub forbidden: Vec<String>,
    /// Numbers for danger, as they are called.
    pub hotline: Vec<Hotline>,
}

/// A public number.
#[derive(Debug, Clone, Deserialize)]
pub struct Hotline {
    /// `110`.
    pub number: String,
    /// For what.
    pub label: String,
}

/// An article of the starter set.
#[derive(Debug, Clone, Deserialize)]
pub struct StarterArticle {
    /// What its address is made of.
    pub code: String,
    /// A code of [`ArticleKind`].
    pub kind: String,
    /// Its head.
    pub title: String,
    /// What it says.
    pub body: String,
    /// Law, article and edition.
    pub source: String,
    /// Codes of categories of requests for which it is suggested.
    #[serde(default)]
    pub categories: Vec<String>,
}

impl StarterArticle {
    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> ArticleKind {
        ArticleKind::parse(&self.kind).unwrap_or(ArticleKind::Answer)
    }

    pub(crate) fn href(&self) -> String {
        format!("/knowledge/starter/{}", self.code)
    }
}

/// The rules of the pack, read.
#[derive(Debug, Deserialize)]
pub struct ReceptionRules {
    /// Where turns are served.
    pub place: Vec<Place>,
    /// What is said.
    pub script: Script,
    /// What everybody can look up from the first day.
    pub article: Vec<StarterArticle>,
}

static RULES: OnceLock<ReceptionRules> = OnceLock::new();

impl ReceptionRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let rules: Self = pack.table("reception")?;
        for place in &rules.place {
            if minutes(&place.starts).zip(minutes(&place.ends)).is_none_or(|(from, until)| until <= from) {
                return Err(PackError::saying(format!("reception.place {}：时间写得不对", place.code)));
            }
        }
        for article in &rules.article {
            if ArticleKind::parse(&article.kind).is_err() {
                return Err(PackError::saying(format!("reception.article {}：没有这种条目", article.code)));
            }
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

    /// A place by its code.
    #[must_use]
    pub fn place(&self, code: &str) -> Option<&Place> {
        self.place.iter().find(|place| place.code == code)
    }

    /// What a place is called; its code where the pack no longer has it.
    #[must_use]
    pub fn place_label<'a>(&'a self, code: &'a str) -> &'a str {
        self.place(code).map_or(code, |place| place.label.as_str())
    }

    /// An article of the starter set by its code.
    #[must_use]
    pub fn starter(&self, code: &str) -> Option<&StarterArticle> {
        self.article.iter().find(|article| article.code == code)
    }
}

/// Minutes after midnight of `8:30`; `24:00` is the end of the day.
pub(crate) fn minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once([':', '：'])?;
    let (hours, minutes): (i64, i64) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
    let right = (0..24).contains(&hours) && (0..60).contains(&minutes) || (hours, minutes) == (24, 0);
    right.then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_law_of_the_starter_set_names_its_article_and_edition() {
        let rules = ReceptionRules::in_force();
        let laws: Vec<_> = rules.article.iter().filter(|one| one.kind() == ArticleKind::Law).collect();
        assert!(laws.len() >= 12, "{}", laws.len());
        for law in laws {
            let dated =
                law.source.contains("施行") || law.source.contains("修订") || law.source.contains("修正");
            assert!(law.source.contains('《') && law.source.contains('第') && dated, "{}", law.source);
        }
        let mut codes: Vec<_> = rules.article.iter().map(|one| &one.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), rules.article.len(), "no code is there twice");
    }

    #[test]
    fn a_time_of_day_is_read_or_not_at_all() {
        assert_eq!(
            [minutes("8:30"), minutes("08：05"), minutes("24:00")],
            [Some(510), Some(485), Some(1_440)]
        );
        assert_eq!([minutes("24:01"), minutes("8.30"), minutes("-1:00"), minutes("8:60")], [None; 4]);
    }
}
