//! Bad input: a clear sentence in Chinese at its field; nothing lost or half written.

use niangjia_testkit::{CHAIR, Engine, MEMBER, NEIGHBOUR, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, but, sent, visit};

#[apply(both_engines)]
fn a_household_outside_her_scope_does_not_exist_for_her(#[case] engine: Engine) {
    let world = World::on(engine);
    let (member, neighbour) = (world.as_person(MEMBER), world.as_person(NEIGHBOUR));
    let foreign = world.family("丁香");
    let _premise = neighbour.get(&format!("/households/{foreign}")).expect(200);
    member.get(&format!("/households/{foreign}")).expect(404).says("没有找到").never_says("丁香");
    let _form = member.get(&format!("/households/{foreign}/visits/new")).expect(404);
    let own = member.get(&format!("/households/{}/visits/new", world.family("王桂兰"))).expect(200);
    let _refused =
        member.post(&format!("/households/{foreign}/visits"), &sent(&visit(&own, "越界"))).expect(404);
    let _nonsense = member.get("/households/341881.hh_nonsense").expect(404);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact"), 0);
}

#[apply(both_engines)]
fn each_wrong_field_gets_its_sentence_and_what_was_typed_stays(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let good = visit(&form, "送了降压药，血压平稳");
    let wrong = [
        ("on_day", "2026-11-23", "日期还没到"),
        ("on_day", "2021-07-01", "您从 2021年7月2日 起联系这一户"),
        ("on_day", "昨天", "不是日期"),
        ("matter", "gossip", "请点一个事项"),
    ];
    for (field, value, sentence) in wrong {
        let reply = member
            .post(&format!("/households/{family}/visits"), &sent(&but(&good, field, value)))
            .expect(422);
        reply.says(sentence).says("送了降压药，血压平稳").says(&format!("{field}-error"));
    }
    let empty = but(&good, "words", "　 ");
    member.post(&format!("/households/{family}/visits"), &sent(&empty)).expect(422).says("请写一句做了什么");
    let endless = but(&good, "words", &"长".repeat(501));
    member.post(&format!("/households/{family}/visits"), &sent(&endless)).expect(422).says("500 字以内");
    let no_day = but(&good, "outcome", "follow_up");
    member.post(&format!("/households/{family}/visits"), &sent(&no_day)).expect(422).says("今天以后的日子");
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 0, "nothing half written");
    assert_eq!(world.number("SELECT COUNT(*) FROM fact"), 0);
    let _done = member.post(&format!("/households/{family}/visits"), &sent(&good)).expect(303);
}

#[apply(both_engines)]
fn the_same_form_sent_twice_is_one_visit_and_ends_the_same_way(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let fields = visit(&form, "送了米和油");
    let first = member.post(&format!("/households/{family}/visits"), &sent(&fields)).expect(303);
    let second = member.post(&format!("/households/{family}/visits"), &sent(&fields)).expect(303);
    assert_eq!(first.location, second.location);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'visit'"), 1);
    assert_eq!(world.number("SELECT CAST(SUM(facts) AS BIGINT) FROM tally WHERE kind = 'visit'"), 1);
}

#[apply(both_engines)]
fn two_clients_sending_the_same_visit_at_once_make_one(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let fields = visit(&form, "两台手机一起发");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let sending: Vec<_> = (0..8)
            .map(|_| {
                let (member, fields) = (member.clone(), fields.clone());
                scope.spawn(move || {
                    member.post(&format!("/households/{family}/visits"), &sent(&fields)).status.as_u16()
                })
            })
            .collect();
        sending.into_iter().map(|one| one.join().expect("a client")).collect()
    });
    assert_eq!(statuses, [303; 8]);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'visit'"), 1);
    assert_eq!(world.number("SELECT CAST(SUM(points) AS BIGINT) FROM duty_point"), 4);
}

#[apply(both_engines)]
fn a_form_without_the_sessions_token_is_not_taken_and_its_words_come_back(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let fields = but(&visit(&form, "写了很久的一句话"), "csrf", "forged");
    let reply = member.post_bare(&format!("/households/{family}/visits"), &sent(&fields)).expect(403);
    reply.says("请刷新后再提交").says("写了很久的一句话");
    assert_eq!(world.number("SELECT COUNT(*) FROM fact"), 0);
}

#[apply(both_engines)]
fn an_oversize_body_is_refused_in_words(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰");
    let huge = "字".repeat(100_000);
    let reply = member.post(&format!("/households/{family}/visits"), &[("words", &huge)]).expect(413);
    reply.says("内容太长了").says("256 KB");
}

#[apply(both_engines)]
fn words_typed_in_a_session_that_ended_come_back_after_signing_in(#[case] engine: Engine) {
    let world = World::on(engine);
    let mut member = world.as_person(MEMBER);
    let family = world.family("王桂兰");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let fields = visit(&form, "说了一下午，都在这一句里");
    world.hours_pass(13);
    let login = member.post(&format!("/households/{family}/visits"), &sent(&fields)).expect(401);
    let login = login.says("您写的内容已经留好");
    assert_eq!(world.number("SELECT COUNT(*) FROM fact"), 0);
    let resume = login.hidden("resume");
    assert!(!login.body.contains("说了一下午"), "the sign-in page shows nobody's words");

    let pairs = [("login", "汪秀英"), ("password", niangjia_testkit::PASSWORD), ("resume", resume.as_str())];
    let back = member.post_bare("/login", &pairs).expect(200).says("说了一下午，都在这一句里");
    member.accept_session(&back);
    let kept: Vec<(String, String)> = ["id", "on_day", "matter", "words", "manner", "outcome", "csrf"]
        .map(|name| (name.to_owned(), back.hidden(name)))
        .to_vec();
    let _done = member.post_bare(&format!("/households/{family}/visits"), &sent(&kept)).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'visit'"), 1);
}

#[apply(both_engines)]
fn another_person_at_the_same_phone_does_not_get_her_words(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    world.hours_pass(13);
    let fields = visit(&form, "只给她自己看的话");
    let resume =
        member.post(&format!("/households/{family}/visits"), &sent(&fields)).expect(401).hidden("resume");
    let pairs = [("login", "胡桥东"), ("password", niangjia_testkit::PASSWORD), ("resume", resume.as_str())];
    world.stranger().post_bare("/login", &pairs).expect(303).never_says("只给她自己看的话");
}

#[apply(both_engines)]
fn an_unknown_division_is_a_sentence_at_its_field(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let _missing = chair.get("/orgs/999999999999").expect(404);
    let form = chair.get("/orgs/341881003004/households/new").expect(200);
    let id = form.hidden("id");
    let fields = [
        ("id", id.as_str()),
        ("contact_name", "郑小妹"),
        ("group_name", "巫山"),
        ("residence", "河沥新城"),
        ("residence_area", "999999999999"),
        ("phone", "19900020001"),
        ("address", ""),
        ("need", "dibao"),
        ("source", "dibao_list"),
    ];
    let reply = chair.post("/orgs/341881003004/households/new", &fields).expect(422);
    reply.says("区划").says("郑小妹");
    assert_eq!(world.number("SELECT COUNT(*) FROM household WHERE contact_name = '郑小妹'"), 0);
}
