//! The register of 嵩合社区: ninety key households, 83 of the estate, and two that came later.

use niangjia_household::api::{
    Mode,
    NeedKind::{
        self, ChildInDifficulty, Dibao, Disabled, ElderlyAlone, LeftBehind, OutOfWork, SeriouslyIll,
        SingleParent,
    },
    Side,
};
use niangjia_kernel::{Day, SeededChance};

use super::{CODE, FIRST_HEAD, GROUPS, day};
use crate::demo::families::Families;
use crate::demo::names::{Names, one_of};
use crate::demo::plan::{Family, Household, Link, Member};

/// The surname that many of a group have.
const CLANS: [&str; 6] = ["吴", "程", "汪", "董", "陈", "张"];
/// The first of the groups whose houses were taken down.
const FIRST_RELOCATED: usize = 3;
/// Where those live now. Which division 金桥湾 lies in is chosen by us: 金桥社区.
const ESTATES: [(&str, &str); 3] = [("河沥新城", CODE), ("凤型安置区", CODE), ("金桥湾", "341881001007")];
const KEY_HOUSEHOLDS_OF_A_GROUP: usize = 15;
const FAMILIES_OF_A_HEAD: usize = 10;
/// Who of the two committees looks after the rest of a group.
const BESIDES_THE_HEAD: [usize; 6] = [0, 0, 1, 1, 2, 2];
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

/// The register as of 2022-06-30: ninety key households, then the 83 of the estate.
pub(super) fn register(chance: &SeededChance, members: &[Member]) -> Vec<Household> {
    let mut families = Families::new(chance, Names::new(chance, members.iter().map(|member| member.name)));
    let mut needs: Vec<NeedKind> = NEEDS.iter().flat_map(|(need, count)| vec![*need; *count]).collect();
    for last in (1..needs.len()).rev() {
        needs.swap(last, chance.below(last + 1));
    }
    let mut special = SpecialNames::default();
    let key = needs.into_iter().enumerate().map(|(index, need)| {
        let (group, place) = (index / KEY_HOUSEHOLDS_OF_A_GROUP, index % KEY_HOUSEHOLDS_OF_A_GROUP);
        let member = if place < FAMILIES_OF_A_HEAD { FIRST_HEAD + group } else { BESIDES_THE_HEAD[group] };
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
        households.push(household(chance, family, group, None, since, Some(ESTATES[2]), Some(link)));
    }
    households
}

/// Two key households of the last weeks whom nobody looks after yet; never among those of 2022-06-30.
pub(super) fn uncovered(chance: &SeededChance, members: &[Member], today: Day) -> Vec<Household> {
    let mut families = Families::new(chance, Names::new(chance, members.iter().map(|member| member.name)));
    let new = [(SeriouslyIll, 0, 40), (ElderlyAlone, 4, 12)].into_iter().map(|(need, group, days_ago)| {
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
    family: Family,
    group: usize,
    need: Option<NeedKind>,
    since: Day,
    estate: Option<(&'static str, &'static str)>,
    link: Option<Link>,
) -> Household {
    let number = |most: usize| 1 + chance.below(most);
    let (residence, residence_area) = estate.unwrap_or((GROUPS[group], CODE));
    let address = match estate {
        Some((estate, _)) => format!("{estate}{}幢{}单元{}0{}室", number(9), number(3), number(6), number(4)),
        None => format!("{residence}组{}号", number(96)),
    };
    let lives_elsewhere = estate.is_some();
    Household { family, group, need, since, residence, residence_area, lives_elsewhere, address, link }
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
