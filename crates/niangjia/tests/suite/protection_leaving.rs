//! 保密事项: somebody of a case leaves; it is never without its own people.

use niangjia_protection::api::attend;
use niangjia_testkit::{
    Browser, CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, OTHER_CHAIR, RESIDENT_MEMBER, STREET_CHAIR,
    SYSTEM_ADMINISTRATOR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::protection::{IN_CHARGE, NAME, comes_to, designated};

fn attended(world: &World) {
    attend(&world.store()).expect("a round");
}

fn leaves(world: &World, figure: Figure, reason: &str) {
    let actor = world.actor(figure);
    let post = format!("/posts/{}", actor.acting.post.within(actor.tenant));
    let fields = [("until_day", "2026-11-22"), ("reason", reason)];
    let chair = world.as_person(CHAIR);
    if chair.post(&format!("{post}/leaving"), &fields).status == 303 {
        return;
    }
    // What she looks after goes to somebody first.
    let form = chair.get(&format!("{post}/handover")).expect(200);
    let successor = world.actor(MEMBER).person.to_string();
    let (id, everyone) = (form.hidden("id"), world.actor(RESIDENT_MEMBER).person.to_string());
    let everyone = if figure == RESIDENT_MEMBER { successor } else { everyone };
    let handed = [("id", id.as_str()), ("reason", "leaves"), ("everyone", &everyone)];
    chair.post(&format!("{post}/handover"), &handed).expect(303);
    chair.post(&format!("{post}/leaving"), &fields).expect(303);
}

fn account_state(world: &World, figure: Figure, enabled: &str) {
    let system = world.as_person(SYSTEM_ADMINISTRATOR);
    let list = system.get(&format!("/accounts?name={}", figure.name)).expect(200).body;
    let (before, _) = list.split_once(&format!("\">{}</a>", figure.name)).expect("a list");
    let account = before.rsplit_once("href=\"").expect("her account").1;
    system.post(&format!("{account}/state"), &[("enabled", enabled)]).expect(303);
}

fn with_two_people(world: &World, charge: &Browser) -> String {
    let case = comes_to(&world.as_person(MEMBER), &["violence"]);
    let add = [("name", "陈玉兰"), ("reason", "住得近，她信得过")];
    charge.post(&format!("{case}/people"), &add).expect(303);
    charge.post("/messages/read", &[]).expect(303);
    case
}

fn the_successor_is_named(world: &World, charge: &Browser, case: &str) {
    attended(world);
    attended(world);
    assert_eq!(world.number("SELECT COUNT(*) FROM protection_succession WHERE state = 'waiting'"), 1);
    let told = charge.get("/messages").expect(200).says("有一件事等您处理");
    told.never_says(NAME).never_says("汪秀英").never_says("家庭暴力");
    charge.get("/").expect(200).says("有 1 件事等您处理").never_says(NAME);
    let list = charge.get("/protection").expect(200).says("请定谁接手").says("2026年11月23日 09:00 以前");
    list.never_says(NAME).never_says("汪秀英");
    let page = charge
        .get(case)
        .expect(200)
        .says("谁来接手")
        .says("陈玉兰 <span class=\"nj-soft\">经办的人里参与最久的");
    page.says("原来负责的");
    let successor = world.actor(RESIDENT_MEMBER).person.to_string();
    let second = world.as_person(RESIDENT_MEMBER);
    second.post(&format!("{case}/successor"), &[("successor", &successor)]).expect(403);
    world
        .as_person(COUNTY_CHAIR)
        .post(&format!("{case}/successor"), &[("successor", &successor)])
        .expect(404);
    charge.post(&format!("{case}/successor"), &[]).expect(422).says("请点由谁接手");
    second.post("/messages/read", &[]).expect(303);
    charge.post(&format!("{case}/successor"), &[("successor", &successor)]).expect(303);
    second.get(case).expect(200).says("陈玉兰 <strong>负责</strong>").says("定了接手的人");
    second.get("/messages").expect(200).says("有一件事等您处理");
    assert_eq!(world.number("SELECT COUNT(*) FROM protection_succession WHERE state = 'waiting'"), 0);
    charge.get(case).expect(200).never_says("谁来接手");
}

#[apply(both_engines)]
fn whoever_is_in_charge_names_a_successor_for_one_whose_term_ended(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let case = with_two_people(&world, &charge);
    leaves(&world, MEMBER, "term_ended");
    the_successor_is_named(&world, &charge, &case);
}

#[apply(both_engines)]
fn whoever_is_in_charge_names_a_successor_for_one_who_died(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let case = with_two_people(&world, &charge);
    leaves(&world, MEMBER, "died");
    the_successor_is_named(&world, &charge, &case);
}

#[apply(both_engines)]
fn whoever_is_in_charge_names_a_successor_for_one_whose_account_was_disabled(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let case = with_two_people(&world, &charge);
    account_state(&world, MEMBER, "false");
    the_successor_is_named(&world, &charge, &case);
    account_state(&world, MEMBER, "true");
    world.as_person(MEMBER).get(&case).expect(404);
}

#[apply(both_engines)]
fn who_comes_back_before_anybody_was_named_keeps_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let case = with_two_people(&world, &charge);
    account_state(&world, MEMBER, "false");
    attended(&world);
    account_state(&world, MEMBER, "true");
    attended(&world);
    world.as_person(MEMBER).get(&case).expect(200).says("汪秀英 <strong>负责</strong>").says("本人回来了");
    charge.get(&case).expect(200).never_says("谁来接手");
}

#[apply(both_engines)]
fn where_nobody_is_left_it_is_hers_who_is_in_charge_when_the_time_is_over(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let case = comes_to(&world.as_person(MEMBER), &["violence"]);
    leaves(&world, MEMBER, "moved");
    attended(&world);
    charge.get(&case).expect(200).says("经办的人都不在任了").says("我自己接");
    world.hours_pass(24);
    attended(&world);
    let charge = world.as_person(IN_CHARGE);
    charge
        .get(&case)
        .expect(200)
        .says("权静 <strong>负责</strong>")
        .says("到时没有定")
        .says("这件事由您负责");
    assert_eq!(world.number("SELECT COUNT(*) FROM protection_succession WHERE state = 'fallen'"), 1);
}

#[apply(both_engines)]
fn a_merger_takes_nobody_from_her_case(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let case = with_two_people(&world, &charge);
    let into = [("into", "341881003001"), ("document", "宁政函〔2026〕8号")];
    world.as_person(STREET_CHAIR).post("/orgs/341881003004/merging", &into).expect(303);
    attended(&world);
    assert_eq!(world.number("SELECT COUNT(*) FROM protection_succession"), 0);
    let moved = Figure { org: "341881003001", ..MEMBER };
    world.as_person(moved).get(&case).expect(200).says("汪秀英 <strong>负责</strong>");
    world.as_person(OTHER_CHAIR).get(&case).expect(404);
}

#[apply(both_engines)]
fn who_only_takes_part_is_taken_out_when_she_leaves(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let case = with_two_people(&world, &charge);
    leaves(&world, RESIDENT_MEMBER, "moved");
    attended(&world);
    assert_eq!(world.number("SELECT COUNT(*) FROM protection_succession"), 0);
    assert_eq!(world.number("SELECT COUNT(*) FROM protection_person WHERE until_ms IS NULL"), 1);
    world.as_person(MEMBER).get(&case).expect(200).says("已移出");
}

#[apply(both_engines)]
fn a_county_whose_person_in_charge_left_asks_its_chair_for_another(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(COUNTY_CHAIR);
    chair.get("/").expect(200).says("没有在任的保密事项负责人，请指定");
    let _charge = designated(&world);
    chair.get("/").expect(200).never_says("没有在任的保密事项负责人");
    let case = comes_to(&world.as_person(MEMBER), &["violence"]);
    account_state(&world, IN_CHARGE, "false");
    chair.get("/").expect(200).says("没有在任的保密事项负责人，请指定");
    let page = chair.get("/orgs/341881/protection").expect(200).says("已不在任，请结束并另指定");
    // The last of the forms designates; those before it end.
    let (_, rest) = page.body.rsplit_once("name=\"id\" value=\"").expect("a form");
    let id = rest.split('"').next().expect("an identity");
    let fields = [("id", id), ("person", "周敏"), ("reason", "街道主席兼")];
    chair.post("/orgs/341881/protection/charges", &fields).expect(303);
    chair.get("/").expect(200).never_says("没有在任的保密事项负责人");
    world.as_person(STREET_CHAIR).get(&case).expect(200).says("您是县里指定的保密事项负责人");
}
