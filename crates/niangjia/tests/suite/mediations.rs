//! 人民调解: from the application to the file, what stops it, and who sees what of it.

use niangjia_testkit::{
    AUDITOR, Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR,
    OTHER_STREET_CHAIR, RESIDENT_MEMBER, STREET_CHAIR, SYSTEM_ADMINISTRATOR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::exported;

pub(crate) const LIST: &str = "/orgs/341881003004/mediations";
pub(crate) const BRIEF: &str = "为彩礼退多少吵了半年";
const MINUTES: &str = "李小梅说先退一半，王大强说要全退";
const QUESTIONS: [&str; 8] =
    ["beaten", "threatened", "afraid", "coerced", "weapon", "order", "child", "incapable"];

/// Registers a dispute and gives the address of the case.
pub(crate) fn registered(browser: &Browser) -> String {
    let form = browser.get(&format!("{LIST}/new")).expect(200);
    let id = form.hidden("id");
    let fields = [
        ("id", id.as_str()),
        ("origin", "application"),
        ("category", "bride_price"),
        ("on_day", "2026-11-20"),
        ("brief", BRIEF),
        ("wants", "退还彩礼"),
        ("name", "李小梅"),
        ("name", "王大强"),
        ("phone", "13900001111"),
        ("phone", "13900002222"),
    ];
    let done = browser.post(LIST, &fields).expect(303);
    let again = browser.post(LIST, &fields).expect(303);
    assert_eq!(done.location, again.location, "the same form twice is one case");
    done.location.split('?').next().expect("a path").to_owned()
}

pub(crate) fn screened(browser: &Browser, case: &str, yes: &[&str], words: &str) -> String {
    let answers: Vec<String> = QUESTIONS
        .iter()
        .map(|code| format!("{code}:{}", if yes.contains(code) { "yes" } else { "no" }))
        .collect();
    let mut fields: Vec<(&str, &str)> = answers.iter().map(|one| ("answer", one.as_str())).collect();
    fields.push(("words", words));
    browser.post(&format!("{case}/screening"), &fields).expect(303).location
}

pub(crate) fn parties(browser: &Browser, case: &str) -> Vec<String> {
    let body = browser.get_json(case).expect(200).json();
    let parties = body["file"]["parties"].as_array().expect("the parties").clone();
    parties.iter().map(|one| one["id"].as_str().expect("an identity").to_owned()).collect()
}

pub(crate) fn asked(browser: &Browser, case: &str, answers: [&str; 2]) -> String {
    let ids = parties(browser, case);
    let fields = [
        ("on_day", "2026-11-20"),
        ("informed", "yes"),
        ("party", ids[0].as_str()),
        ("consent", answers[0]),
        ("party", ids[1].as_str()),
        ("consent", answers[1]),
    ];
    browser.post(&format!("{case}/consent"), &fields).expect(303).location
}

pub(crate) fn person(world: &World, browser: &Browser, case: &str, figure: Figure) -> String {
    let _ = world;
    let page = browser.get(&format!("{case}/members")).expect(200);
    let option =
        page.body.split("<option value=\"").find(|one| one.contains(figure.name)).expect("in the roster");
    option.split('"').next().expect("a value").to_owned()
}

/// Every party was told her rights and agrees.
pub(crate) fn asked_all(browser: &Browser, case: &str) {
    let ids = parties(browser, case);
    let mut fields = vec![("on_day", "2026-11-20"), ("informed", "yes")];
    for id in &ids {
        fields.extend([("party", id.as_str()), ("consent", "agrees")]);
    }
    let _ = browser.post(&format!("{case}/consent"), &fields).expect(303);
}

/// Taken, with 汪秀英 as the mediator.
pub(crate) fn taken(world: &World, browser: &Browser) -> String {
    let case = registered(browser);
    let _ = screened(browser, &case, &[], "");
    let _ = asked(browser, &case, ["agrees", "agrees"]);
    let mediator = person(world, browser, &case, MEMBER);
    let fields =
        [("person", mediator.as_str()), ("role", "mediator"), ("chosen_by", "parties"), ("declared", "yes")];
    let _ = browser.post(&format!("{case}/members"), &fields).expect(303);
    case
}

pub(crate) const SITTING: [(&str, &str); 7] = [
    ("id", "mses_01980000000070008000000000000001"),
    ("kind", "sitting"),
    ("on_day", "2026-11-21"),
    ("at", "14:30"),
    ("minutes", "90"),
    ("place", "社区调解室"),
    ("words", MINUTES),
];

#[apply(both_engines)]
fn a_dispute_goes_from_the_application_to_the_archive(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = registered(&chair);
    let _ = chair.get(&case).expect(200).says("待筛查").says("做筛查").says("李小梅").says("王大强");
    let _ = chair.post(&format!("{case}/consent"), &[]).expect(422).says("待筛查");
    let half = chair.post(&format!("{case}/screening"), &[("answer", "beaten:no")]).expect(422);
    let _ = half.says("请问一句，选“有”或“没有”");
    let _ = screened(&chair, &case, &[], "");
    let location = asked(&chair, &case, ["agrees", "agrees"]);
    // The thirtieth day is Sunday, 2026-12-20: the period ends with the Monday.
    let page = chair.get(&location).expect(200).says("（2026）嵩合人调字第1号").says("还有 29 天");
    let _ = page.says("安排调解员");

    let sitting = format!("{case}/sessions");
    let _ = chair.post(&sitting, &SITTING).expect(422).says("先指定调解员").says(MINUTES);
    let mediator = person(&world, &chair, &case, MEMBER);
    let named = [("person", mediator.as_str()), ("role", "mediator")];
    let refused = chair.post(&format!("{case}/members"), &named).expect(422);
    let _ = refused.says("没有声明不能调解");
    let named = [("person", mediator.as_str()), ("role", "mediator"), ("declared", "yes")];
    let _ = chair.post(&format!("{case}/members"), &named).expect(303);
    let _ = world.as_person(MEMBER).post(&sitting, &SITTING).expect(303);
    let _ = chair.get(&case).expect(200).says("第 1 次调解").says("已声明无利害关系").says("执委");
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'mediation_with_member'"), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'mediation_session'"), 1);

    let agreement = [
        ("id", "magr_01980000000070008000000000000001"),
        ("form", "oral"),
        ("on_day", "2026-11-22"),
        ("facts", BRIEF),
        ("clause", "男方退婚，女方退还彩礼三万元"),
        ("way", "转账"),
        ("due_day", "2026-12-10"),
        ("clause", "双方解除婚姻关系"),
        ("way", "各自办理"),
    ];
    let _ = chair
        .post(&format!("{case}/agreement"), &agreement)
        .expect(422)
        .says("要做书面协议")
        .says("退还彩礼三万元");
    let mut written = agreement;
    written[1] = ("form", "written");
    let _ = chair.post(&format!("{case}/agreement"), &written).expect(303);
    let page = chair.get(&case).expect(200).says("王大强没有签名（盖章或按指印），协议还没有生效");
    let _ = page.says("法院不确认这一条").says("没有盖调解委员会的印章");
    let _ = chair.post(&format!("{case}/performance"), &[]).expect(422).says("协议生效以后");
    // A sitting after the end is refused at its day, with the day on which it ended.
    let mut late = SITTING;
    late[0] = ("id", "mses_01980000000070008000000000000002");
    let _ = chair.post(&sitting, &late).expect(422).says("2026年11月22日 已经结束").says(MINUTES);

    let ids = parties(&chair, &case);
    let signed = |second: &'static str| {
        let day = "2026-11-22";
        let fields = [
            ("party", ids[0].as_str()),
            ("signed_day", day),
            ("party", ids[1].as_str()),
            ("signed_day", second),
            ("mediator_day", day),
            ("stamped_day", day),
        ];
        chair.post(&format!("{case}/signatures"), &fields).expect(303).location
    };
    let _ = chair.get(&signed("")).expect(200).says("协议还没有生效").says("王大强没有签名");
    let page =
        chair.get(&signed("2026-11-22")).expect(200).says("协议已生效").says("最后一天是 2026年12月22日");
    let _ = page.says("18 天").never_says("没有签名");

    let confirmed = [("step", "confirmed"), ("on_day", "2026-11-22"), ("court", "宁国市人民法院")];
    let _ = chair.post(&format!("{case}/confirmation"), &confirmed).expect(422).says("还没有申请");
    let applied = [("step", "applied"), ("on_day", "2026-11-22"), ("court", "宁国市人民法院")];
    let _ = chair.post(&format!("{case}/confirmation"), &applied).expect(303);

    world.on_day("2026-12-11");
    let chair = world.as_person(CHAIR);
    let _ = chair.get("/").expect(200).says("1 条约定过期没有履行");
    let _ = world.as_person(STREET_CHAIR).get("/").expect(200).says("1 条约定过期没有履行");
    let performed =
        [("clause", "1"), ("performance", "performed"), ("on_day", "2026-12-11"), ("note", "有收条")];
    let _ = chair.post(&format!("{case}/performance"), &performed).expect(303);
    let _ = chair.get("/").expect(200).never_says("过期没有履行");
    let revisit = [
        ("id", "mrev_01980000000070008000000000000001"),
        ("on_day", "2026-12-11"),
        ("satisfaction", "satisfied"),
        ("words", "都履行了，没有新的争议"),
    ];
    let _ = chair.post(&format!("{case}/revisits"), &revisit).expect(303);
    let file = format!("{case}/file");
    let _ = chair
        .post(&file, &[("act", "bind"), ("item", "application"), ("pages", "2")])
        .expect(422)
        .says("还缺“调解记录”");
    let mut papers = vec![("act", "bind")];
    for code in ["application", "rights", "identity", "minutes", "agreement", "back_cover"] {
        papers.extend([("item", code), ("pages", "2")]);
    }
    let filed = chair.post(&file, &papers).expect(303).location;
    let _ = chair.get(&filed).expect(200).says("已立卷").says("长期（30年）");
    let inventory = chair.get(&format!("{case}/document?document=inventory")).expect(200);
    let _ = inventory.says("卷内目录").says("11—12");
    let archived = chair.post(&file, &[("act", "archive")]).expect(303).location;
    let _ = chair.get(&archived).expect(200).says("已归档");
}

#[apply(both_engines)]
fn one_yes_before_a_mediation_seals_it_for_whoever_registered_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let case = registered(&member);
    let open = taken(&world, &world.as_person(CHAIR));
    for figure in [CHAIR, STREET_CHAIR, COUNTY_CHAIR] {
        let _ = world.as_person(figure).get(&case).expect(200);
    }
    let silent: Vec<String> = QUESTIONS.iter().map(|code| format!("{code}:yes")).collect();
    let fields: Vec<(&str, &str)> = silent.iter().map(|one| ("answer", one.as_str())).collect();
    let _ = member.post(&format!("{case}/screening"), &fields).expect(422).says("请写听到、看到的");
    let location = screened(&member, &case, &["beaten"], "上个月被打过两次");
    let page = member.get(&location).expect(200).says("这一件不调解").never_says("李小梅");
    let _ = page.never_says("被打过");
    let _ = member.get(&format!("{case}/documents")).expect(404);
    let _ = member.post(&format!("{case}/consent"), &[]).expect(422);
    assert!(member.get_json(&case).expect(200).json().get("file").is_none());
    for figure in [CHAIR, STREET_CHAIR, COUNTY_CHAIR, CITY_CHAIR, OTHER_CHAIR, RESIDENT_MEMBER, AUDITOR] {
        let browser = world.as_person(figure);
        let _ = browser.get(&case).expect(404);
        let _ = browser
            .post(&format!("{case}/openings"), &[("purpose", "抽查卷宗"), ("reason", "看看")])
            .expect(404);
        let _ = browser.get(&format!("{case}/document?document=minutes")).expect(404);
    }
    // The other case is listed for the chair: the list works, and has one line.
    let listed = world.as_person(CHAIR).get_json(LIST).expect(200).json();
    assert_eq!((listed["total"].as_i64(), listed["mediations"].as_array().map(Vec::len)), (Some(1), Some(1)));
    assert!(open.contains(listed["mediations"][0]["id"].as_str().expect("an identity")));
    let found = world.as_person(CHAIR).get(&format!("{LIST}?party=李小梅")).expect(200);
    let _ = found.says("共 <span class=\"nj-num\">1</span> 件");
    let county = world.as_person(COUNTY_CHAIR).get("/orgs/341881/mediations").expect(200);
    let _ = county.says("不足 5 件，不显示件数");
    let sheet = exported(&world, &world.as_person(CHAIR), LIST);
    assert_eq!(sheet.rows.len(), 1, "{:?}", sheet.rows);
    assert_eq!(world.number("SELECT COUNT(*) FROM mediation WHERE state = 'diverted'"), 1);
}

#[apply(both_engines)]
fn a_mediation_is_read_by_its_own_people_and_above_only_with_a_purpose(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = taken(&world, &chair);
    let _ = world.as_person(MEMBER).post(&format!("{case}/sessions"), &SITTING).expect(303);
    for figure in [CHAIR, MEMBER] {
        let _ = world.as_person(figure).get(&case).expect(200).says("李小梅").says(MINUTES);
        let _ = world.as_person(figure).get(LIST).expect(200).says("（2026）嵩合人调字第1号");
    }
    for figure in [
        RESIDENT_MEMBER,
        NEIGHBOUR,
        OTHER_CHAIR,
        OTHER_STREET_CHAIR,
        CITY_CHAIR,
        SYSTEM_ADMINISTRATOR,
        AUDITOR,
    ] {
        let browser = world.as_person(figure);
        for path in ["", "/documents", "/document?document=agreement", "/document.docx?document=agreement"] {
            let _ = browser.get(&format!("{case}{path}")).expect(404);
        }
        let _ = browser.post(&format!("{case}/sessions"), &SITTING).expect(404);
    }
    let _ = world.as_person(RESIDENT_MEMBER).get(LIST).expect(200).never_says("人调字第1号");
    for (figure, list) in
        [(STREET_CHAIR, "/orgs/341881003/mediations"), (COUNTY_CHAIR, "/orgs/341881/mediations")]
    {
        let browser = world.as_person(figure);
        let _ = browser.get(list).expect(200).says("人调字第1号").never_says("李小梅");
        // Nobody finds a case by a name that she cannot read.
        let _ = browser.get(&format!("{list}?party=某某某")).expect(200).says("人调字第1号");
        let gate = browser.get(&case).expect(200).says("打开调解档案").never_says("李小梅");
        let _ = gate.never_says(BRIEF).never_says(MINUTES);
        assert!(browser.get_json(&case).expect(200).json().get("file").is_none());
        let _ = browser.get(&format!("{case}/document?document=minutes")).expect(403).never_says("李小梅");
        let _ = browser
            .post(&format!("{case}/openings"), &[("purpose", "抽查卷宗")])
            .expect(422)
            .says("请写一句");
        let opened =
            browser.post(&format!("{case}/openings"), &[("purpose", "抽查卷宗"), ("reason", "年底抽查")]);
        let _ = browser.get(&opened.expect(303).location).expect(200).says("李小梅").says(MINUTES);
        let _ = browser.get(&format!("{case}/members")).expect(403);
        let _ = browser.post(&format!("{case}/sessions"), &SITTING).expect(403);
    }
    let _ = chair.get(&case).expect(200).says("抽查卷宗：年底抽查").says("周敏");
    world.on_day("2026-11-23");
    let _ = world.as_person(STREET_CHAIR).get(&case).expect(200).says("打开调解档案").never_says("李小梅");
    let entries = world.number("SELECT COUNT(*) FROM audit_entry WHERE action = 'read.mediation.open_file'");
    assert_eq!(entries, 2, "each opening is recorded");
}

#[apply(both_engines)]
fn whoever_mediates_finds_above_her_families_what_waits_in_her_cases_and_nobody_else(#[case] engine: Engine) {
    let world = World::on(engine);
    let _case = taken(&world, &world.as_person(CHAIR));
    let families = |figure: Figure| world.as_person(figure).get("/families").expect(200);
    let _far = families(MEMBER).never_says("人民调解：");
    world.on_day("2026-12-15");
    let _near = families(MEMBER).says("人民调解：1 件一周内到期");
    let _other = families(RESIDENT_MEMBER).never_says("人民调解：");
    world.on_day("2026-12-22");
    let _late = families(MEMBER).says("人民调解：1 件超过期限");
}

#[apply(both_engines)]
fn a_party_may_refuse_before_and_stop_at_any_time_and_the_period_is_longer_only_by_consent(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = registered(&chair);
    let _ = screened(&chair, &case, &[], "");
    let _ = chair.get(&asked(&chair, &case, ["agrees", "refuses"])).expect(200).says("不予调解");
    let _ = chair.post(&format!("{case}/members"), &[]).expect(422);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'mediation_accepted'"), 0);

    let case = taken(&world, &chair);
    let extension = format!("{case}/extension");
    let alone = [("amount", "10"), ("reason", "还要谈一次"), ("told_day", "2026-11-22")];
    let _ = chair.post(&extension, &alone).expect(422).says("各方当事人");
    let mut agreed = alone.to_vec();
    agreed.push(("agreed_by", "双方"));
    let mut long = agreed.clone();
    long[0] = ("amount", "31");
    let _ = chair.post(&extension, &long).expect(422).says("一共最多延长30日");
    let _ = chair.post(&extension, &agreed).expect(303);
    // 30 + 10 days from 2026-11-20 end on 2026-12-30, a Wednesday.
    let _ = chair.get(&case).expect(200).says("还有 38 天");
    let silent = [("cause", "party_stops"), ("on_day", "2026-11-22")];
    let _ = chair.post(&format!("{case}/ending"), &silent).expect(422).says("请先告诉各方");
    let mut told = silent.to_vec();
    told.push(("told", "yes"));
    let _ = chair.post(&format!("{case}/ending"), &told).expect(303);
    let _ = chair.get(&case).expect(200).says("当事人停止调解").says("已告知其他途径");
    assert_eq!(world.number("SELECT COUNT(*) FROM deadline WHERE ended_ms IS NULL"), 0);
}

#[apply(both_engines)]
fn every_paper_is_a_page_and_a_word_file_and_says_what_is_known(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = taken(&world, &chair);
    let _ = world.as_person(MEMBER).post(&format!("{case}/sessions"), &SITTING).expect(303);
    let list = chair.get(&format!("{case}/documents")).expect(200);
    let papers: Vec<&str> =
        list.body.split("document?document=").skip(1).filter_map(|one| one.split('"').next()).collect();
    assert_eq!(papers.len(), 19, "{papers:?}");
    for paper in papers {
        let page = chair.get(&format!("{case}/document?document={paper}")).expect(200);
        let _ = page.says("人调字第1号");
        let file = chair.get(&format!("{case}/document.docx?document={paper}")).expect(200);
        assert!(file.bytes.starts_with(b"PK"), "{paper} is a package");
    }
    let _ = chair.get(&format!("{case}/document?document=minutes")).expect(200).says(MINUTES).says("14:30");
    let _ = chair.get(&format!("{case}/document?document=nothing")).expect(404);
}
