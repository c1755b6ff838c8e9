//! When a message leaves, and when it is given up.

use niangjia_kernel::{Day, Timestamp};

use crate::model::Failure;
use crate::pack::MessageRules;

const HOUR: i64 = 3_600;

/// R-MSG-01. In the hours in which somebody is not to be disturbed nothing leaves the platform; it leaves at their end.
/// The inbox has it at once, also what is urgent.
///
/// Source: the issue on requests (quiet hours). Reading: hours are hours in China; from and until the same hour means
/// none. Local: `message.quiet_from`, `message.quiet_until`; she sets her own.
pub(crate) fn leaves_at((from, until): (i64, i64), now: Timestamp) -> Timestamp {
    let start = now.day().start();
    let hour = (now.millis() - start.millis()) / 1000 / HOUR;
    let quiet = if from <= until { (from..until).contains(&hour) } else { hour >= from || hour < until };
    if !quiet {
        return now;
    }
    let day: Day = if hour < until { now.day() } else { now.day().plus(1) };
    day.start().plus_seconds(until * HOUR)
}

/// What comes after a try that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AfterFailure {
    /// Again, in so many seconds.
    Again(i64),
    /// No more; it stands on the administrator's page.
    GiveUp,
}

/// R-MSG-02. A delivery that failed is tried again after pauses that grow threefold, each up to a fifth shorter or longer,
/// until it was tried as often as the pack says; what the other side refuses for good is given up at once.
///
/// Source: the issue on requests (outbox with retry). Reading: the jitter keeps many from coming back in one moment.
/// Local: `message.tries`, `message.first_pause_seconds`, `message.longest_pause_seconds`.
pub(crate) fn after_failure(rules: &MessageRules, tries: i64, failure: Failure, chance: u8) -> AfterFailure {
    if failure.is_final() || tries >= rules.tries {
        return AfterFailure::GiveUp;
    }
    let steps = u32::try_from(tries - 1).unwrap_or_default().min(20);
    let pause = rules.first_pause_seconds.saturating_mul(3_i64.saturating_pow(steps));
    let pause = pause.min(rules.longest_pause_seconds);
    // From 80 to 120 of a hundred.
    let share = 80 + i64::from(chance) * 40 / 255;
    AfterFailure::Again((pause * share / 100).max(1))
}

/// R-MSG-03. A code of six digits confirms an address; it is good for some minutes and for some tries, and then a new one
/// is asked for.
///
/// Source: none; nobody has another's post sent to herself. Local: `message.code_minutes`, `message.code_tries`.
pub(crate) fn code_fits(
    rules: &MessageRules,
    (expected, typed): (&[u8], &[u8]),
    (until, tries, now): (Timestamp, i64, Timestamp),
) -> Result<(), &'static str> {
    if expected.is_empty() || now >= until {
        return Err("验证码已经过期，请重新发一个");
    }
    if tries >= rules.code_tries {
        return Err("试的次数太多了，请重新发一个验证码");
    }
    // Both are keyed hashes: how long the comparison takes says nothing about the code.
    if expected == typed { Ok(()) } else { Err("验证码不对") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hour: i64, minute: i64) -> Timestamp {
        Day::parse(day).expect("a day").start().plus_seconds(hour * HOUR + minute * 60)
    }

    #[test]
    fn nothing_leaves_from_nine_in_the_evening_until_eight_in_the_morning() {
        let night = (21, 8);
        let day = "2026-11-22";
        assert_eq!(leaves_at(night, at(day, 20, 59)), at(day, 20, 59));
        assert_eq!(leaves_at(night, at(day, 21, 0)), at("2026-11-23", 8, 0));
        assert_eq!(leaves_at(night, at(day, 23, 59)), at("2026-11-23", 8, 0));
        assert_eq!(leaves_at(night, at(day, 0, 0)), at(day, 8, 0));
        assert_eq!(leaves_at(night, at(day, 7, 59)), at(day, 8, 0));
        assert_eq!(leaves_at(night, at(day, 8, 0)), at(day, 8, 0));
        assert_eq!(leaves_at((12, 14), at(day, 13, 30)), at(day, 14, 0), "at noon");
        assert_eq!(leaves_at((0, 0), at(day, 3, 0)), at(day, 3, 0), "never quiet");
    }

    #[test]
    fn the_pauses_grow_never_beyond_the_longest_and_end() {
        let rules = MessageRules::in_force();
        let pause = |tries, chance| match after_failure(rules, tries, Failure::Unreachable, chance) {
            AfterFailure::Again(seconds) => seconds,
            AfterFailure::GiveUp => 0,
        };
        assert_eq!((pause(1, 0), pause(1, 255)), (48, 72));
        assert!(pause(3, 0) > pause(2, 255), "grows though chance has its say");
        assert!((1..rules.tries).all(|tries| pause(tries, 255) <= rules.longest_pause_seconds * 6 / 5));
        assert_eq!(after_failure(rules, rules.tries, Failure::Unreachable, 0), AfterFailure::GiveUp);
        assert_eq!(after_failure(rules, 1, Failure::Refused, 0), AfterFailure::GiveUp);
    }

    #[test]
    fn a_code_is_good_for_its_minutes_and_its_tries() {
        let rules = MessageRules::in_force();
        let now = at("2026-11-22", 9, 0);
        let until = now.plus_seconds(60);
        assert!(code_fits(rules, (b"a", b"a"), (until, 0, now)).is_ok());
        assert!(code_fits(rules, (b"a", b"b"), (until, 0, now)).is_err());
        assert!(code_fits(rules, (b"a", b"a"), (until, 0, until)).is_err(), "at its end");
        assert!(code_fits(rules, (b"a", b"a"), (until, rules.code_tries, now)).is_err());
        assert!(code_fits(rules, (b"", b""), (until, 0, now)).is_err(), "none was sent");
    }
}
