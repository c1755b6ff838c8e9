//! What a mediation is made of: parties, clauses, papers that come back signed, and whom it counts for.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, StoreError};
use niangjia_testkit::{
    Browser, CHAIR, COUNTY_CHAIR, Engine, MEMBER, NEIGHBOUR, OTHER_CHAIR, RESIDENT_MEMBER, STREET_CHAIR,
    World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::mediations::{
    BRIEF, LIST, SITTING, asked, asked_all, parties, person, registered, screened, taken,
};

const SCAN: &[u8] = b"%PDF-1.7\n1 0 obj\n<</signed true>>\nendobj\n";
/// printf … | sha256sum | cut -c1-16
const PHOTO: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, b'J', b'F', b'I', b'F'];

fn agreement<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("id", "magr_01980000000070008000000000000001"),
        ("form", "written"),
        ("on_day", "2026-11-22"),
        ("facts", BRIEF),
    ];
    fields.extend_from_slice(more);
    fields
}

fn signed(browser: &Browser, case: &str) {
    let ids = parties(browser, case);
    let mut fields: Vec<(&str, &str)> = Vec::new();
    for id in &ids {
        fields.extend([("party", id.as_str()), ("signed_day", "2026-11-22")]);
    }
    fields.extend([("mediator_day", "2026-11-22"), ("stamped_day", "2026-11-22")]);
    let _ = browser.post(&format!("{case}/signatures"), &fields).expect(303);
}

fn bring(
    browser: &Browser,
    case: &str,
    (number, label, name): (usize, &str, &str),
    content: &[u8],
) -> String {
    let path = case.replace("/mediations/", "/matters/") + "/attachments";
    let id = format!("att_{number:032x}");
    browser.upload(&path, &[("id", &id), ("label", label)], name, content).expect(303).location
}

#[apply(both_engines)]
fn a_signed_agreement_comes_back_as_a_scan_and_the_platform_computes_its_fingerprint(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = taken(&world, &chair);
    let clause = [("clause", "女方退还彩礼三万元"), ("way", "转账"), ("amount", "30,000")];
    let _ = chair.post(&format!("{case}/agreement"), &agreement(&clause)).expect(303);
    signed(&chair, &case);
    let page = chair.get(&case).expect(200).says("签好的协议书还没有扫描回来").says("30,000元");
    let _ = page.says("<option value=\"agreement\" selected>");
    let led = bring(&chair, &case, (1, "agreement", "协议书.pdf"), SCAN);
    assert!(led.ends_with("#attachments"), "{led}");
    let page = chair.get(&case).expect(200).never_says("还没有扫描回来").says("协议书.pdf");
    let digest = chair.get_json(&case).expect(200).json()["file"]["papers"][7]["scans"][0]["sha256"].clone();
    let digest = digest.as_str().expect("a digest").to_owned();
    assert_eq!(digest.len(), 64);
    let _ = page.says(&digest[..16]);
    let _ = chair.get(&format!("{case}/file")).expect(200).says(&digest[..16]).says("扫描件");
    let inventory = chair.get(&format!("{case}/document?document=inventory")).expect(200);
    let _ = inventory.says(&format!("扫描件指纹 {}", &digest[..16])).says("电子");
    // Another person's device says what it likes: nobody types a fingerprint any more.
    let typed = [("act", "put"), ("item", "agreement"), ("pages", "3"), ("digest", "00ff")];
    let _ = chair.post(&format!("{case}/file"), &typed).expect(303);
    let _ = chair.get(&format!("{case}/file")).expect(200).says("纸质 3 页，有扫描件").never_says("00ff");
    let emptied = [("act", "put"), ("item", "agreement"), ("pages", "")];
    let _ = chair.post(&format!("{case}/file"), &emptied).expect(303);
    let _ = chair.get(&format!("{case}/file")).expect(200).never_says("纸质 3 页");
    // What is on paper and what is scanned bind the file together.
    let mut papers = vec![("act", "bind")];
    for code in ["application", "rights", "identity", "minutes"] {
        papers.extend([("item", code), ("pages", "2")]);
    }
    let refused = chair.post(&format!("{case}/file"), &papers).expect(422).says("还缺“封底”");
    let _ = refused.never_says("还缺“调解协议书");
    let _ = bring(&chair, &case, (2, "back_cover", "封底.jpg"), PHOTO);
    let _ = chair.post(&format!("{case}/file"), &papers).expect(303);
    let path = case.replace("/mediations/", "/matters/") + "/attachments";
    let late =
        chair.upload(&path, &[("id", &format!("att_{:032x}", 3)), ("label", "revisit")], "a.pdf", SCAN);
    let _ = late.expect(403).says("不能再添材料");
}

#[apply(both_engines)]
fn a_scan_that_is_something_else_is_kept_aside_and_does_not_complete_the_file(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = taken(&world, &chair);
    let led = bring(&chair, &case, (1, "identity", "身份证.jpg"), SCAN);
    assert!(led.contains("said=aside"), "{led}");
    let aside = chair.get(&led).expect(200).says("内容和文件名说的不是一种文件").says("先另放");
    let _ = aside.says("当事人身份证明");
    let _ = chair
        .post(
            &format!("{case}/ending"),
            &[("cause", "no_agreement"), ("on_day", "2026-11-22"), ("told", "yes")],
        )
        .expect(303);
    let _ = chair.get(&format!("{case}/file")).expect(200).says("另放，还不能打开，不算");
    let mut papers = vec![("act", "bind")];
    for code in ["application", "rights", "minutes", "back_cover"] {
        papers.extend([("item", code), ("pages", "2")]);
    }
    let _ = chair.post(&format!("{case}/file"), &papers).expect(422).says("还缺“当事人身份证明”");
    let page = led.split('?').next().expect("a path").to_owned();
    let _ = chair.post(&format!("{page}/release"), &[("reason", "当面核对过是身份证的扫描")]).expect(303);
    let _ = chair.post(&format!("{case}/file"), &papers).expect(303);
}

#[apply(both_engines)]
fn the_papers_of_a_mediation_are_for_whoever_reads_it_and_of_a_diverted_one_for_nobody(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = registered(&chair);
    let path = case.replace("/mediations/", "/matters/") + "/attachments";
    let early = chair.upload(&path, &[("id", &format!("att_{:032x}", 9))], "a.pdf", SCAN);
    let _ = early.expect(403).says("不能再添材料");
    let _ = screened(&chair, &case, &[], "");
    let _ = asked(&chair, &case, ["agrees", "agrees"]);
    let _ = bring(&chair, &case, (1, "evidence", "收条.pdf"), SCAN);
    let tenant = case.trim_start_matches("/mediations/").split('.').next().expect("a tenant").to_owned();
    let scan = format!("/attachments/{tenant}.att_{:032x}", 1);
    let _ = chair.get(&scan).expect(200).says("收条.pdf").says("证据材料");
    for figure in [RESIDENT_MEMBER, NEIGHBOUR, OTHER_CHAIR, MEMBER, STREET_CHAIR, COUNTY_CHAIR] {
        let _ = world.as_person(figure).get(&scan).expect(404).never_says("收条");
        let _ = world.as_person(figure).post(&format!("{scan}/open"), &[]).expect(404);
    }
    let street = world.as_person(STREET_CHAIR);
    let purpose = [("purpose", "抽查卷宗"), ("reason", "年底抽查")];
    let _ = street.post(&format!("{case}/openings"), &purpose).expect(303);
    let _ = street.get(&scan).expect(200).says("收条.pdf");
    let _ = street.upload(&path, &[("id", &format!("att_{:032x}", 8))], "a.pdf", SCAN).expect(403);
    // A yes later: nothing of it can be opened here any more, by nobody.
    let _ = screened(&chair, &case, &["threatened"], "上周说要打人");
    for figure in [CHAIR, STREET_CHAIR, COUNTY_CHAIR] {
        let _ = world.as_person(figure).get(&scan).expect(404).never_says("收条");
    }
    let left = chair.get(&case).expect(200).never_says("收条").never_says(&scan).never_says("转介");
    let _ = left.says("href=\"/protection\"");
    let id = case.trim_start_matches("/mediations/").replace("med_", "");
    let _ = chair.get(&format!("/referrals/new?kind=mediation&subject={id}")).expect(404);
}

#[apply(both_engines)]
fn an_agreement_has_as_many_clauses_as_it_needs_in_their_order_without_script(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = taken(&world, &chair);
    let form = format!("{case}/agreement");
    let words: Vec<String> = (1..=12).map(|number| format!("第{number}件事，双方说好")).collect();
    let rows = |turn: &'static str, words: &[String]| {
        let mut fields: Vec<(String, String)> = agreement(&[("turn", turn)])
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        for one in words {
            fields.extend([("clause".to_owned(), one.clone()), ("way".to_owned(), "当面".to_owned())]);
        }
        fields
    };
    let post = |turn, words: &[String]| {
        let fields = rows(turn, words);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        chair.post(&form, &fields)
    };
    let _ = post("more", &words[..3]).expect(200).says("第 4 条").says(&words[2]).says(BRIEF);
    let _ = post("without-2", &words[..3])
        .expect(200)
        .never_says(&words[1])
        .says(&words[2])
        .never_says("第 3 条");
    assert_eq!(world.number("SELECT COUNT(*) FROM mediation_agreement"), 0, "nothing is kept by it");
    let _ = post("", &words).expect(303);
    let page = chair.get(&case).expect(200);
    let places: Vec<usize> = words.iter().map(|one| page.body.find(one.as_str()).expect("there")).collect();
    assert!(places.is_sorted(), "in their order");
    let paper = chair.get(&format!("{case}/document?document=agreement")).expect(200);
    let _ = paper.says("12．第12件事").says("第12条：当面");
    assert_eq!(world.number("SELECT COUNT(*) FROM mediation_clause"), 12);
}

#[apply(both_engines)]
fn what_cannot_be_agreed_is_said_at_its_clause_and_nothing_typed_is_lost(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = taken(&world, &chair);
    let clauses = [
        ("clause", "付三千元零五厘"),
        ("way", "转账"),
        ("amount", "3000.005"),
        ("due_day", "2026-12-10"),
        ("clause", "周末接送孩子"),
        ("way", ""),
        ("amount", ""),
        ("due_day", "2026-11-21"),
        ("clause", ""),
        ("way", "当面交付"),
    ];
    let page = chair.post(&format!("{case}/agreement"), &agreement(&clauses)).expect(422);
    let page = page.says("金额最多到分").says("履行的日子不会早于达成协议的日子").says("没有写约定什么");
    let page = page.says("每一条都请写怎样履行").says("3000.005").says("周末接送孩子");
    for id in ["amount-1-error", "due_day-2-error", "way-2-error", "clause-3-error"] {
        assert!(page.body.contains(&format!("id=\"{id}\"")), "a sentence at {id}");
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM mediation_agreement"), 0);
}

#[apply(both_engines)]
fn a_dispute_has_from_two_to_twenty_parties_and_each_is_asked_and_signs(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let names: Vec<String> = (1..=21).map(|number| format!("当事人{number}号")).collect();
    let id = chair.get(&format!("{LIST}/new")).expect(200).hidden("id");
    let post = |turn: &str, count: usize| {
        let mut fields = vec![
            ("id", id.as_str()),
            ("origin", "application"),
            ("category", "inheritance"),
            ("on_day", "2026-11-20"),
            ("brief", BRIEF),
            ("turn", turn),
        ];
        for (place, name) in names[..count].iter().enumerate() {
            // The third stands beside the first.
            fields.extend([("name", name.as_str()), ("side", if place == 2 { "applicant" } else { "" })]);
        }
        chair.post(LIST, &fields)
    };
    let _ = post("", 1).expect(422).says("至少是两方");
    let _ = post("more", 2).expect(200).says("第 3 方").says("当事人2号");
    let gone = post("without-3", 4).expect(200).never_says("当事人3号");
    let _ = gone.says("当事人4号").says("去掉第 3 方");
    let _ = post("more", 20).expect(200).never_says("第 21 方");
    let _ = post("", 21).expect(422).says("一件最多 20 方").says("当事人21号");
    let case = post("", 20).expect(303).location.split('?').next().expect("a path").to_owned();
    let sides = chair.get_json(&case).expect(200).json()["file"]["parties"].clone();
    let sides: Vec<&str> =
        sides.as_array().expect("parties").iter().filter_map(|one| one["side"].as_str()).collect();
    assert_eq!((sides.len(), &sides[..4]), (20, &["applicant", "respondent", "applicant", "respondent"][..]));
    let _ = screened(&chair, &case, &[], "");
    asked_all(&chair, &case);
    let ids = parties(&chair, &case);
    let mediator = person(&world, &chair, &case, MEMBER);
    let named = [("person", mediator.as_str()), ("role", "mediator"), ("declared", "yes")];
    let _ = chair.post(&format!("{case}/members"), &named).expect(303);
    let clause = [("clause", "老房子归妹妹"), ("way", "过户")];
    let _ = chair.post(&format!("{case}/agreement"), &agreement(&clause)).expect(303);
    let paper = chair.get(&format!("{case}/document?document=agreement")).expect(200);
    let _ = paper.says("当事人20号（签名、盖章或按指印）").says("一式　21　份");
    let mut half = Vec::new();
    for id in &ids[..19] {
        half.extend([("party", id.as_str()), ("signed_day", "2026-11-22")]);
    }
    half.extend([("mediator_day", "2026-11-22"), ("stamped_day", "2026-11-22")]);
    let unsigned = chair.post(&format!("{case}/signatures"), &half).expect(303).location;
    let _ = chair.get(&unsigned).expect(200).says("当事人20号没有签名").never_says("当事人19号没有签名");
    signed(&chair, &case);
    let _ = chair.get(&case).expect(200).never_says("没有签名");
}

#[apply(both_engines)]
fn one_mediation_gives_each_who_took_part_her_points_once_and_its_success_too(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = taken(&world, &chair);
    let helper = person(&world, &chair, &case, RESIDENT_MEMBER);
    let named = [("person", helper.as_str()), ("role", "helper")];
    let _ = chair.post(&format!("{case}/members"), &named).expect(303);
    let mut again = SITTING;
    again[0] = ("id", "mses_01980000000070008000000000000002");
    for sitting in [SITTING, again] {
        let _ = chair.post(&format!("{case}/sessions"), &sitting).expect(303);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'mediation_session'"), 2);
    let given = |rule: &str| {
        let sql = format!("SELECT COUNT(*) FROM duty_point WHERE rule = '{rule}' AND points = 5");
        world.number(&sql)
    };
    assert_eq!(given("mediation"), 2, "two members, two sittings, each once");
    let clause = [("clause", "女方退还彩礼三万元"), ("way", "转账")];
    let _ = chair.post(&format!("{case}/agreement"), &agreement(&clause)).expect(303);
    assert_eq!((given("mediation"), given("agreement_written")), (2, 2));
    for figure in [MEMBER, RESIDENT_MEMBER] {
        let points = world.as_person(figure).get("/points").expect(200);
        let _ = points.says("参与调解").says("调解成功（书面协议）");
    }
    // Another dispute gives them again.
    let other = taken(&world, &chair);
    let mut third = SITTING;
    third[0] = ("id", "mses_01980000000070008000000000000003");
    let _ = chair.post(&format!("{other}/sessions"), &third).expect(303);
    assert_eq!(given("mediation"), 3);
}

#[apply(both_engines)]
fn a_fingerprint_that_was_typed_before_files_were_brought_stays_and_is_shown(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = taken(&world, &chair);
    let ended = [("cause", "no_agreement"), ("on_day", "2026-11-22"), ("told", "yes")];
    let _ = chair.post(&format!("{case}/ending"), &ended).expect(303);
    let file = format!("{case}/file");
    let put = |pages: &str| {
        let _ = chair.post(&file, &[("act", "put"), ("item", "minutes"), ("pages", pages)]).expect(303);
    };
    put("2");
    let done = world.store().write_blocking(|tx| {
        tx.execute("UPDATE mediation_item SET digest = 'c0ffee'", &[])?;
        let entry = Entry::by_system(Action::write("test.type", "测试"), niangjia_kernel::Tenant::NATION);
        Ok::<Ending<()>, StoreError>(tx.record(&entry, ())?.into())
    });
    done.expect("written");
    let _ = chair.get(&file).expect(200).says("以前登记的扫描件指纹").says("c0ffee");
    put("3");
    let _ = chair.get(&file).expect(200).says("纸质 3 页").says("c0ffee");
}

#[apply(both_engines)]
fn a_party_that_does_not_sign_ends_it_without_agreement_and_one_in_force_is_not_ended(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let case = taken(&world, &chair);
    let clause = [("clause", "女方退还彩礼三万元"), ("way", "转账"), ("due_day", "2026-11-23")];
    let _ = chair.post(&format!("{case}/agreement"), &agreement(&clause)).expect(303);
    let points = || {
        world.number("SELECT CAST(COALESCE(SUM(points), 0) AS BIGINT) FROM duty_point WHERE rule = 'agreement_written'")
    };
    assert!(points() > 0, "the premise");
    let written = format!("{LIST}?show=written");
    let _ = chair.get(&written).expect(200).says("人调字第1号");

    let ending = format!("{case}/ending");
    let _ = chair.get(&ending).expect(200).says("没有生效");
    let said =
        [("cause", "party_stops"), ("on_day", "2026-11-22"), ("words", "男方不愿签名"), ("told", "yes")];
    let _ = chair.post(&ending, &said).expect(303);
    let page = chair.get(&case).expect(200).says("当事人停止调解").says("写好了书面协议");
    let _ = page.says("没有签名盖章齐全，没有生效").never_says("请签名");
    let _ = chair.get(&written).expect(200).never_says("人调字第1号");
    assert_eq!(points(), 0, "what it was counted for is reversed");
    let net =
        "SELECT CAST(COALESCE(SUM(attendances), 0) AS BIGINT) FROM fact WHERE kind = 'agreement_written'";
    assert_eq!(world.number(net), 0);
    world.on_day("2026-11-26");
    let chair = world.as_person(CHAIR);
    let _ = chair.get("/").expect(200).never_says("过期没有履行");

    let other = taken(&world, &chair);
    let mut second = agreement(&clause);
    second[0] = ("id", "magr_01980000000070008000000000000002");
    let _ = chair.post(&format!("{other}/agreement"), &second).expect(303);
    signed(&chair, &other);
    let _ = chair.post(&format!("{other}/ending"), &said).expect(422).says("协议已经生效，不能再终止");
}
