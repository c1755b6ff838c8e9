//! The other communities: another one of the street, one of another street, one of another county.

use niangjia_household::api::{
    Mode,
    NeedKind::{
        self, ChildInDifficulty, Dibao, Disabled, ElderlyAlone, LeftBehind, OutOfWork, SeriouslyIll,
        SingleParent,
    },
    Side,
};
use niangjia_kernel::{Day, SeededChance};
use niangjia_people::api::Education::{College, HighSchool};
use niangjia_people::api::Party::{self, Communist};
use niangjia_store::PostKind::{self, Chair, GroupHead, TwoCommittees, ViceChair};

use super::families::Families;
use super::names::Names;
use super::plan::{Community, Household, Link, Member, Pace};
use super::telling::visits;

/// What is particular to a community.
struct Sketch {
    name: &'static str,
    code: &'static str,
    groups: &'static [&'static str],
    /// Chair, vice chair, members; the last one has no families yet.
    members: &'static [&'static str],
    /// Surnames that are frequent there.
    clans: &'static [&'static str],
    households: usize,
    uncovered: usize,
    first_phone: usize,
}

const SKETCHES: [Sketch; 3] = [
    Sketch {
        name: "桥东社区",
        code: "341881003001",
        groups: &["东门", "河埂", "凤凰桥", "老码头", "新区"],
        members: &["俞红梅", "方丽萍", "俞小芹", "曹亚琴", "周素梅", "梅雪莲", "邵晓燕"],
        clans: &["俞", "方", "曹", "周", "梅"],
        households: 38,
        uncovered: 2,
        first_phone: 2_000,
    },
    Sketch {
        name: "凤凰社区",
        code: "341881001006",
        groups: &["凤凰一", "凤凰二", "山门", "果园"],
        members: &["唐月琴", "许建芳", "余巧珍", "钟海霞", "丁秀萍", "程雅楠"],
        clans: &["唐", "许", "余", "丁", "钟"],
        households: 30,
        uncovered: 3,
        first_phone: 3_000,
    },
    Sketch {
        name: "泾县城东社区",
        code: "341823100004",
        groups: &["东街", "泾川一", "泾川二", "青弋"],
        members: &["查爱玲", "翟晓梅", "王小凤", "吴水仙", "胡文娟", "凤丽"],
        clans: &["查", "翟", "吴", "胡", "凤"],
        households: 27,
        uncovered: 2,
        first_phone: 4_000,
    },
];

/// Needs in the order in which they come up.
const NEEDS: [NeedKind; 13] = [
    ElderlyAlone,
    Disabled,
    LeftBehind,
    SeriouslyIll,
    OutOfWork,
    Disabled,
    SingleParent,
    ElderlyAlone,
    Dibao,
    LeftBehind,
    SeriouslyIll,
    ChildInDifficulty,
    ElderlyAlone,
];
const PACES: [Pace; 4] = [
    Pace::new(0, 1, (20, 95)),
    Pace::new(1, 1, (10, 80)),
    Pace::new(0, 2, (40, 95)),
    Pace::new(1, 3, (10, 50)),
];
const GRIDS: [&[usize]; 5] = [&[0], &[1], &[2], &[3], &[4]];
const MODES: [Mode; 4] = [Mode::Nearby, Mode::Nearby, Mode::Joint, Mode::Roving];

/// Every community of the demo, `songhe` first, with the name of its stage.
pub(super) fn plans(today: Day, songhe: Community) -> Vec<(&'static str, Community)> {
    let neighbours = SKETCHES.iter().map(|sketch| (sketch.name, plan(sketch, today)));
    std::iter::once(("嵩合社区", songhe)).chain(neighbours).collect()
}

fn plan(sketch: &Sketch, today: Day) -> Community {
    let chance = SeededChance::new(sketch.code.parse().unwrap_or_default());
    let elected = Day::of(2021, 6, 25).unwrap_or(today);
    let members = members(sketch);
    let households = register(sketch, &chance, &members, elected, today);
    let visits = visits(&chance, &members, &households, today.plus(-183), today);
    let (code, groups, first_phone) = (sketch.code, sketch.groups, sketch.first_phone);
    Community { code, elected, groups, members, households, visits, first_phone }
}

fn members(sketch: &Sketch) -> Vec<Member> {
    let member = |(place, name): (usize, &&'static str)| {
        let posts: &'static [PostKind] = match place {
            0 => &[Chair, PostKind::Member, TwoCommittees],
            1 => &[ViceChair, PostKind::Member, TwoCommittees],
            _ => &[PostKind::Member, GroupHead],
        };
        let (year, order) = (i16::try_from(place).unwrap_or(0), i8::try_from(place).unwrap_or(0));
        let community = i8::try_from(sketch.first_phone / 1_000).unwrap_or(0);
        Member {
            name,
            born: (1971 + year * 3, 2 + order, 3 * community + order),
            education: if place % 3 == 2 { HighSchool } else { College },
            party: if place % 2 == 0 { Communist } else { Party::None },
            posts,
            heads: place.checked_sub(2).filter(|group| *group < sketch.groups.len()),
            mode: MODES[place % MODES.len()],
            grids: GRIDS.get(place).filter(|_| place < sketch.groups.len()).copied().unwrap_or_default(),
            pace: PACES[place % PACES.len()],
        }
    };
    sketch.members.iter().enumerate().map(member).collect()
}

fn register(
    sketch: &Sketch,
    chance: &SeededChance,
    members: &[Member],
    elected: Day,
    today: Day,
) -> Vec<Household> {
    let mut families = Families::new(chance, Names::new(chance, sketch.members.iter().copied()));
    let with_families = members.len() - 1;
    let household = |index: usize| {
        let order = i64::try_from(index).unwrap_or(0);
        let (need, group) = (NEEDS[index % NEEDS.len()], index % sketch.groups.len());
        let covered = index < sketch.households - sketch.uncovered;
        let long_ago = elected.plus(24 + order * 6);
        let since = if covered { long_ago } else { today.plus(-3 * (order - 20)).max(long_ago) };
        let member = index % with_families;
        let link = Link {
            member,
            side: Side::Register,
            mode: members[member].mode,
            since: since.plus(2 + i64::try_from(chance.below(8)).unwrap_or(0)),
        };
        Household {
            family: families.in_need(need, sketch.clans[index % sketch.clans.len()], None),
            group,
            need: Some(need),
            since,
            residence: sketch.groups[group],
            residence_area: sketch.code,
            lives_elsewhere: false,
            address: format!("{}组{}号", sketch.groups[group], 1 + chance.below(80)),
            link: covered.then_some(link),
        }
    };
    (0..sketch.households).map(household).collect()
}
