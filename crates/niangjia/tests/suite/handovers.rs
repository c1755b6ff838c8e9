//! 不漏一户: families go to named successors, or somebody takes care of them; never is one left without.

use niangjia_store::{Actor, Branch, StoreError};
use niangjia_testkit::{
    CHAIR, Engine, FAMILIES, Figure, MEMBER, OTHER_CHAIR, RESIDENT_MEMBER, Reply, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, sent};

const HANDOVERS: &str = "/orgs/341881003004/handovers";

fn post_of(world: &World, figure: Figure) -> String {
    let Actor { tenant, acting, .. } = world.actor(figure);
    format!("/posts/{}", acting.post.within(tenant))
}

fn person_of(world: &World, figure: Figure) -> String {
    world.actor(figure).person.to_string()
}

/// The form as it was shown, with everybody going to one person.
fn all_to(form: &Reply, reason: &str, everyone: &str) -> Vec<(String, String)> {
    let pairs = [("id", form.hidden("id")), ("reason", reason.to_owned()), ("everyone", everyone.to_owned())];
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

/// Key households without anybody, and links to somebody who is gone: there may be none.
fn left_behind(world: &World) -> Vec<String> {
    let found = world.store().read_blocking(|tx| {
        let org = niangjia_org::api::by_code(tx, "341881")?.expect("the county");
        let branch = Branch::of(org.tenant, org.level, &org.path);
        let mut found = niangjia_household::api::orphans(tx, &branch)?;
        found.extend(niangjia_household::api::uncovered_names(tx, &branch, tx.today())?);
        Ok::<_, StoreError>(found)
    });
    found.expect("a look")
}

#[apply(both_engines)]
fn her_families_go_to_a_named_successor_in_one_step_with_a_sheet_to_sign(#[case] engine: Engine) {
    let world = World::on(engine);
    let before = left_behind(&world);
    let (chair, post) = (world.as_person(CHAIR), post_of(&world, MEMBER));
    chair.get(&post).expect(200).says("联系 10 户 · 办交接");
    let form = chair.get(&format!("{post}/handover")).expect(200);
    for (contact, _) in FAMILIES {
        assert!(form.body.contains(&format!("{contact}家")), "{contact}");
    }
    let fields = all_to(&form, "leaves", &person_of(&world, RESIDENT_MEMBER));
    let done = chair.post(&format!("{post}/handover"), &sent(&fields)).expect(303);
    let again = chair.post(&format!("{post}/handover"), &sent(&fields)).expect(303);
    assert_eq!(done.location, again.location, "the same form twice is one handover");
    assert_eq!(world.number("SELECT COUNT(*) FROM household_handover"), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_handover_family"), 10);

    let sheet = chair.get(&done.location).expect(200).says("已交接 10 户").says("交接〔2026〕1号");
    sheet
        .says("嵩合社区妇联联系家庭交接单")
        .says("接收人 陈玉兰（签字）")
        .says("接着办离任")
        .says("<path d=\"M4 4h1v1h-1z");
    let successor = world.as_person(RESIDENT_MEMBER);
    successor.get("/families").expect(200).says("程国庆家").says("王桂兰家");
    successor.get(&done.location).expect(200).says("程国庆家").never_says("接着办离任");
    world.as_person(MEMBER).get("/families").expect(200).never_says("程国庆家");
    world.as_person(OTHER_CHAIR).get(&done.location).expect(404);
    world.as_person(STREET_CHAIR).get(&done.location).expect(200).says("汪秀英");

    let leaving = [("until_day", "2026-11-22"), ("reason", "moved")];
    let left = chair.post(&format!("{post}/leaving"), &leaving).expect(303);
    chair.get(&left.location).expect(200).says("离任已经办好");
    chair.get("/").expect(200).never_says("代管");
    assert_eq!(left_behind(&world), before);
}

#[apply(both_engines)]
fn who_leaves_hands_over_every_family_and_who_changes_her_work_those_that_were_chosen(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let (chair, post) = (world.as_person(CHAIR), post_of(&world, MEMBER));
    let address = format!("{post}/handover");
    let form = chair.get(&address).expect(200);
    let (first, _) =
        form.body.split_once("name=\"link\" value=\"").expect("links").1.split_once('"').expect("one");
    let successor = person_of(&world, RESIDENT_MEMBER);
    let one = |reason: &str, to: &str| {
        let mut fields = all_to(&form, reason, "");
        fields.extend([("link".to_owned(), first.to_owned()), ("to".to_owned(), to.to_owned())]);
        fields
    };
    let refused = chair.post(&address, &sent(&one("leaves", &successor))).expect(422);
    refused.says("还没有交接").says("请选谁来接，或者选“由主席代管”").says("selected>陈玉兰");
    let nobody = chair.post(&address, &sent(&one("adjusted", ""))).expect(422);
    nobody.says("请至少给一户选接手的人");
    let stranger = person_of(&world, OTHER_CHAIR);
    chair
        .post(&address, &sent(&one("adjusted", &stranger)))
        .expect(422)
        .says("请从名单里选一位本社区的现任执委");
    chair.post(&address, &sent(&one("", &successor))).expect(422).says("请点一个原因");
    assert_eq!(world.number("SELECT COUNT(*) FROM household_handover"), 0, "nothing is half handed over");
    let _done = chair.post(&address, &sent(&one("adjusted", &successor))).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_handover_family"), 1);
    world.as_person(MEMBER).get("/families").expect(200).says("联系 9 户");
}

#[apply(both_engines)]
fn the_families_of_who_died_have_the_chair_until_a_member_is_named(#[case] engine: Engine) {
    let world = World::on(engine);
    let before = left_behind(&world);
    let (chair, post) = (world.as_person(CHAIR), post_of(&world, MEMBER));
    let died = [("until_day", "2026-11-22"), ("reason", "died")];
    let _left = chair.post(&format!("{post}/leaving"), &died).expect(303);
    assert_eq!(left_behind(&world), before, "nobody is forgotten");
    chair.get("/").expect(200).says("代管的家庭 10 户，2026年12月7日 前安排");
    world.as_person(STREET_CHAIR).get("/").expect(200).never_says("代管的家庭");
    let page = chair
        .get(HANDOVERS)
        .expect(200)
        .says("代管 <span")
        .says("程国庆家")
        .says("程丽华")
        .says("离任 · 10 户");
    let file = world.family("程国庆");
    chair.get(&format!("/households/{file}")).expect(200).says("代管，2026年12月7日 前安排");

    world.hours_pass(24 * 20);
    let chair = world.as_person(CHAIR);
    chair.get("/").expect(200).says("2026年12月7日 已到期");
    world.as_person(STREET_CHAIR).get("/").expect(200).says("代管的家庭 10 户");
    let mut fields = all_to(&page, "", &person_of(&world, RESIDENT_MEMBER));
    fields.retain(|(name, _)| name != "reason");
    let named = chair.post(HANDOVERS, &sent(&fields)).expect(303);
    chair.get(&named.location).expect(200).says("已安排").says("结束代管 · 10 户");
    chair.get("/").expect(200).never_says("代管的家庭");
    world.as_person(RESIDENT_MEMBER).get("/families").expect(200).says("程国庆家");
    assert_eq!(world.number("SELECT COUNT(*) FROM household_caretaking WHERE until_day IS NULL"), 0);
    assert_eq!(left_behind(&world), before);
}

#[apply(both_engines)]
fn a_link_arranged_on_the_page_of_a_family_releases_whoever_took_care_of_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let (chair, post) = (world.as_person(CHAIR), post_of(&world, MEMBER));
    let _left = chair
        .post(&format!("{post}/leaving"), &[("until_day", "2026-11-22"), ("reason", "health")])
        .expect(303);
    let family = world.family("程国庆");
    let address = format!("/households/{family}/links");
    chair.get(&address).expect(200).says("代管，2026年12月7日 前安排");
    let successor = person_of(&world, RESIDENT_MEMBER);
    let fields =
        [("member", successor.as_str()), ("side", "register"), ("mode", "nearby"), ("since", "2026-11-22")];
    let done = chair.post(&address, &fields).expect(303);
    chair.get(&done.location).expect(200).says("陈玉兰").never_says("代管，");
    chair.get("/").expect(200).says("代管的家庭 9 户");
}

#[apply(both_engines)]
fn a_caretaker_who_leaves_passes_the_families_on_and_their_day_with_them(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let gone = |post: &str, reason: &str, by: &niangjia_testkit::Browser| {
        let leaving = [("until_day", "2026-11-22"), ("reason", reason)];
        by.post(&format!("{post}/leaving"), &leaving)
    };
    let _member = gone(&post_of(&world, MEMBER), "died", &chair).expect(303);
    world.hours_pass(24 * 3);
    let street = world.as_person(STREET_CHAIR);
    let _chair = gone(&post_of(&world, CHAIR), "other_work", &street).expect(303);
    let page = street.get(HANDOVERS).expect(200).says("周敏").says("程国庆家");
    page.never_says("name=\"to\"");
    let due = world.number("SELECT MAX(due_day) FROM household_caretaking WHERE until_day IS NULL");
    assert_eq!(due, world.number("SELECT MIN(due_day) FROM household_caretaking"), "the clock goes on");
}

#[apply(both_engines)]
fn only_the_chair_of_the_community_hands_families_over(#[case] engine: Engine) {
    let world = World::on(engine);
    let address = format!("{}/handover", post_of(&world, MEMBER));
    world.as_person(MEMBER).get(&address).expect(403).says("社区（村）妇联主席");
    world.as_person(STREET_CHAIR).get(&address).expect(403);
    world.as_person(OTHER_CHAIR).get(&address).expect(404);
    world.as_person(CHAIR).get(&format!("{}/handover", post_of(&world, CHAIR))).expect(404);
    world.as_person(OTHER_CHAIR).get(HANDOVERS).expect(404);
    world.as_person(MEMBER).get(HANDOVERS).expect(200).says("还没有交接过");
    let nothing = [("everyone", "caretaker")];
    world.as_person(STREET_CHAIR).post(HANDOVERS, &nothing).expect(403);
}
