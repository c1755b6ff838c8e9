//! Where requests meet their neighbours: visits that report, mediation, those who protect, those who ask how it was.

use niangjia_testkit::{
    CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, MEMBER, OTHER_COUNTY_CHAIR, RESIDENT_MEMBER, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::requests::{DESK, does, received};

#[apply(both_engines)]
fn what_she_cannot_settle_on_a_visit_goes_up_with_one_button(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰");
    let address = format!("/households/{family}/visits");
    let form =
        member.get(&format!("{address}/new")).expect(200).says("当场办结</button>").says("上报</button>");
    let id = form.hidden("id");
    let fields = [
        ("id", id.as_str()),
        ("on_day", "2026-11-22"),
        ("matter", "health"),
        ("words", "透析费用报不了，问了医保也说不清"),
        ("manner", "at_home"),
        ("outcome", "reported"),
    ];
    let _done = member.post(&address, &fields).expect(303);
    let _twice = member.post(&address, &fields).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM request"), 1, "recorded once, and nothing is typed again");
    let list =
        world.as_person(CHAIR).get(DESK).expect(200).says("诉求〔2026〕1号").says("看病就医").says("待接手");
    let _name = list.says("王桂兰");
    let _inbox = world
        .as_person(CHAIR)
        .get("/messages")
        .expect(200)
        .says("2026 年第 1 号")
        .never_says("透析")
        .never_says("王桂兰");
    let _hers = member.get(&format!("/households/{family}")).expect(200).says("诉求〔2026〕1号");
    let kinds = ["visit", "matter_reported", "request_received", "request_escalated"];
    for kind in kinds {
        assert_eq!(world.number(&format!("SELECT COUNT(*) FROM fact WHERE kind = '{kind}'")), 1, "{kind}");
    }
    // A visit that is taken back takes back what nobody has taken.
    let visit = format!("/visits/{}.{id}", family.tenant);
    let _back = member.post(&format!("{visit}/taking-back"), &[("reason", "记错了一家")]);
    let waiting = world.number("SELECT COUNT(*) FROM request WHERE state = 'waiting'");
    let back =
        world.number("SELECT COUNT(*) FROM fact WHERE reverses IS NOT NULL AND kind = 'matter_reported'");
    assert_eq!(waiting + back, 1);
}

#[apply(both_engines)]
fn she_is_asked_by_somebody_who_had_no_part_in_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, MEMBER, &[]);
    let _answered = does(&world, MEMBER, &request, "answer", &[("answer_words", "学校收下了")]).expect(303);
    let told = [("tell_reached", "yes"), ("tell_day", "2026-11-22"), ("tell_manner", "telephone")];
    let _told = does(&world, MEMBER, &request, "telling", &told).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM survey_asking"), 1);
    let calls = "/orgs/341881003004/survey-calls";
    let _not_she =
        world.as_person(MEMBER).get(calls).body.contains("周小禾").then(|| panic!("a handler asks her own"));
    let list = world.as_person(CHAIR).get(calls).expect(200).says("诉求").body;
    let (_, slip) = list.split_once("href=\"/slips/").expect("a slip that waits");
    let slip = format!("/slips/{}", slip.split('"').next().expect("a key"));
    let _chair = world.as_person(CHAIR).get(&slip).expect(200);
    let _handler = world.as_person(MEMBER).get(&slip).expect(404);
    // What is opened again and closed again is asked about once.
    let _open = does(&world, MEMBER, &request, "reopening", &[("reopen_words", "又不收了")]).expect(303);
    let _answered = does(&world, MEMBER, &request, "answer", &[("answer_words", "还是收下了")]).expect(303);
    let _told = does(&world, MEMBER, &request, "telling", &told).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM survey_asking"), 1);
}

#[apply(both_engines)]
fn a_dispute_among_requests_goes_to_mediation_and_the_request_is_still_answered(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, CHAIR, &[("category", "family_quarrel")]);
    let _unsure = does(&world, CHAIR, &request, "mediation", &[]).expect(422).says("是她本人要申请调解");
    let _applied = does(&world, CHAIR, &request, "mediation", &[("applies", "yes")]).expect(303);
    let _page = world.as_person(CHAIR).get(&request).expect(200).says("申请调解").says("办理中");
    let _list = world
        .as_person(CHAIR)
        .get("/orgs/341881003004/mediations")
        .expect(200)
        .says("2026年11月22日登记的纠纷");
    assert_eq!(world.number("SELECT COUNT(*) FROM mediation WHERE origin = 'request'"), 1);
}

#[apply(both_engines)]
fn violence_found_in_a_request_is_sealed_and_leaves_nothing_behind(#[case] engine: Engine) {
    let world = World::on(engine);
    let request =
        received(&world, MEMBER, &[("words", "他昨晚又动手，孩子都看见了"), ("category", "family_quarrel")]);
    let _chair = world.as_person(CHAIR).get(&request).expect(200).says("又动手");
    let _unsure = does(&world, MEMBER, &request, "danger", &[]).expect(422);
    let _diverted = does(&world, MEMBER, &request, "danger", &[("danger", "yes")]).expect(303);
    for figure in [CHAIR, STREET_CHAIR, COUNTY_CHAIR, RESIDENT_MEMBER] {
        let browser = world.as_person(figure);
        let _gone = browser.get(&request).expect(404);
        let list = browser.get("/orgs/341881003004/requests?show=all");
        assert!(!list.body.contains("诉求〔2026〕1号") && !list.body.contains("周小禾"), "{}", figure.name);
    }
    let _own = world
        .as_person(MEMBER)
        .get(&request)
        .expect(200)
        .says("转为保密事项")
        .never_says("又动手")
        .never_says("周小禾");
    let _case = world.as_person(MEMBER).get("/protection").expect(200).says("保密事项");
    assert_eq!(world.number("SELECT COUNT(*) FROM protection_case"), 1);
    let _duty = world.as_person(MEMBER).get("/duty").expect(200).never_says(&request);
}

#[apply(both_engines)]
fn the_numbers_of_a_day_open_to_their_requests(#[case] engine: Engine) {
    let world = World::on(engine);
    let settled = [("end", "settled"), ("done", "当场说清了"), ("name", "路小满"), ("phone", "13855550009")];
    let _one = received(&world, MEMBER, &settled);
    let _two = received(&world, CHAIR, &[]);
    let chair = world.as_person(CHAIR);
    let value = |code: &str| {
        let page = format!("/insight/341881003004/{code}?from=2026-11-22&to=2026-11-22");
        chair.get_json(&page).expect(200).json()["value"].as_i64().expect("a number")
    };
    let rows = |query: &str| {
        let list = chair.get_json(&format!("{DESK}?{query}")).expect(200).json();
        list["total"].as_i64().expect("a total")
    };
    let day = |what: &str| rows(&format!("{what}_from=2026-11-22&{what}_to=2026-11-22"));
    assert_eq!((value("requests_received"), day("received")), (2, 2));
    assert_eq!((value("requests_answered"), day("answered")), (1, 1));
    assert_eq!(rows("received_from=2026-11-21&received_to=2026-11-21"), 0);
}

#[apply(both_engines)]
fn a_city_gives_a_request_to_nobody_who_could_not_see_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, COUNTY_CHAIR, &[]);
    does(&world, COUNTY_CHAIR, &request, "escalation", &[("pass_reason", "请市里协调")]).expect(303);
    does(&world, CITY_CHAIR, &request, "taking", &[]).expect(303);
    let city = world.as_person(CITY_CHAIR);
    city.get(&request).expect(200).says("value=\"341881\"").never_says("value=\"341823\"");
    let there = [("assign_org", "341823"), ("assign_reason", "她搬到泾县去了")];
    let refused = city.post(&format!("{request}/assignment"), &there).expect(422);
    refused.says("那边看不到").says("她搬到泾县去了");
    let home = [("assign_org", "341881"), ("assign_reason", "请接着办")];
    city.post(&format!("{request}/assignment"), &home).expect(303);
    world.as_person(COUNTY_CHAIR).get(&request).expect(200).says("请接着办");
    world.as_person(OTHER_COUNTY_CHAIR).get(&request).expect(404);
}
