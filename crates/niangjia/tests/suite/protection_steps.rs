//! 保密事项: an order is asked to be looked at again, made longer, visited after, and over; what is late is heard of, once.

use niangjia_protection::api::attend;
use niangjia_testkit::{Browser, Engine, MEMBER, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::protection::{IN_CHARGE, NAME, asked_safely, comes_to, designated};

/// An order that is applied for.
pub fn applied(member: &Browser, case: &str) -> String {
    let id = member.get(&format!("{case}/measures/new?kind=order")).expect(200).hidden("id");
    let words = [
        ("id", id.as_str()),
        ("kind", "order"),
        ("organ", "宁国市人民法院"),
        ("applicant", NAME),
        ("respondent", "李大山"),
        ("requests", "no_violence"),
        ("facts", "十一月二十一日晚上"),
        ("evidence", "statement"),
    ];
    member.post(&format!("{case}/measures"), &words).expect(303).location
}

fn turn(browser: &Browser, order: &str, (to, on, until): (&str, &str, &str)) -> niangjia_testkit::Reply {
    let words = if to == "refused" || to == "breached" { "写明了" } else { "" };
    let fields = [("to", to), ("on", on), ("until", until), ("turn_words", words)];
    browser.post(&format!("{order}/turns"), &fields)
}

fn reported(member: &Browser, case: &str) {
    let said = [("organ", "police"), ("channel", "telephone"), ("at", "09:00")];
    member.post(&format!("{case}/reports"), &said).expect(303);
}

#[apply(both_engines)]
fn an_order_is_visited_made_longer_and_ended_and_its_case_closed(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    reported(&member, &case);
    asked_safely(&member, &case);
    let order = applied(&member, &case);
    for (to, until) in [("applied", ""), ("accepted", ""), ("granted", "2027-02-22"), ("served", "")] {
        turn(&member, &order, (to, "2026-11-22", until)).expect(303);
    }
    member.get(&order).expect(200).says("申请复议").says("到 2027年2月22日");
    member
        .get(&case)
        .expect(200)
        .says("下一次回访：2026年11月25日 受害人")
        .says("之后还有 2 次，到 2027年2月20日");
    world.on_day("2026-12-01");
    let member = world.as_person(MEMBER);
    // Nobody asked the court to look again: that is no lateness. A visit that nobody made is.
    let page = member.get(&case).expect(200).never_says("申请复议：").says("该回访了").body;
    let (_, rest) = page.split_once("<option value=\"pfu_").expect("a planned visit");
    let visit = format!("pfu_{}", rest.split('"').next().expect("an identity"));
    let note = [
        ("what", "contacted"),
        ("whom", "victim"),
        ("note_channel", "in_person"),
        ("note_words", "她说他没有再来"),
        ("planned", visit.as_str()),
    ];
    member.post(&format!("{case}/notes"), &note).expect(303);
    member.get(&case).expect(200).never_says("该回访了");
    world.on_day("2027-02-10");
    let member = world.as_person(MEMBER);
    member.get(&case).expect(200).says("保护令还有 12 天到期，问她要不要申请延长");
    turn(&member, &order, ("extended", "2027-02-10", "2027-08-10")).expect(422).says("不能跳过");
    turn(&member, &order, ("renewing", "2027-02-10", "")).expect(303);
    member.get(&case).expect(200).says("法院还没有裁定延长，请催问").says("有保护措施");
    turn(&member, &order, ("extended", "2027-02-10", "2027-08-11")).expect(422).says("最长六个月");
    turn(&member, &order, ("extended", "2027-02-10", "2027-08-10")).expect(303);
    member.get(&order).expect(200).says("已延长").says("到 2027年8月10日");
    member.get(&case).expect(200).never_says("天到期").says("有保护措施");
    world.on_day("2027-08-11");
    let member = world.as_person(MEMBER);
    let close = [("closing_reason", "半年平安"), ("retention", "y30")];
    member.get(&case).expect(200).says("保护令 2027年8月10日 已到期");
    member.post(&format!("{case}/closing"), &close).expect(422).says("还有保护措施没有结束");
    turn(&member, &order, ("ended", "2027-08-11", "")).expect(303);
    member.post(&format!("{case}/closing"), &close).expect(303);
    member.get(&case).expect(200).says("已结案");
}

#[apply(both_engines)]
fn a_court_is_asked_to_look_again_within_its_days_and_a_breach_ends_nothing(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    let order = applied(&member, &case);
    for (to, until) in [("applied", ""), ("accepted", ""), ("granted", "2027-02-22"), ("served", "")] {
        turn(&member, &order, (to, "2026-11-22", until)).expect(303);
    }
    turn(&member, &order, ("reviewing", "2026-11-22", "")).expect(303);
    let page = member.get(&order).expect(200).says("复议中").says("value=\"2027-02-22\"");
    page.never_says("申请复议 ");
    turn(&member, &order, ("granted", "2026-11-22", "2027-02-22")).expect(303);
    turn(&member, &order, ("breached", "2026-11-22", "")).expect(303);
    world.on_day("2027-02-10");
    let member = world.as_person(MEMBER);
    member.get(&case).expect(200).says("保护令还有 12 天到期");
    turn(&member, &order, ("renewing", "2027-02-10", "")).expect(303);
}

#[apply(both_engines)]
fn what_is_late_is_heard_of_once_by_those_whom_it_concerns(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    reported(&member, &case);
    let order = applied(&member, &case);
    turn(&member, &order, ("applied", "2026-11-22", "")).expect(303);
    turn(&member, &order, ("accepted", "2026-11-22", "")).expect(303);
    let round = || attend(&world.store()).expect("a round");
    assert_eq!(round(), 0, "what is next anyway is told to nobody");
    member.get("/messages").expect(200).says("还没有消息");
    world.hours_pass(72);
    assert_eq!(round(), 2, "she and whoever is in charge");
    assert_eq!(round(), 0, "once");
    for browser in [world.as_person(MEMBER), world.as_person(IN_CHARGE)] {
        let told = browser.get("/messages").expect(200).says("有一件事等您处理");
        told.never_says("法院").never_says("保护令").never_says(NAME);
    }
    world.as_person(MEMBER).get(&case).expect(200).says("已经过了。请催问法院，再记一句");
    drop(charge);
    world.as_person(MEMBER).post("/messages/read", &[]).expect(303);
    assert_eq!(round(), 0, "read, it does not come again");
}
