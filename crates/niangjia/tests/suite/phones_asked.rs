//! What cannot be recorded as it came from a phone is asked about, by words that stay until somebody has answered.

use niangjia_testkit::{
    AUDITOR, Browser, CHAIR, Engine, MEMBER, NEIGHBOUR, Note, OTHER_CHAIR, Phone, RESIDENT_MEMBER,
    STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::both_engines;

const WORDS: &str = "她说药快吃完了";

fn question(world: &World, note: &Note) -> String {
    format!("/phone/questions/{}.env_{}", world.actor(CHAIR).tenant, note.id)
}

fn visits(world: &World) -> i64 {
    world.number("SELECT COUNT(*) FROM household_visit")
}

fn asked(said: &Value) {
    assert_eq!((said["became"].as_str(), said["taken"].as_bool()), (Some("asked"), Some(true)), "{said}");
}

/// The family goes to somebody else of the community, as the chair arranges it.
fn hand_family_over(world: &World, contact: &str) {
    let links = format!("/households/{}/links", world.family(contact));
    let chair = world.as_person(CHAIR);
    let page = chair.get(&links).expect(200);
    let (_, rest) = page.body.split_once("name=\"end\" value=\"").expect("a link that ends");
    let old = rest.split('"').next().unwrap_or_default().to_owned();
    let helper = world.actor(RESIDENT_MEMBER).person.to_string();
    let arranged =
        [("member", helper.as_str()), ("side", "register"), ("mode", "nearby"), ("since", "2026-11-22")];
    let _linked = chair.post(&links, &arranged).expect(303);
    let _ended = chair.post(&links, &[("end", &old), ("reason", "换人")]).expect(303);
}

/// She wrote a visit, and meanwhile the family went to somebody else.
fn not_hers_any_more(world: &World) -> (Phone, Note) {
    let phone = world.phone_of(MEMBER);
    let note = phone.visit(world, world.family("程国庆"), 1, WORDS);
    hand_family_over(world, "程国庆");
    asked(&phone.send(world, &phone.sealed(&note, &[0xFF, 0xD8, 0xFF, 0xE0, 9])));
    (phone, note)
}

#[apply(both_engines)]
fn a_family_that_is_hers_no_more_comes_to_her_chair_who_records_it_as_hers(#[case] engine: Engine) {
    let world = World::on(engine);
    let (_, note) = not_hers_any_more(&world);
    assert_eq!(visits(&world), 0);
    let chair = world.as_person(CHAIR);
    let _desk = chair.get("/").expect(200).says("手机离线记录，需要您确认 1 笔");
    let _list = chair.get("/phone").expect(200).says("这一户现在不由她联系");
    let page = question(&world, &note);
    let _shown = chair.get(&page).expect(200).says(WORDS).says("汪秀英").says("打开照片");
    let recording = format!("{page}/recording");
    let _done = chair.post(&recording, &[("on_day", "2026-11-22"), ("matter", "hardship")]).expect(303);
    let _again = chair.post(&recording, &[("on_day", "2026-11-22"), ("matter", "hardship")]).expect(303);
    assert_eq!(visits(&world), 1);
    let _hers = world.as_person(MEMBER).get("/points").expect(200).says("本月第 1 次");
    let _sent = world.as_person(MEMBER).get("/phone").expect(200).says("已补记入台账");
    let _desk = chair.get("/").expect(200).never_says("手机离线记录");
    let _audit = world.as_person(AUDITOR).get("/audit").expect(200).says("走访人");
}

#[apply(both_engines)]
fn only_her_chair_and_she_herself_see_what_is_asked(#[case] engine: Engine) {
    let world = World::on(engine);
    let (_, note) = not_hers_any_more(&world);
    let page = question(&world, &note);
    let _chair = world.as_person(CHAIR).get(&page).expect(200).says(WORDS);
    let _she = world.as_person(MEMBER).get(&page).expect(200).says(WORDS);
    for figure in [OTHER_CHAIR, NEIGHBOUR, RESIDENT_MEMBER, STREET_CHAIR, AUDITOR] {
        let browser = world.as_person(figure);
        let _hidden = browser.get(&page).expect(404);
        for action in ["recording", "handing", "taking-over", "putting-away"] {
            let _refused = browser.post(&format!("{page}/{action}"), &[("reason", "x")]).expect(404);
        }
    }
    // She sees it, and does not settle it herself.
    let member = world.as_person(MEMBER);
    for (action, field) in [("recording", "on_day"), ("handing", "to"), ("putting-away", "reason")] {
        let _rule = member.post(&format!("{page}/{action}"), &[(field, "2026-11-22")]).expect(403);
    }
}

#[apply(both_engines)]
fn the_chair_hands_it_to_the_present_contact_who_takes_it_over(#[case] engine: Engine) {
    let world = World::on(engine);
    let (_, note) = not_hers_any_more(&world);
    let (page, chair, helper) =
        (question(&world, &note), world.as_person(CHAIR), world.as_person(RESIDENT_MEMBER));
    let nobody = [("to", "per_00000000000000000000000000000000")];
    let _refused = chair.post(&format!("{page}/handing"), &nobody).expect(422).says("请选一位");
    let to = world.actor(RESIDENT_MEMBER).person.to_string();
    let _handed = chair.post(&format!("{page}/handing"), &[("to", &to)]).expect(303);
    let _waits = helper.get("/phone").expect(200).says("转给您的");
    let _words = helper.get(&page).expect(200).says(WORDS);
    let _taken = helper.post(&format!("{page}/taking-over"), &[]).expect(303);
    let _sent = world.as_person(MEMBER).get("/phone").expect(200).says("已接手");
    assert_eq!(visits(&world), 0);
}

#[apply(both_engines)]
fn what_is_put_away_has_a_reason_and_its_words_stay(#[case] engine: Engine) {
    let world = World::on(engine);
    let (_, note) = not_hers_any_more(&world);
    let (page, chair) = (question(&world, &note), world.as_person(CHAIR));
    let _why = chair.post(&format!("{page}/putting-away"), &[("reason", " ")]).expect(422).says("请写一句");
    let _away =
        chair.post(&format!("{page}/putting-away"), &[("reason", "同一天已由陈玉兰记过")]).expect(303);
    let _sent = world.as_person(MEMBER).get("/phone").expect(200).says("同一天已由陈玉兰记过");
    let _words = chair.get(&page).expect(200).says(WORDS);
}

#[apply(both_engines)]
fn the_words_of_a_member_who_has_left_come_to_her_chair(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let note = phone.visit(&world, world.family("程国庆"), 1, WORDS);
    leave(&world);
    let said = phone.sends(&world, &note);
    asked(&said);
    assert!(said["words"].as_str().is_some_and(|words| words.contains("不在这个岗位")), "{said}");
    let (page, chair) = (question(&world, &note), world.as_person(CHAIR));
    let _shown = chair.get(&page).expect(200).says(WORDS).says("她已不在这个岗位");
    let fields = [("on_day", "2026-11-21"), ("matter", "hardship")];
    let _done = chair.post(&format!("{page}/recording"), &fields).expect(303);
    assert_eq!(visits(&world), 1);
}

/// Her post ends, whoever looks after her families then.
fn leave(world: &World) {
    let member = world.actor(MEMBER);
    let done = world.store().write_blocking::<_, niangjia_store::StoreError, _>(move |tx| {
        let sql = "UPDATE people_post SET until_day = $1 WHERE tenant = $2 AND id = $3";
        let today = tx.today();
        tx.execute(sql, niangjia_store::params![today, member.tenant, member.acting.post])?;
        Ok(tx.derived(()).into())
    });
    done.expect("her post ends");
}

#[apply(both_engines)]
fn a_form_that_this_version_does_not_know_is_explained_and_kept_whole(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let family = world.family("程国庆");
    let mut later = phone.visit(&world, family, 1, WORDS);
    later.written["form"] = json!(9);
    later.written["fields"]["mood"] = json!("高兴");
    let mut gone = phone.visit(&world, family, 2, "事项没有了");
    gone.written["fields"]["matter"] = json!("tea_party");
    let mut other = phone.visit(&world, family, 3, "x");
    other.written["fields"] = json!(["写的是", "另一种样子"]);
    let chair = world.as_person(CHAIR);
    for (note, words) in [(&later, "高兴"), (&gone, "事项没有了"), (&other, "另一种样子")] {
        asked(&phone.sends(&world, note));
        let _kept = chair.get(&question(&world, note)).expect(200).says("表单版本").says(words);
    }
    let chosen = [("on_day", "2026-11-22"), ("matter", "look_in")];
    let _done = chair.post(&format!("{}/recording", question(&world, &gone)), &chosen).expect(303);
    assert_eq!(visits(&world), 1);
}

#[apply(both_engines)]
fn a_day_in_the_future_is_never_recorded_but_asked_of_her(#[case] engine: Engine) {
    let world = World::on(engine);
    let mut phone = world.phone_of(MEMBER).with_clock_wrong_by(86_400_000);
    let note = phone.visit(&world, world.family("程国庆"), 1, WORDS);
    // The clock was set between writing and sending: how wrong it was cannot be known.
    phone.wrong_by = 0;
    let said = phone.sends(&world, &note);
    asked(&said);
    assert!(said["words"].as_str().is_some_and(|words| words.contains("需要你确认")), "{said}");
    let (page, member) = (question(&world, &note), world.as_person(MEMBER));
    let _shown = member.get(&page).expect(200).says("请您核对");
    let recording = format!("{page}/recording");
    let future = [("on_day", "2026-11-23"), ("matter", "hardship")];
    let _refused = member.post(&recording, &future).expect(422).says("日期还没到");
    let _done = member.post(&recording, &[("on_day", "2026-11-22"), ("matter", "hardship")]).expect(303);
    assert_eq!(visits(&world), 1);
}

#[apply(both_engines)]
fn a_need_that_she_found_is_entered_by_the_chair(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let needs = || world.number("SELECT COUNT(*) FROM household_need");
    let before = needs();
    let (fresh, known) = (
        phone.need(&world, world.family("程国庆"), 1, "elderly_alone"),
        phone.need(&world, world.family("程国庆"), 2, "seriously_ill"),
    );
    for note in [&fresh, &known] {
        let said = phone.sends(&world, note);
        asked(&said);
        assert!(said["words"].as_str().is_some_and(|words| words.contains("主席")), "{said}");
    }
    let chair = world.as_person(CHAIR);
    let record = |browser: &Browser, note: &Note| {
        browser.post(&format!("{}/recording", question(&world, note)), &[("on_day", "2026-11-20")])
    };
    let _member = record(&world.as_person(MEMBER), &fresh).expect(403);
    let _done = record(&chair, &fresh).expect(303);
    assert_eq!(needs(), before + 1);
    let _known = record(&chair, &known).expect(422).says("已在册");
    assert_eq!(needs(), before + 1);
}

#[apply(both_engines)]
fn what_a_rule_refuses_comes_with_the_rule(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let mut note = phone.visit(&world, world.family("程国庆"), 1, WORDS);
    note.written["fields"]["on_day"] = json!("2019-01-01");
    note.written["day_chosen"] = json!(true);
    asked(&phone.sends(&world, &note));
    let _shown =
        world.as_person(CHAIR).get(&question(&world, &note)).expect(200).says("更早的走访不能由您记");
}

#[apply(both_engines)]
fn what_lay_on_the_phone_for_months_is_asked_about(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let note = phone.visit(&world, world.family("程国庆"), 1, WORDS);
    world.on_day("2027-03-01");
    asked(&phone.sends(&world, &note));
    let _shown = world.as_person(CHAIR).get(&question(&world, &note)).expect(200).says("在手机里放得太久");
}

#[apply(both_engines)]
fn a_question_that_nobody_settles_in_seven_days_is_seen_above(#[case] engine: Engine) {
    let world = World::on(engine);
    let (_, note) = not_hers_any_more(&world);
    world.on_day("2026-11-29");
    world.as_person(STREET_CHAIR).get("/").expect(200).never_says("手机离线记录");
    world.hours_pass(1);
    let street = world.as_person(STREET_CHAIR).get("/").expect(200);
    street.says("手机离线记录 1 笔超过 7 天没有人确认，最早的在嵩合社区").never_says(WORDS);
    world.as_person(niangjia_testkit::OTHER_STREET_CHAIR).get("/").expect(200).never_says("手机离线记录");
    let chair = world.as_person(CHAIR);
    let away = [("reason", "电话核实过，没有去")];
    let _done = chair.post(&format!("{}/putting-away", question(&world, &note)), &away).expect(303);
    world.as_person(STREET_CHAIR).get("/").expect(200).never_says("手机离线记录");
}
