//! What women of the demo asked: settled at the door, waiting for somebody to take it, on its way up, answered and not told yet.

use niangjia_household::api::{Page, StandingFilter, standing};
use niangjia_kernel::{Day, Household, Key};
use niangjia_request::api::{Channel, Entered, enter as take_down, settle};
use niangjia_store::{Actor, Branch, WriteTx};

use super::reports::chair_of;
use super::roster::organisation;
use super::{DemoError, Steps};

const COMMUNITY: &str = "341881003004";
const STREET: &str = "341881003";
const MORNING: i64 = 9 * 3_600;

/// What became of it, as far as the demo tells it.
enum Became {
    /// Settled on the spot.
    Settled(&'static str),
    /// The chair works on it.
    Kept,
    /// It waits at the street.
    Up,
    /// The street has taken it.
    Taken,
    /// Answered; she has not been told.
    Answered(&'static str),
    /// Answered and told.
    Told(&'static str),
}

struct Asked {
    days_ago: i64,
    place: usize,
    channel: Channel,
    category: &'static str,
    words: &'static str,
    became: Became,
}

const fn asked(
    days_ago: i64,
    place: usize,
    channel: Channel,
    category: &'static str,
    words: &'static str,
    became: Became,
) -> Asked {
    Asked { days_ago, place, channel, category, words, became }
}

const ASKED: [Asked; 8] = [
    asked(
        34,
        3,
        Channel::InPerson,
        "hardship",
        "透析的车费太高，一周三趟吃不消",
        Became::Told("和街道民政说好，从这个月起每月补 200 元车费"),
    ),
    asked(
        20,
        9,
        Channel::HomeVisit,
        "child",
        "孩子放学没人接，想问社区有没有托管",
        Became::Settled("当天就给报了社区四点半课堂，明天去"),
    ),
    asked(
        12,
        12,
        Channel::Telephone,
        "social_security",
        "居民医保断缴一年，想知道还能不能补",
        Became::Settled("问了医保窗口：可以补缴，带身份证去，陪她去一趟"),
    ),
    asked(6, 5, Channel::InPerson, "labour", "怀孕七个月被饭店辞退，工资还欠一个月", Became::Up),
    asked(5, 18, Channel::InPerson, "land", "离婚回娘家，村里不给分红", Became::Taken),
    asked(
        3,
        21,
        Channel::Letter,
        "suggestion",
        "健身点的灯晚上八点就关，跳舞的姐妹看不见",
        Became::Answered("和物业说好，改到九点半关"),
    ),
    asked(2, 25, Channel::HomeVisit, "work", "想找一份能接送孩子的活", Became::Kept),
    asked(1, 30, Channel::Telephone, "feelings", "婆婆住院，一个人照顾两头，夜里睡不着", Became::Kept),
];

/// How many steps a progress bar counts.
pub(super) const STEPS: u64 = ASKED.len() as u64;

/// Takes them down as of their days.
pub(super) fn enter(tx: &WriteTx<'_>, today: Day, steps: &Steps) -> Result<(), DemoError> {
    let (community, street) = (organisation(tx, COMMUNITY)?, organisation(tx, STREET)?);
    let (chair, above) = (chair_of(tx, &community)?, chair_of(tx, &street)?);
    let branch = Branch::of(community.tenant, community.level, &community.path);
    for one in &ASKED {
        let then = tx.as_of(today.plus(-one.days_ago).start().plus_seconds(MORNING));
        let page = Page { by_due: false, skip: i64::try_from(one.place).unwrap_or(0), limit: 1 };
        let found = standing(&then, &chair, &branch, then.today(), &StandingFilter::default(), page)?;
        let family = found.first().ok_or_else(|| DemoError::Wrong("没有这么多家庭".to_owned()))?;
        let key = family.household.id.within(family.household.tenant);
        ask(&then, (&chair, &above), one, (key, &family.household.contact_name))?;
        steps.done(1);
    }
    Ok(())
}

fn ask(
    tx: &WriteTx<'_>,
    (chair, above): (&Actor, &Actor),
    one: &Asked,
    (household, name): (Key<Household>, &str),
) -> Result<(), DemoError> {
    let (done, up) = match one.became {
        Became::Settled(done) => (done, false),
        Became::Up | Became::Taken => ("", true),
        _ => ("", false),
    };
    let entered = Entered {
        id: tx.new_id(),
        household: Some(household),
        channel: one.channel,
        category: one.category,
        name,
        phone: "",
        words: one.words,
        done,
        up,
    };
    let wrong = |error: niangjia_web::AppError| DemoError::Wrong(error.in_words().to_owned());
    let key = entered.id.within(household.tenant);
    let _taken_down = take_down(tx, chair, &entered).map_err(wrong)?;
    let (by, said) = match one.became {
        Became::Taken => (above, ("", false)),
        Became::Answered(answer) => (chair, (answer, false)),
        Became::Told(answer) => (chair, (answer, true)),
        Became::Settled(_) | Became::Kept | Became::Up => return Ok(()),
    };
    let _settled = settle(tx, by, key, said).map_err(wrong)?;
    Ok(())
}
