//! From meetings to visits: what was said at each, in the order in which they were recorded.

use niangjia_kernel::{Day, SeededChance};

use super::calendar::meetings;
use super::names::called;
use super::plan::{Household, Member, Visit};
use super::words::{About, Heard, Teller};

/// Relations of the children of a house.
const CHILDREN: [&str; 6] = ["女儿", "儿子", "孙女", "孙子", "外孙女", "外孙"];
const GROWN_UP: i64 = 18;
const MAY_NOT_BE_AT_HOME: usize = 3;

/// The visits of a community from `from` to the day before `today`.
pub(super) fn visits(
    chance: &SeededChance,
    members: &[Member],
    households: &[Household],
    from: Day,
    today: Day,
) -> Vec<Visit> {
    let mut teller = Teller::new(chance);
    let year = i64::from(today.parts().0);
    let abouts: Vec<About> = households.iter().map(|household| about(chance, household, year)).collect();
    let mut heard: Vec<Heard> = households.iter().map(|_| Heard::default()).collect();
    let told = meetings(chance, members, households, from, today).into_iter().map(|meeting| {
        let follows = meeting.follow_up.is_some();
        let said =
            teller.tell(&abouts[meeting.household], &mut heard[meeting.household], meeting.on, follows);
        Visit {
            household: meeting.household,
            on: meeting.on,
            at: meeting.at,
            manner: said.manner,
            matter: said.matter,
            outcome: said.outcome,
            follow_up: meeting.follow_up,
            words: said.words,
        }
    });
    told.collect()
}

fn about(chance: &SeededChance, household: &Household, year: i64) -> About {
    let people = &household.family.people;
    let child = people.iter().find(|one| CHILDREN.contains(&one.relation) && year - one.born < GROWN_UP);
    let (called, woman, age) = people.first().map_or_else(Default::default, |contact| {
        (called(&contact.name, contact.woman, contact.born, year), contact.woman, year - contact.born)
    });
    About {
        called,
        // A child is called by the given name: 子涵 of 陈子涵.
        child: child.map_or_else(String::new, |child| child.name.chars().skip(1).collect()),
        woman,
        age,
        need: household.need,
        at_home: household.need.is_some() || chance.below(MAY_NOT_BE_AT_HOME) == 0,
    }
}
