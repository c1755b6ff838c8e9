//! When families were visited: backwards from where each stands on the anchor day, at its own interval, never quite
//! regularly.

use niangjia_household::api::{HouseholdRules, NeedKind, Side};
use niangjia_kernel::{Day, SeededChance, Timestamp};

use super::plan::{Household, Member, Pace};

/// A visit before anybody said what it was about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meeting {
    pub(super) household: usize,
    pub(super) on: Day,
    pub(super) at: Timestamp,
    /// The day agreed for looking again, where one was.
    pub(super) follow_up: Option<Day>,
}

/// Every visit of a community from `from` to the day before `today`, in the order in which they were recorded.
pub(super) fn meetings(
    chance: &SeededChance,
    members: &[Member],
    households: &[Household],
    from: Day,
    today: Day,
) -> Vec<Meeting> {
    let mut of_member = vec![[0usize; 2]; members.len()];
    let mut meetings = Vec::new();
    for (index, household) in households.iter().enumerate() {
        let Some(link) = household.link else { continue };
        let on_residence_side = usize::from(link.side == Side::Residence);
        let place = &mut of_member[link.member][on_residence_side];
        let state =
            State { pace: members[link.member].pace, place: *place, interval: interval(household.need) };
        *place += 1;
        let from = if from > link.since { from } else { link.since };
        for (on, follow_up) in backwards(chance, state, from, today) {
            meetings.push(Meeting {
                household: index,
                on,
                at: recorded_at(chance, on, follow_up, today),
                follow_up,
            });
        }
    }
    meetings.sort_by_key(|meeting| (meeting.at, meeting.household));
    // Two visits of one community are never recorded in the same instant: points follow the order of recording.
    for index in 1..meetings.len() {
        if meetings[index].at <= meetings[index - 1].at {
            meetings[index].at = meetings[index - 1].at.plus_seconds(1);
        }
    }
    meetings
}

/// Where a family stands among those of its member.
struct State {
    pace: Pace,
    place: usize,
    interval: i64,
}

fn interval(need: Option<NeedKind>) -> i64 {
    let rules = HouseholdRules::in_force();
    need.map_or(rules.visit_days, |need| rules.visit_days_of(need))
}

fn between(chance: &SeededChance, low: i64, high: i64) -> i64 {
    let span = usize::try_from((high - low).max(0)).unwrap_or(0);
    low + i64::try_from(chance.below(span + 1)).unwrap_or(0)
}

impl State {
    /// In how many days the next visit is due on the anchor day.
    fn due_in(&self, chance: &SeededChance) -> i64 {
        let Pace { overdue, soon, rest } = self.pace;
        if self.place < overdue {
            between(chance, -9, -1)
        } else if self.place < overdue + soon {
            between(chance, 0, 6)
        } else {
            let share = between(chance, rest.0, rest.1);
            (self.interval * share / 100).clamp(1, self.interval - 1)
        }
    }

    /// Whether the next visit is due because it was agreed so at the last one.
    const fn agreed(&self) -> bool {
        self.place % 5 == 1
    }
}

fn backwards(chance: &SeededChance, state: State, from: Day, today: Day) -> Vec<(Day, Option<Day>)> {
    let due_in = state.due_in(chance);
    let (mut on, mut follow_up) = if state.agreed() && due_in <= 10 {
        let due = today.plus(due_in);
        (today.plus(due_in.min(0) - between(chance, 2, 8)), Some(due))
    } else {
        (today.plus(due_in - state.interval), None)
    };
    let mut visits = Vec::new();
    while on >= from {
        visits.push((on, follow_up));
        // One in six visits was agreed on at the one before, a few days earlier.
        (on, follow_up) = if chance.below(6) == 0 && follow_up.is_none() {
            let agreed = on.plus(-between(chance, 0, 1));
            (agreed.plus(-between(chance, 4, 9)), Some(agreed))
        } else {
            (on.plus(-(state.interval * between(chance, 72, 106) / 100).max(5)), None)
        };
    }
    visits
}

/// In the daytime or the early evening; now and then not before the next morning.
fn recorded_at(chance: &SeededChance, on: Day, follow_up: Option<Day>, today: Day) -> Timestamp {
    let late = chance.below(12) == 0 && on.plus(1) < today && follow_up.is_none();
    let (day, first, hours) = if late { (on.plus(1), 7, 3) } else { (on, 9, 11) };
    day.start().plus_seconds(between(chance, first * 3_600, (first + hours) * 3_600))
}
