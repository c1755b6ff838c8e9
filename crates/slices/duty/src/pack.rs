//! What the rule pack says about points.

use std::sync::OnceLock;

use niangjia_kernel::FactKind;
use niangjia_pack::{Pack, PackError};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

#[derive(Debug, Deserialize)]
struct Table {
    rule: Vec<PointRule>,
}

/// What one kind of fact gives.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PointRule {
    /// What is stored with every point it gave.
    pub id: String,
    /// The word people read: `走访`.
    pub label: String,
    /// The facts that it is about.
    #[serde(deserialize_with = "fact_kind")]
    pub fact: FactKind,
    /// How many points one of them gives.
    pub points: i64,
    /// How many of them give points in a calendar month; `None`: all.
    pub cap_per_month: Option<i64>,
    /// Whether a matter gives a person its points once, however often she worked on it: the sittings of one mediation.
    #[serde(default)]
    pub once_a_matter: bool,
    /// Whether those who helped get the points too.
    #[serde(default)]
    pub helpers: bool,
}

fn fact_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FactKind, D::Error> {
    FactKind::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// The rules of the pack, read.
#[derive(Debug)]
pub struct DutyRules {
    /// The edition that stands beside every point: `2026-1`.
    pub version: String,
    /// The rules, in the order of the pack.
    pub rules: Vec<PointRule>,
}

static RULES: OnceLock<DutyRules> = OnceLock::new();

impl DutyRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit, or names a fact that the platform does not know.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let table: Table = pack.table("duty")?;
        Ok(Self { version: pack.version().to_owned(), rules: table.rule })
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

    /// Whether a rule of this name gives its points once a matter; a name that the pack no longer has does not.
    pub(crate) fn once_a_matter(&self, id: &str) -> bool {
        self.rules.iter().any(|rule| rule.id == id && rule.once_a_matter)
    }

    /// The rules about facts of this kind.
    pub fn about(&self, kind: FactKind) -> impl Iterator<Item = &PointRule> {
        self.rules.iter().filter(move |rule| rule.fact == kind)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_shipped_rules_have_distinct_names_and_give_points() {
        let rules = DutyRules::in_force();
        let names: BTreeSet<_> = rules.rules.iter().map(|rule| &rule.id).collect();
        assert_eq!(names.len(), rules.rules.len());
        assert!(rules.rules.iter().all(|rule| rule.points > 0 && rule.cap_per_month != Some(0)));
        assert!(rules.about(FactKind::Visit).next().is_some());
    }

    #[test]
    fn a_rule_about_an_unknown_fact_is_refused_when_the_pack_is_read() {
        let pack = Pack::parse(
            "version = \"x\"\n[[duty.rule]]\nid = \"a\"\nlabel = \"打卡\"\nfact = \"check_in\"\npoints = 1\n",
        );
        assert!(DutyRules::of(&pack.expect("a pack")).is_err());
    }
}
