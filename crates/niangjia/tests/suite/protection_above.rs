//! 保密事项 seen from around and above: what closes and begins again, who is in charge, and what nobody else is told.

use niangjia_protection::api::{Past, SaidCase, live_on, open_case};
use niangjia_store::{Ending, StoreError, audit};
use niangjia_testkit::{
    AUDITOR, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, MEMBER, NEIGHBOUR, OTHER_CHAIR, OTHER_COUNTY_CHAIR,
    STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::protection::{IN_CHARGE, NAME, WORDS, comes_to, designated, opened_deeds};

#[apply(both_engines)]
fn a_closed_case_is_opened_again_with_its_history_and_a_second_one_of_the_same_person_is_known(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    let close = [("closing_reason", "搬走了，平安"), ("retention", "y30")];
    member.post(&format!("{case}/closing"), &close).expect(422).says("先报告再结案").says("搬走了");
    let declined = [("organ", "declined"), ("words", "再给他一次机会")];
    member.post(&format!("{case}/reports"), &declined).expect(303);
    member.post(&format!("{case}/closing"), &close).expect(303);
    member.get(&case).expect(200).says("已结案").says("30 年").says("2026年12月22日");
    let second = comes_to(&member, &["violence"]);
    member.get(&second).expect(200).says("第 2 次").says(&case);
    let neighbour = world.as_person(NEIGHBOUR);
    let third = comes_to(&neighbour, &["violence"]);
    neighbour.get(&third).expect(200).says("第 3 次").never_says(&case).never_says(&second);
    member.post(&format!("{case}/reopening"), &[]).expect(422);
    member.post(&format!("{case}/reopening"), &[("again", "昨晚又来敲门")]).expect(303);
    member.get(&case).expect(200).says("已接手").says("搬走了，平安").says("昨晚又来敲门").says("马上报告");
}

#[apply(both_engines)]
fn the_county_chair_designates_and_sees_nothing_herself(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    charge.get(&case).expect(200).says("您是县里指定的保密事项负责人");
    let chair = world.as_person(COUNTY_CHAIR);
    chair.get(&case).expect(404);
    chair.get("/protection").expect(200).says("没有您经办的保密事项");
    world.as_person(CHAIR).get("/orgs/341881/protection").expect(404);
    world.as_person(OTHER_COUNTY_CHAIR).get("/orgs/341881/protection").expect(404);
    let page = chair.get("/orgs/341881/protection").expect(200).says("权静").body;
    let (_, rest) = page.split_once("charges/end").expect("a form");
    let (_, rest) = rest.split_once("name=\"id\" value=\"").expect("an identity");
    let id = rest.split('"').next().expect("an identity").to_owned();
    chair.post("/orgs/341881/protection/charges/end", &[("id", &id)]).expect(303);
    charge.get(&case).expect(404);
    world.as_person(AUDITOR).get("/audit").expect(200).says("指定保密事项负责人");
}

#[apply(both_engines)]
fn a_case_that_nobody_touches_asks_who_is_in_charge(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let _case = comes_to(&world.as_person(MEMBER), &["violence"]);
    charge.get("/").expect(200).never_says("件事等您处理");
    world.hours_pass(1);
    charge.get("/").expect(200).says("有 1 件事等您处理").never_says(NAME);
    world.hours_pass(23);
    let charge = world.as_person(IN_CHARGE);
    charge.get("/protection").expect(200).says("等您处理").never_says(NAME);
    world.as_person(COUNTY_CHAIR).get("/").expect(200).never_says("件事等您处理");
}

#[apply(both_engines)]
fn above_the_case_there_are_only_numbers_of_which_small_ones_are_hidden(#[case] engine: Engine) {
    let world = World::on(engine);
    for (figure, count) in [(MEMBER, 6u128), (OTHER_COUNTY_CHAIR, 3)] {
        let actor = world.actor(figure);
        let day = |text: &str| niangjia_kernel::Day::parse(text).expect("a day").start();
        for number in 0..count {
            let (actor, id) = (actor.clone(), uuid::Uuid::from_u128(number + count * 1_000));
            let made = world.store().write_blocking(move |tx| {
                let tx = &tx.as_of(day("2026-08-15"));
                open_case(tx, &actor, &said(id, number == 0))
            });
            made.expect("a case");
        }
    }
    let numbers = |org: &str| format!("/orgs/{org}/protection/numbers");
    let county = world.as_person(COUNTY_CHAIR).get(&numbers("341881")).expect(200).says("&lt;5");
    county.says("<td class=\"nj-r\" data-label=\"第3季度\">5</td>").never_says("第4季度").never_says("嵩合");
    let city = world.as_person(CITY_CHAIR);
    let told = city.get_json(&numbers("3418")).expect(200).json();
    let lines = told["lines"].as_array().expect("lines");
    let line = |place: &str, what: &str| {
        let found = lines.iter().find(|line| line["place"] == place && line["what"] == what);
        found.unwrap_or_else(|| panic!("{place} {what}: {told}"))["year"].clone()
    };
    assert_eq!(line("宁国市", "接手，成年人"), "5");
    assert_eq!(line("泾县", "接手，成年人"), "不少于 1");
    assert_eq!(line("合计", "接手，成年人"), "不少于 6");
    city.get(&numbers("341881003")).expect(404);
    world.as_person(STREET_CHAIR).get(&numbers("341881")).expect(404);
    world.as_person(MEMBER).get(&numbers("341881")).expect(404);
    world.as_person(OTHER_COUNTY_CHAIR).get(&numbers("341881")).expect(404);
}

/// What is said when a case is taken by a test.
pub fn said(id: uuid::Uuid, child: bool) -> SaidCase {
    SaidCase {
        id,
        name: NAME.to_owned(),
        phone: format!("199{:08}", id.as_u128() % 100_000_000),
        place: "巫山组".to_owned(),
        words: WORDS.to_owned(),
        reporter: "邻居钟大姐".to_owned(),
        household: None,
        found_in: None,
        violence: true,
        child,
    }
}

#[apply(both_engines)]
fn nothing_of_a_case_is_told_by_audit_lists_search_exports_or_programs(#[case] engine: Engine) {
    let world = World::on(engine);
    let actor = world.actor(MEMBER);
    let (id, household) = (uuid::Uuid::from_u128(5), world.family("程国庆").id);
    let opened = world.store().write_blocking(move |tx| {
        let said = SaidCase { household: Some(household), ..said(id, false) };
        open_case(tx, &actor, &said)
    });
    let (key, actor) = (opened.expect("a case"), world.actor(MEMBER));
    let lived = world.store().write_blocking(move |tx| {
        live_on(tx, &actor, key, Past::Protected)?;
        let entry = audit::Entry::by(&actor, audit::Action::write("test.live", "过了一段时间"));
        Ok::<_, StoreError>(Ending::from(tx.record(&entry, ())?))
    });
    lived.expect("it goes on");
    let member = world.as_person(MEMBER);
    let case = format!("/protection/{key}");
    member.get(&case).expect(200).says(NAME).says("邻居钟大姐").says("有保护措施");
    let family = world.family("程国庆");
    let secrets = [NAME, "邻居钟大姐", "保护令", "prot_", "1990000123"];
    let pages = [
        (CHAIR, format!("/households/{family}")),
        (MEMBER, format!("/households/{family}")),
        (CHAIR, "/orgs/341881003004/households?show=all".to_owned()),
        (CHAIR, "/orgs/341881003004".to_owned()),
        (CHAIR, "/".to_owned()),
        (COUNTY_CHAIR, "/orgs/341881".to_owned()),
        (COUNTY_CHAIR, "/insight/341881".to_owned()),
        (AUDITOR, "/audit".to_owned()),
        (MEMBER, "/duty".to_owned()),
        (MEMBER, "/points".to_owned()),
        (MEMBER, "/protection".to_owned()),
        (CHAIR, "/protection".to_owned()),
    ];
    for (figure, path) in pages {
        let reply = world.as_person(figure).get(&path).expect(200);
        // Her own list leads to her case; nothing else does.
        let own = figure == MEMBER && path == "/protection";
        for secret in secrets.iter().filter(|secret| !own || **secret != "prot_") {
            assert!(!reply.body.contains(secret), "{path} says {secret} to {}", figure.name);
        }
    }
    let found = world.as_person(CHAIR).get("/orgs/341881003004/households?show=all&q=程小娟").expect(200);
    found.never_says("/protection/").never_says("邻居");
    let audit = world.as_person(AUDITOR).get("/audit").expect(200).says("保密事项").body;
    let person = world.actor(MEMBER).person;
    let hers = world.as_person(AUDITOR).get(&format!("/audit?person={person}")).expect(200);
    // The way to one's own stands in everybody's menu; no entry beside it.
    assert_eq!(hers.body.matches("保密事项").count(), 1);
    assert!(!audit.contains(&id.to_string()), "not even by its identity");
    let deeds = opened_deeds(&world);
    assert!(deeds.len() > 5 && deeds.iter().all(|deed| deed.person_name == "汪秀英"), "whole inside");
    for page in ["/protection", case.as_str()] {
        let asked = member.post("/exports", &[("page", page)]);
        assert!(asked.status.is_client_error(), "{page}: {}", asked.status);
        let program = world.program_of(MEMBER);
        let refused = program.get_json(page).expect(403);
        refused.never_says(NAME);
    }
    // Not visible and not there: the same answer to the letter.
    let chair = world.as_person(CHAIR);
    let nowhere = format!("/protection/{}.prot_{}", key.tenant, "9".repeat(32));
    for path in ["", "/contact", "/assessment", "/measures/new"] {
        let (one, other) = (chair.get(&format!("{case}{path}")), chair.get(&format!("{nowhere}{path}")));
        assert_eq!(one.status, 404, "{path}");
        assert_eq!(one.body.replace(&case, "x"), other.body.replace(&nowhere, "x"), "{path}");
        assert_eq!(chair.get_json(&case).body, chair.get_json(&nowhere).body);
    }
    for path in
        ["reports", "notes", "people", "taking", "closing", "reopening", "contact", "assessment", "measures"]
    {
        chair.post(&format!("{case}/{path}"), &[]).expect(404);
    }
    let stored = world.number(
        "SELECT COUNT(*) FROM protection_case WHERE org_path <> '34/18/81' AND org_path LIKE '%003%'",
    );
    assert_eq!(stored, 0, "no place below the county");
    world.as_person(OTHER_CHAIR).get(&case).expect(404);
}
