//! 件件有回音: what a woman asks has an owner and a clock until its answer has reached her.

use niangjia_testkit::{
    Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR,
    OTHER_COUNTY_CHAIR, OTHER_STREET_CHAIR, PROVINCE_CHAIR, RESIDENT_MEMBER, Reply, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::exporting::exported;
use crate::{both_engines, sent};

const WORDS: &str = "想给孩子办转学，学校说户口不在这边";
pub(crate) const DESK: &str = "/orgs/341881003004/requests";

/// The intake as it was typed.
pub(crate) fn typed(browser: &Browser, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = browser.get("/requests/new").expect(200);
    let defaults = [
        ("id", form.hidden("id")),
        ("category", "child".to_owned()),
        ("channel", "in_person".to_owned()),
        ("words", WORDS.to_owned()),
        ("name", "周小禾".to_owned()),
        ("phone", "13855550001".to_owned()),
        ("reach", "telephone".to_owned()),
        ("end", "keep".to_owned()),
    ];
    let over =
        |name: &str| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| (*value).to_owned());
    let mut all: Vec<(String, String)> =
        defaults.into_iter().map(|(name, value)| (name.to_owned(), over(name).unwrap_or(value))).collect();
    let more = fields.iter().filter(|(name, _)| all.iter().all(|(known, _)| known != name));
    let more: Vec<_> = more.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    all.extend(more);
    all
}

/// Takes a request down and gives the address of its page.
pub(crate) fn received(world: &World, figure: Figure, fields: &[(&str, &str)]) -> String {
    let browser = world.as_person(figure);
    let done = browser.post("/requests", &sent(&typed(&browser, fields))).expect(303).location;
    done.split('?').next().expect("an address").to_owned()
}

pub(crate) fn does(
    world: &World,
    figure: Figure,
    request: &str,
    verb: &str,
    fields: &[(&str, &str)],
) -> Reply {
    world.as_person(figure).post(&format!("{request}/{verb}"), fields)
}

/// Everything of a village: a member takes it down, it goes up to the street, comes back answered, and she is told.
#[apply(both_engines)]
fn a_request_goes_up_and_comes_back_answered_and_is_closed_when_she_was_told(#[case] engine: Engine) {
    let world = World::on(engine);
    let family = world.family("王桂兰").to_string();
    let request = received(&world, MEMBER, &[("household", &family), ("name", ""), ("end", "up")]);
    let _hers = world.as_person(MEMBER).get(&request).expect(200).says("待接手").says(WORDS);
    let _file =
        world.as_person(MEMBER).get(&format!("/households/{family}")).expect(200).says("诉求〔2026〕1号");
    let _desk = world.as_person(CHAIR).get("/").expect(200).says("诉求等您办 1 件");

    // She stays responsible until the community has taken it, and may not answer what is not in her hands.
    let _not_now = does(&world, MEMBER, &request, "answer", &[("answer_words", "办好了")]).expect(403);
    let _taken = does(&world, CHAIR, &request, "taking", &[]).expect(303);
    let _twice = does(&world, CHAIR, &request, "taking", &[]).expect(403);
    let silent = does(&world, CHAIR, &request, "escalation", &[("pass_reason", "")]).expect(422);
    let _why = silent.says("请写原因");
    let reason = [("pass_reason", "学籍归教育局管，社区协调不了")];
    let _up = does(&world, CHAIR, &request, "escalation", &reason).expect(303);
    let street = world.as_person(STREET_CHAIR);
    let _desk = street.get("/").expect(200).says("诉求等您办 1 件");
    let page = street.get(&request).expect(200).says(WORDS).says("学籍归教育局管").says("138****0001");
    let _next = page.says("接手，由我办");
    let _taken = does(&world, STREET_CHAIR, &request, "taking", &[]).expect(303);
    let _not_hers = does(&world, CHAIR, &request, "answer", &[("answer_words", "办好了")]).expect(403);
    let empty = does(&world, STREET_CHAIR, &request, "answer", &[("answer_words", " ")]).expect(422);
    let _says = empty.says("请写办了什么");
    let answer = [("answer_words", "区教育局同意借读，下周一带户口本去报到")];
    let _answered = does(&world, STREET_CHAIR, &request, "answer", &answer).expect(303);

    // It is not over: she has not been told. Whoever knows her tells her.
    let _waits = world.as_person(MEMBER).get("/families").expect(200).says("诉求等您办 1 件");
    let early = [("tell_reached", "yes"), ("tell_day", "2026-11-20"), ("tell_manner", "in_person")];
    let refused = does(&world, MEMBER, &request, "telling", &early).expect(422);
    let _kept = refused.says("才有答复").says("2026-11-20");
    let told = [("tell_reached", "yes"), ("tell_day", "2026-11-22"), ("tell_manner", "in_person")];
    let _told = does(&world, MEMBER, &request, "telling", &told).expect(303);
    let _closed = world.as_person(MEMBER).get(&request).expect(200).says("已告知本人").says("下周一带户口本");
    let _quiet = world.as_person(MEMBER).get("/families").expect(200).never_says("诉求等您办");

    let facts = |kind: &str| world.number(&format!("SELECT COUNT(*) FROM fact WHERE kind = '{kind}'"));
    assert_eq!(
        [
            facts("request_received"),
            facts("request_escalated"),
            facts("request_answered"),
            facts("request_settled")
        ],
        [1, 2, 1, 0]
    );
    let parts = "SELECT COUNT(*) FROM fact_part p JOIN fact f ON f.tenant = p.fact_tenant AND f.id = p.fact_id \
                 WHERE f.kind = 'request_answered'";
    assert_eq!(world.number(parts), 2, "the street that answered, and the member who told her");
    assert_eq!(world.number("SELECT COUNT(*) FROM deadline WHERE ended_ms IS NULL"), 0, "no clock goes on");
    let _duty = world.as_person(MEMBER).get("/duty").expect(200).says("诉求办结").says(&request);
}

#[apply(both_engines)]
fn what_is_settled_on_the_spot_is_one_form_and_over(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰").to_string();
    let fields = typed(
        &member,
        &[("household", &family), ("channel", "home_visit"), ("end", "settled"), ("done", ""), ("reach", "")],
    );
    let silent = member.post("/requests", &sent(&fields)).expect(422).says("请写怎么办的").says(WORDS);
    drop(silent);
    let mut fields = fields;
    fields
        .iter_mut()
        .filter(|(name, _)| name == "done")
        .for_each(|(_, value)| "陪她到学校问清了，当场收下".clone_into(value));
    let done = member.post("/requests", &sent(&fields)).expect(303);
    let again = member.post("/requests", &sent(&fields)).expect(303);
    assert_eq!(done.location, again.location, "the same form twice is one request");
    assert_eq!(world.number("SELECT COUNT(*) FROM request"), 1);
    let _page = member.get(&done.location).expect(200).says("当场办结").says("陪她到学校问清了");
    let facts = world.number(
        "SELECT COUNT(*) FROM fact WHERE kind IN ('request_received', 'request_settled', 'request_answered')",
    );
    assert_eq!(facts, 3);
    assert_eq!(world.number("SELECT COUNT(*) FROM deadline WHERE ended_ms IS NULL"), 0);
}

#[apply(both_engines)]
fn her_words_are_read_by_those_who_help_her_and_by_nobody_else(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, MEMBER, &[]);
    let sees = [
        (MEMBER, 200, true),
        (CHAIR, 200, true),
        (RESIDENT_MEMBER, 404, false),
        (NEIGHBOUR, 404, false),
        (OTHER_CHAIR, 404, false),
        (STREET_CHAIR, 200, false),
        (COUNTY_CHAIR, 200, false),
        (OTHER_STREET_CHAIR, 404, false),
        (OTHER_COUNTY_CHAIR, 404, false),
        (CITY_CHAIR, 404, false),
        (PROVINCE_CHAIR, 404, false),
    ];
    for (figure, status, reads) in sees {
        let browser = world.as_person(figure);
        let page = browser.get(&request).expect(status);
        let json = browser.get_json(&request).expect(status);
        for told in [WORDS, "周小禾", "138****0001"] {
            assert_eq!(page.body.contains(told), reads, "{} {told}", figure.name);
            assert_eq!(json.body.contains(told), reads, "{} {told} as JSON", figure.name);
        }
    }
    for (list, figure, names) in
        [(DESK, CHAIR, true), (DESK, STREET_CHAIR, false), ("/orgs/341881/requests", COUNTY_CHAIR, false)]
    {
        let browser = world.as_person(figure);
        let list = format!("{list}?show=all");
        let page = browser.get(&list).expect(200).says("诉求〔2026〕1号");
        assert_eq!(page.body.contains("周小禾"), names, "{}", figure.name);
        let sheet = format!("{:?}", exported(&world, &browser, &list));
        assert!(
            sheet.contains("诉求〔2026〕1号") && !sheet.contains(WORDS) && !sheet.contains("13855550001"),
            "{sheet}"
        );
        assert_eq!(sheet.contains("周小禾"), names);
    }
    // A name that is found is a name that is told: from above one finds by number.
    let by_name =
        |figure: Figure, list: &str| world.as_person(figure).get(&format!("{list}?q=周小禾")).expect(200);
    let _keeper = by_name(CHAIR, DESK).says("诉求〔2026〕1号");
    let _above = by_name(STREET_CHAIR, DESK).never_says("诉求〔2026〕1号");
    let _number =
        world.as_person(STREET_CHAIR).get(&format!("{DESK}?q=1")).expect(200).says("诉求〔2026〕1号");

    let street = world.as_person(STREET_CHAIR);
    let _silent =
        street.post(&format!("{request}/openings"), &[("purpose", "")]).expect(422).says("请写打开做什么用");
    let _opened = street.post(&format!("{request}/openings"), &[("purpose", "督办超期")]).expect(303);
    let _words = street.get(&request).expect(200).says(WORDS);
    let _read = world.as_person(CHAIR).get(&request).expect(200).says("督办超期").says("周敏");
    world.on_day("2026-11-23");
    let _closed = world.as_person(STREET_CHAIR).get(&request).expect(200).never_says(WORDS);
    let plain =
        world.number("SELECT COUNT(*) FROM audit_entry WHERE action LIKE '%request.%' AND NOT sealed");
    assert_eq!(plain, 0, "the audit of it is personal");
}

#[apply(both_engines)]
fn what_nobody_moves_in_time_goes_to_the_next_level_by_itself(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, MEMBER, &[("end", "up")]);
    let pass = || niangjia_request::api::pass_up_what_is_late(&world.store()).expect("a job");
    // Sunday: two working days to take it are Monday and Tuesday.
    world.on_day("2026-11-24");
    assert_eq!(pass(), 0, "in time until the end of the day");
    world.on_day("2026-11-25");
    let _late = world.as_person(CHAIR).get(&format!("{DESK}?show=late")).expect(200).says("诉求〔2026〕1号");
    assert_eq!(pass(), 1);
    assert_eq!(pass(), 0, "its clock begins anew");
    let _street =
        world.as_person(STREET_CHAIR).get(&request).expect(200).says(WORDS).says("超期，自动到上一级");
    // The member had it and still has it; the community that never took it has it no more, but keeps her requests.
    let _member = world.as_person(MEMBER).get(&request).expect(200).says(WORDS);
    let _not_now = does(&world, CHAIR, &request, "taking", &[]).expect(403);
    let _taken = does(&world, STREET_CHAIR, &request, "taking", &[]).expect(303);
    // Ten working days of the street, from Wednesday: until Wednesday in two weeks.
    world.on_day("2026-12-09");
    assert_eq!(pass(), 0);
    world.on_day("2026-12-10");
    assert_eq!(pass(), 1);
    let _county = world.as_person(COUNTY_CHAIR).get(&request).expect(200).says(WORDS);
    let _street_goes_on = world.as_person(STREET_CHAIR).get(&request).expect(200).says(WORDS);
    let _taken = does(&world, COUNTY_CHAIR, &request, "taking", &[]).expect(303);
    let _no_more = world.as_person(STREET_CHAIR).get(&request).expect(200).never_says(WORDS);
    assert_eq!(
        world.number("SELECT COUNT(*) FROM fact WHERE kind = 'request_escalated'"),
        1,
        "a clock is nobody's deed"
    );
}

#[apply(both_engines)]
fn it_is_returned_only_with_a_reason_and_to_whoever_passed_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, CHAIR, &[]);
    let _up = does(&world, CHAIR, &request, "escalation", &[("pass_reason", "请街道协调")]).expect(303);
    let _silent = does(&world, STREET_CHAIR, &request, "return", &[]).expect(422).says("请写原因");
    let reason = [("return_reason", "社区自己能办，先联系学校")];
    let _back = does(&world, STREET_CHAIR, &request, "return", &reason).expect(303);
    let _again =
        world.as_person(CHAIR).get(&request).expect(200).says("办理中").says("先联系学校").says("作出答复");
    let _gone = world.as_person(STREET_CHAIR).get(&request).expect(200).never_says(WORDS);
    let _up = does(&world, CHAIR, &request, "escalation", &[("pass_reason", "学校也说要区里定")]).expect(303);
    let _taken = does(&world, STREET_CHAIR, &request, "taking", &[]).expect(303);
    let _too_late = does(&world, STREET_CHAIR, &request, "return", &reason).expect(403);
    // What was taken goes down as a task, to an organisation below, with what is asked of it.
    let _nowhere = does(
        &world,
        STREET_CHAIR,
        &request,
        "assignment",
        &[("assign_org", "341881001"), ("assign_reason", "请去一趟学校")],
    )
    .expect(422);
    let down = [("assign_org", "341881003004"), ("assign_reason", "请陪她去一趟学校")];
    let _down = does(&world, STREET_CHAIR, &request, "assignment", &down).expect(303);
    let _waits = world.as_person(CHAIR).get(&request).expect(200).says("待接手").says("请陪她去一趟学校");
    let _still = world.as_person(STREET_CHAIR).get(&request).expect(200).says(WORDS);
    let _taken = does(&world, CHAIR, &request, "taking", &[]).expect(303);
    let _free = world.as_person(STREET_CHAIR).get(&request).expect(200).never_says(WORDS);
}

#[apply(both_engines)]
fn the_city_reads_what_it_has_while_it_has_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, COUNTY_CHAIR, &[("channel", "hotline")]);
    let city_list = "/orgs/3418/requests";
    let _nothing = world.as_person(CITY_CHAIR).get(city_list).expect(200).never_says("诉求〔2026〕");
    let _up = does(&world, COUNTY_CHAIR, &request, "escalation", &[("pass_reason", "要市里和外市联系")])
        .expect(303);
    let _listed = world.as_person(CITY_CHAIR).get(city_list).expect(200).says("诉求〔2026〕1号");
    let _reads = world.as_person(CITY_CHAIR).get(&request).expect(200).says(WORDS);
    let _province = world.as_person(PROVINCE_CHAIR).get(&request).expect(404);
    let _taken = does(&world, CITY_CHAIR, &request, "taking", &[]).expect(303);
    let done =
        does(&world, CITY_CHAIR, &request, "answer", &[("answer_words", "已和外市妇联说好，她直接去")])
            .expect(303);
    let _page = world.as_person(CITY_CHAIR).get(&done.location).expect(200);
    let told = [("tell_reached", "yes"), ("tell_day", "2026-11-22"), ("tell_manner", "telephone")];
    let _told = does(&world, COUNTY_CHAIR, &request, "telling", &told).expect(303);
    let _no_more = world.as_person(CITY_CHAIR).get(&request).expect(404);
    let _own = world.as_person(COUNTY_CHAIR).get(&request).expect(200).says("已和外市妇联说好");
    // Whoever answered belongs to another tenant, and it is hers; taken back with the closing when it is opened again.
    let parts = "SELECT COUNT(*) FROM fact_part p JOIN fact f ON f.tenant = p.fact_tenant AND f.id = p.fact_id \
                 WHERE f.kind = 'request_answered' AND p.tenant = 341800";
    assert_eq!(world.number(parts), 1);
    let _again =
        does(&world, COUNTY_CHAIR, &request, "reopening", &[("reopen_words", "外市又不收了")]).expect(303);
    assert_eq!(world.number(parts), 2, "reversed with everybody who took part");
    let sum = "SELECT CAST(COALESCE(SUM(facts), 0) AS BIGINT) FROM tally WHERE kind = 'request_answered'";
    assert_eq!(world.number(sum), 0, "what is open again is not counted as answered");
    let _history =
        world.as_person(COUNTY_CHAIR).get(&request).expect(200).says("办理中").says("已和外市妇联说好");
}

#[apply(both_engines)]
fn she_counts_as_not_to_be_reached_only_when_the_level_above_has_looked(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, CHAIR, &[]);
    let _answered = does(&world, CHAIR, &request, "answer", &[("answer_words", "学校同意了")]).expect(303);
    let report = [("undeliverable_words", "电话三次没人接，上门一次不在")];
    let _early = does(&world, CHAIR, &request, "undeliverable", &report)
        .expect(422)
        .says("要在 2 个不同的日子试过 3 次");
    let tried = |day: &str| {
        let fields = [("tell_reached", "no"), ("tell_day", day), ("tell_manner", "telephone")];
        does(&world, CHAIR, &request, "telling", &fields).expect(303)
    };
    let _first = tried("2026-11-22");
    world.on_day("2026-11-24");
    let (_second, _third) = (tried("2026-11-23"), tried("2026-11-24"));
    let _reported = does(&world, CHAIR, &request, "undeliverable", &report).expect(303);
    let _not_herself =
        does(&world, CHAIR, &request, "look", &[("look_agrees", "yes"), ("look_words", "同意")]).expect(403);
    let street = world.as_person(STREET_CHAIR);
    let _asked = street.get(&request).expect(200).says("没有联系上").says("同意办结");
    let _silent = does(&world, STREET_CHAIR, &request, "look", &[("look_agrees", "yes")]).expect(422);
    let back = [("look_agrees", "no"), ("look_words", "请她姐姐转告再试一次")];
    let _back = does(&world, STREET_CHAIR, &request, "look", &back).expect(303);
    let _again = world.as_person(CHAIR).get(&request).expect(200).says("待告知").says("请她姐姐转告");
    let _reported = does(&world, CHAIR, &request, "undeliverable", &report).expect(303);
    let agrees = [("look_agrees", "yes"), ("look_words", "核过通话记录，确实联系不上")];
    let _closed = does(&world, STREET_CHAIR, &request, "look", &agrees).expect(303);
    let _page = world.as_person(CHAIR).get(&request).expect(200).says("无法送达，上级已核");
}

#[apply(both_engines)]
fn the_same_matter_is_found_and_not_registered_twice(#[case] engine: Engine) {
    let world = World::on(engine);
    let first = received(&world, CHAIR, &[]);
    let chair = world.as_person(CHAIR);
    let fields =
        typed(&chair, &[("name", "周 小禾"), ("phone", "138-5555-0001"), ("words", "又来问转学的事")]);
    let asked = chair.post("/requests", &sent(&fields)).expect(422);
    let asked = asked.says("她有在办的一件").says("诉求〔2026〕1号").says("又来问转学的事");
    drop(asked);
    assert_eq!(world.number("SELECT COUNT(*) FROM request"), 1);
    let key = first.strip_prefix("/requests/").expect("a key");
    let join = |value: &str| {
        let mut fields = fields.clone();
        fields.push(("join".to_owned(), value.to_owned()));
        chair.post("/requests", &sent(&fields)).expect(303)
    };
    let joined = join(key);
    let _page = chair.get(&joined.location).expect(200).says("已补充到在办的这一件").says("又来问转学的事");
    assert_eq!(world.number("SELECT COUNT(*) FROM request"), 1);
    let _another = join("new");
    assert_eq!(world.number("SELECT COUNT(*) FROM request"), 2);
    // Another community asks the same name and finds nothing: what is known there is not told here.
    let other = world.as_person(OTHER_CHAIR);
    let fields = typed(&other, &[]);
    let _own = other.post("/requests", &sent(&fields)).expect(303);
}

#[apply(both_engines)]
fn when_whoever_works_on_it_leaves_it_waits_for_somebody_to_take_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = received(&world, MEMBER, &[]);
    let her = world.actor(RESIDENT_MEMBER);
    let given = [("person", her.person.to_string())];
    let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let nobody = does(&world, CHAIR, &request, "handler", &[("person", "")]).expect(422);
    let _asks = nobody.says("请选由谁承办");
    let _not_a_member = does(&world, MEMBER, &request, "handler", &given).expect(403);
    let _given = does(&world, CHAIR, &request, "handler", &given).expect(303);
    let _hers = world.as_person(RESIDENT_MEMBER).get(&request).expect(200).says("办理中").says(WORDS);
    let leaving = format!("/posts/{}/leaving", her.acting.post.within(her.tenant));
    let _left =
        world.as_person(CHAIR).post(&leaving, &[("until_day", "2026-11-22"), ("reason", "died")]).expect(303);
    let _waits = world.as_person(CHAIR).get(&request).expect(200).says("待接手").says(WORDS);
    assert_eq!(
        world.number("SELECT COUNT(*) FROM request WHERE holder_person IS NULL AND state = 'waiting'"),
        1
    );
    let _taken = does(&world, CHAIR, &request, "taking", &[]).expect(303);
}
