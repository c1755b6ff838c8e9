//! A community goes up in another: its families, committee and grids go along, and nobody is forgotten.

use niangjia::commands::diagnose;
use niangjia_testkit::{
    CHAIR, COUNTY_CHAIR, Engine, FAR_CHAIR, FAR_MEMBER, MEMBER, NEIGHBOUR, OTHER_CHAIR, OTHER_COUNTY_CHAIR,
    OTHER_STREET_CHAIR, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::visited;
use crate::own::claimed_once;
use crate::residence_care::{FAR, asks, enters, left_behind};

const ENDS: &str = "/orgs/341881003004";
const GOES_ON: &str = "341881003001";
const MERGING: &str = "/orgs/341881003004/merging";

fn merge(
    world: &World,
    figure: niangjia_testkit::Figure,
    into: &str,
    document: &str,
) -> niangjia_testkit::Reply {
    world.as_person(figure).post(MERGING, &[("into", into), ("document", document)])
}

#[apply(both_engines)]
fn a_community_goes_up_in_another_with_its_families_committee_and_grids(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
    let chair = world.as_person(CHAIR);
    for name in ["巫山网格", "新村网格"] {
        let grid = [("name", name), ("group_name", "巫山")];
        let _grid = chair.post(&format!("{ENDS}/grids"), &grid).expect(303);
    }
    let living = "SELECT COUNT(*) FROM household_link WHERE until_day IS NULL";
    let links = world.number(living);
    let done = merge(&world, STREET_CHAIR, GOES_ON, "宁政函〔2026〕8号").expect(303);
    let again = merge(&world, STREET_CHAIR, GOES_ON, "宁政函〔2026〕8号").expect(303);
    assert_eq!(done.location, again.location, "the same form twice is one merger");
    let street = world.as_person(STREET_CHAIR);
    let _into = street.get(&done.location).expect(200).says("2026年11月22日 并来嵩合社区妇联");
    let _from = street.get(ENDS).expect(200).says("2026年11月22日 并入桥东社区妇联").never_says("并入另一个");

    assert_eq!(world.number(living), links, "every link lives on");
    let moved =
        "SELECT COUNT(*) FROM household h JOIN org o ON o.id = h.org_id WHERE o.code = '341881003001'";
    assert_eq!(world.number(moved), 14);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_grid WHERE code LIKE '3418810030010%'"), 2);
    let other = world.as_person(OTHER_CHAIR);
    let register = other.get("/orgs/341881003001/households?show=all").expect(200);
    let _register = register.says("王桂兰家").says("丁香家").says("0013").says("0014");
    let file = other.get(&format!("/households/{}", world.family("王桂兰"))).expect(200);
    let _file = file.says("送了降压药").says("汪秀英");
    // She signs in again and finds her families where they were; the former chair is a member now.
    let _families = world.as_person(MEMBER).get("/families").expect(200).says("联系 10 户").says("程国庆家");
    let former = world.as_person(CHAIR);
    let _member = former.get("/families").expect(200);
    let _closed = former.get(&format!("{ENDS}/households")).expect(404);
    let roster = other.get("/orgs/341881003001/members").expect(200);
    let _roster = roster.says("程丽华").says("汪秀英").says("胡桥东");
    let entering = world.as_person(COUNTY_CHAIR).get(&format!("{ENDS}/members/new"));
    let _nobody_enters = entering.expect(403);

    let diagnosis = diagnose(&world.store()).expect("a diagnosis");
    assert!(diagnosis.well, "{:?} {:?}", diagnosis.differences, diagnosis.orphans);
    assert_eq!(diagnosis.uncovered, Vec::<String>::new());
}

#[apply(both_engines)]
fn whoever_took_care_of_families_and_leads_no_more_passes_them_on(#[case] engine: Engine) {
    let world = World::on(engine);
    let post = {
        let actor = world.actor(MEMBER);
        format!("/posts/{}", actor.acting.post.within(actor.tenant))
    };
    let died = [("until_day", "2026-11-22"), ("reason", "died")];
    let _left = world.as_person(CHAIR).post(&format!("{post}/leaving"), &died).expect(303);
    world.on_day("2026-11-25");
    let _merged = merge(&world, COUNTY_CHAIR, GOES_ON, "宁政函〔2026〕8号").expect(303);
    let desk = world.as_person(OTHER_CHAIR).get("/").expect(200);
    let _desk = desk.says("代管的家庭 10 户，2026年12月7日 前安排");
    assert!(diagnose(&world.store()).expect("a diagnosis").well);
}

#[apply(both_engines)]
fn a_merger_is_of_two_communities_under_one_who_leads_both_and_has_its_document(#[case] engine: Engine) {
    let world = World::on(engine);
    for (figure, status) in [
        (STREET_CHAIR, 200),
        (COUNTY_CHAIR, 200),
        (CHAIR, 403),
        (OTHER_STREET_CHAIR, 403),
        (OTHER_COUNTY_CHAIR, 403),
        (NEIGHBOUR, 403),
    ] {
        let _form = world.as_person(figure).get(MERGING).expect(status);
    }
    for (into, document, sentence) in [
        ("341881003004", "宁政函〔2026〕8号", "不能并入自己"),
        ("341881001001", "宁政函〔2026〕8号", "请选您管辖内的一个村（社区）"),
        ("999999999999", "宁政函〔2026〕8号", "请选您管辖内的一个村（社区）"),
        ("341881003", "宁政函〔2026〕8号", "请选您管辖内的一个村（社区）"),
        (GOES_ON, " ", "请写批复或通知的文号"),
    ] {
        let _refused = merge(&world, STREET_CHAIR, into, document).expect(422).says(sentence);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM org_merger"), 0);
    let _first = merge(&world, STREET_CHAIR, GOES_ON, "宁政函〔2026〕8号").expect(303);
    let back = [("into", "341881003004"), ("document", "宁政函〔2026〕9号")];
    let street = world.as_person(STREET_CHAIR);
    let gone = street.post("/orgs/341881003001/merging", &back).expect(422);
    let _gone = gone.says("已经并入别处了");
}

#[apply(both_engines)]
fn what_two_communities_asked_of_each_other_is_over_when_they_merge_and_what_others_do_goes_on(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    world.settles(FAR_CHAIR, 51);
    world.settles(FAR_MEMBER, 52);
    let lives = [("郑小妹", GOES_ON, OTHER_CHAIR, NEIGHBOUR), ("何小满", FAR, FAR_CHAIR, FAR_MEMBER)];
    let families = lives.map(|(contact, community, chair, member)| {
        let family = enters(&world, contact, community);
        asks(&world, &family, community).expect(303);
        let list = format!("/orgs/{community}/residence-care");
        let listed = world.as_person(chair).get_json(&list).expect(200).json();
        let care = listed["given"][0]["id"].as_str().expect("an asking").to_owned();
        let member = world.actor(member).person.to_string();
        let answer = [("care", care.as_str()), ("member", &member), ("mode", "nearby")];
        world.as_person(chair).post(&list, &answer).expect(303);
        family
    });
    let _merged = merge(&world, STREET_CHAIR, GOES_ON, "宁政函〔2026〕8号").expect(303);
    assert_eq!(left_behind(&world), Vec::<String>::new());
    let goes_on = world.as_person(OTHER_CHAIR);
    goes_on.get("/orgs/341881003001/residence-care").expect(200).never_says("郑小妹").says("何小满家");
    goes_on.get(&families[0]).expect(200).says("胡桥东").never_says("桥东社区 · 居住侧");
    goes_on.get(&families[1]).expect(200).says("城关社区 · 居住侧");
    world.as_person(NEIGHBOUR).get("/families").expect(200).says("郑小妹家");
    world.as_person(FAR_MEMBER).get("/families").expect(200).says("何小满家").says("桥东社区");
}

#[apply(both_engines)]
fn what_a_woman_claimed_is_answered_by_the_community_that_goes_on(#[case] engine: Engine) {
    let world = World::on(engine);
    let claim = claimed_once(&world, "王桂兰");
    world.as_person(OTHER_CHAIR).get_json("/orgs/341881003001/claims").expect(200).never_says(&claim);
    let _merged = merge(&world, STREET_CHAIR, GOES_ON, "宁政函〔2026〕8号").expect(303);
    world.as_person(OTHER_CHAIR).get_json("/orgs/341881003001/claims").expect(200).says(&claim);
}
