//! What a community of the demo is to be, before anything is written: pure values.

use niangjia_household::api::{Manner, Mode, NeedKind, Outcome, Side};
use niangjia_kernel::{Day, Timestamp};
use niangjia_people::api::{Education, Party};
use niangjia_store::PostKind;

/// A community with its committee, its families and a year of visits.
pub(super) struct Community {
    /// The code of its division.
    pub(super) code: &'static str,
    /// The day of its last election.
    pub(super) elected: Day,
    /// Its residents' groups; each has one grid.
    pub(super) groups: &'static [&'static str],
    /// Its committee, the chair first, and whoever else stands in its roster.
    pub(super) members: Vec<Member>,
    /// Its register, in the order of the numbers.
    pub(super) households: Vec<Household>,
    /// Every visit, in the order in which they were recorded.
    pub(super) visits: Vec<Visit>,
    /// The number of its first telephone.
    pub(super) first_phone: usize,
}

impl Community {
    /// How many rows of it a progress bar counts.
    pub(super) fn steps(&self) -> u64 {
        (self.members.len() + self.households.len() + self.visits.len()) as u64
    }
}

/// Somebody of the roster.
#[derive(Clone)]
pub(super) struct Member {
    /// Her name, which she signs in with as well.
    pub(super) name: &'static str,
    /// Year, month and day of her birth.
    pub(super) born: (i16, i8, i8),
    pub(super) education: Education,
    pub(super) party: Party,
    /// Her posts; the first is the one she signs in with.
    pub(super) posts: &'static [PostKind],
    /// The group she heads, by its place in the list of groups.
    pub(super) heads: Option<usize>,
    /// How she looks after her grid.
    pub(super) mode: Mode,
    /// The grids she looks after, by their places.
    pub(super) grids: &'static [usize],
    /// How she keeps up with her visits.
    pub(super) pace: Pace,
}

/// How far a member is with her families on the anchor day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// How many of her families are overdue.
    pub(super) overdue: usize,
    /// How many are due within the week.
    pub(super) soon: usize,
    /// When the others are due, in hundredths of their interval from now.
    pub(super) rest: (i64, i64),
}

impl Pace {
    pub(super) const fn new(overdue: usize, soon: usize, rest: (i64, i64)) -> Self {
        Self { overdue, soon, rest }
    }
}

/// A household of the register.
pub(super) struct Household {
    pub(super) family: Family,
    /// Its residents' group, by its place.
    pub(super) group: usize,
    /// Why it is looked after; key households have one need each, so that the sums by need add up.
    pub(super) need: Option<NeedKind>,
    /// Since when it is in the register, with its need.
    pub(super) since: Day,
    /// Where it lives, as neighbours say it, and in which division.
    pub(super) residence: &'static str,
    pub(super) residence_area: &'static str,
    pub(super) lives_elsewhere: bool,
    pub(super) address: String,
    /// Who looks after it (her place among the members), on which side, since when; `None` for a gap.
    pub(super) link: Option<Link>,
}

/// Who looks after a household.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) member: usize,
    pub(super) side: Side,
    pub(super) mode: Mode,
    pub(super) since: Day,
}

/// The people of a household; the first is the contact person.
pub(super) struct Family {
    pub(super) people: Vec<Resident>,
}

/// One of them.
pub(super) struct Resident {
    pub(super) name: String,
    pub(super) woman: bool,
    pub(super) born: i64,
    pub(super) relation: &'static str,
}

/// A visit that was made.
pub(super) struct Visit {
    /// The household, by its place in the register.
    pub(super) household: usize,
    pub(super) on: Day,
    /// When it was recorded.
    pub(super) at: Timestamp,
    pub(super) manner: Manner,
    pub(super) matter: &'static str,
    pub(super) outcome: Outcome,
    pub(super) follow_up: Option<Day>,
    pub(super) words: String,
}
