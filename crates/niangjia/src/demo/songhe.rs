//! 嵩合社区 as source document S1 describes it on 2022-06-30 (`tests/golden.toml`), and up to the anchor day.
//!
//! Nine members, six groups and grids, ninety key households, ten to each member. Three groups were taken down and live
//! in estates; one member who lives in 金桥湾 herself looks after 83 households there on the residence side.

use niangjia_household::api::{
    Mode,
    NeedKind::{
        self, ChildInDifficulty, Dibao, Disabled, ElderlyAlone, LeftBehind, OutOfWork, SeriouslyIll,
        SingleParent,
    },
    Side,
};
use niangjia_kernel::{Day, SeededChance};
use niangjia_people::api::Education::{self, College, HighSchool};
use niangjia_people::api::Party::{self, Communist};
use niangjia_store::PostKind::{self, Chair, GroupHead, TwoCommittees, ViceChair};

use super::families::Families;
use super::names::{Names, one_of};
use super::plan::{Community, Household, Link, Member, Pace};
use super::telling::visits;

const SEED: u64 = 341_881_003_004;
const CODE: &str = "341881003004";
const GROUPS: [&str; 6] = ["巫山", "程家湾", "汪明堂", "董家店", "陈村", "张村"];
/// The surname that many of a group have.
const CLANS: [&str; 6] = ["吴", "程", "汪", "董", "陈", "张"];
/// The first of the groups whose houses were taken down.
const FIRST_RELOCATED: usize = 3;
/// Where those live now. Which division 金桥湾 lies in is chosen by us: 金桥社区.
const ESTATES: [(&str, &str); 3] = [
    ("河沥新城", CODE),
    ("凤型安置区", CODE),
    ("金桥湾", "341881001007"),
];
const KEY_HOUSEHOLDS_OF_A_GROUP: usize = 15;
const FAMILIES_OF_A_HEAD: usize = 10;
/// Who of the two committees looks after the rest of a group.
const BESIDES_THE_HEAD: [usize; 6] = [0, 0, 1, 1, 2, 2];
const FIRST_HEAD: usize = 3;
/// The place of the member who lives in 金桥湾.
const AT_THE_ESTATE: usize = 7;
const RESIDENCE_SIDE: usize = 83;
const RESIDENCE_SIDE_WOMEN: usize = 54;

/// How many key households have which need; 90 in all.
const NEEDS: [(NeedKind, usize); 8] = [
    (Dibao, 4),
    (Disabled, 18),
    (SeriouslyIll, 15),
    (ChildInDifficulty, 3),
    (LeftBehind, 14),
    (ElderlyAlone, 18),
    (SingleParent, 10),
    (OutOfWork, 8),
];

const STEADY: Pace = Pace {
    overdue: 0,
    soon: 2,
    rest: (25, 95),
};
const BEHIND: Pace = Pace {
    overdue: 1,
    soon: 2,
    rest: (10, 70),
};
const SLOW: Pace = Pace {
    overdue: 2,
    soon: 5,
    rest: (8, 30),
};
const BRISK: Pace = Pace {
    overdue: 0,
    soon: 0,
    rest: (50, 97),
};

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::of(year, month, day).unwrap_or(Day::from_number(0))
}

/// The community up to the day before `today`.
pub(super) fn plan(today: Day) -> Community {
    let chance = SeededChance::new(SEED);
    let members = members();
    let mut households = register(&chance, &members);
    households.extend(uncovered(&chance, &members, today));
    let visits = visits(&chance, &members, &households, today.plus(-365), today);
    let elected = day(2021, 6, 18);
    Community {
        code: CODE,
        elected,
        groups: &GROUPS,
        members,
        households,
        visits,
        first_phone: 1_000,
    }
}

type Line = (
    &'static str,
    (i16, i8, i8),
    Education,
    Party,
    &'static [PostKind],
    Mode,
    &'static [usize],
    Pace,
);

const TWO: &[PostKind] = &[PostKind::Member, TwoCommittees];
const HEAD: &[PostKind] = &[PostKind::Member, GroupHead];
const NONE: Party = Party::None;

/// Three from the two committees, then the heads of the six groups in their order.
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
    (
        "汪海燕",
        (1988, 5, 21),
        College,
        Communist,
        TWO,
        Mode::Joint,
        &[4, 5],
        SLOW,
    ),
    (
        "吴美霞",
        (1979, 11, 8),
        College,
        NONE,
        HEAD,
        Mode::Nearby,
        &[0],
        BEHIND,
    ),
    (
        "程桂香",
        (1968, 2, 17),
        HighSchool,
        NONE,
        HEAD,
        Mode::Nearby,
        &[1],
        STEADY,
    ),
    (
        "汪翠萍",
        (1973, 7, 30),
        HighSchool,
        Communist,
        HEAD,
        Mode::Nearby,
        &[2],
        BRISK,
    ),
    (
        "董晓芳",
        (1985, 12, 5),
        College,
        NONE,
        HEAD,
        Mode::Joint,
        &[3],
        BEHIND,
    ),
    (
        "陈玉莲",
        (1974, 4, 26),
        HighSchool,
        NONE,
        HEAD,
        Mode::Resident,
        &[4],
        STEADY,
    ),
    (
        "张䶮",
        (1990, 8, 19),
        College,
        NONE,
        HEAD,
        Mode::Nearby,
        &[5],
        SLOW,
    ),
];

fn members() -> Vec<Member> {
    let mut members: Vec<Member> = MEMBERS
        .into_iter()
        .enumerate()
        .map(
            |(place, (name, born, education, party, posts, mode, grids, pace))| {
                let heads = place.checked_sub(FIRST_HEAD);
                Member {
                    name,
                    born,
                    education,
                    party,
                    posts,
                    heads,
                    mode,
                    grids,
                    pace,
                }
            },
        )
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

/// The register as of 2022-06-30: ninety key households, then the 83 of the estate.
fn register(chance: &SeededChance, members: &[Member]) -> Vec<Household> {
    let mut families = Families::new(
        chance,
        Names::new(chance, members.iter().map(|member| member.name)),
    );
    let mut needs: Vec<NeedKind> = NEEDS
        .iter()
        .flat_map(|(need, count)| vec![*need; *count])
        .collect();
    for last in (1..needs.len()).rev() {
        needs.swap(last, chance.below(last + 1));
    }
    let mut special = SpecialNames::default();
    let key = needs.into_iter().enumerate().map(|(index, need)| {
        let (group, place) = (
            index / KEY_HOUSEHOLDS_OF_A_GROUP,
            index % KEY_HOUSEHOLDS_OF_A_GROUP,
        );
        let member = if place < FAMILIES_OF_A_HEAD {
            FIRST_HEAD + group
        } else {
            BESIDES_THE_HEAD[group]
        };
        let since = day(2021, 7, 5).plus(offset(group) * 52 + offset(place) * 2);
        let family = families.in_need(need, clan(chance, group), special.next(need));
        let link = Link {
            member,
            side: Side::Register,
            mode: members[member].mode,
            since: since.plus(3 + offset(chance.below(10))),
        };
        let estate = (group >= FIRST_RELOCATED).then(|| ESTATES[index % ESTATES.len()]);
        household(chance, family, group, Some(need), since, estate, Some(link))
    });
    let mut households: Vec<Household> = key.collect();
    for index in 0..RESIDENCE_SIDE {
        // Spread so that exactly so many of the households have a woman in them.
        let share = |count: usize| count * RESIDENCE_SIDE_WOMEN / RESIDENCE_SIDE;
        let group = FIRST_RELOCATED + index % (GROUPS.len() - FIRST_RELOCATED);
        let family = families.moved(clan(chance, group), share(index + 1) > share(index));
        let since = day(2022, 3, 1).plus(offset(index % 60));
        let link = Link {
            member: AT_THE_ESTATE,
            side: Side::Residence,
            mode: Mode::Resident,
            since: since.plus(5 + offset(chance.below(10))),
        };
        households.push(household(
            chance,
            family,
            group,
            None,
            since,
            Some(ESTATES[2]),
            Some(link),
        ));
    }
    households
}

/// Two key households of the last weeks whom nobody looks after yet; never among those of 2022-06-30.
fn uncovered(chance: &SeededChance, members: &[Member], today: Day) -> Vec<Household> {
    let mut families = Families::new(
        chance,
        Names::new(chance, members.iter().map(|member| member.name)),
    );
    let new = [(SeriouslyIll, 0, 40), (ElderlyAlone, 4, 12)]
        .into_iter()
        .map(|(need, group, days_ago)| {
            let family = families.in_need(need, clan(chance, group), None);
            let since = today.plus(-days_ago).max(day(2022, 7, 1));
            let estate = (group >= FIRST_RELOCATED).then_some(ESTATES[0]);
            household(chance, family, group, Some(need), since, estate, None)
        });
    new.collect()
}

fn offset(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(0)
}

fn clan(chance: &SeededChance, group: usize) -> &'static str {
    if chance.below(5) < 3 {
        CLANS[group]
    } else {
        one_of(chance, &["李", "王", "周", "方", "胡", "何", "徐", "俞"])
    }
}

fn household(
    chance: &SeededChance,
    family: super::plan::Family,
    group: usize,
    need: Option<NeedKind>,
    since: Day,
    estate: Option<(&'static str, &'static str)>,
    link: Option<Link>,
) -> Household {
    let number = |most: usize| 1 + chance.below(most);
    let (residence, residence_area) = estate.unwrap_or((GROUPS[group], CODE));
    let address = match estate {
        Some((estate, _)) => format!(
            "{estate}{}幢{}单元{}0{}室",
            number(9),
            number(3),
            number(6),
            number(4)
        ),
        None => format!("{residence}组{}号", number(96)),
    };
    let lives_elsewhere = estate.is_some();
    Household {
        family,
        group,
        need,
        since,
        residence,
        residence_area,
        lives_elsewhere,
        address,
        link,
    }
}

/// Names that have given software trouble: rare characters, a dot in the middle, and two namesakes.
#[derive(Default)]
struct SpecialNames {
    younger: usize,
    older: usize,
}

impl SpecialNames {
    fn next(&mut self, need: NeedKind) -> Option<&'static str> {
        match need {
            SingleParent | OutOfWork => {
                self.younger += 1;
                ["王䶮", "刘𬱖", "阿依古丽·买买提"].get(self.younger - 1).copied()
            }
            ElderlyAlone => {
                self.older += 1;
                matches!(self.older, 2 | 9).then_some("王秀兰")
            }
            _ => None,
        }
    }
}
