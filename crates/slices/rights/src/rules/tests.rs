//! The decisions, as sentences.

use niangjia_kernel::{Id, OrgPath, Tenant};
use niangjia_subject::Told;
use uuid::Uuid;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn subject() -> Subject {
    Subject {
        tenant: Tenant::NATION,
        household: Id::from_uuid(Uuid::nil()),
        household_number: "0001".to_owned(),
        org_id: Id::from_uuid(Uuid::nil()),
        org_path: OrgPath::nation(),
        resident: None,
        name: "王桂兰".to_owned(),
        relation: "本人".to_owned(),
        birth_year: None,
        contact: true,
        others: false,
    }
}

fn said() -> SaidInspection {
    SaidInspection {
        comes_as: ComesAs::Herself,
        proof: Some(Proof::IdentityCard),
        witness: String::new(),
        document: String::new(),
        reason: String::new(),
        alone: true,
    }
}

fn refusals(said: &SaidInspection, birth_year: Option<i64>) -> Vec<InspectionRefusal> {
    check_inspection(said, birth_year, "程丽华", day("2026-11-22"))
}

#[test]
fn the_sheet_is_for_herself_a_guardian_or_who_has_her_authority_and_never_for_the_spouse() {
    for (comes_as, entitled) in [
        (ComesAs::Herself, true),
        (ComesAs::Guardian, true),
        (ComesAs::Representative, true),
        (ComesAs::Spouse, false),
        (ComesAs::SomebodyElse, false),
    ] {
        assert_eq!(is_entitled(comes_as), entitled, "{comes_as:?}");
    }
}

#[test]
fn she_shows_who_she_is_in_person_and_somebody_known_is_known_to_two() {
    assert_eq!(refusals(&said(), None), []);
    assert_eq!(refusals(&SaidInspection { proof: None, ..said() }, None), [InspectionRefusal::NoProof]);
    let known = SaidInspection { proof: Some(Proof::Known), ..said() };
    assert_eq!(refusals(&known, None), [InspectionRefusal::NoWitness]);
    let alone = SaidInspection { witness: "程丽华".to_owned(), ..known.clone() };
    assert_eq!(refusals(&alone, None), [InspectionRefusal::NoWitness], "she is no second person");
    assert_eq!(refusals(&SaidInspection { witness: "陈玉兰".to_owned(), ..known }, None), []);
}

#[test]
fn nothing_is_shown_before_she_was_asked_whether_it_is_safe() {
    assert_eq!(refusals(&SaidInspection { alone: false, ..said() }, None), [InspectionRefusal::NotAlone]);
}

#[test]
fn a_guardian_comes_for_a_child_under_fourteen_with_a_paper_and_a_reason() {
    let paper = |comes_as| SaidInspection {
        comes_as,
        document: "户口簿".to_owned(),
        reason: "孩子在上学".to_owned(),
        ..said()
    };
    let guardian = paper(ComesAs::Guardian);
    assert_eq!(refusals(&guardian, Some(2013)), []);
    assert_eq!(
        refusals(&guardian, Some(2012)),
        [InspectionRefusal::NotAChild],
        "she may be fourteen already"
    );
    assert_eq!(refusals(&guardian, None), [InspectionRefusal::NotAChild]);
    assert_eq!(refusals(&paper(ComesAs::Representative), None), []);
    let bare = SaidInspection { comes_as: ComesAs::Representative, ..said() };
    assert_eq!(refusals(&bare, None), [InspectionRefusal::NoDocument, InspectionRefusal::NoReason]);
}

#[test]
fn what_was_said_is_shown_only_when_released_and_a_confidential_visit_not_even_by_its_day() {
    let dealt = |private| Dealt {
        on: day("2026-11-20"),
        person: "汪秀英".to_owned(),
        post: String::new(),
        manner: "上门",
        told: Told { id: Uuid::nil(), words: "她说的话".to_owned() },
        private,
    };
    assert_eq!(shown(&dealt(false), false), Shown::TookPlace);
    assert_eq!(shown(&dealt(true), false), Shown::No);
    assert_eq!(shown(&dealt(false), true), Shown::InFull);
    assert_eq!(shown(&dealt(true), true), Shown::InFull);
}

#[test]
fn a_sheet_is_open_for_some_minutes_to_whoever_handed_it_out() {
    let until = day("2026-11-22").start().plus_seconds(1_800);
    assert!(is_open(until, true, until.plus_seconds(-1)));
    assert!(!is_open(until, true, until));
    assert!(!is_open(until, false, until.plus_seconds(-1)));
}

#[test]
fn an_answer_is_due_so_many_days_after_the_day_of_the_claim() {
    assert_eq!(due(day("2026-11-22"), 15), day("2026-12-07"));
}

fn ended(outcome: Outcome) -> SaidEnding {
    SaidEnding {
        outcome,
        has_ground: false,
        answer: "已经改好".to_owned(),
        corrections: 1,
        has_successor: false,
    }
}

#[test]
fn what_is_done_says_what_and_what_is_refused_says_why() {
    let check = |said: &SaidEnding, kind| check_ending(said, kind, &subject(), Vec::new());
    assert_eq!(check(&ended(Outcome::Done), ClaimKind::Correct), []);
    let silent = SaidEnding { answer: String::new(), ..ended(Outcome::Done) };
    assert_eq!(check(&silent, ClaimKind::Explain), [EndingRefusal::NoAnswer]);
    assert_eq!(check(&ended(Outcome::Refused), ClaimKind::Correct), [EndingRefusal::NoGround]);
    assert_eq!(check(&ended(Outcome::Partly), ClaimKind::Copy), [EndingRefusal::NoGround]);
    let idle = SaidEnding { corrections: 0, ..ended(Outcome::Done) };
    assert_eq!(check(&idle, ClaimKind::Correct), [EndingRefusal::NothingChanged]);
    assert_eq!(check(&idle, ClaimKind::Copy), []);
}

#[test]
fn nothing_is_deleted_while_something_holds_it_and_somebody_speaks_for_the_household_after_her() {
    let hold =
        Hold { sentence: "低保在册".to_owned(), basis: "《社会救助暂行办法》".to_owned() };
    let held = vec![hold.clone()];
    let check =
        |said: &SaidEnding, subject: &Subject, holds| check_ending(said, ClaimKind::Delete, subject, holds);
    let alone = subject();
    assert_eq!(check(&ended(Outcome::Done), &alone, held.clone()), [EndingRefusal::Held(hold)]);
    let refused = SaidEnding { has_ground: true, ..ended(Outcome::Refused) };
    assert_eq!(check(&refused, &alone, held), [], "it is refused with the sentence");
    let among_others = Subject { others: true, ..subject() };
    assert_eq!(check(&ended(Outcome::Done), &among_others, Vec::new()), [EndingRefusal::NoSuccessor]);
    let named = SaidEnding { has_successor: true, ..ended(Outcome::Done) };
    assert_eq!(check(&named, &among_others, Vec::new()), []);
}

#[test]
fn she_is_told_after_it_ended_and_not_tomorrow() {
    let (ended, today) = (day("2026-11-20"), day("2026-11-22"));
    assert!(check_telling(day("2026-11-20"), ended, today).is_ok());
    assert!(check_telling(day("2026-11-19"), ended, today).is_err());
    assert!(check_telling(day("2026-11-23"), ended, today).is_err());
    assert!(check_words("").is_err() && check_words("手机号错了").is_ok());
    assert!(check_words(&"啊".repeat(501)).is_err());
}
