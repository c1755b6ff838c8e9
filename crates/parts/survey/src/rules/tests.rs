use niangjia_kernel::SeededChance;

use super::*;

fn path(text: &str) -> OrgPath {
    OrgPath::from_stored(text.to_owned())
}

fn of(count: i64) -> Counts {
    Counts { satisfied: count, ..Counts::default() }
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

#[test]
fn everybody_is_asked_where_matters_are_few_and_nobody_whom_asking_endangers() {
    let rules = SurveyRules { all_below: 10, rate_percent: 25, ..told() };
    assert!(is_asked(Reach::Slip, 9, 255, &rules));
    assert!(!is_asked(Reach::Slip, 10, 255, &rules));
    assert!(!is_asked(Reach::NotSafe, 0, 0, &rules));
    let drawn = (0..=255).filter(|draw| is_asked(Reach::Slip, 10, *draw, &rules)).count();
    assert_eq!(drawn, 64, "a quarter of the draws");
}

fn told() -> SurveyRules {
    SurveyRules { question: "？".to_owned(), all_below: 0, rate_percent: 0, valid_days: 30, calls: 3 }
}

#[test]
fn a_code_is_good_through_its_last_day() {
    assert!(is_good(true, day("2026-11-22"), day("2026-11-22")));
    assert!(!is_good(true, day("2026-11-22"), day("2026-11-23")));
    assert!(!is_good(false, day("2026-11-22"), day("2026-11-01")));
}

#[test]
fn a_quarter_is_told_when_its_last_slip_has_expired() {
    let quarter = Quarter::of(day("2026-08-01"));
    assert!(!is_published(quarter, 30, day("2026-10-30")));
    assert!(is_published(quarter, 30, day("2026-10-31")));
}

#[test]
fn four_answers_are_not_told_and_five_are() {
    let four = BTreeMap::from([(path("34.18.81.003.004."), of(4))]);
    let five = BTreeMap::from([(path("34.18.81.003.004."), of(5))]);
    assert!(published(&four).is_empty());
    assert_eq!(published(&five)[&path("34.18.81.003.004.")], of(5));
}

#[test]
fn a_street_with_one_small_community_does_not_give_it_away_by_subtraction() {
    let answers = BTreeMap::from([(path("34.18.81.003.004."), of(7)), (path("34.18.81.003.001."), of(3))]);
    let told = published(&answers);
    assert!(told.contains_key(&path("34.18.81.003.004.")));
    assert!(!told.contains_key(&path("34.18.81.003.")), "10 − 7 would be the other's three");
    let more = BTreeMap::from([
        (path("34.18.81.003.004."), of(7)),
        (path("34.18.81.003.001."), of(3)),
        (path("34.18.81.003.002."), of(2)),
    ]);
    assert_eq!(published(&more)[&path("34.18.81.003.")], of(12));
}

#[test]
fn whatever_the_answers_no_difference_of_what_is_told_is_smaller_than_five() {
    let chance = SeededChance::new(11);
    for _ in 0..2_000 {
        let mut answers = BTreeMap::new();
        for _ in 0..chance.below(9) {
            let street = chance.below(3);
            let place = format!("34.18.81.00{street}.00{}.", chance.below(4));
            answers.insert(path(&place), of(i64::try_from(chance.below(9)).expect("small")));
        }
        let told = published(&answers);
        for (outer, total) in &told {
            let inner = told.keys().filter(|one| *one != outer && outer.covers(one));
            let apart: Vec<_> = inner
                .clone()
                .filter(|one| !inner.clone().any(|other| other != *one && other.covers(one)))
                .collect();
            let rest = total.answered() - apart.iter().map(|one| told[*one].answered()).sum::<i64>();
            assert!(rest == 0 || rest >= FEWEST, "{answers:?} tells {outer}");
        }
    }
}

#[test]
fn the_interval_is_wilsons() {
    // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611.
    assert_eq!(interval(81, 263), (255, 366));
    assert_eq!(interval(0, 20), (0, 161));
    assert_eq!(interval(5, 5).1, 1000);
    assert_eq!(interval(0, 0), (0, 1000));
}

#[test]
fn nobody_answers_for_her() {
    let said = |outcome, score| SaidCall { outcome, score, line: String::new() };
    assert!(check_call(&said(Some(CallOutcome::Answered), Some(Score::Satisfied))).is_empty());
    assert!(check_call(&said(Some(CallOutcome::NotReached), None)).is_empty());
    assert_eq!(check_call(&said(Some(CallOutcome::Answered), None))[0].0, "score");
    assert_eq!(check_call(&said(Some(CallOutcome::Declined), Some(Score::Satisfied)))[0].0, "score");
    assert_eq!(check_call(&said(None, None))[0].0, "outcome");
    let long = SaidCall { line: "好".repeat(201), ..said(Some(CallOutcome::Declined), None) };
    assert_eq!(check_call(&long)[0].0, "line");
}
