//! Whole histories of a committee: months are drawn, turns change hands, people come, go and are away.

use super::tests::{Dice, member, person};
use super::*;

const MONTH: i64 = 30;

/// A committee and its turns; the first `steady` are there all the time.
struct Office {
    members: Vec<Member>,
    steady: u128,
    places: i64,
    turns: Vec<(Day, Id<Person>)>,
    /// How many turns were drawn again since a month was drawn.
    again: i64,
}

impl Office {
    fn had(&self, until: i64) -> Vec<i64> {
        let before = |on: &Day| on.number() < until;
        let count = |who| self.turns.iter().filter(|(on, person)| *person == who && before(on)).count();
        (0..self.steady).map(|number| i64::try_from(count(person(number))).unwrap_or(0)).collect()
    }

    /// The largest difference among those who were there all the time, over everything that is drawn.
    fn spread(&self) -> i64 {
        let had = self.had(i64::MAX);
        had.iter().max().unwrap_or(&0) - had.iter().min().unwrap_or(&0)
    }

    fn draw(&mut self, from: i64) {
        self.again = 0;
        let mut standings = Standings::new(&self.members);
        for (on, person) in &self.turns {
            standings.had(*person, *on);
        }
        for day in (from..from + MONTH).map(Day::from_number) {
            let mut today = Vec::new();
            for _ in 0..self.places {
                if let Some(next) = standings.next(day, &today) {
                    standings.had(next, day);
                    today.push(next);
                    self.turns.push((day, next));
                }
            }
        }
    }

    /// Somebody cannot serve what she has in some days: each is drawn again, as the action does it.
    fn redraw(&mut self, who: Id<Person>, (from, until): (i64, i64)) {
        let lost: Vec<_> = self
            .turns
            .iter()
            .filter(|(on, person)| *person == who && (from..until).contains(&on.number()))
            .map(|(on, _)| *on)
            .collect();
        self.turns.retain(|(on, person)| !(*person == who && lost.contains(on)));
        for day in lost {
            let busy: Vec<_> =
                self.turns.iter().filter(|(on, _)| *on == day).map(|(_, who)| *who).chain([who]).collect();
            if let Some(next) = Standings::again(&self.members, self.turns.iter().copied(), (day, &busy)) {
                self.turns.push((day, next));
                self.again += 1;
                self.turns.sort_by_key(|(on, _)| *on);
            }
        }
    }

    /// Two exchange a turn each, where neither then has two on one day.
    fn exchange(&mut self, (one, other): (usize, usize)) {
        let ((first, hers), (second, theirs)) = (self.turns[one], self.turns[other]);
        let has = |who, day| self.turns.contains(&(day, who));
        if first != second && !has(hers, second) && !has(theirs, first) {
            self.turns[one].1 = theirs;
            self.turns[other].1 = hers;
        }
    }

    /// Another takes a turn for nothing; says whether she could.
    fn stand_in(&mut self, at: usize, who: Id<Person>) -> bool {
        let (day, hers) = self.turns[at];
        let free = self.members.iter().any(|one| one.person == who && one.is_free(day));
        let takes = free && who != hers && !self.turns.contains(&(day, who));
        if takes {
            self.turns[at].1 = who;
        }
        takes
    }
}

/// What happens in a month besides drawing.
#[derive(Clone, Copy, PartialEq)]
enum Happens {
    Exchanges,
    StandIns,
}

/// A history of `months`; gives the office, how many stand-ins there were, and the largest spread after any drawing of a month.
fn history(seed: u64, places: i64, happens: Happens) -> (Office, i64, i64) {
    let mut dice = Dice(seed);
    let steady = 3 + dice.throw(5);
    let count = steady + dice.throw(4);
    let number = |value: i64| u128::try_from(value).unwrap_or(0);
    let members = (0..count)
        .map(|one| match one < steady {
            true => member(number(one), 0, &[]),
            false => member(number(one), dice.throw(100), &[]),
        })
        .collect();
    let mut office = Office { members, steady: number(steady), places, turns: Vec::new(), again: 0 };
    let (mut stand_ins, mut worst) = (0, 0);
    for month in 0..6 {
        let from = month * MONTH;
        office.draw(from);
        worst = worst.max(office.spread());
        for _ in 0..dice.throw(6) {
            let all = i64::try_from(office.turns.len()).unwrap_or(1);
            let pick = |dice: &mut Dice| usize::try_from(dice.throw(all)).unwrap_or(0);
            match happens {
                Happens::Exchanges => office.exchange((pick(&mut dice), pick(&mut dice))),
                Happens::StandIns => {
                    let who = person(number(dice.throw(count)));
                    stand_ins += i64::from(office.stand_in(pick(&mut dice), who));
                }
            }
        }
        // One of those who come and go is away for some days of this month, or leaves for good.
        if count > steady {
            let who = usize::try_from(steady + dice.throw(count - steady)).unwrap_or(0);
            let days = (from + dice.throw(20), from + 20 + dice.throw(20));
            let span = (Day::from_number(days.0), Some(Day::from_number(days.1)));
            office.members[who].leaves.push(span);
            let away = office.members[who].person;
            office.redraw(away, days);
        }
    }
    (office, stand_ins, worst)
}

#[test]
fn exchanges_leaves_and_newcomers_leave_a_difference_of_one_where_one_serves_a_day() {
    let mut redrawn = 0;
    for seed in 0..300 {
        let (office, _, worst) = history(seed, 1, Happens::Exchanges);
        assert!(worst <= 1, "seed {seed}: {worst} after a drawing");
        assert!(office.spread() <= 1, "seed {seed}: {:?}", office.had(i64::MAX));
        redrawn += usize::from(office.members.iter().any(|one| !one.leaves.is_empty()));
    }
    assert!(redrawn > 100, "people were away");
}

/// Two who are drawn for one day again and again serve together: when one of them is away, the other is never free to take her turns.
#[test]
fn where_several_serve_a_day_turns_drawn_again_may_leave_a_difference_until_the_next_month() {
    let mut larger = 0;
    for seed in 0..300 {
        let (mut office, _, worst) = history(seed, 2, Happens::Exchanges);
        assert!(worst <= 1, "seed {seed}: {worst} after a drawing");
        let spread = office.spread();
        assert!(spread <= 1 + office.again, "seed {seed}: {:?}", office.had(i64::MAX));
        larger += usize::from(spread > 1);
        office.draw(6 * MONTH);
        assert!(office.spread() <= 1, "seed {seed}: {:?}", office.had(i64::MAX));
    }
    assert!(larger > 20, "it happens: {larger} of 300");
}

#[test]
fn a_stand_in_counts_for_who_serves_and_is_evened_out_by_the_next_drawings() {
    let mut larger = 0;
    for seed in 0..300 {
        let (mut office, stand_ins, _) = history(seed, 1, Happens::StandIns);
        let spread = office.spread();
        assert!(spread <= 1 + 2 * stand_ins, "seed {seed}: {spread} after {stand_ins}");
        larger += usize::from(spread > 1);
        for month in 6..9 {
            let before = office.spread();
            office.draw(month * MONTH);
            assert!(office.spread() <= before.max(1), "seed {seed}: drawing made it larger");
        }
        assert!(office.spread() <= 1, "seed {seed}: {:?}", office.had(i64::MAX));
    }
    assert!(larger > 20, "some stand-ins did make a difference: {larger}");
}
