//! What the rule pack says about messages: the sentences, and how often and when they go out.

use std::sync::OnceLock;

use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

use crate::model::Details;

/// The places that a sentence may have.
const PLACES: [&str; 3] = ["{count}", "{day}", "{number}"];

/// What somebody is told, in one fixed sentence.
#[derive(Debug, Clone, Deserialize)]
pub struct MessageKind {
    /// What is stored: `matter.due`.
    pub code: String,
    /// The sentence, with at most a count, a day and a number in it.
    sentence: String,
    /// Whether it stands out in the inbox.
    #[serde(default)]
    pub urgent: bool,
}

impl MessageKind {
    /// The sentence with what stands in its places.
    pub(crate) fn says(&self, details: &Details) -> String {
        let or = |value: Option<String>| value.unwrap_or_default();
        let day = or(details.day.map(niangjia_kernel::Day::long));
        let text = self.sentence.replace("{count}", &or(details.count.map(|count| count.to_string())));
        text.replace("{day}", &day).replace("{number}", &or(details.number.map(|number| number.to_string())))
    }

    /// Whether the details fill the places of the sentence, and nothing else.
    pub(crate) fn fits(&self, details: &Details) -> bool {
        let given = [details.count.is_some(), details.day.is_some(), details.number.is_some()];
        PLACES.iter().zip(given).all(|(place, given)| self.sentence.contains(place) == given)
    }

    fn is_sound(&self) -> bool {
        let bare = PLACES.iter().fold(self.sentence.clone(), |text, place| text.replacen(place, "", 1));
        !bare.trim().is_empty() && !bare.contains(['{', '}'])
    }
}

/// The rules of the pack, read.
#[derive(Debug, Deserialize)]
pub struct MessageRules {
    /// How often a delivery is tried.
    pub tries: i64,
    /// Seconds to wait after the first failure.
    pub first_pause_seconds: i64,
    /// Seconds to wait at most.
    pub longest_pause_seconds: i64,
    /// The hour from which nothing leaves.
    pub quiet_from: i64,
    /// The hour from which it leaves again.
    pub quiet_until: i64,
    /// Minutes for which a code is good.
    pub code_minutes: i64,
    /// How often a code may be tried.
    pub code_tries: i64,
    /// Days for which a message that was read is kept.
    pub kept_days: i64,
    kind: Vec<MessageKind>,
}

static RULES: OnceLock<MessageRules> = OnceLock::new();

impl MessageRules {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit, or a sentence has another place than those three.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let rules: Self = pack.table("message")?;
        let hours = (0..24).contains(&rules.quiet_from) && (0..24).contains(&rules.quiet_until);
        let positive = [
            rules.tries,
            rules.first_pause_seconds,
            rules.longest_pause_seconds,
            rules.code_minutes,
            rules.code_tries,
            rules.kept_days,
        ];
        if !hours || positive.iter().any(|number| *number < 1) {
            return Err(PackError::saying("message：次数和时间要从 1 起，钟点从 0 到 23".to_owned()));
        }
        let twice = |at: usize, kind: &MessageKind| rules.kind[..at].iter().any(|one| one.code == kind.code);
        match rules.kind.iter().enumerate().find(|(at, kind)| !kind.is_sound() || twice(*at, kind)) {
            Some((_, kind)) => Err(PackError::saying(format!(
                "message.kind：{} 写了两次，或者句子里有 {{count}}、{{day}}、{{number}} 以外的空",
                kind.code
            ))),
            None => Ok(rules),
        }
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

    /// A kind by its code.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&MessageKind> {
        self.kind.iter().find(|kind| kind.code == code)
    }
}

#[cfg(test)]
mod tests {
    use niangjia_kernel::Day;

    use super::*;
    use crate::model::{Detail, MatterNumber};

    #[test]
    fn a_sentence_takes_a_count_a_day_and_a_number_and_no_other_word() {
        let rules = MessageRules::in_force();
        let due = rules.kind("matter.due").expect("a kind");
        let number = Detail::Number(MatterNumber { year: 2026, number: 7 });
        let details = Details::of(&[number, Detail::Day(Day::parse("2026-12-01").expect("a day"))]);
        assert!(due.fits(&details));
        assert_eq!(due.says(&details), "2026 年第 7 号的事项2026年12月1日到期。");
        assert!(!due.fits(&Details::of(&[number])), "a day is missing");
        assert!(
            !rules.kind("sealed").expect("a kind").fits(&Details::of(&[number])),
            "a sealed matter has no number"
        );
    }

    #[test]
    fn a_pack_whose_sentence_asks_for_a_name_is_refused() {
        let table = include_str!("../../../../packs/message.toml");
        let read =
            |text: &str| MessageRules::of(&Pack::parse(&format!("version = \"x\"\n{text}")).expect("TOML"));
        assert!(read(table).is_ok());
        let named = format!("{table}\n[[message.kind]]\ncode = \"x\"\nsentence = \"{{name}} 来了\"\n");
        assert!(read(&named).is_err());
        let twice = format!("{table}\n[[message.kind]]\ncode = \"test\"\nsentence = \"又一条\"\n");
        assert!(read(&twice).is_err());
    }
}
