//! The decisions, as sentences.

use niangjia_kernel::{AreaLevel, Id, OrgPath, Tenant};
use niangjia_store::{Acting, PostKind, Via};
use uuid::Uuid;

use super::opening::OpeningRefusal;
use super::*;
use crate::model::{ConsentState, LookedAt, MeasureKind, MeasureState, MeasureWords};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn at(hour: i64) -> Timestamp {
    day("2026-11-22").start().plus_seconds(hour * 3_600)
}

fn actor(kind: PostKind, level: AreaLevel) -> Actor {
    Actor {
        tenant: Tenant::NATION,
        person: Id::from_uuid(Uuid::from_u128(1)),
        name: "汪秀英".to_owned(),
        acting: Acting {
            post: Id::from_uuid(Uuid::nil()),
            kind,
            org_id: Id::from_uuid(Uuid::nil()),
            org_path: OrgPath::nation(),
            org_name: String::new(),
            level,
        },
        via: None,
    }
}

#[test]
fn a_case_is_reached_by_its_people_by_who_is_in_charge_and_for_hours_by_who_opened_it() {
    let now = at(9);
    assert_eq!(reach(true, true, None, now), Some(Reach::Own));
    assert_eq!(reach(false, true, None, now), Some(Reach::InCharge));
    assert_eq!(reach(false, false, Some(at(10)), now), Some(Reach::Opened(at(10))));
    assert_eq!(reach(false, false, Some(at(10)), at(10)), None, "its hour is the first that is too late");
    assert_eq!(reach(false, false, None, now), None);
}

#[test]
fn programs_phones_and_administrators_never_come_near() {
    let member = actor(PostKind::Member, AreaLevel::Community);
    assert!(may_come_near(&member));
    assert!(!may_come_near(&Actor { via: Some(Via::Token("报表".to_owned())), ..member.clone() }));
    assert!(!may_come_near(&Actor { via: Some(Via::Phone), ..member }));
    for kind in [PostKind::SystemAdministrator, PostKind::SecurityAdministrator, PostKind::AuditAdministrator]
    {
        assert!(!may_come_near(&actor(kind, AreaLevel::County)));
    }
}

#[test]
fn the_first_receiver_stays_responsible_until_another_takes_it_and_who_looks_in_takes_nothing() {
    let another = actor(PostKind::Member, AreaLevel::Community);
    let first = Id::from_uuid(Uuid::from_u128(2));
    assert!(may_take(first, &another, Reach::Own) && may_take(first, &another, Reach::InCharge));
    assert!(!may_take(another.person, &another, Reach::Own), "she has it already");
    assert!(!may_take(first, &another, Reach::Opened(at(10))));
}

#[test]
fn violence_and_a_harmed_child_are_reported_at_once_each_with_its_clock() {
    assert_eq!(reports_due(true, true), ["report.minor", "report.violence"]);
    assert_eq!(reports_due(true, false), ["report.violence"]);
    assert_eq!(reports_due(false, true), ["report.minor"]);
    let rules = ProtectionRules::in_force();
    let police = rules.organ.iter().find(|organ| organ.code == "police").expect("police");
    assert!(reports_due(true, true).iter().all(|clock| police.takes.iter().any(|takes| takes == clock)));
}

#[test]
fn a_report_says_to_whom_how_and_when_and_a_child_is_always_reported() {
    let organ = ProtectionRules::in_force().organ.first();
    let said =
        SaidReport { organ, declined: false, channel: Some(Channel::Telephone), at: Some(at(9)), words: "" };
    let check = |said: &SaidReport<'_>, child| {
        let refused = check_report(said, child, (at(9), at(10)));
        refused.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    assert!(check(&said, true).is_empty());
    assert_eq!(
        check(&SaidReport { organ: None, channel: None, at: None, ..said.clone() }, true),
        ["organ", "channel", "at"]
    );
    assert_eq!(check(&SaidReport { at: Some(at(11)), ..said.clone() }, true), ["at"], "not yet");
    assert_eq!(check(&SaidReport { at: Some(at(-1)), ..said.clone() }, true), ["at"], "not the day before");
    let declined = SaidReport { organ: None, declined: true, words: "再给他一次机会", ..said };
    assert!(check(&declined, false).is_empty());
    assert_eq!(check(&declined, true), ["organ"]);
    assert_eq!(check(&SaidReport { words: "", ..declined }, false), ["words"]);
}

#[test]
fn the_questions_advise_a_level_and_more_yeses_never_advise_less() {
    let rules = ProtectionRules::in_force();
    let level = |yes: &[&str]| {
        let yes: Vec<String> = yes.iter().map(|one| (*one).to_owned()).collect();
        advised(rules, &yes).expect("a level").code.clone()
    };
    assert_eq!(level(&[]), "r0");
    assert_eq!(level(&["drink_or_gamble"]), "r0", "one below the second level");
    assert_eq!(level(&["leaving"]), "r1");
    assert_eq!(level(&["leaving", "more_often"]), "r2");
    assert_eq!(level(&["weapon", "threat_to_life"]), "r2");
    assert_eq!(level(&["weapon", "threat_to_life", "controlled"]), "r3");
    assert_eq!(level(&["不认识"]), "r0");
}

#[test]
fn she_is_called_only_when_and_where_she_said() {
    let contact = SafeContact {
        may_call: true,
        number: "19900001234".to_owned(),
        from_hour: 9,
        until_hour: 11,
        ..SafeContact::default()
    };
    let warns =
        |contact: Option<&SafeContact>, channel, hour| unsafe_contact(contact, channel, at(hour)).is_some();
    assert!(warns(None, Channel::InPerson, 9), "nobody asked her yet");
    assert!(!warns(Some(&contact), Channel::Telephone, 9));
    assert!(!warns(Some(&contact), Channel::Telephone, 10));
    assert!(warns(Some(&contact), Channel::Telephone, 8) && warns(Some(&contact), Channel::Telephone, 11));
    assert!(!warns(Some(&contact), Channel::InPerson, 20));
    let never = SafeContact { may_call: false, ..contact };
    assert!(warns(Some(&never), Channel::Telephone, 9));
    assert_eq!(check_contact(&never)[0].0, "remarks");
}

#[test]
fn a_case_goes_its_way_and_a_measure_under_way_protects() {
    let course = Course::default();
    assert_eq!(state_of(course), State::Open);
    assert_eq!(state_of(Course { assessed: true, ..course }), State::Assessed);
    assert_eq!(
        state_of(Course { assessed: true, measures: true, measures_over: true, ..course }),
        State::Protected
    );
    assert_eq!(state_of(Course { assessed: true, measures_over: true, ..course }), State::Followed);
    assert_eq!(state_of(Course { measures: true, closed: true, ..course }), State::Closed);
    assert_eq!(check_closing(0, false, "平安"), []);
    assert_eq!(check_closing(1, true, "").len(), 3);
}

#[test]
fn who_is_responsible_is_not_taken_out_and_who_is_not_is() {
    let (first, other) = (Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(2)));
    assert!(!may_remove(first, first) && may_remove(first, other));
}

#[test]
fn a_case_that_nobody_touches_is_put_before_who_is_in_charge_at_its_hour() {
    assert!(!is_untouched(State::Open, at(9), 24, at(33).plus_seconds(-1)));
    assert!(is_untouched(State::Open, at(9), 24, at(33)));
    assert!(!is_untouched(State::Assessed, at(9), 24, at(100)));
}

#[test]
fn sealed_work_is_told_when_its_month_has_ended() {
    let november = day("2026-11-22").month();
    assert!(!credit_is_told(november, day("2026-11-30")));
    assert!(credit_is_told(november, day("2026-12-01")));
}

#[test]
fn one_or_two_are_in_charge_each_for_a_reason() {
    assert_eq!(check_charge(0, false, 2, "权益干部"), []);
    assert_eq!(check_charge(1, false, 2, "权益干部"), []);
    assert_eq!(check_charge(2, false, 2, "权益干部")[0].0, "person");
    assert_eq!(check_charge(1, true, 2, "")[1].0, "reason");
}

#[test]
fn who_leads_an_organisation_of_the_county_may_break_the_glass_and_a_childs_waits() {
    assert!(may_ask(&actor(PostKind::Chair, AreaLevel::Community)));
    assert!(may_ask(&actor(PostKind::ViceChair, AreaLevel::County)));
    assert!(!may_ask(&actor(PostKind::Member, AreaLevel::Community)));
    assert!(!may_ask(&actor(PostKind::Chair, AreaLevel::City)));
    assert!(decides_first(true) && !decides_first(false));
    let reason = "她失联了，家里有打砸的声音";
    assert_eq!(check_opening(reason, Some(24), true, 24), []);
    assert_eq!(check_opening("看看", Some(25), false, 24).len(), 3);
    assert_eq!(check_opening(reason, Some(0), true, 24), [OpeningRefusal::Hours(24)]);
}

fn order() -> MeasureWords {
    MeasureWords {
        organ: "法院".to_owned(),
        applicant: "王桂兰".to_owned(),
        respondent: "李大山".to_owned(),
        requests: vec!["no_violence".to_owned()],
        facts: "上周".to_owned(),
        evidence: vec!["statement".to_owned()],
        ..MeasureWords::default()
    }
}

#[test]
fn an_application_has_what_a_court_asks_for_and_on_her_behalf_says_why() {
    assert!(check_measure(MeasureKind::Order, &order()).is_empty());
    assert_eq!(check_measure(MeasureKind::Order, &MeasureWords::default()).len(), 6);
    let behalf = MeasureWords { on_behalf: true, ..order() };
    assert_eq!(check_measure(MeasureKind::Order, &behalf)[0].0, "behalf_reason");
}

#[test]
fn an_order_holds_six_months_at_most_and_nothing_is_skipped() {
    let made = day("2026-08-01");
    let check = |to, on: &str, until: Option<&str>| {
        let said = Turned { to: Some(to), on: Some(day(on)), until: until.map(day), words: "" };
        let refused = check_turn(MeasureKind::Order, (MeasureState::Accepted, made), &said, at(9));
        refused.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    assert!(check(MeasureState::Granted, "2026-08-31", Some("2027-02-28")).is_empty());
    assert_eq!(check(MeasureState::Granted, "2026-08-31", Some("2027-03-01")), ["until"]);
    assert_eq!(check(MeasureState::Granted, "2026-08-31", None), ["until"]);
    assert_eq!(check(MeasureState::Served, "2026-08-31", None), ["to"]);
    assert_eq!(check(MeasureState::Granted, "2026-11-23", Some("2027-01-01")), ["on"]);
    assert_eq!(check(MeasureState::Refused, "2026-08-31", None), ["turn_words"]);
}

#[test]
fn an_order_rings_thirty_fifteen_and_seven_days_before_it_ends() {
    let until = day("2026-12-22");
    assert_eq!(alarm(until, &[30, 15, 7], day("2026-11-21")), None);
    assert_eq!(alarm(until, &[30, 15, 7], day("2026-11-22")), Some(30));
    assert_eq!(alarm(until, &[30, 15, 7], day("2026-12-22")), Some(0));
    assert_eq!(alarm(until, &[30, 15, 7], day("2026-12-23")), None);
}

#[test]
fn after_a_warning_letter_both_are_visited_on_the_days_of_the_plan() {
    assert_eq!(visit_days(day("2026-11-22"), &[7, 30]), [day("2026-11-29"), day("2026-12-22")]);
}

#[test]
fn an_opinion_is_answered_or_the_government_is_asked() {
    let next = next_states(MeasureKind::Opinion, MeasureState::Served);
    assert_eq!(next, [MeasureState::Replied, MeasureState::Escalated]);
}

#[test]
fn every_measure_comes_to_an_end_from_wherever_it_stands() {
    for kind in MeasureKind::ALL {
        let mut reached = vec![first_state(*kind)];
        let mut index = 0;
        while index < reached.len() {
            for next in next_states(*kind, reached[index]) {
                if !reached.contains(next) {
                    reached.push(*next);
                }
            }
            index += 1;
        }
        for state in &reached {
            let mut from = vec![*state];
            let mut at = 0;
            while at < from.len() {
                from.extend(
                    next_states(*kind, from[at])
                        .iter()
                        .filter(|next| !from.contains(next))
                        .copied()
                        .collect::<Vec<_>>(),
                );
                at += 1;
            }
            assert!(from.contains(&MeasureState::Ended), "{kind:?} is stuck at {state:?}");
        }
    }
}

#[test]
fn an_order_is_made_longer_by_the_court_alone_and_a_breach_does_not_end_it() {
    use MeasureState::{Breached, Ended, Extended, Renewing, Reviewing, Served};
    assert_eq!(next_states(MeasureKind::Order, Served), [Renewing, Reviewing, Breached, Ended]);
    assert!(!next_states(MeasureKind::Order, Served).contains(&Extended));
    assert!(holds(Renewing) && holds(Breached) && holds(Extended) && holds(Reviewing) && !holds(Ended));
    let said = |until: &str| Turned {
        to: Some(Extended),
        on: Day::parse("2026-11-22").ok(),
        until: Day::parse(until).ok(),
        words: "",
    };
    let refused =
        |until: &str| check_turn(MeasureKind::Order, (Renewing, day("2026-05-01")), &said(until), at(9));
    assert!(refused("2027-05-22").is_empty());
    assert_eq!(refused("2027-05-23").len(), 1);
    assert_eq!(refused("").len(), 1, "it says until when");
}

#[test]
fn a_look_is_written_down_once_in_some_minutes_and_what_leaves_each_time() {
    let later = |minutes: i64| at(9).plus_seconds(minutes * 60);
    assert!(is_a_new_look(LookedAt::Case, None, at(9), 30));
    assert!(!is_a_new_look(LookedAt::Case, Some(at(9)), later(29), 30));
    assert!(is_a_new_look(LookedAt::Case, Some(at(9)), later(30), 30));
    for leaves in [LookedAt::Paper, LookedAt::Download, LookedAt::OpenedFile] {
        assert!(is_a_new_look(leaves, Some(at(9)), at(9), 30));
    }
}

#[test]
fn who_has_been_with_a_case_longest_is_proposed_and_who_is_gone_never() {
    let person = |number: u128| (Id::from_uuid(Uuid::from_u128(number)), number.to_string());
    let serving = [person(1), person(2), person(3)];
    assert_eq!(proposed(&serving, person(1).0), Some(&serving[1]));
    assert_eq!(proposed(&serving, person(9).0), Some(&serving[0]));
    assert_eq!(proposed(&serving[..1], person(1).0), None);
}

#[test]
fn a_case_without_somebody_responsible_waits_returns_or_falls_to_who_is_in_charge() {
    assert_eq!(succeeding(true, false, false, true), Succeeding::Nothing);
    assert_eq!(succeeding(false, false, false, true), Succeeding::Begins);
    assert_eq!(succeeding(false, true, false, true), Succeeding::Nothing, "she has time");
    assert_eq!(succeeding(false, true, true, true), Succeeding::Falls);
    assert_eq!(succeeding(false, true, true, false), Succeeding::Nothing, "nobody to fall to");
    assert_eq!(succeeding(true, true, true, true), Succeeding::Returns);
}

#[test]
fn a_file_about_a_child_is_opened_by_who_is_responsible_and_by_others_after_consent() {
    assert_eq!(file_access(false, false, false, None), FileAccess::Open);
    assert_eq!(file_access(true, true, false, None), FileAccess::Open);
    assert_eq!(file_access(true, false, true, None), FileAccess::Open);
    assert_eq!(file_access(true, false, false, None), FileAccess::Ask);
    assert_eq!(file_access(true, false, false, Some(ConsentState::Asked)), FileAccess::Asked);
    assert_eq!(file_access(true, false, false, Some(ConsentState::Refused)), FileAccess::Refused);
    assert_eq!(file_access(true, false, false, Some(ConsentState::Agreed)), FileAccess::Open);
}
