//! What is written down without network is recorded once, on the right day, in her name, and never lost.

use niangjia_testkit::{CHAIR, Engine, MEMBER, NEIGHBOUR, RESIDENT_MEMBER, STREET_CHAIR, World};
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::json;

use crate::{both_engines, sent, visit};

const DAY_MS: i64 = 86_400_000;
const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4, 5, 6];

fn visits(world: &World) -> i64 {
    world.number("SELECT COUNT(*) FROM household_visit")
}

#[apply(both_engines)]
fn a_visit_written_without_network_is_recorded_in_her_name_though_she_signed_out(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let family = world.family("程国庆");
    let said = phone.sends(&world, &phone.visit(&world, family, 1, "送药上门，血压平稳"));
    assert_eq!((said["became"].as_str(), said["taken"].as_bool()), (Some("recorded"), Some(true)), "{said}");
    assert!(!said.to_string().contains("程国庆"), "whoever holds the phone learns no name: {said}");

    let member = world.as_person(MEMBER);
    let file = member.get(&format!("/households/{family}")).expect(200).says("送药上门，血压平稳");
    assert!(file.body.contains("汪秀英"), "it is her visit");
    let _points = member.get("/points").expect(200).says("本月第 1 次");
    let _sent = member.get("/phone").expect(200).says("程国庆").says("已记入台账");
    let _audit = world.as_person(niangjia_testkit::AUDITOR).get("/audit").expect(200).says("手机离线记录");
}

#[apply(both_engines)]
fn an_envelope_that_is_sent_twice_is_one_visit_and_gets_the_same_answer(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let note = phone.visit(&world, world.family("程国庆"), 1, "看望");
    let first = phone.sends(&world, &note);
    // The server went after the commit and before the answer: the phone sends again what it still has.
    assert_eq!(phone.sends(&world, &note), first);
    assert_eq!(visits(&world), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'visit'"), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM phone_envelope"), 1);
}

#[apply(both_engines)]
fn doctor_finds_an_envelope_whose_visit_is_gone(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let _said = phone.sends(&world, &phone.visit(&world, world.family("程国庆"), 1, "看望"));
    let astray = || world.store().read_blocking(niangjia_phone::api::orphans).expect("a look");
    assert_eq!(astray(), Vec::<String>::new());
    let lost: Result<(), niangjia_web::AppError> = world.store().write_blocking(|tx| {
        tx.execute("DELETE FROM household_visit WHERE words IS NOT NULL AND taken_back_ms IS NULL", &[])?;
        Ok(niangjia_store::Ending::Commit(tx.derived(())))
    });
    lost.expect("a hole");
    assert_eq!(astray(), ["手机记录没有对应的走访：程国庆家"]);
}

#[apply(both_engines)]
fn the_same_envelope_from_eight_tabs_at_once_is_one_visit(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let envelope = phone.sealed(&phone.visit(&world, world.family("程国庆"), 1, "看望"), &[]);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(phone.send(&world, &envelope)["became"], "recorded"));
        }
    });
    assert_eq!(visits(&world), 1);
}

#[apply(both_engines)]
fn a_form_of_the_page_with_the_same_identity_is_the_same_visit(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let family = world.family("程国庆");
    let note = phone.visit(&world, family, 1, "看望");
    let member = world.as_person(MEMBER);
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let typed = crate::but(&visit(&form, "看望"), "id", &format!("vis_{}", note.id));
    let _taken = member.post(&format!("/households/{family}/visits"), &sent(&typed)).expect(303);
    assert_eq!(phone.sends(&world, &note)["became"], "recorded");
    assert_eq!(visits(&world), 1);
}

#[apply(both_engines)]
fn visits_from_two_phones_to_one_family_are_both_kept_and_it_says_so(#[case] engine: Engine) {
    let world = World::on(engine);
    let (hers, helper) = (world.phone_of(MEMBER), world.phone_of(RESIDENT_MEMBER));
    let family = world.family("王桂兰");
    world.hours_pass(1);
    let (first, second) =
        (hers.visit(&world, family, 1, "户籍侧看望"), helper.visit(&world, family, 2, "居住侧看望"));
    assert_eq!(hers.sends(&world, &first)["became"], "recorded");
    let said = helper.sends(&world, &second);
    assert_eq!(said["became"], "beside");
    assert!(said["words"].as_str().is_some_and(|words| words.contains("同时更新，都已保留")), "{said}");
    assert_eq!(visits(&world), 2);
}

#[apply(both_engines)]
fn a_clock_that_is_wrong_by_a_day_is_put_right(#[case] engine: Engine) {
    let world = World::on(engine);
    for (number, wrong_by) in [(1, DAY_MS), (2, -DAY_MS)] {
        let phone = world.phone_of(MEMBER).with_clock_wrong_by(wrong_by);
        let said = phone.sends(&world, &phone.visit(&world, world.family("程国庆"), number, "看望"));
        assert_ne!(said["became"], "asked", "{said}");
        assert!(said["words"].as_str().is_some_and(|words| words.contains("2026年11月22日")), "{said}");
    }
    let today = niangjia_kernel::Day::parse("2026-11-22").unwrap().number();
    assert_eq!(world.number(&format!("SELECT COUNT(*) FROM household_visit WHERE on_day = {today}")), 2);
}

#[apply(both_engines)]
fn a_follow_up_that_was_to_come_when_she_wrote_is_taken_when_it_arrives_late(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let mut note = phone.visit(&world, world.family("程国庆"), 1, "材料还缺一样");
    note.written["fields"]["outcome"] = json!("follow_up");
    note.written["fields"]["follow_up_day"] = json!("2026-11-24");
    world.on_day("2026-11-30");
    assert_eq!(phone.sends(&world, &note)["became"], "recorded");
    assert_eq!(visits(&world), 1);
}

#[apply(both_engines)]
fn an_earlier_form_is_read_and_a_field_it_lacks_is_as_usual(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let mut note = phone.visit(&world, world.family("程国庆"), 1, "看望");
    note.written["form"] = json!(0);
    note.written["fields"].as_object_mut().unwrap().remove("manner");
    assert_eq!(phone.sends(&world, &note)["became"], "recorded");
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit WHERE manner = 'at_home'"), 1);
}

#[apply(both_engines)]
fn what_was_sealed_to_another_server_or_altered_stays_on_the_phone(#[case] engine: Engine) {
    let (world, other) = (World::on(engine), World::on(Engine::Sqlite));
    let phone = world.phone_of(MEMBER);
    let stranger = other.phone_of(MEMBER);
    let foreign = stranger.sealed(&stranger.visit(&other, other.family("程国庆"), 1, "看望"), &[]);
    let mut altered = phone.sealed(&phone.visit(&world, world.family("程国庆"), 2, "看望"), &[]);
    *altered.last_mut().unwrap() ^= 1;
    // Sealed to this server, but with a pass that it never gave.
    let mut kit = phone.clone();
    kit.forge_pass(&stranger);
    let forged = kit.sealed(&phone.visit(&world, world.family("程国庆"), 3, "看望"), &[]);
    for envelope in [foreign, altered, forged, b"".to_vec(), vec![1; 300]] {
        let said = phone.send(&world, &envelope);
        assert_eq!((said["became"].as_str(), said["taken"].as_bool()), (Some("unreadable"), Some(false)));
        assert!(said["words"].as_str().is_some_and(|words| words.contains("还留在手机里")), "{said}");
    }
    assert_eq!(visits(&world), 0);
}

#[apply(both_engines)]
fn a_photo_is_kept_sealed_beside_the_visit_for_those_who_may_read_its_words(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let family = world.family("程国庆");
    let note = phone.visit(&world, family, 1, "看望");
    assert_eq!(phone.send(&world, &phone.sealed(&note, JPEG))["became"], "recorded");
    let tenant = world.actor(MEMBER).tenant;
    let (page, photo) = (
        format!("/visits/{tenant}.vis_{}", note.id),
        format!("/phone/photos/{tenant}.vis_{}/content", note.id),
    );
    for figure in [MEMBER, CHAIR] {
        let browser = world.as_person(figure);
        let _panel = browser.get(&page).expect(200).says("照片 1 张");
        assert_eq!(browser.get(&photo).expect(200).bytes, JPEG);
    }
    let street = world.as_person(STREET_CHAIR);
    let _closed = street.get(&page).expect(200).never_says("照片 1 张");
    for browser in [street.clone(), world.as_person(NEIGHBOUR), world.as_person(RESIDENT_MEMBER)] {
        let _hidden = browser.get(&photo).expect(404);
    }
    let opening = [("purpose", "复核"), ("words", "核对走访情况")];
    let opened = street.post(&format!("/households/{family}/openings"), &opening);
    if opened.status.as_u16() == 303 {
        assert_eq!(street.get(&photo).expect(200).bytes, JPEG, "with the file open she reads the words");
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM phone_photo WHERE media = 'image/jpeg'"), 1);
}

#[apply(both_engines)]
fn what_is_no_photo_is_left_out_and_the_visit_stands(#[case] engine: Engine) {
    let world = World::on(engine);
    let phone = world.phone_of(MEMBER);
    let note = phone.visit(&world, world.family("程国庆"), 1, "看望");
    let said = phone.send(&world, &phone.sealed(&note, b"<svg onload=alert(1)>"));
    assert_eq!(said["became"], "recorded");
    assert!(said["words"].as_str().is_some_and(|words| words.contains("照片")), "{said}");
    assert_eq!(world.number("SELECT COUNT(*) FROM phone_photo"), 0);
}

#[apply(both_engines)]
fn the_kit_of_a_phone_has_her_families_without_phone_or_address_and_is_for_members(#[case] engine: Engine) {
    let world = World::on(engine);
    let kit = world.phone_of(MEMBER).kit().clone();
    assert_eq!(kit["families"].as_array().map(Vec::len), Some(10));
    let text = kit.to_string();
    assert!(text.contains("程国庆") && !text.contains("1990001") && !text.contains("号\""), "{text}");
    // On the residence side she sees one thin shared card.
    let helper = world.phone_of(RESIDENT_MEMBER).kit().clone();
    let shared =
        helper["families"].as_array().unwrap().iter().find(|one| one["name"] == "王桂兰家").unwrap().clone();
    assert_eq!(shared["needs"], json!([]));
    assert_ne!(kit["holder"], helper["holder"]);
    let _not_a_member = world.as_person(CHAIR).get_json("/offline/kit").expect(404);
    let _nobody = world.stranger().get_json("/offline/kit").expect(401);
}
