//! What was typed into the form of a visit, on a page or on a phone without network: read in one place.

use niangjia_kernel::{Day, Id, UnknownCode, Visit, normalised_text};
use niangjia_web::Errors;

use crate::actions::SaidVisit;
use crate::model::{Manner, Outcome};
use crate::pack::HouseholdRules;
use crate::rules::{VisitSaid, check_visit};

/// The fields of the form as typed; the empty text is what was left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct TypedVisit<'a> {
    /// The day, `2026-11-22`.
    pub on_day: &'a str,
    /// A code of the pack.
    pub matter: &'a str,
    /// What was done.
    pub words: &'a str,
    /// When it is looked at again.
    pub follow_up_day: &'a str,
    /// A code of [`Manner`].
    pub manner: &'a str,
    /// A code of [`Outcome`].
    pub outcome: &'a str,
}

/// The same, read.
#[derive(Debug, Clone)]
pub struct ReadVisit {
    said: VisitSaid,
    manner: Manner,
}

impl TypedVisit<'_> {
    /// Reads the fields and checks them; every wrong one gets its sentence in `errors`. What is read counts only when
    /// there are none.
    #[must_use]
    pub fn read(&self, since: Day, today: Day, errors: &mut Errors) -> ReadVisit {
        let on = errors.take("on_day", Day::parse(self.on_day));
        let follow_up = match self.follow_up_day.trim() {
            "" => None,
            text => errors.take("follow_up_day", Day::parse(text)),
        };
        let outcome = errors.take("outcome", one_of(self.outcome, Outcome::parse, Outcome::Settled));
        let manner = errors.take("manner", one_of(self.manner, Manner::parse, Manner::AtHome));
        let said = VisitSaid {
            on: on.unwrap_or(today),
            matter: self.matter.to_owned(),
            words: normalised_blank(self.words),
            outcome: outcome.unwrap_or(Outcome::Settled),
            follow_up,
        };
        for refusal in check_visit(&said, since, today, HouseholdRules::in_force()) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
        ReadVisit { said, manner: manner.unwrap_or(Manner::AtHome) }
    }
}

impl ReadVisit {
    /// The visit with its identity.
    #[must_use]
    pub fn with(self, id: Id<Visit>) -> SaidVisit {
        let VisitSaid { on, matter, words, outcome, follow_up } = self.said;
        SaidVisit { id, on, manner: self.manner, matter, outcome, follow_up, words }
    }
}

/// One of the codes, or what is usual where nothing was chosen.
fn one_of<T>(
    code: &str,
    parse: impl Fn(&str) -> Result<T, UnknownCode>,
    usual: T,
) -> Result<T, &'static str> {
    if code.is_empty() { Ok(usual) } else { parse(code).map_err(|_| "请从给出的几种里选一种") }
}

/// Her words as she typed them, without blanks around: full-width signs are part of Chinese writing and stay.
pub(crate) fn normalised_blank(words: &str) -> String {
    if normalised_text(words).is_empty() { String::new() } else { words.trim().to_owned() }
}
