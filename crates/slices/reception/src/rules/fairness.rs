//! Whose turn it is.

use std::collections::HashMap;

use niangjia_deadline::Calendar;
use niangjia_kernel::{Day, Id, Person};

use crate::model::Pattern;

const WORKING_WEEK: i64 = 0b001_1111;

/// R-REC-02. A duty has a turn on its weekdays, not on public holidays unless it says so; a duty of the whole working week has one
/// on the days that are worked in exchange too.
///
/// Source: 全国年节及纪念日放假办法 (the calendar of `parts/deadline`); domain.md §10. Reading: who works on a Saturday in exchange
/// is open on it.
pub(crate) fn has_turn(pattern: &Pattern, day: Day, calendar: &Calendar) -> bool {
    // 0 is Monday; the first of January 1970 was a Thursday.
    let weekday = (day.number() + 3).rem_euclid(7);
    let named = pattern.weekdays & (1 << weekday) != 0;
    let weekend = weekday >= 5;
    let exchanged = weekend && calendar.works(day) && pattern.weekdays & WORKING_WEEK == WORKING_WEEK;
    let holiday = !weekend && !calendar.works(day) || weekend && is_holiday(day, calendar);
    exchanged || (named && (pattern.holidays || !holiday))
}

/// Whether a day of the weekend lies in a public holiday: the working day before or after it is off.
fn is_holiday(day: Day, calendar: &Calendar) -> bool {
    let weekday = |day: Day| (day.number() + 3).rem_euclid(7);
    let friday = day.plus(4 - weekday(day));
    let monday = day.plus(7 - weekday(day));
    !calendar.works(day) && (!calendar.works(friday) || !calendar.works(monday))
}

/// Somebody who takes turns.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) person: Id<Person>,
    /// When she serves on the committee: first day, and the first day on which she does not any more.
    pub(crate) serves: Vec<(Day, Option<Day>)>,
    /// When she takes no turns.
    pub(crate) leaves: Vec<(Day, Option<Day>)>,
}

fn among(spans: &[(Day, Option<Day>)], day: Day) -> bool {
    spans.iter().any(|(from, until)| *from <= day && until.is_none_or(|until| day < until))
}

impl Member {
    /// Whether she takes turns on a day.
    pub(crate) fn is_free(&self, day: Day) -> bool {
        among(&self.serves, day) && !among(&self.leaves, day)
    }
}

/// How many turns everybody has had, going through the days in their order.
pub(crate) struct Standings<'a> {
    members: &'a [Member],
    turns: HashMap<Id<Person>, i64>,
    last: HashMap<Id<Person>, Day>,
    free: Vec<Id<Person>>,
}

impl<'a> Standings<'a> {
    /// Nobody has had a turn.
    pub(crate) fn new(members: &'a [Member]) -> Self {
        Self { members, turns: HashMap::new(), last: HashMap::new(), free: Vec::new() }
    }

    /// R-REC-03. The next turn is hers who has had the fewest, and of those hers whose last one is longest ago; nobody has two on
    /// one day; whoever joins or comes back begins with as many as the least of the others, and makes nothing up.
    ///
    /// Between two who were there all the time the difference is at most one: after every drawing, whoever joins, leaves or is away
    /// meanwhile, and whatever turns are exchanged. Two things may make it larger, each by at most one a turn: a stand-in, for a turn
    /// counts for whoever serves it; and a turn that is drawn again for a day on which whoever has the fewest serves already. What is
    /// larger is never made larger by drawing, and is gone as soon as as many turns are drawn as are missing to those with fewer.
    ///
    /// Source: S2 (every member does 12338 duty shifts). Reading: a stand-in is agreed between two and spares her the next time; turns that
    /// others have already are not moved for the sake of a count. Ours.
    pub(crate) fn next(&mut self, day: Day, had_today: &[Id<Person>]) -> Option<Id<Person>> {
        self.comes_to(day);
        let free = self.free.iter().filter(|person| !had_today.contains(person));
        free.min_by_key(|person| (self.turns_of(**person), self.last.get(*person).copied(), **person))
            .copied()
    }

    /// Notes that somebody has a turn on a day, not before those noted so far.
    pub(crate) fn had(&mut self, person: Id<Person>, day: Day) {
        self.comes_to(day);
        *self.turns.entry(person).or_default() += 1;
        let last = self.last.entry(person).or_insert(day);
        *last = day.max(*last);
    }

    /// How many turns somebody stands at.
    pub(crate) fn turns_of(&self, person: Id<Person>) -> i64 {
        self.turns.get(&person).copied().unwrap_or(0)
    }

    /// Who takes a turn that is drawn again, when `had` are all turns that somebody has, in the order of their days, before and after
    /// it; `busy` are those who have one on its day, or cannot take it.
    pub(crate) fn again(
        members: &'a [Member],
        had: impl Iterator<Item = (Day, Id<Person>)>,
        (day, busy): (Day, &[Id<Person>]),
    ) -> Option<Id<Person>> {
        let mut standings = Self::new(members);
        for (on, person) in had {
            standings.had(person, on);
        }
        standings.next(day, busy)
    }

    fn comes_to(&mut self, day: Day) {
        let free: Vec<_> = self.members.iter().filter(|one| one.is_free(day)).map(|one| one.person).collect();
        if free == self.free {
            return;
        }
        let stayed = free.iter().filter(|person| self.free.contains(person));
        if let Some(least) = stayed.map(|person| self.turns_of(*person)).min() {
            for person in free.iter().filter(|person| !self.free.contains(person)) {
                let turns = self.turns.entry(*person).or_default();
                *turns = least.max(*turns);
            }
        }
        self.free = free;
    }
}

#[cfg(test)]
mod histories;
#[cfg(test)]
mod tests;
