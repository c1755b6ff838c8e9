//! What was said at a visit, in a line: sentence patterns with variable parts, chosen to fit need, manner and season.

mod at_home;
mod elsewhere;
mod fits;
mod follow_up;
mod lists;
mod variables;

use std::collections::VecDeque;

use niangjia_household::api::{Manner, NeedKind, Outcome};
use niangjia_kernel::{Day, SeededChance};

use super::names::one_of;
use at_home::AT_HOME;
use elsewhere::{BY_MESSAGE, BY_TELEPHONE};
use fits::{Fits, Pattern};
use follow_up::TO_FOLLOW_UP;
use variables::Variables;

/// How many lines of a community, and of one family, must differ in their pattern.
const APART_IN_THE_LEDGER: usize = 14;
const APART_IN_A_FAMILY: usize = 7;
const TRIES: usize = 40;

/// Whom a line is about.
pub(super) struct About {
    /// How the member calls the contact person: 王奶奶.
    pub(super) called: String,
    /// The child of the house, by the given name; empty where there is none.
    pub(super) child: String,
    /// Whether the contact person is a woman.
    pub(super) woman: bool,
    /// Her age on the anchor day.
    pub(super) age: i64,
    pub(super) need: Option<NeedKind>,
    pub(super) at_home: bool,
}

impl About {
    /// What a pattern must fit.
    fn fits(&self, fits: Fits) -> bool {
        let Fits { needs, woman, child } = fits;
        let need = match self.need {
            Some(need) => needs.is_empty() || needs.contains(&Some(need)),
            None => needs.contains(&None),
        };
        need && (!woman || (self.woman && self.age < 60)) && (!child || !self.child.is_empty())
    }
}

/// A line with what it was about and what became of it.
pub(super) struct Said {
    pub(super) matter: &'static str,
    pub(super) manner: Manner,
    pub(super) outcome: Outcome,
    pub(super) words: String,
}

/// What one family has heard so far.
#[derive(Default)]
pub(super) struct Heard {
    patterns: VecDeque<&'static str>,
    /// The matter that was to be followed up, and what will be said when it is.
    open: Option<(&'static str, String)>,
}

/// Writes the lines of one community, one after the other.
pub(super) struct Teller<'a> {
    chance: &'a SeededChance,
    recent: VecDeque<&'static str>,
}

impl<'a> Teller<'a> {
    pub(super) const fn new(chance: &'a SeededChance) -> Self {
        Self { chance, recent: VecDeque::new() }
    }

    /// What was said at a visit on `on`; `follows` when a day was agreed for looking again.
    pub(super) fn tell(&mut self, about: &About, heard: &mut Heard, on: Day, follows: bool) -> Said {
        let mut variables = Variables::new(self.chance, about, on);
        if follows {
            let pattern = self.choose(TO_FOLLOW_UP, about, heard);
            let done = pattern.done.unwrap_or("上次的事看过了，已经办好。");
            let words = variables.fill(pattern.text);
            heard.open = Some((pattern.matter, variables.fill(done)));
            return Said {
                matter: pattern.matter,
                manner: Manner::AtHome,
                outcome: Outcome::FollowUp,
                words,
            };
        }
        if let Some((matter, words)) = heard.open.take() {
            return Said { matter, manner: Manner::AtHome, outcome: Outcome::Settled, words };
        }
        let (manner, patterns) = self.manner(about);
        let pattern = self.choose(patterns, about, heard);
        let words = variables.fill(pattern.text);
        Said { matter: pattern.matter, manner, outcome: Outcome::Settled, words }
    }

    fn manner(&self, about: &About) -> (Manner, &'static [Pattern]) {
        // Those who live in an estate by the dozen are rather written to; the old are gone to see.
        let away = if about.at_home { 25 } else { 50 };
        let draw = self.chance.below(100);
        if draw >= away {
            (Manner::AtHome, AT_HOME)
        } else if draw.is_multiple_of(2) && about.age < 60 {
            (Manner::Message, BY_MESSAGE)
        } else {
            (Manner::Telephone, BY_TELEPHONE)
        }
    }

    /// A pattern that fits, and that neither the family nor the ledger had lately. What fits her need in particular is
    /// preferred to what fits everybody.
    fn choose(&mut self, patterns: &'static [Pattern], about: &About, heard: &mut Heard) -> &'static Pattern {
        let fitting: Vec<&'static Pattern> = patterns.iter().filter(|one| about.fits(one.fits)).collect();
        let particular: Vec<&'static Pattern> =
            fitting.iter().filter(|one| one.fits.is_particular()).copied().collect();
        let mut chosen = &patterns[0];
        for attempt in 0..TRIES {
            let preferred = !particular.is_empty() && self.chance.below(5) < 3;
            let list = if preferred { &particular } else { &fitting };
            if list.is_empty() {
                break;
            }
            chosen = one_of(self.chance, list);
            let told_lately = self.recent.contains(&chosen.text) && attempt < TRIES / 2;
            let told_just_now = self.recent.back() == Some(&chosen.text);
            if !told_lately && !told_just_now && !heard.patterns.contains(&chosen.text) {
                break;
            }
        }
        remember(&mut self.recent, chosen.text, APART_IN_THE_LEDGER);
        remember(&mut heard.patterns, chosen.text, APART_IN_A_FAMILY);
        chosen
    }
}

fn remember(list: &mut VecDeque<&'static str>, text: &'static str, length: usize) {
    list.push_back(text);
    if list.len() > length {
        list.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use niangjia_household::api::HouseholdRules;

    #[test]
    fn every_pattern_is_about_a_matter_of_the_pack_and_has_variables_that_exist() {
        let chance = SeededChance::new(1);
        let about = About {
            called: "王奶奶".to_owned(),
            child: "子涵".to_owned(),
            woman: true,
            age: 80,
            need: None,
            at_home: true,
        };
        let all = [AT_HOME, BY_TELEPHONE, BY_MESSAGE, TO_FOLLOW_UP].concat();
        assert!(all.len() >= 60, "{}", all.len());
        for pattern in all {
            assert!(HouseholdRules::in_force().matter(pattern.matter).is_some(), "{}", pattern.text);
            let on = Day::of(2026, 7, 1).expect("a day");
            for text in std::iter::once(pattern.text).chain(pattern.done) {
                let line = Variables::new(&chance, &about, on).fill(text);
                assert!(!line.contains(['{', '}']), "{line}");
            }
        }
    }

    #[test]
    fn every_need_has_patterns_of_every_manner() {
        for need in NeedKind::ALL.iter().copied().map(Some).chain([None]) {
            let about = About {
                called: String::new(),
                child: String::new(),
                woman: false,
                age: 50,
                need,
                at_home: true,
            };
            for patterns in [AT_HOME, BY_TELEPHONE, BY_MESSAGE, TO_FOLLOW_UP] {
                assert!(patterns.iter().filter(|one| about.fits(one.fits)).count() >= 2, "{need:?}");
            }
        }
    }
}
