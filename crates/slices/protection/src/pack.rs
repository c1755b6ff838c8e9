//! What the rule pack says about sealed cases.

use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

/// A question of the assessment.
#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    /// What the form sends.
    pub code: String,
    /// What is asked.
    pub label: String,
    /// How much a yes counts.
    pub weight: i64,
}

/// How closely a case is followed.
#[derive(Debug, Clone, Deserialize)]
pub struct Level {
    /// What is stored.
    pub code: String,
    /// A neutral word.
    pub label: String,
    /// The least sum of weights.
    pub from: i64,
}

/// An office that is told.
#[derive(Debug, Clone, Deserialize)]
pub struct Organ {
    /// What the form sends.
    pub code: String,
    /// Its word.
    pub label: String,
    /// The clocks that telling it stops.
    pub takes: Vec<String>,
}

/// Something to choose from a list, with its law where it has one.
#[derive(Debug, Clone, Deserialize)]
pub struct Choice {
    /// What is stored.
    pub code: String,
    /// What is said.
    pub label: String,
    /// Law and article.
    #[serde(default)]
    pub basis: String,
}

/// The rules of the pack, read.
#[derive(Debug, Deserialize)]
pub struct ProtectionRules {
    /// Hours after which whoever is in charge is asked about a case that nobody touched.
    pub untouched_hours: i64,
    /// The longest opening by somebody outside, in hours.
    pub opening_hours_most: i64,
    /// How many wrong numbers somebody may type on a day.
    pub opening_wrong_most: i64,
    /// Minutes within which looking again at the same page is the same look.
    pub look_minutes: i64,
    /// How many may be in charge in a county.
    pub in_charge_most: i64,
    /// Days before its end on which an order asks for renewal.
    pub order_alarm_days: Vec<i64>,
    /// Days after a warning letter on which both are visited.
    pub warning_visit_days: Vec<i64>,
    /// Days after an order was served or made longer on which she is visited.
    pub order_visit_days: Vec<i64>,
    /// After how many days a visit that nobody made is put before whoever is in charge.
    pub visit_overdue_days: i64,
    /// Days after closing on which she is visited.
    pub closing_visit_days: Vec<i64>,
    /// The assessment.
    pub question: Vec<Question>,
    /// Its result, from the least.
    pub level: Vec<Level>,
    /// Whom a report goes to.
    pub organ: Vec<Organ>,
    /// What an order may ask for.
    pub request: Vec<Choice>,
    /// What proves it.
    pub evidence: Vec<Choice>,
    /// How long a closed case is kept.
    pub retention: Vec<Choice>,
}

static RULES: OnceLock<ProtectionRules> = OnceLock::new();

impl ProtectionRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let rules: Self = pack.table("protection")?;
        let numbers =
            [rules.look_minutes, rules.untouched_hours, rules.opening_hours_most, rules.in_charge_most];
        if numbers.iter().any(|number| *number < 1) {
            return Err(PackError::saying("protection：小时数和人数要从 1 起".to_owned()));
        }
        let begins = rules.level.first().is_some_and(|level| level.from == 0);
        if !begins || !rules.level.is_sorted_by_key(|level| level.from) {
            return Err(PackError::saying("protection.level：第一档从 0 起，分数从小到大".to_owned()));
        }
        for clock in ["report.violence", "report.minor"] {
            if !rules.organ.iter().any(|organ| organ.takes.iter().any(|takes| takes == clock)) {
                return Err(PackError::saying(format!("protection.organ：没有一处接 {clock}")));
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_order_may_ask_for_names_its_law_and_every_list_has_something() {
        let rules = ProtectionRules::in_force();
        assert!(rules.request.iter().all(|choice| choice.basis.contains('《')));
        assert!(rules.question.len() > 5 && rules.evidence.len() > 3 && rules.retention.len() > 1);
    }
}
