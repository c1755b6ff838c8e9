//! 接访和 12338 值班: turns drawn fairly, exchanged, served and counted; what is said and looked up.

use niangjia_reception::api::suggest;
use niangjia_testkit::{
    AUDITOR, Browser, CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR,
    OTHER_COUNTY_CHAIR, OTHER_STREET_CHAIR, RESIDENT_MEMBER, STREET_CHAIR, SYSTEM_ADMINISTRATOR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::exported;

const ROSTER: &str = "/orgs/341881003004/roster";
const DUTIES: &str = "/orgs/341881003004/roster/duties";

/// The chair sets a duty of the working week and draws a month; `place` is a code of the pack.
pub(crate) fn drawn(chair: &Browser, org: &str, place: &str, month: &str) {
    let page = chair.get(&format!("/orgs/{org}/roster/duties")).expect(200);
    let mut duty = vec![("id".to_owned(), page.hidden("id"))];
    duty.push(("place".to_owned(), place.to_owned()));
    duty.extend((1..=5).map(|day: i32| ("weekday".to_owned(), day.to_string())));
    duty.extend(
        [("starts", "8:30"), ("ends", "17:30")].map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    chair.post(&format!("/orgs/{org}/roster/duties"), &crate::sent(&duty)).expect(303);
    chair.post(&format!("/orgs/{org}/roster/drawing"), &[("month", month)]).expect(303);
}

/// The turns of a month as a program sees them: id, day, who.
pub(crate) fn turns(browser: &Browser, month: &str) -> Vec<(String, String, String)> {
    let body = browser.get_json(&format!("{ROSTER}?month={month}")).expect(200).json();
    let of = |turn: &serde_json::Value, field: &str| turn[field].as_str().unwrap_or_default().to_owned();
    let turns = body["turns"].as_array().expect("turns").iter();
    turns.map(|turn| (of(turn, "id"), of(turn, "on"), of(turn, "person"))).collect()
}

/// The first turn of December at a community of the small world; its chair draws it when there is none.
pub(crate) fn turn_once(world: &World, org: &str) -> String {
    let chair = world.as_person(if org == CHAIR.org { CHAIR } else { OTHER_CHAIR });
    let path = format!("/orgs/{org}/roster?month=2026-12");
    let first = || chair.get_json(&path).expect(200).json()["turns"][0]["id"].as_str().map(str::to_owned);
    first().unwrap_or_else(|| {
        drawn(&chair, org, "hotline", "2026-12");
        first().expect("a turn")
    })
}

/// An article of the street in which a community of the small world lies; its chair writes it when there is none.
pub(crate) fn article_once(world: &World, org: &str) -> String {
    let street = world.as_person(if org == CHAIR.org { STREET_CHAIR } else { OTHER_STREET_CHAIR });
    let first = || {
        let body = street.get_json("/knowledge?q=街道示例").expect(200).json();
        body["articles"][0]["href"].as_str().map(|href| href.replace("/knowledge/", ""))
    };
    first().unwrap_or_else(|| {
        write(&street, &office("街道示例服务站", "0563-0000002"));
        first().expect("an article")
    })
}

pub(crate) fn count_of(turns: &[(String, String, String)], figure: Figure) -> usize {
    turns.iter().filter(|(.., person)| person == figure.name).count()
}

pub(crate) fn first_of(turns: &[(String, String, String)], figure: Figure) -> (String, String) {
    let found = turns.iter().find(|(.., person)| person == figure.name).expect("she has a turn");
    (found.0.clone(), found.1.clone())
}

#[apply(both_engines)]
fn every_member_takes_her_turn_and_leave_is_taken_over_by_the_others(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    chair.get(ROSTER).expect(200).says("还没有值班安排");
    chair
        .post(DUTIES, &[("place", "hotline"), ("starts", "17:30"), ("ends", "8:30")])
        .expect(422)
        .says("结束时间要比开始时间晚")
        .says("请点每周哪几天");
    drawn(&chair, "341881003004", "hotline", "2026-12");
    let all = turns(&chair, "2026-12");
    assert_eq!(all.len(), 23, "the working days of December 2026");
    let counts = [MEMBER, RESIDENT_MEMBER, CHAIR].map(|figure| count_of(&all, figure));
    assert_eq!(counts.iter().sum::<usize>(), 23, "{counts:?}");
    assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1, "{counts:?}");
    chair.post(&format!("{ROSTER}/drawing"), &[("month", "2026-12")]).expect(303);
    assert_eq!(turns(&chair, "2026-12"), all, "what was drawn stays");
    chair.post(&format!("{ROSTER}/drawing"), &[("month", "2027-12")]).expect(422);

    let member = world.actor(MEMBER).person.to_string();
    let away = [
        ("person", member.as_str()),
        ("reason", "sick"),
        ("from_day", "2026-12-07"),
        ("last_day", "2026-12-18"),
    ];
    let page = chair.get(DUTIES).expect(200);
    let id = page.hidden("leave_id");
    let mut fields = vec![("leave_id", id.as_str())];
    fields.extend(away);
    chair.post(&format!("{ROSTER}/leaves"), &fields).expect(303);
    let after = turns(&chair, "2026-12");
    let inside = |on: &str| ("2026-12-07"..="2026-12-18").contains(&on);
    assert!(all.iter().any(|(_, on, who)| inside(on) && who == MEMBER.name), "she had turns then");
    assert!(after.iter().all(|(_, on, who)| !inside(on) || (who != MEMBER.name && !who.is_empty())));
    let others = [RESIDENT_MEMBER, CHAIR].map(|figure| count_of(&after, figure));
    assert!(others[0].abs_diff(others[1]) <= 1, "{others:?}");
    chair.get(DUTIES).expect(200).says("病假").says("2026年12月18日");
    let printed = chair.get(&format!("{ROSTER}?month=2026-12")).expect(200);
    printed.says("嵩合社区妇联接访和 12338 值班表").says(">替<").never_says("病假");
    let sheet = exported(&world, &chair, &format!("{ROSTER}?month=2026-12"));
    assert_eq!(sheet.rows.iter().filter(|row| row.iter().any(|cell| cell == "12338 热线")).count(), 23);
}

#[apply(both_engines)]
fn a_roster_is_seen_up_and_down_the_tree_and_set_by_its_own_leader(#[case] engine: Engine) {
    let world = World::on(engine);
    drawn(&world.as_person(CHAIR), "341881003004", "reception", "2026-12");
    for seeing in [MEMBER, CHAIR, STREET_CHAIR, COUNTY_CHAIR] {
        world.as_person(seeing).get(&format!("{ROSTER}?month=2026-12")).expect(200).says(MEMBER.name);
    }
    let (turn, _) = first_of(&turns(&world.as_person(CHAIR), "2026-12"), MEMBER);
    let turn = format!("/turns/{turn}");
    world.as_person(STREET_CHAIR).get(&turn).expect(200).says(MEMBER.name);
    for blind in
        [NEIGHBOUR, OTHER_CHAIR, OTHER_STREET_CHAIR, OTHER_COUNTY_CHAIR, SYSTEM_ADMINISTRATOR, AUDITOR]
    {
        world.as_person(blind).get(ROSTER).expect(404);
        world.as_person(blind).get(&turn).expect(404).never_says(MEMBER.name);
    }
    for other in [MEMBER, STREET_CHAIR, COUNTY_CHAIR] {
        let browser = world.as_person(other);
        browser.get(DUTIES).expect(403);
        browser.post(&format!("{ROSTER}/drawing"), &[("month", "2026-12")]).expect(403);
        browser.post(&format!("{turn}/stand-in"), &[]).expect(403);
    }
    drawn(&world.as_person(STREET_CHAIR), "341881003", "hotline", "2026-12");
    let member = world.as_person(MEMBER);
    member.get("/orgs/341881003/roster?month=2026-12").expect(200).says(STREET_CHAIR.name);
    member.get("/orgs/341881001/roster").expect(404);
}

#[apply(both_engines)]
fn a_turn_changes_hands_when_the_other_agrees_and_not_before(#[case] engine: Engine) {
    let world = World::on(engine);
    let (chair, member, other) =
        (world.as_person(CHAIR), world.as_person(MEMBER), world.as_person(RESIDENT_MEMBER));
    drawn(&chair, "341881003004", "hotline", "2026-12");
    let all = turns(&chair, "2026-12");
    let (mine, day) = first_of(&all, MEMBER);
    let (hers, other_day) = first_of(&all, RESIDENT_MEMBER);
    let asked = world.actor(RESIDENT_MEMBER).person.to_string();
    let page = member.get(&format!("/turns/{mine}")).expect(200).says("这天来不了");
    let id = page.hidden("id");
    let ask = [("id", id.as_str()), ("person", asked.as_str()), ("in_return", hers.as_str())];
    other.post(&format!("/turns/{mine}/exchanges"), &ask).expect(403);
    member.post(&format!("/turns/{mine}/exchanges"), &ask[..1]).expect(422).says("请选请谁来值");
    let reply = member.post(&format!("/turns/{mine}/exchanges"), &ask).expect(303);
    member.get(&reply.location).expect(200).says("等她答复");
    assert_eq!(first_of(&turns(&chair, "2026-12"), MEMBER).0, mine, "nothing changed yet");
    other.get("/families").expect(200).says("请您").says("请答复");
    let page = other.get(&format!("/turns/{mine}")).expect(200).says("我来值");
    let exchange = page.hidden("exchange");
    let answer = |said: &'static str| [("exchange", exchange.clone()), ("answer", said.to_owned())];
    let sent = |fields: &[(&'static str, String); 2]| fields.clone();
    let yes = sent(&answer("accepted"));
    let yes: Vec<_> = yes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    member.post(&format!("/turns/{mine}/answer"), &yes).expect(403);
    other.post(&format!("/turns/{mine}/answer"), &yes).expect(303);
    let after = turns(&chair, "2026-12");
    let who = |on: &str| after.iter().find(|(_, day, _)| day == on).map(|(.., who)| who.clone());
    assert_eq!(
        (who(&day), who(&other_day)),
        (Some(RESIDENT_MEMBER.name.to_owned()), Some(MEMBER.name.to_owned()))
    );
    assert_eq!(count_of(&after, MEMBER), count_of(&all, MEMBER), "an exchange changes no count");
    other.post(&format!("/turns/{mine}/answer"), &yes).expect(422).says("不用再答复");
    other.get(&format!("/turns/{mine}")).expect(200).says("原来排的是 汪秀英");

    let (third, _) = first_of(&after, CHAIR);
    let stand_in = world.actor(MEMBER).person.to_string();
    chair.post(&format!("/turns/{third}/stand-in"), &[("stand_in", stand_in.as_str())]).expect(303);
    chair.get(&format!("/turns/{third}")).expect(200).says("汪秀英");
}

#[apply(both_engines)]
fn a_turn_that_was_served_counts_with_its_minutes_for_whoever_served(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    drawn(&chair, "341881003004", "hotline", "2026-12");
    let (turn, on) = first_of(&turns(&chair, "2026-12"), MEMBER);
    let service = format!("/turns/{turn}/service");
    let said = [("state", "served"), ("minutes", "420"), ("note", "接了三个电话")];
    world.as_person(MEMBER).post(&service, &said).expect(422).says("还没到这一班的时间");
    world.on_day(&on);
    let member = world.as_person(MEMBER);
    member.get("/families").expect(200).says("您今天12338 热线值班");
    world.as_person(CHAIR).get(ROSTER).expect(200).says("现在值班").says(MEMBER.name);
    world.as_person(CHAIR).get("/").expect(200).says("今天12338 热线值班：汪秀英");
    world.as_person(RESIDENT_MEMBER).post(&service, &said).expect(403);
    member.post(&service, &said).expect(303);
    member.post(&service, &said).expect(422).says("已经记过");
    let fact = "SELECT COUNT(*) FROM fact WHERE kind = 'reception_served' AND minutes = 420";
    assert_eq!(world.number(fact), 1);
    let parts = "SELECT COUNT(*) FROM fact_part p JOIN fact f ON f.tenant = p.fact_tenant AND f.id = p.fact_id WHERE f.kind = 'reception_served'";
    assert_eq!(world.number(parts), 1);
    member.get("/duty").expect(200).says("接访值班");
    world.hours_pass(24 * 7);
    let missed =
        turns(&world.as_person(CHAIR), "2026-12").into_iter().find(|(.., who)| who == RESIDENT_MEMBER.name);
    let service = format!("/turns/{}/service", missed.expect("she has a turn").0);
    let chair = world.as_person(CHAIR);
    chair.post(&service, &[("state", "missed")]).expect(422).says("为什么没有人值");
    chair.post(&service, &[("state", "missed"), ("note", "临时住院")]).expect(303);
    assert_eq!(
        world.number("SELECT COUNT(*) FROM fact WHERE kind = 'reception_served'"),
        1,
        "missed is no fact"
    );
}

pub(crate) fn office(title: &str, phone: &str) -> Vec<(String, String)> {
    let pairs = [
        ("kind", "office"),
        ("title", title),
        ("body", "看法律文书，帮写申请；带身份证"),
        ("phone", phone),
        ("source", "2026年11月电话核实"),
        ("categories", "marriage violence"),
        ("valid_until", "2027-11-22"),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

pub(crate) fn write(browser: &Browser, fields: &[(String, String)]) -> String {
    let page = browser.get("/knowledge/new").expect(200);
    let mut all = vec![("id".to_owned(), page.hidden("id"))];
    all.extend_from_slice(fields);
    browser.post("/knowledge", &crate::sent(&all)).expect(303).location
}

#[apply(both_engines)]
fn an_office_of_the_county_is_found_by_all_below_and_by_nobody_beside(#[case] engine: Engine) {
    let world = World::on(engine);
    let county = world.as_person(COUNTY_CHAIR);
    let address = write(&county, &office("宁国市示例法律援助中心", "0563-12348"));
    let address = address.split('?').next().unwrap().to_owned();
    write(&world.as_person(STREET_CHAIR), &office("河沥溪示例司法所", "0563-0000001"));
    for reading in [MEMBER, CHAIR, NEIGHBOUR, STREET_CHAIR, OTHER_STREET_CHAIR] {
        let browser = world.as_person(reading);
        browser.get("/knowledge?q=法律援助中").expect(200).says("宁国市示例法律援助中心");
        browser.get(&address).expect(200).says("0563-12348");
    }
    world.as_person(MEMBER).get("/knowledge?q=司法所").expect(200).says("河沥溪示例司法所");
    world.as_person(OTHER_STREET_CHAIR).get("/knowledge?q=司法所").expect(200).never_says("河沥溪示例司法所");
    county.get("/knowledge?q=司法所").expect(200).says("河沥溪示例司法所");
    let far = world.as_person(OTHER_COUNTY_CHAIR);
    far.get("/knowledge?q=示例法律援助").expect(200).never_says("宁国市示例").says("没有找到");
    far.get(&address).expect(404);
    for blind in [SYSTEM_ADMINISTRATOR, AUDITOR] {
        world.as_person(blind).get("/knowledge").expect(404);
        world.as_person(blind).get("/script").expect(404);
    }
    world.as_person(MEMBER).get("/script").expect(200).says("您好，这里是妇联").says("12338");
    for other in [MEMBER, CHAIR] {
        world.as_person(other).get("/knowledge/new").expect(403);
    }
    world
        .as_person(STREET_CHAIR)
        .post(&format!("{address}/review"), &[("valid_until", "2027-01-01")])
        .expect(403);
    let sheet = exported(&world, &world.as_person(OTHER_STREET_CHAIR), "/knowledge?q=示例");
    assert!(sheet.rows.iter().flatten().any(|cell| cell.contains("法律援助中心")));
    assert!(!sheet.rows.iter().flatten().any(|cell| cell.contains("司法所")));
}

#[apply(both_engines)]
fn a_word_is_found_as_a_phrase_and_a_single_character_too(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let county = world.as_person(COUNTY_CHAIR);
    let address = write(&county, &office("宁国市示例心理服务站", "0563-12356"));
    for (words, found) in [
        ("心理服务", true),
        ("服务心理", false),
        ("站", true),
        ("示例 站", true),
        ("示例，站", true),
        ("12356", true),
        ("０５６３", true),
        ("100%", false),
        ("_", false),
        ("'; DROP TABLE", false),
    ] {
        let encoded: String = words.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let page = member.get(&format!("/knowledge?q={encoded}")).expect(200);
        assert_eq!(page.body.contains("宁国市示例心理服务站"), found, "{words}");
    }
    member.get("/knowledge?q=保护令").expect(200).says("人身安全保护令").says("随程序带");
    member.get("/knowledge/starter/dvl-28").expect(200).says("七十二小时");
    member.get("/knowledge/starter/nothing").expect(404);
    let address = address.split('?').next().unwrap().to_owned();
    let mut again = office("宁国市示例心理辅导站", "0563-12356");
    again.push(("id".to_owned(), "x".to_owned()));
    county.post(&format!("{address}/edit"), &crate::sent(&again)).expect(303);
    member.get("/knowledge?q=心理辅导").expect(200).says("示例心理辅导站");
    member.get("/knowledge?q=心理服务站").expect(200).says("没有找到");
    let suggested = world.actor(MEMBER);
    let found = world
        .store()
        .read_blocking(move |tx| suggest(tx, &suggested, ("心里难受，想找心理辅导", "violence")))
        .unwrap();
    assert_eq!(found.first().map(|one| one.title.as_str()), Some("宁国市示例心理辅导站"));
    assert!(found.len() == 3 && found.iter().any(|one| one.kind == "法条"), "{found:?}");
    let far = world.actor(OTHER_COUNTY_CHAIR);
    let found = world.store().read_blocking(move |tx| suggest(tx, &far, ("心理辅导站", ""))).unwrap();
    assert!(found.iter().all(|one| !one.title.contains("宁国市")), "{found:?}");

    world.on_day("2027-11-01");
    let county = world.as_person(COUNTY_CHAIR);
    county.get("/").expect(200).says("知识库 1 条快到有效期");
    world.as_person(STREET_CHAIR).get("/").expect(200).never_says("知识库 1 条");
    world.on_day("2027-11-22");
    world.as_person(MEMBER).get(&address).expect(200).says("过了有效期");
    let county = world.as_person(COUNTY_CHAIR);
    county.get("/knowledge?review=due").expect(200).says("示例心理辅导站");
    county.post(&format!("{address}/review"), &[("valid_until", "2030-01-01")]).expect(422).says("最长两年");
    county.post(&format!("{address}/review"), &[("valid_until", "2028-11-01")]).expect(303);
    world.as_person(MEMBER).get(&address).expect(200).never_says("过了有效期");
    county.post(&format!("{address}/retirement"), &[]).expect(422).says("为什么撤下");
    county.post(&format!("{address}/retirement"), &[("reason", "电话换了")]).expect(303);
    world.as_person(MEMBER).get(&address).expect(404);
    world.as_person(MEMBER).get("/knowledge?q=心理辅导").expect(200).says("没有找到");
}
