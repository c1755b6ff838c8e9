//! 需求卡: what she wishes and was promised is on a desk until she has an answer.

use niangjia_testkit::{
    Browser, CHAIR, Engine, MEMBER, NEIGHBOUR, OTHER_CHAIR, RESIDENT_MEMBER, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::exporting::exported;
use crate::{both_engines, but, sent};

const CARDS: &str = "/orgs/341881003004/need-cards";
const WISH: &str = "想找一份离家近的活，早上能送孩子";

fn card(browser: &Browser, family: &str) -> Vec<(String, String)> {
    let form = browser.get(&format!("/households/{family}/need-cards/new")).expect(200);
    let pairs = [
        ("id", form.hidden("id")),
        ("matter", "work".to_owned()),
        ("wish", WISH.to_owned()),
        ("promise", "这周问一下服装厂".to_owned()),
        ("due", "2026-11-28".to_owned()),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

/// Writes a card and gives the address of it.
fn written(world: &World, browser: &Browser, contact: &str) -> String {
    let family = world.family(contact).to_string();
    let fields = card(browser, &family);
    let _file = browser.post(&format!("/households/{family}/need-cards"), &sent(&fields)).expect(303);
    let body = browser.get_json(&format!("{CARDS}?show=open")).expect(200).json();
    let cards = body["cards"].as_array().expect("cards").clone();
    let mine = cards.iter().find(|card| card["household"] == family.as_str()).expect("the card");
    format!("/need-cards/{}", mine["id"].as_str().expect("an identity"))
}

#[apply(both_engines)]
fn what_was_promised_is_on_a_desk_by_its_day_until_she_has_an_answer(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰").to_string();
    let fields = card(&member, &family);
    let address = format!("/households/{family}/need-cards");
    let done = member.post(&address, &sent(&fields)).expect(303);
    let again = member.post(&address, &sent(&fields)).expect(303);
    assert_eq!(done.location, again.location, "the same form twice is one card");
    assert_eq!(world.number("SELECT COUNT(*) FROM household_need_card"), 1);
    let _file = member.get(&done.location).expect(200).says("需求卡已记下").says("找活就业");
    let _desk = member.get("/families").expect(200).says("需求卡 1 张在 7 天内要答复");
    let _quiet = world.as_person(CHAIR).get("/").expect(200).never_says("过了答应的日子");

    world.on_day("2026-11-29");
    let member = world.as_person(MEMBER);
    let _late = member.get("/families").expect(200).says("需求卡 1 张在 7 天内要答复，其中 1 张已过期");
    let _chair = world.as_person(CHAIR).get("/").expect(200).says("需求卡 1 张过了答应的日子");
    let body = member.get_json(CARDS).expect(200).json();
    let address = format!("/need-cards/{}", body["cards"][0]["id"].as_str().expect("an identity"));
    let _page = member.get(&address).expect(200).says(WISH).says("这周问一下服装厂");
    let close = |state: &str, outcome: &str, told: &str| {
        member.post(&format!("{address}/closing"), &[("state", state), ("outcome", outcome), ("told", told)])
    };
    let silent = close("cannot", "名额满了", "").expect(422).says("办不了的，请先当面或打电话告诉她");
    let _kept = silent.says("名额满了");
    let _nothing = close("", "", "").expect(422).says("请点一个结果").says("请写一句办了什么");
    let closed = close("done", "服装厂答应让她上八点半的班", "1").expect(303).location;
    let _closed = member.get(&closed).expect(200).says("已了结").says("服装厂答应").never_says("closing");
    let _desk = member.get("/families").expect(200).never_says("需求卡 1 张");
    let _chair = world.as_person(CHAIR).get("/").expect(200).never_says("过了答应的日子");
    let twice = close("cannot", "又办不了", "1").expect(303).location;
    let _twice = member.get(&twice).expect(200).says("已经了结了").says("服装厂答应").never_says("又办不了");
}

#[apply(both_engines)]
fn her_words_are_sealed_and_in_no_list(#[case] engine: Engine) {
    let world = World::on(engine);
    let address = written(&world, &world.as_person(MEMBER), "程国庆");
    for (figure, status) in
        [(CHAIR, 200), (STREET_CHAIR, 200), (RESIDENT_MEMBER, 404), (OTHER_CHAIR, 404), (NEIGHBOUR, 404)]
    {
        let shown = world.as_person(figure).get(&address).expect(status);
        assert_eq!(shown.body.contains(WISH), figure == CHAIR, "{}", figure.name);
    }
    for figure in [CHAIR, STREET_CHAIR, MEMBER] {
        let browser = world.as_person(figure);
        let list = browser.get(CARDS).expect(200).says("程国庆家").never_says("离家近");
        let _json = browser.get_json(CARDS).expect(200).never_says("离家近");
        let sheet = format!("{:?}", exported(&world, &browser, CARDS));
        assert!(sheet.contains("程国庆家") && !sheet.contains("离家近"), "{sheet}");
        drop(list);
    }
    let street = world.as_person(STREET_CHAIR);
    let file = format!("/households/{}", world.family("程国庆"));
    let purpose = [("purpose", "处理她的诉求"), ("reason", "答复信访")];
    let _opened = street.post(&format!("{file}/openings"), &purpose).expect(303);
    let _words = street.get(&address).expect(200).says(WISH).never_says("了结</button>");
    let refused = [("state", "done"), ("outcome", "好了")];
    let _above = street.post(&format!("{address}/closing"), &refused).expect(403);
    let plain = world
        .number("SELECT COUNT(*) FROM audit_entry WHERE action = 'household.write_need_card' AND NOT sealed");
    assert_eq!(plain, 0, "the audit of it is personal");
}

#[apply(both_engines)]
fn a_card_goes_on_when_who_promised_hands_the_family_over(#[case] engine: Engine) {
    let world = World::on(engine);
    let address = written(&world, &world.as_person(MEMBER), "程国庆");
    let her = world.actor(MEMBER);
    let handing = format!("/posts/{}/handover", her.acting.post.within(her.tenant));
    let chair = world.as_person(CHAIR);
    let form = chair.get(&handing).expect(200);
    let successor = world.actor(RESIDENT_MEMBER).person.to_string();
    let (id, everyone) = (form.hidden("id"), successor.as_str());
    let fields = [("id", id.as_str()), ("reason", "leaves"), ("everyone", everyone)];
    let _handed = chair.post(&handing, &fields).expect(303);
    let next = world.as_person(RESIDENT_MEMBER);
    let _desk = next.get("/families").expect(200).says("需求卡 1 张在 7 天内要答复");
    let _card = next.get(&address).expect(200).says(WISH);
    let _gone = world.as_person(MEMBER).get(&address).expect(404);
}

#[apply(both_engines)]
fn what_a_card_lacks_is_said_at_its_field_and_nothing_typed_is_lost(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰").to_string();
    let (address, fields) = (format!("/households/{family}/need-cards"), card(&member, &family));
    for (field, value, sentence) in [
        ("matter", "", "请点一个事项"),
        ("wish", " ", "请写一句她想要什么"),
        ("promise", "", "请写一句答应了她什么"),
        ("due", "2026-11-21", "请选今天或以后的日子"),
        ("due", "明天", "不是日期"),
        ("member", "per_x", "请从名单里选一位"),
    ] {
        let refused = member.post(&address, &sent(&but(&fields, field, value))).expect(422);
        let _refused = refused.says(sentence).says(if field == "wish" { "服装厂" } else { WISH });
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM household_need_card"), 0);
    let _above = world.as_person(STREET_CHAIR).post(&address, &sent(&fields)).expect(403);
}
