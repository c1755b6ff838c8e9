//! What the rule pack says about households.

pub(crate) mod ledger;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

use crate::model::{DutyKind, Level, NeedKind, Unconfirmed};
use crate::pack::ledger::LedgerLayout;

#[derive(Debug, Deserialize)]
struct Table {
    visit_days: i64,
    out_of_touch_days: i64,
    review_days: i64,
    caretaker_days: i64,
    residence_answer_days: i64,
    confirm_days: i64,
    contact: BTreeMap<String, i64>,
    level_days: i64,
    level: BTreeMap<String, String>,
    source: Vec<NeedSource>,
    need: Vec<NeedEntry>,
    matter: Vec<Matter>,
    ledger: LedgerLayout,
}

#[derive(Debug, Deserialize)]
struct NeedEntry {
    kind: String,
    visit_days: i64,
    out_of_touch_days: i64,
    basis: String,
    unconfirmed: String,
}

/// Where a need may be known from.
#[derive(Debug, Clone, Deserialize)]
pub struct NeedSource {
    /// What is stored.
    pub code: String,
    /// What is shown.
    pub label: String,
}

/// What the pack says of one kind of need.
#[derive(Debug)]
struct NeedRule {
    visit_days: i64,
    out_of_touch_days: i64,
    basis: String,
    unconfirmed: Unconfirmed,
}

/// What a visit can be about.
#[derive(Debug, Clone, Deserialize)]
pub struct Matter {
    /// What is stored.
    pub code: String,
    /// What is shown.
    pub label: String,
    /// Whether settling it on the spot is a fact of its own.
    pub need: bool,
    /// Whether that a visit was about it already tells what somebody said in confidence: on the sheet of a person of the
    /// household only when it was read and released.
    #[serde(default)]
    pub private: bool,
}

/// The rules of the pack, read.
#[derive(Debug)]
pub struct HouseholdRules {
    /// Days between two visits where there is no need.
    pub visit_days: i64,
    /// Days without a visit after which a family without any need is out of touch.
    pub out_of_touch_days: i64,
    /// Days until a need is looked at again.
    pub review_days: i64,
    /// Days in which the caretaker of a family is to name somebody for it.
    pub caretaker_days: i64,
    /// Days in which the community where a family lives is to answer whether it looks after it.
    pub residence_answer_days: i64,
    /// Days for which a need asks to be confirmed before it falls away, or asks higher up.
    pub confirm_days: i64,
    /// Days for which an internal level may hold at most.
    pub level_days: i64,
    levels: BTreeMap<String, String>,
    contacts: BTreeMap<String, i64>,
    /// Where a need may be known from, in the order of the form.
    pub sources: Vec<NeedSource>,
    needs: BTreeMap<NeedKind, NeedRule>,
    /// What visits can be about, in the order of the form.
    pub matters: Vec<Matter>,
    /// How the office writes the ledger of visits.
    pub(crate) ledger: LedgerLayout,
}

static RULES: OnceLock<HouseholdRules> = OnceLock::new();

impl HouseholdRules {
    /// Reads the table of a pack and checks that every need has its rule.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let table: Table = pack.table("household")?;
        let entries = table.need.into_iter().filter_map(|entry| {
            let unconfirmed = Unconfirmed::parse(&entry.unconfirmed).ok()?;
            let kind = NeedKind::parse(&entry.kind).ok()?;
            let NeedEntry { visit_days, out_of_touch_days, basis, .. } = entry;
            let rule = NeedRule { visit_days, out_of_touch_days, basis, unconfirmed };
            Some((kind, rule))
        });
        let needs = entries.collect();
        Ok(Self {
            visit_days: table.visit_days,
            out_of_touch_days: table.out_of_touch_days,
            review_days: table.review_days,
            caretaker_days: table.caretaker_days,
            residence_answer_days: table.residence_answer_days,
            confirm_days: table.confirm_days,
            level_days: table.level_days,
            levels: table.level,
            contacts: table.contact,
            sources: table.source,
            needs,
            matters: table.matter,
            ledger: table.ledger,
        })
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

    /// Days between two visits where there is this need.
    #[must_use]
    pub fn visit_days_of(&self, need: NeedKind) -> i64 {
        self.needs.get(&need).map_or(self.visit_days, |rule| rule.visit_days)
    }

    /// Days without a visit after which a family with this need is out of touch (R-HH-24).
    #[must_use]
    pub fn out_of_touch_days_of(&self, need: NeedKind) -> i64 {
        self.needs.get(&need).map_or(self.out_of_touch_days, |rule| rule.out_of_touch_days)
    }

    /// The legal basis on which this need is kept.
    #[must_use]
    pub fn basis_of(&self, need: NeedKind) -> &str {
        self.needs.get(&need).map_or("", |rule| &rule.basis)
    }

    /// What becomes of a need of this kind that nobody confirms; it stays where the pack is silent.
    #[must_use]
    pub fn unconfirmed(&self, need: NeedKind) -> Unconfirmed {
        self.needs.get(&need).map_or(Unconfirmed::Stays, |rule| rule.unconfirmed)
    }

    /// The kinds of needs of which this becomes when nobody confirms them.
    #[must_use]
    pub(crate) fn kinds_that(&self, unconfirmed: Unconfirmed) -> Vec<NeedKind> {
        NeedKind::ALL.iter().copied().filter(|kind| self.unconfirmed(*kind) == unconfirmed).collect()
    }

    /// The word of a level; nothing where the pack has none.
    #[must_use]
    pub(crate) fn level_word(&self, level: Level) -> &str {
        self.levels.get(level.code()).map_or("", String::as_str)
    }

    /// How many contacts of a kind are owed in a year.
    #[must_use]
    pub(crate) fn contacts_owed(&self, kind: DutyKind) -> i64 {
        self.contacts.get(kind.code()).copied().unwrap_or(0)
    }

    /// The word for a source; the code itself where a pack no longer has it.
    #[must_use]
    pub fn source_label<'a>(&'a self, code: &'a str) -> &'a str {
        self.sources.iter().find(|source| source.code == code).map_or(code, |source| &source.label)
    }

    /// A matter by its code.
    #[must_use]
    pub fn matter(&self, code: &str) -> Option<&Matter> {
        self.matters.iter().find(|matter| matter.code == code)
    }

    /// The word for a matter; the code itself where a pack no longer has it.
    #[must_use]
    pub fn matter_label<'a>(&'a self, code: &'a str) -> &'a str {
        self.matter(code).map_or(code, |matter| &matter.label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_has_an_interval_and_a_legal_basis_in_the_shipped_pack() {
        let rules = HouseholdRules::in_force();
        for need in NeedKind::ALL {
            assert!(rules.needs.contains_key(need), "{need:?}");
            assert!(!rules.basis_of(*need).is_empty(), "{need:?}");
            let (visit, touch) = (rules.visit_days_of(*need), rules.out_of_touch_days_of(*need));
            assert!(touch > visit, "{need:?}: first a visit is overdue, then the family is out of touch");
        }
        assert!(DutyKind::ALL.iter().all(|kind| rules.contacts_owed(*kind) > 0));
        let child = rules.unconfirmed(NeedKind::ChildInDifficulty);
        assert_eq!(child, Unconfirmed::Stays, "a child is never forgotten silently");
        assert!(NeedKind::ALL.iter().any(|need| rules.unconfirmed(*need) == Unconfirmed::FallsAway));
    }
}
