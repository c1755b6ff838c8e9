//! 走访卡: on paper for a family and a member, typed in at the office, and counted for who made the visit.

use niangjia_kernel::{Id, Visit};
use niangjia_testkit::{
    Browser, CHAIR, COUNTY_CHAIR, Engine, MEMBER, NEIGHBOUR, OTHER_CHAIR, RESIDENT_MEMBER, Reply,
    STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, sent, visit};

const BATCH: &str = "/orgs/341881003004/visit-cards";

/// The cards of the member, numbered by the chair: number, key and family.
fn cards(world: &World, chair: &Browser) -> Vec<(String, String, String)> {
    let member = world.actor(MEMBER).person.to_string();
    let _numbered = chair.post("/visit-cards/print", &[("member", &member)]).expect(303);
    let found = chair.get_json(&format!("/visit-cards/print?member={member}")).expect(200).json();
    let text = |card: &serde_json::Value, name: &str| card[name].as_str().expect(name).to_owned();
    let cards = found["cards"].as_array().expect("cards").iter();
    cards.map(|card| (text(card, "number"), text(card, "id"), text(card, "name"))).collect()
}

/// The form of one card, as it would be typed.
fn typed(form: &Reply, card: &str) -> Vec<(String, String)> {
    let pairs = [
        ("id", form.hidden("id")),
        ("all_the_same", form.hidden("all_the_same")),
        ("card", card.to_owned()),
        ("on_day", "-1".to_owned()),
        ("matter", "2".to_owned()),
        ("words", "低保已经办好".to_owned()),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

fn with(fields: &[(String, String)], name: &str, value: &str) -> Vec<(String, String)> {
    let mut fields: Vec<_> = fields.iter().filter(|(known, _)| known != name).cloned().collect();
    fields.push((name.to_owned(), value.to_owned()));
    fields
}

#[apply(both_engines)]
fn a_card_is_typed_in_once_and_counts_for_its_member(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let member = world.actor(MEMBER).person;
    let empty = chair.get(&format!("/visit-cards/print?member={member}")).expect(200);
    empty.says("还有 10 张没有编号").never_says("nj-visitcard\"");
    let cards = cards(&world, &chair);
    assert_eq!(cards.len(), 10);
    let printed = chair.get(&format!("/visit-cards/print?member={member}")).expect(200);
    let printed = printed.says("入户走访卡").says(&cards[0].2).says(&format!("编号 <b>{}</b>", cards[0].0));
    let _plain = printed.never_says("低保").never_says("大病").never_says("残疾");
    let _again = chair.post("/visit-cards/print", &[("member", &member.to_string())]).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM card"), 10, "a number is given once");

    let form =
        chair.get(&format!("{BATCH}?card={}", cards[0].0)).expect(200).says(&cards[0].2).says("汪秀英");
    let fields = typed(&form, &cards[0].0.replace('-', ""));
    let done = chair.post(BATCH, &sent(&fields)).expect(303);
    let again = chair.post(BATCH, &sent(&fields)).expect(303);
    assert_eq!(done.location, again.location, "the same form twice is one visit");
    let list = chair.get(&done.location).expect(200);
    let _list = list.says("已记下：11-21").says(&cards[0].2).says("生活困难").says("value=\"11-21\"");
    let hers = format!("SELECT COUNT(*) FROM household_visit v WHERE v.person_id = '{}'", member.uuid());
    if engine == Engine::Postgres {
        assert_eq!(world.number(&hers), 1, "the visit is the member's");
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 1);
    assert_eq!(
        world.number("SELECT COUNT(*) FROM duty_point"),
        2,
        "the visit, and the need that was settled"
    );
    let ledger = world.as_person(MEMBER).get("/orgs/341881003004/visits").expect(200);
    let _hers = ledger.says("低保已经办好");
    let family = world.family(cards[0].2.trim_end_matches('家'));
    let file = world.as_person(MEMBER).get(&format!("/households/{family}")).expect(200);
    let _written_by = file.says("走访卡 1-3，程丽华录入");
    let entered = chair.get_json(BATCH).expect(200).json();
    assert_eq!(entered["entered"][0]["member_name"], "汪秀英");
    assert_eq!(entered["entered"][0]["on_day"], "2026-11-21");
}

#[apply(both_engines)]
fn what_is_wrong_on_a_card_is_said_at_its_field_and_everything_typed_stays(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let cards = cards(&world, &chair);
    let form = chair.get(BATCH).expect(200);
    let fields = typed(&form, &cards[0].0);
    for (field, value, sentence) in [
        ("card", "", "请扫卡上的码"),
        ("card", "11", "有一位打错了"),
        ("card", "100-7", "没有这张走访卡"),
        ("card", "卡一", "编号是卡右上角的数字"),
        ("on_day", "", "请写走访日期"),
        ("on_day", "1340", "日期看不懂"),
        ("on_day", "+3", "日期还没到"),
        ("on_day", "20200101", "不联系这一户"),
        ("matter", "9", "请打卡上事项前面的数字"),
        ("manner", "5", "请打方式前面的数字"),
        ("outcome", "4", "请打结果前面的数字"),
        ("outcome", "2", "请选一个今天以后的日子"),
        ("words", " ", "请写一句做了什么"),
    ] {
        let reply = chair.post(BATCH, &sent(&with(&fields, field, value)));
        let refused = reply.expect(422).says(sentence);
        if field != "words" {
            let _kept = refused.says("低保已经办好");
        }
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 0);
    let followed = with(&with(&fields, "outcome", "2"), "follow_up_day", "+7");
    let _taken = chair.post(BATCH, &sent(&followed)).expect(303);
    chair.get(BATCH).says("需要跟进 11-29");
}

#[apply(both_engines)]
fn a_second_visit_of_the_day_is_asked_about_and_kept_when_it_is_meant(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let cards = cards(&world, &chair);
    let (_, key, name) = &cards[0];
    // She wrote it down on her phone already, and hands in the card as well.
    let member = world.as_person(MEMBER);
    let family = world.family(name.trim_end_matches('家'));
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let _hers =
        member.post(&format!("/households/{family}/visits"), &sent(&visit(&form, "自己记的"))).expect(303);
    let form = chair.get(BATCH).expect(200);
    let scanned = format!("https://niangjia.example/visit-cards/{key}");
    let fields = with(&typed(&form, &scanned), "on_day", "今天");
    let asked =
        chair.post(BATCH, &sent(&fields)).expect(422).says("已经有一笔这一户的走访").says("低保已经办好");
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 1);
    let told = asked.hidden("all_the_same");
    // What she was told about one day says nothing about another card.
    let other = with(&with(&fields, "all_the_same", &told), "card", &cards[1].0);
    let _other = chair.post(BATCH, &sent(&other)).expect(303);
    let form = chair.get(BATCH).expect(200);
    let meant = with(&with(&fields, "all_the_same", &told), "id", &form.hidden("id"));
    let _kept = chair.post(BATCH, &sent(&meant)).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 3);
}

#[apply(both_engines)]
fn what_was_typed_in_is_taken_back_by_who_typed_it_and_by_nobody_else(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let cards = cards(&world, &chair);
    let form = chair.get(BATCH).expect(200);
    let _done = chair.post(BATCH, &sent(&typed(&form, &cards[0].0))).expect(303);
    let visit = chair.get_json(BATCH).json()["entered"][0]["visit"].as_str().expect("a visit").to_owned();
    let undo = format!("{BATCH}/taking-back");
    let _strange = world.as_person(OTHER_CHAIR).post(&undo, &[("visit", &visit)]).expect(404);
    let _member = world.as_person(MEMBER).post(&undo, &[("visit", &visit)]).expect(403);
    let member_visit = {
        let family = world.family(cards[1].2.trim_end_matches('家'));
        let hers = world.as_person(MEMBER);
        let form = hers.get(&format!("/households/{family}/visits/new")).expect(200);
        let _recorded =
            hers.post(&format!("/households/{family}/visits"), &sent(&crate::visit(&form, "她自己记的")));
        let id: Id<Visit> = form.hidden("id").parse().expect("a visit");
        id.within(world.actor(MEMBER).tenant).to_string()
    };
    chair.post(&undo, &[("visit", &member_visit)]).expect(403).says("由录入的人");
    let _none = chair.post(&undo, &[("visit", "vis_1")]).expect(404);
    let done = chair.post(&undo, &[("visit", &visit)]).expect(303);
    chair.get(&done.location).expect(200).says("已撤销");
    let _twice = chair.post(&undo, &[("visit", &visit)]).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit WHERE taken_back_ms IS NOT NULL"), 1);
    assert_eq!(chair.get_json(BATCH).json()["entered"][0]["taken_back"], true);
}

#[apply(both_engines)]
fn cards_are_printed_by_who_looks_after_the_family_and_typed_in_by_its_community(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let cards = cards(&world, &chair);
    let home = world.family("王桂兰").to_string();
    let of_family = format!("/visit-cards/print?household={home}");
    let own = world.as_person(MEMBER).get("/visit-cards/print").expect(200);
    let _own = own.says("我的走访卡").says(&cards[0].2);
    let one = world.as_person(MEMBER).get(&of_family).expect(200);
    let _one = one.says("王桂兰家的走访卡").says("汪秀英").never_says("程丽娟");
    let _files = world.as_person(MEMBER).get(&format!("/households/{home}")).says("打印走访卡");
    for (figure, status) in [(STREET_CHAIR, 403), (COUNTY_CHAIR, 403), (OTHER_CHAIR, 404), (NEIGHBOUR, 404)] {
        let _refused = world.as_person(figure).get(&of_family).expect(status);
        let _no_sheet =
            world.as_person(figure).post("/visit-cards/print", &[("household", &home)]).expect(status);
    }
    for (figure, status) in [(MEMBER, 403), (STREET_CHAIR, 403), (OTHER_CHAIR, 404), (NEIGHBOUR, 404)] {
        let _refused = world.as_person(figure).get(BATCH).expect(status);
        let _no_entry = world.as_person(figure).post(BATCH, &[("card", "1-3")]).expect(status);
    }
    // The code leads each where she can do something with it, and strangers nowhere.
    let code = format!("/visit-cards/{}", cards[0].1);
    assert!(chair.get(&code).expect(303).location.starts_with(BATCH));
    assert!(world.as_person(MEMBER).get(&code).expect(303).location.ends_with("/visits/new"));
    let _nothing = world.as_person(OTHER_CHAIR).get(&code).expect(404);
    let _helper = world.as_person(RESIDENT_MEMBER).get(&format!("/visit-cards/{}x", cards[0].1)).expect(404);
    let _signed_out = world.stranger().get(&code).expect(401);
}
