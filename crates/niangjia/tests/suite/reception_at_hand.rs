//! What is at hand at the reception: one's own turns in one's own calendar, and articles while a request is typed.

use niangjia_testkit::{
    AUDITOR, Browser, CHAIR, COUNTY_CHAIR, Engine, MEMBER, OTHER_COUNTY_CHAIR, RESIDENT_MEMBER,
    SYSTEM_ADMINISTRATOR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::reception::{count_of, drawn, first_of, office, turns, write};

#[apply(both_engines)]
fn her_calendar_reads_her_own_turns_behind_a_link_that_ends_when_she_says_so(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    drawn(&chair, "341881003004", "hotline", "2026-12");
    let member = world.as_person(MEMBER);
    let hers = count_of(&turns(&member, "2026-12"), MEMBER);
    let listed = member.get_json("/turns").expect(200).json();
    assert_eq!(listed["turns"].as_array().map(Vec::len), Some(hers));
    let file = member.get("/turns/calendar.ics").expect(200).body;
    assert_eq!(file.matches("BEGIN:VEVENT").count(), hers);
    assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"), "{file}");
    assert!(file.lines().all(|line| line.len() <= 75), "RFC 5545 §3.1: lines of 75 octets at most");
    let unfolded = file.replace("\r\n ", "");
    assert!(
        unfolded.contains("DTSTART:20261") && unfolded.contains("T003000Z") && unfolded.contains("T093000Z")
    );
    for silent in [MEMBER.name, CHAIR.name, RESIDENT_MEMBER.name] {
        assert!(!unfolded.contains(silent), "nobody's name stands in it: {unfolded}");
    }

    let link = |browser: &Browser| {
        let page = browser.post("/turns/feed", &[]).expect(200).says("只显示这一次");
        let address =
            page.body.split("id=\"link\" value=\"").nth(1).expect("the link").split('"').next().unwrap();
        address[address.find("/calendar/").expect("its path")..].to_owned()
    };
    let nobody = world.stranger();
    let first = link(&member);
    assert_eq!(nobody.get(&first).expect(200).body.matches("BEGIN:VEVENT").count(), hers);
    let second = link(&member);
    nobody.get(&first).expect(404);
    nobody.get(&second).expect(200).never_says(MEMBER.name);
    let guessed = second.replace(&second[second.len() - 8..second.len() - 4], "0000");
    nobody.get(&guessed).expect(404);
    nobody.get(&second.replace("341881-", "341823-")).expect(404);
    // Another's turn never shows, and what changes hands leaves the one calendar for the other.
    let (turn, _) = first_of(&turns(&chair, "2026-12"), MEMBER);
    let stand_in = world.actor(RESIDENT_MEMBER).person.to_string();
    chair.post(&format!("/turns/{turn}/stand-in"), &[("stand_in", stand_in.as_str())]).expect(303);
    assert_eq!(nobody.get(&second).expect(200).body.matches("BEGIN:VEVENT").count(), hers - 1);
    member.post("/turns/feed/ending", &[]).expect(303);
    nobody.get(&second).expect(404);
    for blind in [SYSTEM_ADMINISTRATOR, AUDITOR] {
        world.as_person(blind).get("/turns").expect(404);
        world.as_person(blind).post("/turns/feed", &[]).expect(404);
    }
    let kept = world.number(
        "SELECT COUNT(*) FROM audit_entry WHERE action IN ('reception.make_feed', 'reception.end_feed')",
    );
    assert_eq!(kept, 3);
}

#[apply(both_engines)]
fn while_a_request_is_typed_the_knowledge_base_is_asked_and_nothing_is_written(#[case] engine: Engine) {
    let world = World::on(engine);
    let address = write(&world.as_person(COUNTY_CHAIR), &office("宁国市示例心理服务站", "0563-12356"));
    let member = world.as_person(MEMBER);
    let far = world.as_person(OTHER_COUNTY_CHAIR);
    let before = world.number("SELECT COUNT(*) FROM audit_entry");
    let typed =
        [("words", "夜里睡不着，想找心理服务的老师谈谈"), ("name", "路小雨"), ("reach_words", "晚上打")];
    let page = member.post("/requests/looking", &typed).expect(200);
    let page =
        page.says("宁国市示例心理服务站").says("0563-12356").says("夜里睡不着").says("路小雨").says("晚上打");
    assert!(
        page.body.contains(address.split('?').next().unwrap()),
        "the whole article opens beside the form"
    );
    let suggested = |page: &str| page.matches("看全文").count();
    assert!(suggested(&page.body) <= 3);
    let by_category = member.post("/requests/looking", &[("category", "marriage")]).expect(200);
    assert_eq!(suggested(&by_category.body), 3, "a category alone is enough");
    member.post("/requests/looking", &[("words", "天气")]).expect(200).says("照常登记");
    let missing = member.post("/requests", &[("words", "想找心理服务"), ("end", "keep")]).expect(422);
    missing.says("还没有登记").says("宁国市示例心理服务站");
    far.post("/requests/looking", &typed).expect(200).never_says("宁国市示例");
    assert_eq!(world.number("SELECT COUNT(*) FROM audit_entry"), before, "looking writes nothing");
    assert_eq!(world.number("SELECT COUNT(*) FROM request"), 0);
}
