//! The committee of 嵩合社区: three from the two committees, then the heads of the six groups in their order.

use niangjia_household::api::Mode;
use niangjia_people::api::Education::{self, College, HighSchool};
use niangjia_people::api::Party::{self, Communist};
use niangjia_store::PostKind::{self, Chair, GroupHead, TwoCommittees, ViceChair};

use super::FIRST_HEAD;
use crate::demo::plan::{Member, Pace};

const STEADY: Pace = Pace::new(0, 1, (30, 95));
const BEHIND: Pace = Pace::new(1, 1, (28, 85));
const WITH_ROOM: Pace = Pace::new(1, 5, (28, 60));
const SLOW: Pace = Pace::new(2, 3, (22, 40));
const BRISK: Pace = Pace::new(0, 0, (50, 97));

type Line =
    (&'static str, (i16, i8, i8), Education, Party, &'static [PostKind], Mode, &'static [usize], Pace);

const TWO: &[PostKind] = &[PostKind::Member, TwoCommittees];
const HEAD: &[PostKind] = &[PostKind::Member, GroupHead];
const NONE: Party = Party::None;

const MEMBERS: [Line; 9] = [
    (
        "胡秀云",
        (1976, 3, 14),
        College,
        Communist,
        &[Chair, PostKind::Member, TwoCommittees],
        Mode::Roving,
        &[0, 1],
        STEADY,
    ),
    (
        "程丽娟",
        (1982, 9, 2),
        College,
        Communist,
        &[ViceChair, PostKind::Member, TwoCommittees],
        Mode::Roving,
        &[2, 3],
        BEHIND,
    ),
    ("汪海燕", (1988, 5, 21), College, Communist, TWO, Mode::Joint, &[4, 5], SLOW),
    ("吴美霞", (1979, 11, 8), College, NONE, HEAD, Mode::Nearby, &[0], WITH_ROOM),
    ("程桂香", (1968, 2, 17), HighSchool, NONE, HEAD, Mode::Nearby, &[1], STEADY),
    ("汪翠萍", (1973, 7, 30), HighSchool, Communist, HEAD, Mode::Nearby, &[2], BRISK),
    ("董晓芳", (1985, 12, 5), College, NONE, HEAD, Mode::Joint, &[3], BEHIND),
    ("陈玉莲", (1974, 4, 26), HighSchool, NONE, HEAD, Mode::Resident, &[4], STEADY),
    ("张䶮", (1990, 8, 19), College, NONE, HEAD, Mode::Nearby, &[5], SLOW),
];

/// Everybody of the roster.
pub(super) fn members() -> Vec<Member> {
    let mut members: Vec<Member> = MEMBERS
        .into_iter()
        .enumerate()
        .map(|(place, (name, born, education, party, posts, mode, grids, pace))| {
            let heads = place.checked_sub(FIRST_HEAD);
            Member { name, born, education, party, posts, heads, mode, grids, pace }
        })
        .collect();
    // The seventh woman among the group cadres: deputy head of a group, not a committee member.
    members.push(Member {
        name: "章小琴",
        born: (1981, 10, 11),
        education: HighSchool,
        party: NONE,
        posts: &[GroupHead],
        heads: Some(0),
        mode: Mode::Nearby,
        grids: &[],
        pace: STEADY,
    });
    members
}
