//! The reception and the hotline of 嵩合社区: drawn for this month and the next, with turns that changed hands; and what the county
//! and the street keep to be looked up. Numbers and addresses are invented.

use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_reception::api as reception;
use niangjia_reception::api::{ArticleKind, Pattern, SaidArticle, TurnRow};
use niangjia_store::{Actor, PostKind, WriteTx};

use super::reports::chair_of;
use super::roster::organisation;
use super::sealed::serving;
use super::{DemoError, Steps};

const COMMUNITY: &str = "341881003004";
const STREET: &str = "341881003";
const COUNTY: &str = "341881";
const MORNING: i64 = 8 * 3_600;
const WORKING_WEEK: i64 = 0b001_1111;

/// How many steps a progress bar counts.
pub(super) const STEPS: u64 = 3;

/// Head, text, number, place, hours, categories.
type Office = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const OFFICES: [Office; 3] = [
    (
        "宁国市示例法律援助中心",
        "离婚、抚养、赡养、讨薪、人身安全保护令：免费咨询，符合条件的代写文书、派律师。带身份证和手头的材料。",
        "0563-5550101",
        "宁国市示例路 1 号司法局一楼",
        "周一至周五 8:30–17:30",
        " marriage violence labour ",
    ),
    (
        "宁国市示例心理服务站",
        "夫妻、亲子、产后情绪的心理咨询，头三次免费；先打电话约时间，可以电话里谈。",
        "0563-5550102",
        "宁国市示例路 2 号妇幼保健院三楼",
        "周二、周四 14:00–17:00",
        " feelings child marriage ",
    ),
    (
        "宁国市示例医保窗口",
        "居民医保断缴的，当年可以补缴，补缴以后有三个月等待期；带身份证、户口本。",
        "0563-5550103",
        "政务服务中心 12 号窗口",
        "周一至周五 8:30–17:00",
        " social_security ",
    ),
];

/// Draws the turns and writes the articles, each as of its day.
pub(super) fn enter(tx: &WriteTx<'_>, today: Day, steps: &Steps) -> Result<(), DemoError> {
    articles(tx, today)?;
    steps.done(1);
    let org = organisation(tx, COMMUNITY)?;
    let month = today.month();
    let began = tx.as_of(month.first_day().start().plus_seconds(MORNING));
    let chair = chair_of(&began, &org)?;
    for (place, weekdays, starts, ends) in
        [("hotline", WORKING_WEEK, 510, 1_050), ("reception", 0b000_0101, 540, 690)]
    {
        let pattern = Pattern { weekdays, starts, ends, holidays: false };
        let _set = reception::set_duty(&began, &chair, &org, (place, pattern))?;
    }
    let _drawn = reception::draw_turns(&began, &chair, &org, month)?;
    steps.done(1);
    let now = tx.as_of(today.start().plus_seconds(MORNING));
    reception::serve_before(&now, &chair, &org, today)?;
    let _drawn = reception::draw_turns(&now, &chair, &org, month.plus(1))?;
    changes(&now, (&chair, &org), (today, month.plus(1).last_day()))?;
    steps.done(1);
    Ok(())
}

/// Two exchange their turns, one asks and waits for the answer, and the chair puts a stand-in in a third turn.
fn changes(
    tx: &WriteTx<'_>,
    (chair, org): (&Actor, &Org),
    (today, last): (Day, Day),
) -> Result<(), DemoError> {
    let to_come = reception::turns(tx, org, (today.plus(1), last))?;
    let mut known: Vec<(Actor, &TurnRow)> = Vec::new();
    for turn in &to_come {
        let new = known.iter().all(|(actor, _)| Some(actor.person) != turn.person);
        if new && let Ok(actor) = serving(tx, (COMMUNITY, &turn.person_name), PostKind::Member) {
            known.push((actor, turn));
        }
    }
    let [(first, hers), (second, theirs), (third, waits), (_, away), (fifth, _), ..] = known.as_slice()
    else {
        return Err(DemoError::Wrong("值班的人太少".to_owned()));
    };
    let _swapped = reception::exchange(tx, (first, second), (hers, Some(theirs)), true)?;
    let _asked = reception::exchange(tx, (third, first), (waits, None), false)?;
    let _stands_in = reception::stand_in(tx, chair, away, (fifth.person, &fifth.name))?;
    Ok(())
}

fn articles(tx: &WriteTx<'_>, today: Day) -> Result<(), DemoError> {
    let then = tx.as_of(today.plus(-120).start().plus_seconds(MORNING));
    let county = organisation(tx, COUNTY)?;
    let said = |(title, body, phone, address, hours, categories): &Office| SaidArticle {
        kind: ArticleKind::Office,
        title: (*title).to_owned(),
        body: (*body).to_owned(),
        source: format!("{} 电话核实", today.plus(-120).long()),
        address: (*address).to_owned(),
        phone: (*phone).to_owned(),
        hours: (*hours).to_owned(),
        categories: (*categories).to_owned(),
        valid_until: today.plus(245),
    };
    let _written = reception::write_articles(
        &then,
        &chair_of(&then, &county)?,
        &county,
        OFFICES.iter().map(said).collect(),
    )?;
    let street = organisation(tx, STREET)?;
    let answer = SaidArticle {
        kind: ArticleKind::Answer,
        title: "孩子放学没人接怎么办".to_owned(),
        body: "街道三个社区有四点半课堂，工作日 16:30–18:00，不收费；向社区妇联报名，第二天就能去。"
            .to_owned(),
        source: "街道妇联，每学期核一次".to_owned(),
        address: String::new(),
        phone: String::new(),
        hours: String::new(),
        categories: " child ".to_owned(),
        valid_until: today.plus(20),
    };
    let _written = reception::write_articles(&then, &chair_of(&then, &street)?, &street, vec![answer])?;
    Ok(())
}
