use niangjia_kernel::{Day, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::{AskedExtension, Clocks, ExtensionRefusal, check_extension};

fn rule(code: &str) -> &'static ClockRule {
    Clocks::in_force().rule(code).unwrap_or_else(|| panic!("the catalogue has no {code}"))
}

fn at(text: &str) -> Timestamp {
    let (day, time) = text.split_once(' ').unwrap_or((text, "00:00"));
    let (hours, minutes) = time.split_once(':').expect("a time");
    let seconds: i64 =
        hours.parse::<i64>().expect("hours") * 3_600 + minutes.parse::<i64>().expect("minutes") * 60;
    Day::parse(day).expect("a day").start().plus_seconds(seconds)
}

fn standing_of(code: &str, started: &str, turns: &[Turn], now: Timestamp) -> Standing {
    standing(rule(code), Clocks::in_force().calendar(), (at(started), turns), now)
}

/// Every clock of the catalogue: when it began, and the first instant that is too late, counted by hand.
const ENDS: &[(&str, &str, &str)] = &[
    // Friday before the National Day: Monday 9-28, Tuesday 9-29.
    ("request.take", "2026-09-25 09:00", "2026-09-30"),
    ("request.take", "2026-11-23 08:00", "2026-11-26"),
    ("request.grid", "2026-11-20 18:00", "2026-11-26"),
    // 9-28, 29, 30, then the holiday, 10-8, 10-9.
    ("request.community", "2026-09-27 10:00", "2026-10-10"),
    // Saturday 10-10 is worked in exchange.
    ("request.street", "2026-09-27 10:00", "2026-10-16"),
    ("request.county", "2026-11-02 10:00", "2026-11-24"),
    ("request.city", "2026-11-02 10:00", "2026-11-24"),
    ("request.province", "2026-11-02 10:00", "2026-12-01"),
    ("request.tell", "2026-11-23 23:59", "2026-11-27"),
    ("request.undeliverable", "2026-11-23 00:00", "2026-12-01"),
    // 15 days after 9-20 is 10-05, in the holiday: 10-08.
    ("petition.notify", "2026-09-20 12:00", "2026-10-09"),
    ("petition.notify", "2026-11-01 23:59", "2026-11-17"),
    ("petition.objection", "2026-02-12 10:00", "2026-02-27"),
    ("petition.settle", "2026-09-01 08:00", "2026-11-03"),
    ("petition.review_request", "2026-11-01 08:00", "2026-12-02"),
    ("petition.review_answer", "2026-11-01 08:00", "2026-12-02"),
    ("petition.rereview_request", "2026-11-01 08:00", "2026-12-02"),
    ("petition.rereview_answer", "2026-11-01 08:00", "2026-12-02"),
    ("mediation.finish", "2026-09-03 15:00", "2026-10-09"),
    ("mediation.confirm_apply", "2026-11-02 15:00", "2026-12-03"),
    ("court.confirm_accept", "2026-11-18 09:00", "2026-11-24"),
    ("court.confirm_decide", "2026-11-02 09:00", "2026-11-18"),
    ("court.commission_answer", "2026-11-19 09:00", "2026-11-25"),
    ("report.minor", "2026-11-22 23:30", "2026-11-23 00:30"),
    ("report.violence", "2026-11-22 23:30", "2026-11-23 00:30"),
    ("order.decide", "2026-10-01 10:15", "2026-10-04 10:15"),
    ("order.decide_urgent", "2026-10-01 10:15", "2026-10-02 10:15"),
    // August has a 31st, February does not; what is valid does not get longer by a holiday.
    ("order.valid", "2025-08-31 10:00", "2026-03-01"),
    ("order.valid", "2026-04-03 10:00", "2026-10-04"),
    ("order.review", "2026-09-26 10:00", "2026-10-09"),
    ("case.succession", "2026-11-22 23:30", "2026-11-23 23:30"),
    ("divorce.cooling", "2026-11-02 10:00", "2026-12-03"),
    ("divorce.collect", "2026-11-02 10:00", "2026-12-03"),
    ("opinion.reply", "2026-11-02 10:00", "2026-11-24"),
    ("referral.answer", "2026-11-20 10:00", "2026-11-26"),
    ("referral.result", "2026-11-02 10:00", "2026-12-03"),
    ("term.org", "2024-02-29 10:00", "2029-03-01"),
    ("term.committee", "2021-11-23 10:00", "2026-11-24"),
    ("term.mediation_committee", "2023-11-23 10:00", "2026-11-24"),
    ("log.keep", "2026-08-31 10:00", "2027-03-01"),
    ("pia.keep", "2026-11-23 10:00", "2029-11-24"),
    ("sharing.keep", "2026-11-23 10:00", "2029-11-24"),
    ("minors.audit", "2025-11-23 10:00", "2026-11-24"),
    ("vulnerability.report", "2026-11-22 23:30", "2026-11-23 23:30"),
    ("publicity", "2026-11-18 10:00", "2026-11-24"),
];

#[test]
fn every_clock_of_the_catalogue_is_in_time_until_its_last_millisecond_and_late_from_the_next() {
    for (code, started, end) in ENDS {
        let end = at(end);
        let before = standing_of(code, started, &[], Timestamp::from_millis(end.millis() - 1));
        assert!(
            matches!(before, Standing::Running { until, days: 0, soon: true } if until == end),
            "{code}: {before:?}"
        );
        for late in [end, end.plus_seconds(1)] {
            let standing = standing_of(code, started, &[], late);
            assert!(matches!(standing, Standing::Late { until, .. } if until == end), "{code}: {standing:?}");
        }
    }
    let all = Clocks::in_force().all().iter();
    let untried: Vec<_> =
        all.filter(|rule| !ENDS.iter().any(|(code, ..)| *code == rule.code)).map(|rule| &rule.code).collect();
    assert!(untried.is_empty(), "a clock without its boundary: {untried:?}");
}

#[test]
fn what_happens_at_one_minute_to_midnight_ends_with_what_happened_in_the_morning() {
    let ends_of = |started| ends(rule("petition.notify"), Clocks::in_force().calendar(), at(started), &[]);
    assert_eq!(ends_of("2026-11-01 00:00"), ends_of("2026-11-01 23:59"));
    assert_ne!(ends_of("2026-11-01 23:59"), ends_of("2026-11-02 00:00"));
}

#[test]
fn the_exchanged_days_are_worked_and_the_holidays_are_not() {
    let calendar = Clocks::in_force().calendar();
    let day = |text| Day::parse(text).expect("a day");
    assert!(calendar.works(day("2026-10-10")), "Saturday, worked in exchange");
    assert!(!calendar.works(day("2026-10-05")), "Monday, National Day");
    assert!(calendar.works(day("2026-11-23")) && !calendar.works(day("2026-11-22")));
    assert!(calendar.is_announced(day("2026-01-01")) && !calendar.is_announced(day("2027-01-01")));
    // What was not announced counts Monday to Friday.
    assert!(calendar.works(day("2031-10-01")) && !calendar.works(day("2031-10-04")));
}

#[test]
fn a_rest_leaves_as_much_time_as_there_was() {
    let suspended = [Turn::Suspended(at("2026-11-10 10:00"))];
    assert_eq!(
        standing_of("petition.rereview_answer", "2026-11-02 09:00", &suspended, at("2027-06-01")),
        Standing::Suspended
    );
    // 12-02 was the last day; five days of hearing make it 12-07.
    let resumed = [suspended[0], Turn::Resumed(at("2026-11-15 10:00"))];
    let end = ends(
        rule("petition.rereview_answer"),
        Clocks::in_force().calendar(),
        at("2026-11-02 09:00"),
        &resumed,
    );
    assert_eq!(end, Some(at("2026-12-08")));
    // Working days: on 11-24 four of five are left; they go on after Monday 11-30.
    let rest = [Turn::Suspended(at("2026-11-24 10:00")), Turn::Resumed(at("2026-11-30 10:00"))];
    let end = ends(rule("request.community"), Clocks::in_force().calendar(), at("2026-11-23 09:00"), &rest);
    assert_eq!(end, Some(at("2026-12-05")));
    let hours = [Turn::Suspended(at("2026-10-01 12:00")), Turn::Resumed(at("2026-10-01 15:00"))];
    let end =
        ends(rule("order.decide_urgent"), Clocks::in_force().calendar(), at("2026-10-01 10:00"), &hours);
    assert_eq!(end, Some(at("2026-10-02 13:00")));
}

#[test]
fn a_period_is_made_longer_in_time_with_reason_consent_and_notice_and_no_further_than_allowed() {
    let settle = rule("petition.settle");
    let calendar = Clocks::in_force().calendar();
    let asked = |amount, told: &str| {
        AskedExtension::of(settle, amount, "等鉴定结果", "王秀英", Day::parse(told).ok())
    };
    let check = |turns: &[Turn], asked: &AskedExtension, now: &str| {
        check_extension(settle, calendar, (at("2026-09-01 08:00"), turns), asked, at(now))
    };
    let good = asked(30, "2026-11-01");
    assert_eq!(check(&[], &good, "2026-11-02 23:59"), vec![]);
    assert_eq!(check(&[], &good, "2026-11-03"), vec![ExtensionRefusal::Ended]);
    let longer = [Turn::Extended(good.by)];
    let end = ends(settle, calendar, at("2026-09-01 08:00"), &longer);
    // 60 days are 10-31, a Saturday; 30 more from there are 11-30, and not from the Monday after.
    assert_eq!(end, Some(at("2026-12-01")));
    assert_eq!(check(&longer, &asked(1, "2026-11-01"), "2026-11-20").len(), 1);
    assert_eq!(check(&[], &asked(31, "2026-11-01"), "2026-11-01").len(), 1);
    assert_eq!(check(&[], &asked(0, "2026-11-01"), "2026-11-01").len(), 1);
    assert_eq!(check(&[], &asked(10, "2026-11-09"), "2026-11-01"), vec![ExtensionRefusal::NotTold]);
    let nobody = AskedExtension::of(settle, 10, " ", "", None);
    let refusals = check(&[], &nobody, "2026-11-01");
    assert_eq!(
        refusals,
        [ExtensionRefusal::NoReason, ExtensionRefusal::NoConsent, ExtensionRefusal::NotTold]
    );
    let never =
        check_extension(rule("petition.notify"), calendar, (at("2026-11-01"), &[]), &good, at("2026-11-02"));
    assert_eq!(never, [ExtensionRefusal::NotExtendable]);
}

proptest! {
    #[test]
    fn a_clock_never_ends_before_it_began_and_never_on_a_closed_day_where_it_rolls(
        code in 0..ENDS.len(),
        day in 18_993i64..22_000,
        seconds in 0i64..86_400,
    ) {
        let rule = rule(ENDS[code].0);
        let calendar = Clocks::in_force().calendar();
        let started = Day::from_number(day).start().plus_seconds(seconds);
        let end = ends(rule, calendar, started, &[]).expect("nothing stops it");
        let last = Timestamp::from_millis(end.millis() - 1);
        prop_assert!(last > started);
        if rule.rolls || rule.limit.unit == Unit::WorkingDay {
            prop_assert!(calendar.works(last.day()));
        }
        let running = standing(rule, calendar, (started, &[]), last);
        prop_assert!(matches!(running, Standing::Running { .. }), "{:?}", running);
    }
}
