//! Phones and addresses leave the platform masked, unless who takes them may see them and says why; and those who
//! supervise see who took what.

use niangjia_testkit::{
    AUDITOR, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, MEMBER, OTHER_CHAIR, STREET_CHAIR,
    SYSTEM_ADMINISTRATOR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::{Sheet, exported, opened};

const REGISTER: &str = "/orgs/341881003004/households";
const REASON: &str = "中秋上门慰问，按住址分路线";

fn unmasked(world: &World, browser: &niangjia_testkit::Browser, page: &str, reason: &str) -> Sheet {
    let fields = [("page", page), ("personal", "true"), ("reason", reason)];
    let asked = browser.post("/exports", &fields).expect(303);
    world.work();
    let ready = browser.get(&asked.location).expect(303);
    opened(&browser.get(&ready.location).expect(200).bytes, false)
}

#[apply(both_engines)]
fn phones_and_addresses_leave_masked_unless_a_reason_is_given(#[case] engine: Engine) {
    let world = World::on(engine);
    for (figure, page) in [(CHAIR, format!("{REGISTER}?show=all")), (MEMBER, "/families".to_owned())] {
        let browser = world.as_person(figure);
        let masked = exported(&world, &browser, &page);
        assert!(masked.column("电话（已遮盖）").contains(&"199****0001"), "{page}: {:?}", masked.heads);
        assert!(masked.column("住址（已遮盖）").iter().all(|address| *address == "巫山组***"), "{page}");
        let shown = browser.get(&page).expect(200).says("连同电话、住址导出");
        assert!(!shown.body.contains("19900010001"), "the page itself shows none");

        let no_reason = [("page", page.as_str()), ("personal", "true"), ("reason", "工作")];
        let again = browser.post("/exports", &no_reason).expect(422).says("至少 4 个字").says("工作");
        let _again = again.says("记下用途并导出");
        let whole = unmasked(&world, &browser, &page, REASON);
        assert!(whole.column("电话").contains(&"19900010001"), "{page}: {:?}", whole.heads);
        assert!(whole.column("住址").contains(&"巫山组 1 号"), "{page}");
    }
    let form = world.as_person(CHAIR);
    let form = form.get(&format!("/exports/personal?page={}", REGISTER.replace('/', "%2F"))).expect(200);
    let _form = form.says("连同电话、住址导出").says("嵩合社区 重点户台账").says("用途");
    let audit = world.as_person(AUDITOR).get("/audit?only=reads").expect(200);
    let _audit = audit.says("导出列表").says("未遮盖：电话、住址").says(REASON).says("条件：");
}

#[apply(both_engines)]
fn who_may_not_see_a_phone_does_not_take_one_out_whatever_the_reason(#[case] engine: Engine) {
    let world = World::on(engine);
    for figure in [STREET_CHAIR, COUNTY_CHAIR] {
        let browser = world.as_person(figure);
        let sheet = exported(&world, &browser, REGISTER);
        assert!(sheet.heads.iter().all(|head| !head.contains("电话") && !head.contains("住址")));
        let fields = [("page", REGISTER), ("personal", "true"), ("reason", REASON)];
        let _refused = browser.post("/exports", &fields).expect(403);
        let _form = browser.get(&format!("/exports/personal?page={REGISTER}")).expect(404);
    }
    let other = world.as_person(OTHER_CHAIR);
    let fields = [("page", REGISTER), ("personal", "true"), ("reason", REASON)];
    let _other = other.post("/exports", &fields).expect(404);
    // A list without personal columns has none to unmask.
    let ledger = "/orgs/341881003004/members";
    let fields = [("page", ledger), ("personal", "true"), ("reason", REASON)];
    let _none = world.as_person(CHAIR).post("/exports", &fields).expect(403);
}

#[apply(both_engines)]
fn a_program_gets_no_phone_without_a_reason_either(#[case] engine: Engine) {
    let world = World::on(engine);
    let program = world.program_of(CHAIR);
    for page in [REGISTER, "/families", "/orgs/341881003004/visits", "/orgs/341881003004/members"] {
        let answer = program.get_json(page);
        assert!(!answer.body.contains("1990001"), "{page}: {}", answer.body);
    }
    let body = serde_json::json!({ "page": REGISTER, "personal": "true" });
    let refused = program.post_json("/exports", &body).expect(422);
    assert!(
        refused.json()["fields"]["reason"][0].as_str().is_some_and(|said| said.contains("4 个字")),
        "{}",
        refused.body
    );
    let body = serde_json::json!({ "page": REGISTER, "personal": "true", "reason": REASON });
    let made = program.post_json("/exports", &body).expect(201).json();
    world.work();
    let file =
        program.get(&format!("/transfers/{}/file", made["id"].as_str().expect("an identity"))).expect(200);
    assert!(opened(&file.bytes, false).column("电话").contains(&"19900010001"));
}

#[apply(both_engines)]
fn those_who_supervise_see_who_took_which_list_with_which_filter_and_why(#[case] engine: Engine) {
    let world = World::on(engine);
    let _county = exported(&world, &world.as_person(COUNTY_CHAIR), REGISTER);
    let _hers = unmasked(&world, &world.as_person(CHAIR), &format!("{REGISTER}?show=all"), REASON);
    for figure in [CHAIR, STREET_CHAIR, COUNTY_CHAIR, AUDITOR] {
        let browser = world.as_person(figure);
        let list = browser.get("/exports").expect(200).says("嵩合社区 重点户台账").says("程丽华");
        let _list =
            list.says("徐春燕").says("未遮盖").says(REASON).says("共 <span class=\"nj-num\">2</span> 次");
        let json = browser.get_json("/exports").expect(200).json();
        assert_eq!(json["exports"].as_array().map(Vec::len), Some(2));
        assert_eq!(json["exports"][0]["unmasked"], "电话、住址");
        assert_eq!(json["exports"][1]["unmasked"], "");
        assert!(json["exports"][0]["rows"].as_i64() > Some(0));
    }
    let _link = world.as_person(CHAIR).get("/transfers").expect(200).says("谁导出过什么");
    let neighbour = world.as_person(OTHER_CHAIR).get("/exports").expect(200);
    let _neighbour = neighbour.says("还没有人导出过").never_says("嵩合社区");
    for figure in [MEMBER, CITY_CHAIR, SYSTEM_ADMINISTRATOR] {
        let browser = world.as_person(figure);
        let _none = browser.get("/exports").expect(404);
        let _link = browser.get("/transfers").expect(200).never_says("谁导出过什么");
    }
}
