//! 我要求助: for every woman, without an account.

use niangjia_testkit::{Browser, CHAIR, COUNTY_CHAIR, Engine, MEMBER, OTHER_CHAIR, STREET_CHAIR, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::exporting::exported;
use crate::{both_engines, sent};

const WORDS: &str = "丈夫的工资不拿回家，孩子的药钱没有着落";
const HERE: &str = "341881003004";

fn written(world: &World, what: &str, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = world.stranger().get(&format!("/help/new?at={HERE}&what={what}")).expect(200);
    let defaults = [
        ("id", form.hidden("id")),
        ("at", HERE.to_owned()),
        ("category", what.to_owned()),
        ("words", WORDS.to_owned()),
        ("reach", "code".to_owned()),
        ("to", HERE.to_owned()),
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

/// The code as the page shows it.
fn code(page: &str) -> String {
    let (_, after) = page.split_once("nj-code nj-num\">").expect("a code");
    after.split('<').next().expect("its end").to_owned()
}

fn asks(stranger: &Browser, code: &str) -> niangjia_testkit::Reply {
    stranger.post_bare("/help/progress", &[("code", code)])
}

/// The address of the one request, as whoever leads a place finds it.
fn found(browser: &Browser, org: &str) -> String {
    let list = browser.get_json(&format!("/orgs/{org}/requests?show=open")).expect(200).json();
    format!("/requests/{}", list["requests"][0]["id"].as_str().expect("an identity"))
}

#[apply(both_engines)]
fn three_taps_a_code_and_an_answer_that_only_she_reads(#[case] engine: Engine) {
    let world = World::on(engine);
    let stranger = world.stranger();
    let door = stranger
        .get(&format!("/help?at={HERE}"))
        .expect(200)
        .says("生活困难、看病")
        .says("快速离开")
        .says("12338");
    let _next = door.says("/help/new?at=341881003004&amp;what=hardship");
    let fields = written(&world, "hardship", &[]);
    let sent_once = stranger.post_bare("/help", &sent(&fields)).expect(200).says("没有人会打电话给您");
    let sent_twice = stranger.post_bare("/help", &sent(&fields)).expect(200);
    let code = code(&sent_once.body);
    assert_eq!(code, self::code(&sent_twice.body), "the same form twice is one request with one code");
    assert_eq!(world.number("SELECT COUNT(*) FROM request"), 1);
    assert!(code.starts_with("341881-") && code.len() == 21, "{code}");

    let _first = asks(&stranger, &code).expect(200).says("还没有人接手");
    let chair = world.as_person(CHAIR);
    let request = found(&chair, HERE);
    let _hers = chair.get(&request).expect(200).says(WORDS).says("不留姓名").says("她凭查询码看");
    let _other = world.as_person(OTHER_CHAIR).get(&request).expect(404);
    let _member = world.as_person(MEMBER).get(&request).expect(404);
    let _taken = chair.post(&format!("{request}/taking"), &[]).expect(303);
    let _second = asks(&stranger, &code).expect(200).says("在办").never_says("办的人写给自己的");
    let more = [("code", code.as_str()), ("words", "孩子后天要去复查")];
    let _more = stranger.post_bare("/help/progress/words", &more).expect(200).says("已补充");
    let _note =
        chair.post(&format!("{request}/supplements"), &[("more_words", "办的人写给自己的")]).expect(303);
    let _reads = chair.get(&request).expect(200).says("孩子后天要去复查");
    let answer = [("answer_words", "大病救助批下来了，药钱可以报七成")];
    let _answered = chair.post(&format!("{request}/answer"), &answer).expect(303);
    let _not_by_hand = chair
        .post(
            &format!("{request}/telling"),
            &[("tell_reached", "yes"), ("tell_day", "2026-11-22"), ("tell_manner", "code")],
        )
        .expect(422);
    let early = [("undeliverable_words", "她没有来看")];
    let _waits =
        chair.post(&format!("{request}/undeliverable"), &early).expect(422).says("满 30 天没有看才能报");

    // Reading it is being told: it is closed.
    let read = asks(&stranger, &code.to_lowercase().replace('-', " ")).expect(200).says("药钱可以报七成");
    let (_, slip) = read.body.split_once("href=\"/s/").expect("she may say how it was");
    let slip = slip.split('"').next().expect("its end").to_owned();
    let _hers = stranger.get(&format!("/s/{slip}")).expect(200).never_says(WORDS);
    let _not_theirs = chair.get(&request).expect(200).never_says(&slip);
    let _closed = chair.get(&request).expect(200).says("已告知本人").says("凭查询码看到");
    assert_eq!(world.number("SELECT COUNT(*) FROM request_telling"), 1);
    let again = [("code", code.as_str()), ("words", "只报了三成")];
    let _again = stranger.post_bare("/help/progress/reopening", &again).expect(200).says("已重新办理");
    let _open = chair.get(&request).expect(200).says("待接手").says("只报了三成").says("药钱可以报七成");

    // Answered once more, and she asks the level above.
    let _taken = chair.post(&format!("{request}/taking"), &[]).expect(303);
    let _answered = chair.post(&format!("{request}/answer"), &[("answer_words", "政策只到三成")]).expect(303);
    let _read = asks(&stranger, &code).expect(200).says("不服，请上一级复查");
    let _silent = stranger
        .post_bare("/help/progress/review", &[("code", code.as_str())])
        .expect(200)
        .says("请写哪里不满意");
    let _asked = stranger.post_bare("/help/progress/review", &again).expect(200).says("已交上一级复查");
    let _above =
        world.as_person(STREET_CHAIR).get(&request).expect(200).says("复查：待接手").says("只报了三成");
}

#[apply(both_engines)]
fn a_wrong_code_says_so_and_tells_nothing(#[case] engine: Engine) {
    let world = World::on(engine);
    let stranger = world.stranger();
    let fields = written(&world, "hardship", &[]);
    let code = code(&stranger.post_bare("/help", &sent(&fields)).expect(200).body);
    let wrong: String = code
        .chars()
        .map(|sign| {
            if sign == 'A' {
                'B'
            } else if sign.is_alphabetic() {
                'A'
            } else {
                sign
            }
        })
        .collect();
    for typed in [wrong.as_str(), "341882-AAAA-AAAA-AAAA", "", "我的码", &"A".repeat(300)] {
        let refused = asks(&stranger, typed).expect(422).says("没有这个码").never_says(WORDS);
        drop(refused);
    }
    let _right = asks(&stranger, &code).expect(200);
}

#[apply(both_engines)]
fn a_missing_number_is_said_at_its_field_and_her_words_stay(#[case] engine: Engine) {
    let world = World::on(engine);
    let stranger = world.stranger();
    let fields = written(&world, "hardship", &[("reach", "telephone"), ("phone", "")]);
    let _again = stranger.post_bare("/help", &sent(&fields)).expect(422).says(WORDS).says("要打电话答复");
    let fields = written(&world, "hardship", &[("reach", ""), ("words", "")]);
    let _reach = stranger.post_bare("/help", &sent(&fields)).expect(422).says("请选以后怎样答复您");
    assert_eq!(world.number("SELECT COUNT(*) FROM request"), 0);
    // The picture says enough.
    let fields = written(&world, "hardship", &[("words", "")]);
    let _sent = stranger.post_bare("/help", &sent(&fields)).expect(200).says("查询码");
    let _nowhere = stranger.get("/help/new?at=341881003004&what=magic").expect(404);
    let _too_high = stranger.get("/help/new?at=34&what=hardship").expect(404);
    let _unknown = stranger.get("/help?at=999999").expect(404);
}

#[apply(both_engines)]
fn what_may_be_violence_goes_past_the_village_unless_she_wants_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let stranger = world.stranger();
    let form = stranger.get(&format!("/help/new?at={HERE}&what=violence")).expect(200).says("马上打 110");
    let county_first = form.chosen("to");
    assert_eq!(county_first, "341881", "the county stands first");
    let fields = written(&world, "violence", &[("to", "341881"), ("words", "他又动手了")]);
    let _sent =
        stranger.post_bare("/help", &sent(&fields)).expect(200).says("宁国市妇联").never_says("他又动手了");
}

#[apply(both_engines)]
fn a_sealed_request_says_nothing_of_itself_in_a_list_a_file_a_search_or_to_a_program(#[case] engine: Engine) {
    let world = World::on(engine);
    let told = [("name", "樊静"), ("phone", "13800000044"), ("reach", "telephone"), ("to", "341881")];
    for what in ["violence", "hardship"] {
        let _sent = world.stranger().post_bare("/help", &sent(&written(&world, what, &told))).expect(200);
    }
    let county = world.as_person(COUNTY_CHAIR);
    let list = county.get("/orgs/341881/requests?show=open").expect(200);
    let page = list.says("保密事项").says("樊静");
    assert_eq!(page.body.matches("樊静").count(), 1, "of the other one the name stands there");
    let heads = county.get_json("/orgs/341881/requests?show=open").expect(200).json();
    let sealed = heads["requests"].as_array().expect("two").iter().find(|one| one["category"].is_null());
    let sealed = sealed.expect("the sealed one");
    assert!(sealed["name"].is_null() && heads["total"] == 2, "{heads}");
    let page = format!("/requests/{}", sealed["id"].as_str().expect("an identity"));
    let _premise = county.get(&page).expect(200).says("樊静").says(WORDS);

    for narrowed in ["category=violence", "show=all&q=樊静", "show=all&q=13800000044"] {
        let found = county.get_json(&format!("/orgs/341881/requests?{narrowed}")).expect(200).json();
        let hits = found["requests"].as_array().expect("a list");
        assert!(hits.iter().all(|one| one["id"] != sealed["id"]), "{narrowed}: {found}");
    }
    let file = exported(&world, &county, "/orgs/341881/requests?show=open");
    assert_eq!(file.rows.len(), 1, "{:?}", file.rows);
    assert!(file.rows[0].iter().all(|cell| cell != "保密事项"), "{:?}", file.rows);

    let program = world.program_of(COUNTY_CHAIR);
    let heads = program.get("/orgs/341881/requests?show=open").expect(200).json();
    assert_eq!((heads["total"].as_i64(), heads["requests"].as_array().map(Vec::len)), (Some(1), Some(1)));
    let _nothing = program.get(&page).expect(404);
}

#[apply(both_engines)]
fn requests_of_one_address_are_slowed_down_and_nothing_typed_is_lost(#[case] engine: Engine) {
    let world = World::on(engine);
    let door =
        |last: u8| world.router().layer(axum::Extension(niangjia_web::Sender([203, 0, 113, last].into())));
    let crowd = world.at(door(9));
    let mut statuses: Vec<u16> = Vec::new();
    for number in 0..40 {
        let fields = written(&world, "hardship", &[("words", &format!("第 {number} 件"))]);
        let reply = crowd.post_bare("/help", &sent(&fields));
        if reply.status == 429 {
            let _kept = reply.says(&format!("第 {number} 件")).says("请等一会儿再点");
            statuses.push(429);
        } else {
            statuses.push(reply.expect(200).status.as_u16());
        }
    }
    assert!(statuses[..20].iter().all(|status| *status == 200), "{statuses:?}");
    assert!(statuses.contains(&429));
    assert_eq!(
        world.number("SELECT COUNT(*) FROM request"),
        i64::try_from(statuses.iter().filter(|status| **status == 200).count()).expect("a number")
    );
    // Somebody else is not slowed down by it.
    let other = world.at(door(10));
    let fields = written(&world, "hardship", &[]);
    let _sent = other.post_bare("/help", &sent(&fields)).expect(200);
}
