//! What is looked at again, and what is looked at with a record.

use niangjia_kernel::Tenant;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, StoreError};
use niangjia_testkit::{CHAIR, COUNTY_CHAIR, Engine, Figure, NEIGHBOUR, STREET_CHAIR, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::requests::{does, received};

/// Once above whoever answered, once above that, and no further; while a hearing is held no day passes.
#[apply(both_engines)]
fn she_asks_the_level_above_to_look_again_and_once_more_and_a_hearing_takes_none_of_its_days(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let request = received(&world, CHAIR, &[]);
    let answered = |figure: Figure, words: &str, on: &str| {
        let _done = does(&world, figure, &request, "answer", &[("answer_words", words)]).expect(303);
        let told = [("tell_reached", "yes"), ("tell_day", on), ("tell_manner", "in_person")];
        let _told = does(&world, CHAIR, &request, "telling", &told).expect(303);
    };
    let asks = |words: &str| does(&world, CHAIR, &request, "review", &[("review_words", words)]);
    let _not_answered = asks("不服").expect(403);
    answered(CHAIR, "社区协调不了", "2026-11-22");
    let _silent = asks(" ").expect(422).says("请写她不服什么");
    let _asked = asks("学校说社区没有问过").expect(303);
    let _again = asks("再申请一次").expect(403);
    let list = world.as_person(STREET_CHAIR).get("/orgs/341881003/requests").expect(200);
    let _waits = list.says("复查：待接手");
    let _taken = does(&world, STREET_CHAIR, &request, "taking", &[]).expect(303);
    let page = world.as_person(STREET_CHAIR).get(&request).expect(200);
    let _clock =
        page.says("复查答复：还有").says("学校说社区没有问过").never_says("举行听证，停止计时</summary>");
    let _hearing =
        does(&world, STREET_CHAIR, &request, "suspension", &[("hearing_words", "周五")]).expect(403);
    answered(STREET_CHAIR, "街道问过，名额已满", "2026-11-22");

    let _asked = asks("名单没有公开").expect(303);
    let _taken = does(&world, COUNTY_CHAIR, &request, "taking", &[]).expect(303);
    let until = "SELECT COALESCE(until_ms, 0) FROM deadline WHERE rule = 'petition.rereview_answer' AND ended_ms IS NULL";
    let before = world.number(until);
    let suspended =
        does(&world, COUNTY_CHAIR, &request, "suspension", &[("hearing_words", "请了教育局和她")]);
    let _stands = suspended.expect(303);
    assert_eq!(world.number(until), 0, "a clock that stands still has no end");
    world.on_day("2027-03-01");
    let passed = niangjia_request::api::pass_up_what_is_late(&world.store()).expect("a look");
    assert_eq!(passed, 0, "nothing is late while the hearing is held");
    let page = world.as_person(COUNTY_CHAIR).get(&request).expect(200).says("停止计时");
    let _over = page.says("听证结束，恢复计时");
    let _goes_on = does(&world, COUNTY_CHAIR, &request, "resumption", &[("hearing_words", "名单公开")]);
    let days = (world.number(until) - before) / 86_400_000;
    assert!((95..=105).contains(&days), "99 days of hearing, and a weekend to roll over: {days}");
    answered(COUNTY_CHAIR, "名单公开，下学期优先", "2027-03-01");
    let page = world.as_person(CHAIR).get(&request).expect(200).says("名单公开，下学期优先");
    let _the_last = page.never_says("她不服，请上一级复查").never_says("重新办理</summary>");
    let _no_more = asks("还是不服").expect(403);
    assert_eq!(world.number("SELECT COUNT(*) FROM deadline WHERE ended_ms IS NULL"), 0);
}

#[apply(both_engines)]
fn nobody_reviews_what_was_answered_more_than_thirty_days_ago(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, CHAIR, &[("end", "settled"), ("done", "当面讲清了政策，她听明白了")]);
    world.on_day("2026-12-22");
    let _last_day = world.as_person(CHAIR).get(&request).expect(200).says("她不服，请上一级复查");
    world.on_day("2026-12-23");
    let _late = world.as_person(CHAIR).get(&request).expect(200).never_says("她不服，请上一级复查");
    let _refused = does(&world, CHAIR, &request, "review", &[("review_words", "不服")]).expect(403);
}

/// The street has ten working days of its own, which would be over first and hide what is asked here.
fn end_the_clock_of_the_street(world: &World) {
    let ended = world.store().write_blocking(|tx| {
        let ended = tx.execute("UPDATE deadline SET ended_ms = 1 WHERE rule = 'request.street'", &[])?;
        let action = Action::write("test.end_a_clock", "停止一个时钟");
        Ok::<_, StoreError>(Ending::from(tx.record(&Entry::by_system(action, Tenant::NATION), ended)?))
    });
    assert_eq!(ended.expect("written"), 1, "only the clock of the whole is left");
}

#[apply(both_engines)]
fn a_review_that_is_not_answered_in_its_days_is_late_on_every_list_of_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, CHAIR, &[("end", "settled"), ("done", "当面讲清了政策，她听明白了")]);
    let _asked = does(&world, CHAIR, &request, "review", &[("review_words", "没有讲清")]).expect(303);
    let _taken = does(&world, STREET_CHAIR, &request, "taking", &[]).expect(303);
    end_the_clock_of_the_street(&world);
    let late = |figure: Figure, org: &str| {
        world.as_person(figure).get(&format!("/orgs/{org}/requests?show=late")).expect(200)
    };
    world.on_day("2026-12-22");
    let _in_time = late(COUNTY_CHAIR, "341881").never_says("诉求〔2026〕1号");
    world.on_day("2026-12-23");
    for (figure, org) in [(CHAIR, "341881003004"), (STREET_CHAIR, "341881003"), (COUNTY_CHAIR, "341881")] {
        let _late = late(figure, org).says("诉求〔2026〕1号");
    }
}

#[apply(both_engines)]
fn her_number_is_hidden_until_somebody_looks_and_each_look_is_recorded(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, CHAIR, &[]);
    let chair = world.as_person(CHAIR);
    let _hidden = chair.get(&request).expect(200).says("138****0001").never_says("13855550001");
    let json = chair.get_json(&request).expect(200).json();
    assert_eq!(json["told"]["masked_phone"], "138****0001");
    let looks = "SELECT COUNT(*) FROM audit_entry WHERE action = 'read.request.look_at_phone'";
    let _shown = chair.post(&format!("{request}/phone"), &[]).expect(200).says("tel:13855550001");
    assert_eq!(world.number(looks), 1);
    let _above = world.as_person(STREET_CHAIR).post(&format!("{request}/phone"), &[]).expect(404);
    let _nobody = world.as_person(NEIGHBOUR).post(&format!("{request}/phone"), &[]).expect(404);
    assert_eq!(world.number(looks), 1, "who may not read it has not looked");
}
