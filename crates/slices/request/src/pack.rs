//! What the rule pack says about requests.

use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

/// What a request can be about.
#[derive(Debug, Clone, Deserialize)]
pub struct Category {
    /// What is stored.
    pub code: String,
    /// What is shown.
    pub label: String,
    /// Under which head it is listed.
    pub group: String,
    /// What belongs to it, in the words of who asks.
    pub say: String,
    /// Whether violence, or a child harmed, has to be asked about first.
    #[serde(default)]
    pub danger: bool,
}

/// One of the pictures of the public page.
#[derive(Debug, Clone, Deserialize)]
pub struct Picture {
    /// What she reads below it.
    pub label: String,
    /// The symbol.
    pub icon: String,
    /// What it means.
    pub category: String,
}

/// The rules of the pack, read.
#[derive(Debug, Deserialize)]
pub struct RequestRules {
    /// How often she is tried before she counts as not to be reached.
    pub attempts: usize,
    /// On how many different days.
    pub attempt_days: usize,
    /// Days after which an answer that nobody fetched with its code may be reported.
    pub code_days: i64,
    /// Days after its closing in which a request is taken up again.
    pub reopen_days: i64,
    /// How many requests one address may send at once.
    pub public_burst: u32,
    /// How many a minute after that.
    pub public_per_minute: u32,
    /// The tree, in its order.
    pub category: Vec<Category>,
    /// What the public page shows first.
    pub picture: Vec<Picture>,
}

static RULES: OnceLock<RequestRules> = OnceLock::new();

impl RequestRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let rules: Self = pack.table("request")?;
        if let Some(picture) =
            rules.picture.iter().find(|picture| rules.category(&picture.category).is_none())
        {
            return Err(PackError::saying(format!(
                "request.picture {}：没有类别 {}",
                picture.label, picture.category
            )));
        }
        if rules.attempts < 1 || rules.public_burst < 1 || rules.public_per_minute < 1 {
            return Err(PackError::saying("request：次数要从 1 起".to_owned()));
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

    /// A category by its code.
    #[must_use]
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.category.iter().find(|category| category.code == code)
    }

    /// What a category is called; a code that the pack no longer has stays readable.
    #[must_use]
    pub fn label<'a>(&'a self, code: &'a str) -> &'a str {
        self.category(code).map_or(code, |category| &category.label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_pack_has_six_pictures_and_asks_about_danger() {
        let rules = RequestRules::in_force();
        assert_eq!(rules.picture.len(), 6);
        assert!(rules.category("violence").is_some_and(|category| category.danger));
        assert_eq!(rules.label("gone"), "gone");
    }
}
