//! 联系点、直接联系、结对子: how many contacts are owed, how many were kept, and that nobody writes one twice.

use niangjia::commands::diagnose;
use niangjia_testkit::{
    CHAIR, CITY_CHAIR, Engine, Figure, MEMBER, OTHER_CHAIR, RESIDENT_MEMBER, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::{exported, visited};

const CONTACTS: &str = "/orgs/341881003004/contacts";

fn give(
    world: &World,
    by: Figure,
    kind: &str,
    to: Figure,
    place: &str,
    number: &str,
) -> niangjia_testkit::Reply {
    let browser = world.as_person(by);
    let (id, person) = (browser.get(CONTACTS).expect(200).hidden("id"), world.actor(to).person.to_string());
    let fields = [
        ("id", id.as_str()),
        ("kind", kind),
        ("person", person.as_str()),
        ("place", place),
        ("number", number),
    ];
    browser.post(CONTACTS, &fields)
}

/// The address of the first contact that `figure` sees.
fn first(world: &World, figure: Figure) -> String {
    let body = world.as_person(figure).get_json(CONTACTS).expect(200).json();
    format!("/contacts/{}", body["contacts"][0]["id"].as_str().expect("an identity"))
}

#[apply(both_engines)]
fn a_visit_to_a_paired_family_counts_for_the_pairing_without_being_typed_twice(#[case] engine: Engine) {
    let world = World::on(engine);
    world.on_day("2026-01-02");
    let _given = give(&world, CHAIR, "pairing", MEMBER, "", "0001").expect(303);
    world.on_day("2026-11-22");
    let lag = || {
        let body = world.as_person(MEMBER).get_json(CONTACTS).expect(200).json();
        let one = &body["contacts"][0];
        (one["kept"].as_i64().unwrap(), one["lag"].as_i64().unwrap())
    };
    assert_eq!(lag(), (0, 5));
    let _desk = world.as_person(MEMBER).get("/families").expect(200).says("联系点、结对按日子还欠 5 次");
    let _chair = world.as_person(CHAIR).get("/").expect(200).says("联系点、结对欠次数的 1 人，一共 5 次");
    for on in ["2026-03-01", "2026-05-01", "2026-07-01", "2026-09-01"] {
        visited(&world, MEMBER, "王桂兰", on, "陪她去了一趟医院", None);
    }
    visited(&world, MEMBER, "程国庆", "2026-09-02", "看望", None);
    visited(&world, RESIDENT_MEMBER, "王桂兰", "2026-09-03", "看望", None);
    assert_eq!(lag(), (4, 1), "her visits to this family, and no others");
    let page = world.as_person(MEMBER).get(&first(&world, MEMBER)).expect(200);
    let _page = page.says("走访这一户").says("今年 4 / 6 次").says("欠 1 次");
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "看望", None);
    assert_eq!(lag(), (5, 0));
    let _quiet = world.as_person(MEMBER).get("/families").expect(200).never_says("联系点、结对按日子");
    let _quiet = world.as_person(CHAIR).get("/").expect(200).never_says("联系点、结对欠次数");
    world.on_day("2027-01-02");
    assert_eq!(lag(), (0, 0), "a new year begins anew");
}

#[apply(both_engines)]
fn whoever_goes_to_a_contact_point_writes_what_she_found_and_did(#[case] engine: Engine) {
    let world = World::on(engine);
    world.on_day("2026-09-01");
    let _given = give(&world, STREET_CHAIR, "contact_point", STREET_CHAIR, "金桥湾妇女之家", "").expect(303);
    world.on_day("2026-11-22");
    let street = world.as_person(STREET_CHAIR);
    let address = first(&world, STREET_CHAIR);
    let desk = street.get("/").expect(200).says("联系点、结对欠次数的 1 人，一共 2 次");
    drop(desk);
    let id = street.get(&address).expect(200).hidden("id");
    let write = |id: &str, on: &str, found: &str, done: &str| {
        street.post(&address, &[("id", id), ("on", on), ("found", found), ("done", done)])
    };
    let refused = write(&id, "2026-11-23", "路灯坏了，晚上不敢走", "").expect(422);
    let _refused = refused.says("日期还没到").says("请写一句办了什么").says("路灯坏了");
    let done = write(&id, "2026-11-20", "路灯坏了，晚上不敢走", "已报街道城建，下周修").expect(303);
    let _twice = write(&id, "2026-11-20", "路灯坏了，晚上不敢走", "已报街道城建，下周修").expect(303);
    let page = street.get(&done.location).expect(200).says("今年 1 / 12 次").says("已报街道城建");
    let _page = page.says("欠 1 次");
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'grassroots_visit'"), 1);
    let sheet = exported(&world, &street, "/orgs/341881003/contacts");
    assert_eq!(sheet.column("联系谁、哪里"), ["金桥湾妇女之家"]);
    assert!(!format!("{sheet:?}").contains("路灯"), "a list has no words");
    for (figure, status) in [(CHAIR, 200), (MEMBER, 404), (OTHER_CHAIR, 404), (CITY_CHAIR, 404)] {
        let _seen = world.as_person(figure).get(&address).expect(status);
    }
    let chair = world.as_person(CHAIR);
    let hers = [("on", "2026-11-20"), ("found", "替她记"), ("done", "替她记")];
    let _not_hers = chair.post(&address, &hers).expect(403).says("由联系的人自己记");
    let ended = chair.post(&address, &[("end", "1")]).expect(303).location;
    let _ended = chair.get(&ended).expect(200).says("已结束").never_says("金桥湾妇女之家");
    let diagnosis = diagnose(&world.store()).expect("a diagnosis");
    assert!(diagnosis.well, "{:?} {:?}", diagnosis.differences, diagnosis.orphans);
}

#[apply(both_engines)]
fn a_duty_is_given_by_who_leads_to_who_serves_there_and_ends_when_she_leaves(#[case] engine: Engine) {
    let world = World::on(engine);
    for (kind, to, place, number, sentence) in [
        ("", MEMBER, "", "", "请点一种联系"),
        ("pairing", MEMBER, "", "9999", "请填这个社区里一户的编号"),
        ("contact_point", MEMBER, " ", "", "请写联系点的名称"),
        ("pairing", OTHER_CHAIR, "", "0001", "请从名单里选一位"),
    ] {
        let _refused = give(&world, CHAIR, kind, to, place, number).expect(422).says(sentence);
    }
    let member = world.as_person(MEMBER);
    let _members_do_not = member.post(CONTACTS, &[("kind", "pairing")]).expect(403);
    let _given = give(&world, CHAIR, "direct", RESIDENT_MEMBER, "", "0012").expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_contact_duty WHERE until_day IS NULL"), 1);
    let her = world.actor(RESIDENT_MEMBER);
    let post = format!("/posts/{}/leaving", her.acting.post.within(her.tenant));
    let died = [("until_day", "2026-11-22"), ("reason", "died")];
    let _left = world.as_person(CHAIR).post(&post, &died).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_contact_duty WHERE until_day IS NULL"), 0);
}
