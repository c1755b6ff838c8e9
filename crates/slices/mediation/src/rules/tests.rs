use niangjia_kernel::{Day, Id, OrgPath, Tenant, Timestamp};
use uuid::Uuid;

use super::course::SaidSession;
use super::*;
use crate::model::{
    Agreement, Case, ChosenBy, Clause, ClauseWords, Confirmation, Consent, Details, Form, Member, Origin,
    Party, Performance, Role, Side, State, Terms,
};
use crate::pack::MediationRules;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn case(state: State) -> Case {
    Case {
        tenant: Tenant::NATION,
        id: Id::from_uuid(Uuid::nil()),
        org_id: Id::from_uuid(Uuid::nil()),
        org_path: OrgPath::nation(),
        origin: Origin::Application,
        category: "couple".to_owned(),
        state,
        household: None,
        applied: day("2026-11-01"),
        registrar_name: "程丽华".to_owned(),
        called: None,
        accepted: Some(day("2026-11-02")),
        ended: None,
        cause: None,
        form: None,
        with_member: false,
        filed: None,
        retention: None,
        archived: None,
        until: None,
    }
}

fn member(role: Role, declared: Option<Day>) -> Member {
    Member {
        id: Id::from_uuid(Uuid::nil()),
        person: None,
        name: "汪秀英".to_owned(),
        role,
        chosen_by: ChosenBy::Committee,
        declared,
        agreed_to: None,
        committee: true,
        from: day("2026-11-02"),
        until: None,
    }
}

fn party(name: &str, signed: Option<Day>) -> Party {
    Party {
        id: Id::from_uuid(Uuid::nil()),
        side: Side::Applicant,
        details: Details { name: name.to_owned(), ..Details::default() },
        household: None,
        informed: None,
        consent: None,
        signed,
    }
}

fn clause(due: Option<&str>, performance: Option<Performance>) -> Clause {
    Clause {
        id: Id::from_uuid(Uuid::nil()),
        number: 1,
        words: ClauseWords::default(),
        due: due.map(day),
        status: false,
        performance: performance.map(|one| (one, day("2026-11-10"))),
    }
}

fn agreement(effective: Option<&str>, confirmation: Option<Confirmation>) -> Agreement {
    Agreement {
        form: Form::Written,
        on: day("2026-11-05"),
        terms: Terms::default(),
        mediator_signed: None,
        stamped: None,
        effective: effective.map(day),
        confirmation: confirmation.map(|step| (step, day("2026-11-08"))),
        court: String::new(),
        clauses: Vec::new(),
    }
}

#[test]
fn one_yes_to_any_question_ends_the_mediation_and_says_whether_a_child_is_concerned() {
    let questions = &MediationRules::in_force().question;
    assert_eq!(hit(questions, |_| false), None);
    for question in questions {
        let found = hit(questions, |code| code == question.code).expect("a hit");
        assert_eq!((found.violence, found.child), (question.violence, question.child), "{}", question.code);
    }
}

#[test]
fn a_dispute_is_taken_when_all_agree_and_not_when_one_refuses() {
    use Consent::{Agrees, Refuses};
    assert_eq!(outcome_of_consents(&[Some(Agrees), Some(Agrees)]), Some(Agrees));
    assert_eq!(outcome_of_consents(&[Some(Agrees), Some(Refuses)]), Some(Refuses));
    assert_eq!(outcome_of_consents(&[None, Some(Refuses)]), Some(Refuses));
    assert_eq!(outcome_of_consents(&[Some(Agrees), None]), None);
    assert_eq!(outcome_of_consents(&[]), None);
}

#[test]
fn nobody_mediates_without_a_declaration_and_nobody_is_invited_without_consent() {
    let said =
        |role, declared, agreed_to| SaidMember { role, name: "吴倩".to_owned(), declared, agreed_to };
    let field = |said: &SaidMember, there: &[Member]| check_member(said, there).first().map(|one| one.0);
    assert_eq!(field(&said(Role::Mediator, false, false), &[]), Some("declared"));
    assert_eq!(field(&said(Role::Mediator, true, false), &[]), None);
    assert_eq!(field(&said(Role::Recorder, false, false), &[]), None);
    assert_eq!(field(&said(Role::Invited, false, false), &[]), Some("agreed_to"));
    let twice = SaidMember { name: "汪秀英".to_owned(), ..said(Role::Mediator, true, false) };
    assert_eq!(field(&twice, &[member(Role::Mediator, None)]), Some("person"));
}

#[test]
fn a_sitting_is_between_acceptance_and_the_end_with_a_mediator_who_declared_herself() {
    let today = day("2026-11-22");
    let said = |on: &str| SaidSession {
        on: day(on),
        sitting: true,
        words: "谈了一次".to_owned(),
        place: "调解室".to_owned(),
    };
    let there = [member(Role::Mediator, Some(day("2026-11-02")))];
    let field = |said: &SaidSession, case: &Case, there: &[Member]| {
        check_session(said, case, there, today).first().map(|one| one.0)
    };
    let open = case(State::Accepted);
    assert_eq!(field(&said("2026-11-02"), &open, &there), None);
    assert_eq!(field(&said("2026-11-01"), &open, &there), Some("on_day"));
    assert_eq!(field(&said("2026-11-23"), &open, &there), Some("on_day"));
    assert_eq!(field(&said("2026-11-03"), &open, &[member(Role::Mediator, None)]), Some("words"));
    let inquiry = SaidSession { sitting: false, ..said("2026-11-03") };
    assert_eq!(field(&inquiry, &open, &[]), None, "an inquiry needs no mediator");
    let ended = Case { ended: Some(day("2026-11-10")), ..case(State::Failed) };
    let after = check_session(&said("2026-11-11"), &ended, &there, today);
    assert!(after[0].1.contains("2026年11月10日 已经结束"), "{after:?}");
}

#[test]
fn an_ending_has_its_day_and_the_parties_were_told_of_other_ways() {
    let (today, open) = (day("2026-11-22"), case(State::Accepted));
    assert!(check_ending(today, &open, true, today).is_empty());
    assert_eq!(check_ending(today, &open, false, today)[0].0, "told");
    assert_eq!(check_ending(day("2026-11-01"), &open, true, today)[0].0, "on_day");
    assert_eq!(check_ending(day("2026-11-23"), &open, true, today)[0].0, "on_day");
}

#[test]
fn what_is_performed_later_is_agreed_in_writing() {
    let clause = |due: Option<&str>| SaidClause {
        words: "付 5000 元".to_owned(),
        way: "转账".to_owned(),
        due: due.map(day),
        row: 2,
        ..SaidClause::default()
    };
    let check = |form, clauses: &[SaidClause]| {
        let days = (Some(day("2026-11-02")), day("2026-11-22"));
        let found = check_agreement(form, day("2026-11-05"), "因家务争吵", clauses, days);
        found.first().map(|one| one.sentence().0)
    };
    assert_eq!(check(Form::Oral, &[clause(None)]), None);
    assert_eq!(check(Form::Oral, &[clause(Some("2026-11-05"))]), None, "on the spot");
    assert_eq!(check(Form::Oral, &[clause(Some("2026-11-06"))]), Some("form".to_owned()));
    assert_eq!(check(Form::Written, &[clause(Some("2026-11-06"))]), None);
    assert_eq!(check(Form::Written, &[]), Some("clause-1".to_owned()));
    let silent = SaidClause { way: String::new(), ..clause(None) };
    assert_eq!(check(Form::Written, &[silent]), Some("way-2".to_owned()), "at its own row");
    let many = vec![clause(None); MOST_CLAUSES + 1];
    assert_eq!(check(Form::Written, &many[1..]), None);
    assert_eq!(check(Form::Written, &many), Some("clause-1".to_owned()));
}

#[test]
fn nothing_is_performed_before_it_was_agreed() {
    let check = |due| {
        let clause = SaidClause {
            words: "付 5000 元".to_owned(),
            way: "转账".to_owned(),
            due: Some(day(due)),
            row: 3,
            ..SaidClause::default()
        };
        let days = (Some(day("2026-11-02")), day("2026-11-22"));
        let found = check_agreement(Form::Written, day("2026-11-05"), "因家务争吵", &[clause], days);
        found.first().map(|one| one.sentence().0)
    };
    assert_eq!(check("2026-11-04"), Some("due_day-3".to_owned()));
    assert_eq!(check("2026-11-05"), None, "on the day itself");
    assert_eq!(check("2026-11-06"), None);
}

#[test]
fn an_agreement_takes_effect_on_the_day_of_the_last_signature_and_never_without_one() {
    let (first, last) = (day("2026-11-05"), day("2026-11-09"));
    let both = [party("李梅", Some(first)), party("王强", Some(last))];
    assert_eq!(takes_effect(&both, Some(first), Some(first)), Ok(last));
    let one = [party("李梅", Some(first)), party("王强", None)];
    let missing = takes_effect(&one, Some(first), Some(first)).expect_err("a party did not sign");
    assert_eq!(missing, ["王强没有签名（盖章或按指印），协议还没有生效"]);
    assert_eq!(takes_effect(&both, None, Some(first)).expect_err("no mediator").len(), 1);
    assert_eq!(takes_effect(&both, Some(first), None).expect_err("no seal").len(), 1);
}

#[test]
fn a_clause_about_a_marriage_is_shown_as_one_that_no_court_confirms() {
    let words = &MediationRules::in_force().not_confirmed;
    assert!(is_not_confirmed("双方同意离婚", words) && is_not_confirmed("孩子抚养权归女方", words));
    assert!(
        !is_not_confirmed("男方每月付抚养费 800 元", words) && !is_not_confirmed("退还彩礼 3 万元", words)
    );
}

#[test]
fn a_clause_is_soon_some_days_before_late_the_day_after_and_quiet_when_performed() {
    let on = |due: &str, today: &str| standing(&clause(Some(due), None), 7, day(today));
    assert_eq!(on("2026-11-20", "2026-11-12"), ClauseStanding::Plan(8));
    assert_eq!(on("2026-11-20", "2026-11-13"), ClauseStanding::Soon(7));
    assert_eq!(on("2026-11-20", "2026-11-20"), ClauseStanding::Soon(0));
    assert_eq!(on("2026-11-20", "2026-11-21"), ClauseStanding::Late(1));
    let with = |one| standing(&clause(Some("2026-11-20"), Some(one)), 7, day("2026-11-22"));
    assert_eq!(with(Performance::Performed), ClauseStanding::Settled);
    assert_eq!(with(Performance::Breached), ClauseStanding::Late(2));
    assert_eq!(with(Performance::Urged), ClauseStanding::Followed);
}

#[test]
fn both_apply_within_the_period_and_the_court_goes_step_by_step() {
    use Confirmation::{Accepted, Applied, Confirmed, Refused};
    let today = day("2026-11-22");
    let last = Some(day("2026-12-07"));
    let check = |one: &Agreement, step, on: &str, last| {
        check_confirmation(one, step, (day(on), today), last).err().map(|(field, _)| field)
    };
    let fresh = agreement(Some("2026-11-07"), None);
    assert_eq!(check(&fresh, Applied, "2026-11-20", last), None);
    assert_eq!(check(&fresh, Applied, "2026-11-20", Some(day("2026-11-20"))), None, "the last day");
    assert_eq!(check(&fresh, Applied, "2026-11-21", Some(day("2026-11-20"))), Some("on_day"));
    assert_eq!(check(&fresh, Confirmed, "2026-11-20", last), Some("step"));
    assert_eq!(check(&agreement(None, None), Applied, "2026-11-20", last), Some("step"));
    let applied = agreement(Some("2026-11-07"), Some(Applied));
    assert_eq!(check(&applied, Accepted, "2026-11-20", None), None);
    assert_eq!(check(&applied, Refused, "2026-11-20", None), None);
    assert_eq!(check(&applied, Accepted, "2026-11-07", None), Some("on_day"), "before it was applied for");
    assert_eq!(check(&agreement(Some("2026-11-07"), Some(Accepted)), Confirmed, "2026-11-20", None), None);
}

#[test]
fn a_case_is_numbered_by_year_and_place() {
    let pattern = &MediationRules::in_force().number;
    assert_eq!(number_words(pattern, "嵩合社区", 2026, 3), "（2026）嵩合人调字第3号");
    assert_eq!(number_words(pattern, "河沥溪街道", 2026, 12), "（2026）河沥溪街道人调字第12号");
}

#[test]
fn a_file_is_bound_when_what_it_must_have_is_there() {
    let rules = MediationRules::in_force();
    let stages = [(false, false), (true, false), (true, true)].map(|(taken, agreed)| Stage { taken, agreed });
    let required = |there: &[&str]| {
        let missing = |stage| lacking(rules, |code| there.contains(&code), stage);
        stages.map(|stage| missing(stage).iter().filter(|lack| lack.required).count())
    };
    assert_eq!(required(&[]), [4, 5, 6], "of a case that was never taken there are no minutes");
    let all = ["application", "rights", "identity", "minutes", "back_cover"];
    assert_eq!(required(&all), [0, 0, 1]);
    let named = lacking(rules, |code| all.contains(&code), stages[2]);
    assert_eq!(named.len(), 8, "what is only as needed is named");
}

#[test]
fn how_long_a_file_is_kept_follows_what_came_of_it() {
    let rules = MediationRules::in_force();
    assert_eq!(retention_of(rules, None, None), "short");
    assert_eq!(retention_of(rules, Some(Form::Oral), None), "short");
    assert_eq!(retention_of(rules, Some(Form::Written), Some(Confirmation::Refused)), "long");
    assert_eq!(retention_of(rules, Some(Form::Written), Some(Confirmation::Confirmed)), "permanent");
}

#[test]
fn every_state_has_its_next_step() {
    let now: Timestamp = day("2026-11-22").start();
    let declared = [member(Role::Mediator, Some(day("2026-11-02")))];
    let step = |case: &Case, there: &[Member], one: Option<&Agreement>, revisits| {
        next(case, there, one, revisits, now)
    };
    assert_eq!(step(&case(State::Applied), &[], None, 0), Next::Screen);
    assert_eq!(step(&case(State::Screened), &[], None, 0), Next::AskConsent);
    assert_eq!(step(&case(State::Accepted), &[member(Role::Mediator, None)], None, 0), Next::Assign);
    assert_eq!(step(&case(State::Accepted), &declared, None, 0), Next::Mediate);
    let over = Case { until: Some(now), ..case(State::Accepted) };
    assert_eq!(step(&over, &declared, None, 0), Next::ExtendOrEnd);
    let agreed = case(State::Agreed);
    assert_eq!(step(&agreed, &declared, Some(&agreement(None, None)), 0), Next::Sign);
    let mut effective = agreement(Some("2026-11-07"), None);
    assert_eq!(step(&agreed, &declared, Some(&effective), 0), Next::Revisit);
    assert_eq!(step(&agreed, &declared, Some(&effective), 1), Next::File);
    effective.clauses = vec![clause(Some("2026-11-22"), None)];
    assert_eq!(step(&agreed, &declared, Some(&effective), 1), Next::Perform);
    assert_eq!(step(&case(State::Stopped), &[], None, 0), Next::File);
    assert_eq!(step(&case(State::Filed), &[], None, 0), Next::Archive);
    assert_eq!(step(&case(State::Diverted), &[], None, 0), Next::Nothing);
}
