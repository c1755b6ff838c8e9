//! The disputes of 嵩合社区: as many as its report says, taken, mediated and ended by the actions that people use.

use niangjia_kernel::{Day, Id, Person};
use niangjia_mediation::api::{PastCase, PastEnding, enter_past};
use niangjia_org::api::Org;
use niangjia_people::api::roster;
use niangjia_store::{PostKind, WriteTx};

use super::reports::chair_of;
use super::roster::organisation;
use super::{DemoError, Steps};

const COMMUNITY: &str = "341881003004";
/// Disputes up to 2022-06-30, how many of them members helped to mediate, and how many of those ended in writing.
const DISPUTES: i64 = 106;
const WITH_MEMBERS: i64 = 56;
const WRITTEN: i64 = 27;
/// The disputes of the document lie in the three years before 2022-06-30, and end in them.
const FIRST: (i16, i8, i8) = (2019, 7, 1);
const SPAN: i64 = 1_090;
/// Those who were elected then, and in the term before.
const ELECTED: (i16, i8, i8) = (2021, 6, 18);
const BEFORE: (i16, i8, i8) = (2018, 6, 19);

/// What they were about, and what was agreed.
const STORIES: [(&str, &str, &str, &str); 6] = [
    (
        "couple",
        "两口子为家里的开支争吵，几天不说话",
        "每月的开支写在一个本子上，两人商量着用",
        "每月底对一次账",
    ),
    (
        "support",
        "几个儿女为老人的生活费怎样分摊谈不拢",
        "几个子女每月各出 300 元，由大儿子收齐交给老人",
        "每月 5 日前转账",
    ),
    ("in_laws", "婆媳为带孩子、做家务闹矛盾", "周末由儿子儿媳自己带孩子，平日由婆婆接送", "从下周起"),
    ("neighbours", "两家为楼道里堆放杂物争执", "杂物三天内搬走，楼道两家一起打扫", "当面清点"),
    ("inheritance", "兄妹为父母留下的老房子怎样分有分歧", "老房子归妹妹，妹妹给哥哥补偿 2 万元", "银行转账"),
    ("bride_price", "订婚以后不结婚了，为彩礼退多少争执", "女方退还彩礼 3 万元", "当面交付，写收条"),
];
const SURNAMES: [&str; 10] = ["吴", "程", "汪", "董", "陈", "张", "李", "王", "周", "方"];
const GIVEN: [&str; 8] = ["建平", "晓兰", "国庆", "春梅", "志强", "小芳", "永贵", "玉珍"];

/// How many steps a progress bar counts.
pub(super) const STEPS: u64 = DISPUTES.unsigned_abs() + 2;

fn name(number: usize) -> String {
    format!("{}{}", SURNAMES[number % SURNAMES.len()], GIVEN[(number / 3) % GIVEN.len()])
}

fn day((year, month, day): (i16, i8, i8)) -> Result<Day, DemoError> {
    Day::of(year, month, day).ok_or_else(|| DemoError::Wrong("没有这一天".to_owned()))
}

/// Who mediates, with her name.
type Mediator = (Id<Person>, String);

/// Those who mediate: members of the committee, and the deputy head of a group who is none.
fn mediators(tx: &WriteTx<'_>, org: &Org) -> Result<(Vec<Mediator>, Mediator), DemoError> {
    let serving = roster(tx, org.tenant, org.id, tx.today())?;
    let committee: Vec<_> = serving
        .iter()
        .filter(|one| one.kind == PostKind::Member)
        .map(|one| (one.person, one.name.clone()))
        .collect();
    let other = serving
        .iter()
        .find(|one| one.kind == PostKind::GroupHead && committee.iter().all(|(id, _)| *id != one.person))
        .map(|one| (one.person, one.name.clone()));
    let other = other.ok_or_else(|| DemoError::Wrong("没有不是执委的小组干部".to_owned()))?;
    Ok((committee, other))
}

/// Enters them as of their days, and two of these weeks that go on.
pub(super) fn enter(tx: &WriteTx<'_>, today: Day, steps: &Steps) -> Result<(), DemoError> {
    let org = organisation(tx, COMMUNITY)?;
    let first = day(FIRST)?;
    super::term::enter_before(tx, &org, day(ELECTED)?, day(BEFORE)?)?;
    for number in 0..DISPUTES {
        let place = usize::try_from(number).unwrap_or(0);
        let (category, brief, words, way) = STORIES[place % STORIES.len()];
        // Spread evenly: so many of all are with members, so many of those in writing.
        let share = |part: i64, whole: i64, at: i64| (at + 1) * part / whole > at * part / whole;
        let with = share(WITH_MEMBERS, DISPUTES, number);
        let nth = number * WITH_MEMBERS / DISPUTES;
        let on = first.plus(number * SPAN / DISPUTES);
        let end = on.plus(4);
        let then = tx.as_of(on.start());
        let chair = chair_of(&then, &org)?;
        let (committee, other) = mediators(&then, &org)?;
        let ending = if with && share(WRITTEN, WITH_MEMBERS, nth) {
            PastEnding::Written(words.to_owned(), way.to_owned(), Some(end.plus(20).min(today.plus(-1))))
        } else if number % 9 == 0 {
            PastEnding::Failed("no_agreement".to_owned())
        } else {
            PastEnding::Oral(words.to_owned())
        };
        let (person, mediator) = if with { &committee[place % committee.len()] } else { &other };
        let past = PastCase {
            on,
            days: (2, 4),
            category: category.to_owned(),
            brief: brief.to_owned(),
            parties: (name(place), name(place + 5)),
            mediator: (Some(*person), mediator.clone()),
            words: format!("{brief}。先分开谈，再坐到一起谈，各让了一步。"),
            ending,
        };
        let _entered = enter_past(tx, &chair, &org, &past)?;
        steps.done(1);
    }
    going_on(tx, today, &org, steps)
}

/// Two that go on: one sat a week ago, one whose period is over.
fn going_on(tx: &WriteTx<'_>, today: Day, org: &Org, steps: &Steps) -> Result<(), DemoError> {
    let chair = chair_of(tx, org)?;
    let (committee, _) = mediators(tx, org)?;
    for (ago, place) in [(9_i64, 0_usize), (41, 1)] {
        let (category, brief, ..) = STORIES[place];
        let past = PastCase {
            on: today.plus(-ago),
            days: (2, 4),
            category: category.to_owned(),
            brief: brief.to_owned(),
            parties: (name(place + 11), name(place + 17)),
            mediator: (committee.first().map(|one| one.0), committee[0].1.clone()),
            words: format!("{brief}。谈了一次，约好再谈。"),
            ending: PastEnding::Open,
        };
        if past.on > org.since.max(Day::of(2022, 7, 1).unwrap_or(today)) {
            let _entered = enter_past(tx, &chair, org, &past)?;
        }
        steps.done(1);
    }
    Ok(())
}
