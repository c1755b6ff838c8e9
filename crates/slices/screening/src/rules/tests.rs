use niangjia_kernel::{Id, OrgPath, Tenant};

use super::*;
use crate::model::{Closing, HelpKind, TroubleRow, TroubleSource, TroubleState};
use crate::pack::ScreeningRules;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn tenant() -> Tenant {
    Tenant::from_number(341_881).expect("a county")
}

fn id<E>(number: u128) -> Id<E> {
    Id::from_uuid(uuid::Uuid::from_u128(number))
}

fn round(finished: Option<Day>) -> RoundRow {
    RoundRow {
        tenant: tenant(),
        id: id(1),
        org_id: id(2),
        org_path: OrgPath::from_stored("34.18.81.003.004.".to_owned()),
        year: 2026,
        number: 1,
        kind: "key_people".to_owned(),
        instruction: None,
        from: day("2026-11-01"),
        until: day("2026-11-30"),
        person_name: "程丽华".to_owned(),
        finished,
    }
}

fn line(said: Option<(LineOutcome, &str)>, visited: Option<&str>) -> LineRow {
    LineRow {
        tenant: tenant(),
        id: id(3),
        round: id(1),
        household: id(4),
        number: "0003".to_owned(),
        name: "王桂兰家".to_owned(),
        group_name: "巫山".to_owned(),
        person: None,
        person_name: None,
        outcome: said.map(|(outcome, _)| outcome),
        reason: None,
        on: said.map(|(_, on)| day(on)),
        by: None,
        visited: visited.map(day),
        visited_by: None,
    }
}

fn trouble(state: TroubleState) -> TroubleRow {
    TroubleRow {
        tenant: tenant(),
        id: id(5),
        org_id: id(2),
        org_path: OrgPath::from_stored("34.18.81.003.004.".to_owned()),
        year: 2026,
        number: 1,
        kind: "couple".to_owned(),
        source: TroubleSource::Visit,
        round: None,
        household: None,
        resident: None,
        name: Vec::new(),
        words: Vec::new(),
        note: None,
        found: day("2026-11-10"),
        person: id(6),
        person_name: "汪秀英".to_owned(),
        state,
        closing: None,
        closed: None,
        sealed: false,
    }
}

#[test]
fn a_visit_within_the_round_is_reached_and_nothing_counts_before_its_day() {
    let today = day("2026-11-22");
    let visited = line(None, Some("2026-11-12"));
    assert_eq!(standing(&visited, today), Standing::Reached(day("2026-11-12")));
    assert_eq!(standing(&visited, day("2026-11-11")), Standing::Waiting);
    let explained = line(Some((LineOutcome::NotReached, "2026-11-05")), None);
    assert_eq!(standing(&explained, today), Standing::Explained(day("2026-11-05")));
    let later = line(Some((LineOutcome::NotReached, "2026-11-05")), Some("2026-11-12"));
    assert_eq!(standing(&later, day("2026-11-11")), Standing::Explained(day("2026-11-05")));
    assert_eq!(standing(&later, today), Standing::Reached(day("2026-11-12")), "who was visited is not away");
    let found = line(Some((LineOutcome::Trouble, "2026-11-05")), Some("2026-11-02"));
    assert_eq!(standing(&found, today), Standing::Found(day("2026-11-05")));
    assert_eq!(standing(&line(None, None), today), Standing::Waiting);
}

#[test]
fn a_round_is_over_when_nobody_waits_and_only_once() {
    let all = [
        Standing::Reached(day("2026-11-02")),
        Standing::Found(day("2026-11-03")),
        Standing::Explained(day("2026-11-04")),
    ];
    let progress = all.into_iter().fold(Progress::default(), Progress::with);
    assert_eq!(progress, Progress { families: 3, reached: 2, found: 1, explained: 1 });
    assert_eq!(check_finishing(&round(None), progress), Ok(()));
    let one_waits = progress.with(Standing::Waiting);
    assert!(check_finishing(&round(None), one_waits).is_err_and(|sentence| sentence.contains("1 户")));
    assert!(check_finishing(&round(Some(day("2026-11-20"))), progress).is_err());
}

#[test]
fn what_is_said_of_a_family_lies_within_the_round_and_who_was_not_reached_has_a_reason() {
    let (rules, today) = (ScreeningRules::in_force(), day("2026-11-22"));
    let say = |outcome, reason, on, round: &RoundRow| {
        check_line(round, (outcome, reason, day(on)), today, rules).map_err(|(field, _)| field)
    };
    let open = round(None);
    assert_eq!(say(Some(LineOutcome::Reached), "", "2026-11-01", &open), Ok(LineOutcome::Reached));
    assert_eq!(say(Some(LineOutcome::Reached), "", "2026-10-31", &open), Err("on_day"));
    assert_eq!(say(Some(LineOutcome::Reached), "", "2026-11-23", &open), Err("on_day"));
    assert_eq!(say(Some(LineOutcome::NotReached), "", "2026-11-02", &open), Err("reason"));
    assert_eq!(say(Some(LineOutcome::NotReached), "away", "2026-11-02", &open), Ok(LineOutcome::NotReached));
    assert_eq!(say(None, "", "2026-11-02", &open), Err("outcome"));
    let over = round(Some(day("2026-11-20")));
    assert_eq!(say(Some(LineOutcome::Reached), "", "2026-11-02", &over), Err("outcome"));
}

#[test]
fn a_round_has_a_kind_its_days_and_a_list() {
    let (rules, today) = (ScreeningRules::in_force(), day("2026-11-22"));
    let said = RoundSaid {
        kind: "key_people".to_owned(),
        instruction: String::new(),
        from: Some(today),
        until: Some(day("2026-12-22")),
        unknown: Vec::new(),
        families: 3,
    };
    let fields = |said: &RoundSaid| {
        check_round(said, today, rules).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    assert_eq!(fields(&said), Vec::<&str>::new());
    assert_eq!(fields(&RoundSaid { kind: "guess".to_owned(), ..said.clone() }), ["kind"]);
    assert_eq!(fields(&RoundSaid { from: Some(day("2026-11-23")), ..said.clone() }), ["from_day"]);
    assert_eq!(fields(&RoundSaid { until: Some(day("2026-11-21")), ..said.clone() }), ["until_day"]);
    assert_eq!(fields(&RoundSaid { until: Some(day("2027-03-23")), ..said.clone() }), ["until_day"]);
    assert_eq!(fields(&RoundSaid { until: Some(day("2027-03-22")), ..said.clone() }), Vec::<&str>::new());
    assert_eq!(fields(&RoundSaid { families: 0, ..said.clone() }), ["need"]);
    assert_eq!(fields(&RoundSaid { unknown: vec!["9999".to_owned()], ..said }), ["numbers"]);
}

#[test]
fn a_sealed_trouble_is_for_its_own_people_and_from_above_one_opens_for_a_purpose() {
    for sight in [Sight::Hers, Sight::Community, Sight::Lists, Sight::Nothing] {
        assert_eq!(may_open(sight, true, true), Some(TroubleReach::Own));
        assert_eq!(may_open(sight, false, true), None, "{sight:?}");
    }
    assert_eq!(may_open(Sight::Community, false, false), Some(TroubleReach::Community));
    assert_eq!(may_open(Sight::Lists, false, false), Some(TroubleReach::Above));
    assert_eq!(may_open(Sight::Hers, false, false), None);
    assert!(is_shut(TroubleReach::Above, false) && !is_shut(TroubleReach::Above, true));
    assert!(!is_shut(TroubleReach::Own, false) && !is_shut(TroubleReach::Community, false));
}

#[test]
fn one_yes_is_danger_and_the_questions_are_never_passed_over() {
    let rules = ScreeningRules::in_force();
    let found =
        |codes: &[&str]| danger(&codes.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>(), rules);
    assert_eq!(found(&[]), DangerFound::default());
    assert_eq!(found(&["hit"]), DangerFound { violence: true, child: false });
    assert_eq!(found(&["child"]), DangerFound { violence: false, child: true });
    assert!(check_questions(None, found(&[])).is_err());
    assert!(check_questions(Some(QuestionsSaid::AllNo), found(&["hit"])).is_err());
    assert!(check_questions(Some(QuestionsSaid::Some), found(&[])).is_err());
    assert!(check_questions(Some(QuestionsSaid::Some), found(&["hit"])).is_ok());
    assert!(check_questions(Some(QuestionsSaid::NotNow), found(&[])).is_ok());
}

#[test]
fn a_trouble_says_whose_it_is_what_kind_and_what_about() {
    let (rules, today) = (ScreeningRules::in_force(), day("2026-11-22"));
    let said = TroubleSaid {
        name: "王桂兰".to_owned(),
        kind: "couple".to_owned(),
        source: Some(TroubleSource::Visit),
        words: "为了钱吵架".to_owned(),
        note: String::new(),
        found: Some(today),
    };
    let fields = |said: &TroubleSaid| {
        check_trouble(said, today, rules).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    assert_eq!(fields(&said), Vec::<&str>::new());
    assert_eq!(fields(&TroubleSaid { name: String::new(), ..said.clone() }), ["name"]);
    assert_eq!(fields(&TroubleSaid { kind: "red".to_owned(), ..said.clone() }), ["kind"]);
    assert_eq!(fields(&TroubleSaid { words: String::new(), ..said.clone() }), ["words"]);
    assert_eq!(fields(&TroubleSaid { found: Some(day("2026-11-23")), ..said.clone() }), ["found_day"]);
    assert_eq!(fields(&TroubleSaid { source: None, ..said }), ["source"]);
}

#[test]
fn help_comes_while_it_is_open_and_a_revisit_after() {
    let today = day("2026-11-22");
    let said = |kind, on: &str| HelpSaid {
        kind: Some(kind),
        on: Some(day(on)),
        words: "陪她谈了".to_owned(),
        by: Some(id(6)),
    };
    let fields = |state, said: &HelpSaid| {
        check_help(&trouble(state), said, today).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    assert_eq!(fields(TroubleState::Found, &said(HelpKind::Help, "2026-11-10")), Vec::<&str>::new());
    assert_eq!(fields(TroubleState::Found, &said(HelpKind::Help, "2026-11-09")), ["on_day"]);
    assert_eq!(fields(TroubleState::Helped, &said(HelpKind::Revisit, "2026-11-20")), ["kind"]);
    assert_eq!(fields(TroubleState::Resolved, &said(HelpKind::Help, "2026-11-20")), ["kind"]);
    assert_eq!(fields(TroubleState::Resolved, &said(HelpKind::Revisit, "2026-11-20")), Vec::<&str>::new());
    assert_eq!(
        fields(TroubleState::Found, &HelpSaid { by: None, ..said(HelpKind::Help, "2026-11-20") }),
        ["by"]
    );
}

#[test]
fn nothing_is_resolved_that_nobody_helped_with() {
    assert!(check_closing(&trouble(TroubleState::Found), Some(Closing::Resolved)).is_err());
    assert_eq!(check_closing(&trouble(TroubleState::Found), Some(Closing::Moved)), Ok(Closing::Moved));
    assert_eq!(check_closing(&trouble(TroubleState::Helped), Some(Closing::Resolved)), Ok(Closing::Resolved));
    for over in [TroubleState::Resolved, TroubleState::Unresolved, TroubleState::Applied] {
        assert!(check_closing(&trouble(over), Some(Closing::Declined)).is_err());
    }
    assert!(check_closing(&trouble(TroubleState::Helped), None).is_err());
}
