//! Decisions about contacts owed: how many by today, who gives and keeps them.

use niangjia_kernel::Day;
use niangjia_store::Actor;

use crate::model::DutyKind;
use crate::rules::{LONGEST_LINE, Sight, sight};

/// R-HH-30. By a day of the year as many contacts are owed as its part of the year asks for, from the day on which the duty
/// began, rounded down; who has kept fewer lags by the difference.
///
/// Source: 莆田 “12621” (12 days a year at the contact point), 梧州 “1+10+N” (domain.md §3.3); S0, S4. Reading: evenly over the year, so
/// that nobody is told in December; what comes too early counts all the same. Ours. Local: `household.contact`.
pub(crate) fn lag(owed_a_year: i64, kept: i64, from: Day, until: Option<Day>, today: Day) -> i64 {
    let year = today.parts().0;
    let (Some(first), Some(next)) = (Day::of(year, 1, 1), Day::of(year + 1, 1, 1)) else {
        return 0;
    };
    let (begin, end) = (from.max(first), until.unwrap_or(next).min(today));
    let passed = end.days_since(begin).max(0);
    (owed_a_year * passed / next.days_since(first) - kept).max(0)
}

/// What was typed into the form of a duty, read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DutySaid<'a> {
    pub(crate) kind: Option<DutyKind>,
    pub(crate) place: &'a str,
    /// Whether a family of the community was named.
    pub(crate) family: bool,
    /// Whether somebody of the list was chosen.
    pub(crate) person: bool,
}

/// R-HH-31. A contact point names its place, the other two a family of the community; who keeps it serves there or leads above
/// it; it is given and ended by who leads the community or a street or county above.
///
/// Source: S0, S4 (联系点、直接联系、结对子); ours.
pub(crate) fn check_duty(said: &DutySaid<'_>) -> Vec<(&'static str, &'static str)> {
    let point = said.kind == Some(DutyKind::ContactPoint);
    let checks = [
        (said.kind.is_none(), ("kind", "请点一种联系")),
        (!said.person, ("person", "请从名单里选一位")),
        (point && said.place.is_empty(), ("place", "请写联系点的名称，例如：金桥湾妇女之家")),
        (said.place.chars().count() > 40, ("place", "太长了，请留在 40 字以内")),
        (!point && said.kind.is_some() && !said.family, ("number", "请填这个社区里一户的编号，例如 0012")),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

/// See [`check_duty`].
pub(crate) fn may_give(actor: &Actor) -> bool {
    matches!(sight(actor), Sight::Community | Sight::Lists)
}

/// R-HH-32. A contact is written down by who keeps it, on a day that has come since it began, with what was found and what was
/// done; a visit to the family counts by itself.
///
/// Source: S4 (下基层访妇情: what was found and done); promise 1 (一次录入，处处成账). Reading: who visits does not write twice. Ours.
pub(crate) fn check_contact(
    on: Option<Day>,
    found: &str,
    done: &str,
    from: Day,
    today: Day,
) -> Vec<(&'static str, String)> {
    let long = |words: &str| words.chars().count() > LONGEST_LINE;
    let too_long = || format!("太长了，请留在 {LONGEST_LINE} 字以内");
    let checks = [
        (on.is_some_and(|day| day > today), ("on", "日期还没到，去过了再记".to_owned())),
        (on.is_some_and(|day| day < from), ("on", format!("这项联系 {} 才开始", from.long()))),
        (found.is_empty(), ("found", "请写一句看到、听到了什么".to_owned())),
        (done.is_empty(), ("done", "请写一句办了什么、怎么答复的".to_owned())),
        (long(found), ("found", too_long())),
        (long(done), ("done", too_long())),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn twelve_days_a_year_are_one_a_month_from_when_the_duty_began() {
        let lag = |kept, from: &str, today: &str| lag(12, kept, day(from), None, day(today));
        assert_eq!(lag(0, "2025-03-01", "2026-01-20"), 0);
        assert_eq!(lag(0, "2025-03-01", "2026-07-02"), 5);
        assert_eq!(lag(4, "2025-03-01", "2026-07-02"), 1);
        assert_eq!(lag(9, "2025-03-01", "2026-07-02"), 0, "what came early counts");
        assert_eq!(lag(0, "2026-06-20", "2026-07-02"), 0, "it has only just begun");
        assert_eq!(lag(0, "2026-01-01", "2026-12-31"), 11);
    }

    proptest! {
        #[test]
        fn a_lag_never_exceeds_what_is_owed_and_falls_with_every_contact(
            owed in 0i64..40, kept in 0i64..40, from in 0i64..900, today in 0i64..900,
        ) {
            let (from, today) = (Day::from_number(20_000 + from), Day::from_number(20_000 + today));
            let now = lag(owed, kept, from, None, today);
            prop_assert!((0..=owed).contains(&now));
            prop_assert_eq!(lag(owed, kept + 1, from, None, today), (now - 1).max(0));
            prop_assert!(lag(owed, kept, from, Some(from), today) == 0, "what ended at once owes nothing");
        }
    }

    #[test]
    fn a_duty_and_a_contact_say_what_they_need() {
        let said = |kind, place, family| DutySaid { kind, place, family, person: true };
        let fields =
            |said| -> Vec<&'static str> { check_duty(&said).into_iter().map(|(field, _)| field).collect() };
        assert_eq!(fields(said(Some(DutyKind::ContactPoint), "金桥湾妇女之家", false)), Vec::<&str>::new());
        assert_eq!(fields(said(Some(DutyKind::ContactPoint), "", true)), ["place"]);
        assert_eq!(fields(said(Some(DutyKind::Pairing), "", false)), ["number"]);
        assert_eq!(fields(said(None, "", false)), ["kind"]);
        let (from, today) = (day("2026-03-01"), day("2026-11-22"));
        let contact = |on: &str, found: &str, done: &str| -> Vec<&'static str> {
            let refused = check_contact(Some(day(on)), found, done, from, today);
            refused.into_iter().map(|(field, _)| field).collect()
        };
        assert_eq!(contact("2026-11-22", "路灯坏了", "报给了物业"), Vec::<&str>::new());
        assert_eq!(contact("2026-11-23", "", ""), ["on", "found", "done"]);
        assert_eq!(contact("2026-02-28", "好", "好"), ["on"]);
    }
}
