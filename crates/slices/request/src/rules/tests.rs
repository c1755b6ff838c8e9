use super::intake::{IntakeRefusal, SaidIntake, check_intake, is_phone};
use super::*;
use crate::model::Reach;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn said() -> SaidIntake {
    SaidIntake {
        category: "family_quarrel".to_owned(),
        words: "婆婆不让带孩子回来".to_owned(),
        name: "周晓兰".to_owned(),
        phone: "13800001234".to_owned(),
        reach: Some(Reach::Telephone),
        in_office: true,
        ..SaidIntake::default()
    }
}

fn refusals(said: &SaidIntake) -> Vec<IntakeRefusal> {
    check_intake(said, RequestRules::in_force())
}

#[test]
fn each_thing_that_is_missing_at_the_intake_is_said_at_its_field() {
    assert_eq!(refusals(&said()), []);
    let cases: [(SaidIntake, IntakeRefusal); 7] = [
        (SaidIntake { words: String::new(), ..said() }, IntakeRefusal::NoWords),
        (SaidIntake { category: "magic".to_owned(), ..said() }, IntakeRefusal::NoCategory),
        (SaidIntake { name: String::new(), ..said() }, IntakeRefusal::NoName),
        (SaidIntake { phone: "123".to_owned(), ..said() }, IntakeRefusal::WrongPhone),
        (SaidIntake { phone: String::new(), ..said() }, IntakeRefusal::NoPhone),
        (SaidIntake { reach: None, ..said() }, IntakeRefusal::NoReach),
        (SaidIntake { settled: true, ..said() }, IntakeRefusal::NothingDone),
    ];
    for (said, refusal) in cases {
        assert_eq!(refusals(&said), [refusal]);
    }
}

#[test]
fn nobody_has_to_leave_a_name_or_to_be_called() {
    let nameless = SaidIntake {
        name: String::new(),
        phone: String::new(),
        anonymous: true,
        reach: Some(Reach::Code),
        ..said()
    };
    assert_eq!(refusals(&nameless), []);
}

#[test]
fn danger_is_asked_about_where_the_kind_may_mean_it_and_is_never_settled_on_the_spot() {
    let violence = SaidIntake { category: "violence".to_owned(), ..said() };
    assert_eq!(refusals(&violence), [IntakeRefusal::DangerNotAsked]);
    assert_eq!(refusals(&SaidIntake { danger: Some(false), ..violence.clone() }), []);
    // Yes is enough: nobody is kept at the form by a missing word.
    let yes = SaidIntake { danger: Some(true), words: String::new(), settled: true, ..violence.clone() };
    assert_eq!(refusals(&yes), []);
    // She who writes herself on the public page is not questioned; those who take it ask.
    assert_eq!(refusals(&SaidIntake { in_office: false, ..violence }), []);
}

#[test]
fn landlines_and_mobiles_are_numbers_and_words_are_not() {
    assert!(is_phone("138 0000 1234") && is_phone("0563-4012345") && is_phone("(0563)4012345"));
    assert!(!is_phone("张三") && !is_phone("12") && !is_phone("1380000123"));
}

#[test]
fn it_goes_on_only_with_a_reason() {
    assert_eq!(check_reason(""), Some(PassRefusal::NoReason));
    assert_eq!(check_reason("镇里有救助资金"), None);
    assert_eq!(check_reason(&"长".repeat(501)), Some(PassRefusal::TooLong));
}

#[test]
fn it_goes_up_one_level_at_a_time_and_ends_at_the_province() {
    let mut way = vec![Rung::Grid];
    while let Some(next) = above(*way.last().expect("a rung")) {
        way.push(next);
    }
    assert_eq!(way, Rung::ALL);
}

#[test]
fn she_is_told_after_the_answer_and_not_tomorrow() {
    let told = |on| Telling { on: day(on), manner: Manner::Telephone, reached: true };
    let check = |on| check_telling(&told(on), day("2026-11-10"), day("2026-11-12"));
    assert_eq!(check("2026-11-10"), None);
    assert_eq!(check("2026-11-12"), None);
    assert_eq!(check("2026-11-09").map(|(field, _)| field), Some("on_day"));
    assert_eq!(check("2026-11-13").map(|(field, _)| field), Some("on_day"));
    let by_code = Telling { manner: Manner::Code, ..told("2026-11-11") };
    assert!(check_telling(&by_code, day("2026-11-10"), day("2026-11-12")).is_some());
}

#[test]
fn nobody_is_unreachable_after_one_afternoon() {
    let rules = RequestRules::in_force();
    let tried = |days: &[&str]| -> Vec<Telling> {
        let telling = |on: &&str| Telling { on: day(on), manner: Manner::Telephone, reached: false };
        days.iter().map(telling).collect()
    };
    let today = day("2026-11-20");
    let check = |days: &[&str]| check_undeliverable(&tried(days), None, today, rules).is_none();
    assert!(!check(&[]));
    assert!(!check(&["2026-11-18", "2026-11-18", "2026-11-18"]), "one day only");
    assert!(!check(&["2026-11-18", "2026-11-19"]), "two tries only");
    assert!(check(&["2026-11-18", "2026-11-19", "2026-11-19"]));
    let waiting = |since| check_undeliverable(&[], Some(day(since)), today, rules).is_none();
    assert!(!waiting("2026-10-22") && waiting("2026-10-21"));
}
