//! What 嵩合社区 found out about relationships: 32 troubles to the end of June 2022, 20 of them resolved (S1), each found, helped
//! and ended by its own people; later two rounds of screening, one over and one going on, and troubles of these weeks.

use niangjia_kernel::{Day, Household, Id};
use niangjia_org::api::Org;
use niangjia_screening::api::{
    Closing, PastTrouble, TroubleSource, enter_finish, enter_help, enter_round, enter_trouble,
};
use niangjia_store::{Acting, Actor, PostKind, WriteTx};
use niangjia_survey::api::{Score, enter_slip};

use super::reports::chair_of;
use super::roster::organisation;
use super::{DemoError, Steps};

const COMMUNITY: &str = "341881003004";
const MORNING: i64 = 10 * 3_600;
/// S1: found to 2022-06-30, and of them resolved.
const FOUND: usize = 32;
const RESOLVED: usize = 20;
/// How many steps a progress bar counts.
pub(super) const STEPS: u64 = FOUND as u64 + 5;

/// Kind, what it was about, and what was done, as neighbours say it.
const TOLD: [(&str, &str, &str); 8] = [
    ("couple", "为了钱和家务天天拌嘴", "分别听了两个人的，劝他们把账摊开说"),
    ("in_laws", "婆媳为带孩子不说话", "请老邻居一起坐下来，分了工"),
    ("parent_child", "孩子不肯上学，和妈妈对着干", "联系了学校的心理老师"),
    ("courtship", "订了婚又反悔，彩礼说不拢", "讲了彩礼的规定，两家答应再商量"),
    ("elders", "兄弟几个为老人轮流住吵", "写了一张轮流照顾的单子，都签了字"),
    ("neighbours", "为晒衣服的地方吵了半年", "和物业一起画了线"),
    ("couple", "男方在外打工，电话里总吵", "帮她约了每周固定通话，陪她聊了几次"),
    ("mood", "生了二胎以后睡不着，总想哭", "陪她去了妇幼保健院，家里人轮流带孩子"),
];

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::of(year, month, day).unwrap_or(Day::from_number(0))
}

/// The community while its troubles are written down.
struct Writing<'a> {
    tx: &'a WriteTx<'a>,
    org: Org,
    people: Vec<Actor>,
}

/// Writes them down as of their days.
pub(super) fn enter(tx: &WriteTx<'_>, today: Day, steps: &Steps) -> Result<(), DemoError> {
    let org = organisation(tx, COMMUNITY)?;
    let chair = chair_of(tx, &org)?;
    let mut people = vec![chair];
    people.extend(members(tx, &org)?);
    let writing = Writing { tx, org, people };
    for index in 0..FOUND {
        writing.of_the_document(index)?;
        steps.done(1);
    }
    // Before, these days would fall among those of the document.
    if today > day(2022, 9, 1) {
        writing.rounds(today)?;
        steps.done(2);
        for (index, ago) in [33, 21, 4].into_iter().enumerate() {
            writing.of_these_weeks(index, today.plus(-ago))?;
            steps.done(1);
        }
    }
    Ok(())
}

/// The members who serve on the last day of the document, acting as such.
fn members(tx: &WriteTx<'_>, org: &Org) -> Result<Vec<Actor>, DemoError> {
    let roster = niangjia_people::api::roster(tx, org.tenant, org.id, day(2022, 6, 30))?;
    let member = |entry: niangjia_people::api::RosterEntry| Actor {
        tenant: org.tenant,
        person: entry.person,
        name: entry.name,
        acting: Acting {
            post: entry.post,
            kind: entry.kind,
            org_id: org.id,
            org_path: org.path.clone(),
            org_name: org.name.clone(),
            level: org.level,
        },
        via: None,
    };
    Ok(roster.into_iter().filter(|entry| entry.kind == PostKind::Member).map(member).collect())
}

impl Writing<'_> {
    fn on(&self, day: Day) -> WriteTx<'_> {
        self.tx.as_of(day.start().plus_seconds(MORNING))
    }

    fn somebody(&self, index: usize) -> Result<&Actor, DemoError> {
        let found = self.people.get(index % self.people.len().max(1));
        found.ok_or_else(|| DemoError::Wrong("嵩合社区没有执委".to_owned()))
    }

    /// One of the document: found between July 2021 and June 2022, helped some days later, resolved after that.
    fn of_the_document(&self, index: usize) -> Result<(), DemoError> {
        let (kind, words, done) = TOLD[index % TOLD.len()];
        let place = i64::try_from(index).unwrap_or(0);
        let found = day(2021, 7, 5).plus(place * 10);
        let who = self.somebody(index)?;
        let past = PastTrouble {
            org: &self.org,
            kind,
            source: if index.is_multiple_of(3) { TroubleSource::Herself } else { TroubleSource::Visit },
            whose: (None, CALLED[index % CALLED.len()]),
            words,
        };
        let key = enter_trouble(&self.on(found), who, &past)?;
        if index >= RESOLVED + 6 {
            return Ok(());
        }
        let helped = found.plus(6);
        // Twenty were resolved; of the others some moved away, and some still go on.
        let closing = match index {
            _ if index < RESOLVED => Some(Closing::Resolved),
            _ if index.is_multiple_of(2) => Some(Closing::Moved),
            _ => None,
        };
        enter_help(&self.on(helped), who, key, done, closing)?;
        if closing == Some(Closing::Resolved) && index % 3 != 2 {
            let score = if index % 5 == 4 { Score::Mostly } else { Score::Satisfied };
            let line = if index.is_multiple_of(4) { "说话耐心，愿意再来" } else { "" };
            enter_slip(&self.on(helped.plus(9)), (key.tenant, key.id.uuid()), score, line)?;
        }
        Ok(())
    }

    /// A round that is over, and one that goes on.
    fn rounds(&self, today: Day) -> Result<(), DemoError> {
        let chair = self.somebody(0)?;
        let numbers = |range: std::ops::Range<u32>| range.map(|number| format!("{number:04}")).collect();
        let over =
            enter_round(&self.on(today.plus(-45)), chair, &self.org, ("key_people", 30, numbers(1..25)))?;
        enter_finish(&self.on(today.plus(-14)), chair, &self.org, over)?;
        enter_round(&self.on(today.plus(-6)), chair, &self.org, ("marriage_family", 30, numbers(20..50)))?;
        Ok(())
    }

    /// One of these weeks: nobody has helped with the first.
    fn of_these_weeks(&self, index: usize, found: Day) -> Result<(), DemoError> {
        let (kind, words, done) = TOLD[(index + 1) % TOLD.len()];
        let who = self.somebody(index)?;
        let whose: (Option<Id<Household>>, _) = (None, CALLED[(index + 3) % CALLED.len()]);
        let past = PastTrouble { org: &self.org, kind, source: TroubleSource::Neighbours, whose, words };
        let key = enter_trouble(&self.on(found), who, &past)?;
        if index > 0 {
            // The last one was resolved: somebody else is to ask how it was.
            enter_help(&self.on(found.plus(2)), who, key, done, (index == 2).then_some(Closing::Resolved))?;
        }
        Ok(())
    }
}

/// What they are called; nobody of them exists.
const CALLED: [&str; 9] =
    ["小汪", "程家大嫂", "老陈家媳妇", "小胡", "张家姑娘", "王大姐", "小查", "周家嫂子", "方阿姨"];
