use niangjia_deadline::Clocks;
use uuid::Uuid;

use super::*;

pub(super) fn person(number: u128) -> Id<Person> {
    Id::from_uuid(Uuid::from_u128(number))
}

pub(super) fn member(number: u128, from: i64, leaves: &[(i64, i64)]) -> Member {
    let leaves = leaves.iter().map(|(from, until)| (Day::from_number(*from), Some(Day::from_number(*until))));
    Member { person: person(number), serves: vec![(Day::from_number(from), None)], leaves: leaves.collect() }
}

/// Numbers that look thrown; the same for the same seed.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn throw(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap_or(0) % sides
    }
}

/// Draws turns for so many days, and says who had which.
fn drawn(members: &[Member], places: i64, days: i64) -> Vec<(Id<Person>, i64)> {
    let mut standings = Standings::new(members);
    let mut turns = Vec::new();
    for day in 0..days {
        let mut today = Vec::new();
        for _ in 0..places {
            if let Some(next) = standings.next(Day::from_number(day), &today) {
                standings.had(next, Day::from_number(day));
                today.push(next);
                turns.push((next, day));
            }
        }
    }
    turns
}

#[test]
fn over_any_history_those_who_were_there_all_the_time_differ_by_one_turn_at_most() {
    let (mut spread, mut drawn_with_leaves) = (0, 0);
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let count = 1 + dice.throw(12);
        let steady = 1 + dice.throw(count);
        let members: Vec<_> = (0..count)
            .map(|number| {
                let leave = |dice: &mut Dice| {
                    let from = dice.throw(150);
                    (from, from + 1 + dice.throw(60))
                };
                let known = u128::try_from(number).unwrap_or(0);
                match number < steady {
                    true => member(known, 0, &[]),
                    false => member(known, dice.throw(100), &[leave(&mut dice), leave(&mut dice)]),
                }
            })
            .collect();
        let turns = drawn(&members, 1 + dice.throw(3), 200);
        for day in [30, 90, 199] {
            let had = |who: i64| {
                let known = person(u128::try_from(who).unwrap_or(0));
                turns.iter().filter(|(person, on)| *person == known && *on <= day).count()
            };
            let (least, most) =
                ((0..steady).map(had).min().unwrap_or(0), (0..steady).map(had).max().unwrap_or(0));
            assert!(most - least <= 1, "seed {seed}, day {day}: {least} to {most}");
            spread = spread.max(most);
        }
        let on_leave = |person: Id<Person>, day: i64| {
            members.iter().any(|one| one.person == person && !one.is_free(Day::from_number(day)))
        };
        assert!(
            turns.iter().all(|(person, day)| !on_leave(*person, *day)),
            "seed {seed}: somebody on leave was drawn"
        );
        drawn_with_leaves += usize::from(steady < count);
    }
    assert!(spread > 20 && drawn_with_leaves > 100, "the histories are long, and people came and went");
}

#[test]
fn an_exchange_changes_nothing_and_a_stand_in_is_spared_the_next_time() {
    let members = [member(1, 0, &[]), member(2, 0, &[]), member(3, 0, &[])];
    let mut standings = Standings::new(&members);
    for (who, day) in [(1, 0), (2, 1), (2, 2)] {
        standings.had(person(who), Day::from_number(day));
    }
    let mut order = Vec::new();
    for day in 3..7 {
        let next = standings.next(Day::from_number(day), &[]).expect("somebody is free");
        standings.had(next, Day::from_number(day));
        order.push(next);
    }
    assert_eq!(order[..3], [person(3), person(1), person(3)], "who stood in has her turn last");
}

#[test]
fn who_comes_back_makes_nothing_up() {
    let members = [member(1, 0, &[]), member(2, 0, &[]), member(3, 0, &[(0, 60)])];
    let turns = drawn(&members, 1, 120);
    let after = turns.iter().filter(|(who, day)| *who == person(3) && *day >= 60).count();
    assert!((20..=21).contains(&after), "a third of sixty, not all of them: {after}");
    assert_eq!(drawn(&members, 4, 1).len(), 2, "nobody has two turns on one day");
}

#[test]
fn a_turn_is_on_its_weekdays_not_on_holidays_and_on_days_worked_in_exchange() {
    let calendar = Clocks::in_force().calendar();
    let pattern = |weekdays, holidays| Pattern { weekdays, starts: 510, ends: 1_050, holidays };
    let day = |text: &str| Day::parse(text).expect("a day");
    let week = pattern(0b001_1111, false);
    assert!(has_turn(&week, day("2026-11-23"), calendar), "a Monday");
    assert!(!has_turn(&week, day("2026-11-22"), calendar), "a Sunday");
    assert!(!has_turn(&week, day("2026-10-01"), calendar), "the national day");
    assert!(has_turn(&pattern(0b111_1111, true), day("2026-10-01"), calendar), "the hotline goes on");
    assert!(!has_turn(&pattern(0b111_1111, false), day("2026-10-03"), calendar), "a Saturday in a holiday");
    assert!(has_turn(&pattern(0b111_1111, false), day("2026-11-21"), calendar), "an ordinary Saturday");
    let exchanged = (0..365).map(|days| day("2026-01-01").plus(days));
    let worked: Vec<_> =
        exchanged.filter(|day| (day.number() + 3).rem_euclid(7) >= 5 && calendar.works(*day)).collect();
    assert!(!worked.is_empty(), "some weekend days of 2026 are worked");
    assert!(worked.iter().all(|day| has_turn(&week, *day, calendar)));
    assert!(worked.iter().all(|day| !has_turn(&pattern(0b1, false), *day, calendar)), "Mondays only");
}
