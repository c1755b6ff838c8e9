//! 嵩合社区 as source document S1 describes it on 2022-06-30 (`tests/golden.toml`), and up to the anchor day.
//!
//! Nine members, six groups and grids, ninety key households, ten to each member. Three groups were taken down and live
//! in estates; one member who lives in 金桥湾 herself looks after 83 households there on the residence side.

mod committee;
mod register;

use niangjia_kernel::{Day, SeededChance};

use super::plan::Community;
use super::telling::visits;

const SEED: u64 = 341_881_003_004;
const CODE: &str = "341881003004";
const GROUPS: [&str; 6] = ["巫山", "程家湾", "汪明堂", "董家店", "陈村", "张村"];
/// The place of the first member who heads a group; the heads follow in the order of the groups.
const FIRST_HEAD: usize = 3;

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::of(year, month, day).unwrap_or(Day::from_number(0))
}

/// The community up to the day before `today`.
pub(super) fn plan(today: Day) -> Community {
    let chance = SeededChance::new(SEED);
    let members = committee::members();
    let mut households = register::register(&chance, &members);
    households.extend(register::uncovered(&chance, &members, today));
    let visits = visits(&chance, &members, &households, today.plus(-365), today);
    let elected = day(2021, 6, 18);
    Community { code: CODE, elected, groups: &GROUPS, members, households, visits, first_phone: 1_000 }
}
