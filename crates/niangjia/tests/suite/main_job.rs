//! 一次录入，处处成账: recorded once, counted everywhere.

use niangjia_testkit::{
    CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, FAMILIES, MEMBER, NATION_CHAIR, NEIGHBOUR, OTHER_CHAIR,
    PROVINCE_CHAIR, RESIDENT_MEMBER, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, but, sent, visit};

#[apply(both_engines)]
fn a_member_starts_on_her_ten_families_and_on_nobody_elses(#[case] engine: Engine) {
    let world = World::on(engine);
    let page = world.as_person(MEMBER).get("/families").expect(200).says("联系 10 户");
    for (contact, _) in FAMILIES {
        assert!(page.body.contains(&format!("{contact}家")), "{contact}");
    }
    let page = page.never_says("周美兰家").never_says("丁香家");
    assert!(page.body.contains("还没有走访过"));
    world.as_person(NEIGHBOUR).get("/families").expect(200).says("丁香家").never_says("王桂兰家");
}

#[apply(both_engines)]
fn a_visit_recorded_once_is_in_the_ledger_the_points_and_every_dashboard(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("程国庆");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let fields = visit(&form, "陪她办好了慢病手续");
    let done = member.post(&format!("/households/{family}/visits"), &sent(&fields)).expect(303);

    let file =
        member.get(&done.location).expect(200).says("陪她办好了慢病手续").says("今天").says("12-22 前");
    file.says("+1 走访 · 规则 2026-1 · 本月第 1 次/上限 5").says("+3 解决需求 · 规则 2026-1");
    member.get("/points").expect(200).says("走访").says("解决需求");
    member.get("/duty").expect(200).says("走访");
    let chair = world.as_person(CHAIR);
    chair.get("/orgs/341881003004/visits").expect(200).says("程国庆家").says("陪她办好了慢病手续");

    world.sum_up();
    let seen_by = [
        (CHAIR, "341881003004"),
        (STREET_CHAIR, "341881003"),
        (COUNTY_CHAIR, "341881"),
        (CITY_CHAIR, "3418"),
        (PROVINCE_CHAIR, "34"),
        (NATION_CHAIR, "0"),
    ];
    for (figure, code) in seen_by {
        let browser = world.as_person(figure);
        let numbers = browser.get_json(&format!("/insight/{code}")).expect(200).json();
        assert_eq!(number(&numbers, "visits"), 1, "{code}");
        assert_eq!(number(&numbers, "matters_settled"), 1, "{code}");
        browser.get(&format!("/insight/{code}")).expect(200).says("暂计");
    }
    let other = world.as_person(OTHER_CHAIR).get_json("/insight/341881003001").expect(200).json();
    assert_eq!(number(&other, "visits"), 0, "it counts at its home alone");
}

fn number(numbers: &serde_json::Value, indicator: &str) -> i64 {
    let found = numbers.as_array().and_then(|all| all.iter().find(|one| one["id"] == indicator));
    found.and_then(|one| one["value"].as_f64()).unwrap_or_else(|| panic!("{indicator} in {numbers}")) as i64
}

#[apply(both_engines)]
fn points_stop_at_the_cap_of_the_month_and_say_so(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    for (contact, _) in FAMILIES.iter().take(6) {
        let family = world.family(contact);
        let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
        let fields = but(&visit(&form, "看望"), "matter", "look_in");
        let _done = member.post(&format!("/households/{family}/visits"), &sent(&fields)).expect(303);
    }
    assert_eq!(world.number("SELECT CAST(SUM(points) AS BIGINT) FROM duty_point"), 5);
    assert_eq!(world.number("SELECT COUNT(*) FROM duty_point"), 6, "the sixth has its line too");
    let sixth = world.family(FAMILIES[5].0);
    member.get(&format!("/households/{sixth}")).expect(200).says("+0 走访 · 规则 2026-1 · 本月已到上限 5");
}

#[apply(both_engines)]
fn a_visit_taken_back_disappears_from_every_sum_and_stays_in_the_record(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("程国庆");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let fields = visit(&form, "记错了人家");
    let _done = member.post(&format!("/households/{family}/visits"), &sent(&fields)).expect(303);
    let visit = format!("/visits/341881.{}", form.hidden("id"));
    member.post(&format!("{visit}/taking-back"), &[("reason", " ")]).expect(422).says("请写一句为什么撤销");
    let _done = member.post(&format!("{visit}/taking-back"), &[("reason", "是隔壁家")]).expect(303);
    let _twice = member.post(&format!("{visit}/taking-back"), &[("reason", "是隔壁家")]).expect(303);

    assert_eq!(world.number("SELECT CAST(SUM(facts) AS BIGINT) FROM tally"), 0);
    assert_eq!(world.number("SELECT CAST(SUM(points) AS BIGINT) FROM duty_point"), 0);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact"), 4, "two facts and their two reversals");
    member.get(&visit).expect(200).says("已撤销");
    world.as_person(CHAIR).get("/orgs/341881003004/visits").expect(200).never_says("程国庆家");
}

#[apply(both_engines)]
fn a_follow_up_is_due_on_the_day_that_was_agreed(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("胡美珍");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let fields =
        but(&but(&visit(&form, "约好周五再去"), "outcome", "follow_up"), "follow_up_day", "2026-11-27");
    let _done = member.post(&format!("/households/{family}/visits"), &sent(&fields)).expect(303);
    member.get(&format!("/households/{family}")).expect(200).says("5天后到期").says("11-27 跟进");
    assert_eq!(world.number("SELECT COUNT(*) FROM fact"), 1, "what is to be followed up is not settled yet");
}

#[apply(both_engines)]
fn the_residence_side_sees_a_thin_card_and_her_own_visits(#[case] engine: Engine) {
    let world = World::on(engine);
    let (owner, helper) = (world.as_person(MEMBER), world.as_person(RESIDENT_MEMBER));
    let family = world.family("王桂兰");
    let form = owner.get(&format!("/households/{family}/visits/new")).expect(200);
    let _done =
        owner.post(&format!("/households/{family}/visits"), &sent(&visit(&form, "低保材料齐了"))).expect(303);
    owner.get(&format!("/households/{family}")).expect(200).says("低保").says("低保材料齐了");
    let thin = helper.get(&format!("/households/{family}")).expect(200).says("王桂兰家").never_says("低保");
    assert!(!thin.body.contains("社会救助"), "needs are the register side's");
    let visit_page = format!("/visits/341881.{}", form.hidden("id"));
    let _hidden = helper.get(&visit_page).expect(404);

    let form = helper.get(&format!("/households/{family}/visits/new")).expect(200);
    let fields = but(&visit(&form, "在小区里碰到，精神很好"), "matter", "look_in");
    let _done = helper.post(&format!("/households/{family}/visits"), &sent(&fields)).expect(303);
    helper.get(&format!("/households/{family}")).expect(200).says("在小区里碰到").never_says("低保材料齐了");
    let chair = world.as_person(CHAIR).get_json("/insight/341881003004").expect(200).json();
    assert_eq!(number(&chair, "visits"), 2, "each visit counts once, at the household's home");
}
