use niangjia_testkit::{CHAIR, COUNTY_CHAIR, Engine, MEMBER, OTHER_CHAIR, STREET_CHAIR, Workbook, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::importing::{everything, taken, tried};

const PAGE: &str = "/orgs/341881003004/households/import";
const STREET_PAGE: &str = "/orgs/341881003/households/import";

/// One row per person, the household's cells merged over its rows; needs as a list.
fn ledger() -> Workbook {
    let none = Workbook::default().sheet("填表说明", &[&["请按说明填写"]], &[]);
    none.sheet(
        "重点户",
        &[
            &["河沥溪街道重点户台账"],
            &[
                "户编号",
                "户主",
                "居民小组",
                "住址",
                "联系电话",
                "困难类型",
                "联系执委",
                "姓名",
                "与户主关系",
                "性别",
                "出生年月",
                "备注",
            ],
            &[
                "#21",
                "吴秀珍",
                "巫山组",
                "巫山组 21 号",
                "13900000021",
                "低保户、残疾人",
                "汪秀英",
                "吴秀珍",
                "本人",
                "女",
                "1956.3",
                "老户",
            ],
            &["", "", "", "", "", "", "", "程小雨", "孙女", "女", "2015年", ""],
            &["#22", "查桂香", "程家湾小组", "", "", "无", "陈玉兰、汪秀英", "", "", "", "", ""],
        ],
        &["A1:L1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:G4"],
    )
}

#[apply(both_engines)]
fn a_ledger_with_a_row_for_each_person_becomes_households_with_people_needs_and_links(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let before = everything(&world);
    let (href, page) = tried(&world, &chair, PAGE, &ledger().bytes());
    let _page = page.says("将新增 2 行").says("将补充 1 行").never_says("行有问题");
    assert_eq!(everything(&world), before, "a dry run writes nothing");
    let _going = chair.post(&format!("{href}/take"), &[]).expect(303);
    world.work();
    chair.get(&href).expect(200).says("新增 2 行").says("补充 1 行");

    let family = world.family("吴秀珍");
    let file = chair.get(&format!("/households/{family}")).expect(200);
    let file =
        file.says("吴秀珍家").says("0021").says("低保").says("残疾").says("汪秀英").says("139****0021");
    let _sealed = file.never_says("13900000021").never_says("巫山组 21 号");
    assert_eq!(world.number("SELECT COUNT(*) FROM household_resident WHERE relation IN ('本人', '孙女')"), 2);
    assert_eq!(world.number("SELECT birth_year FROM household_resident WHERE name = '程小雨'"), 2015);
    let links = "SELECT COUNT(*) FROM household_link l JOIN household h ON h.id = l.household_id \
                 WHERE h.contact_name = '查桂香' AND h.group_name = '程家湾'";
    assert_eq!(world.number(links), 2);
    assert_eq!(
        world.number("SELECT COUNT(*) FROM audit_entry WHERE action = 'household.bring'"),
        2,
        "one for each"
    );
    let member = world.as_person(MEMBER).get("/families").expect(200);
    let _hers = member.says("吴秀珍家").says("查桂香家");

    let done = everything(&world);
    let (_, again) = taken(&world, &chair, PAGE, &ledger().bytes());
    let _again = again.says("3 行已经登记过，没有变化").never_says("新增");
    assert_eq!(everything(&world), done, "the same file again");
}

#[apply(both_engines)]
fn needs_may_be_ticked_and_what_is_missing_is_added_to_what_is_known(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let file = Workbook::of(&[
        &["户主姓名", "小组", "手机", "低保", "大病", "单亲", "人户分离", "现居住地", "联系执委"],
        // Known by contact and group: a need and a link are new; her phone is as it is.
        &["王桂兰", "巫山", "19900010001", "√", "是", "", "", "", "汪秀英"],
        // Known, and nothing new.
        &["程国庆", "巫山", "", "", "√", "", "否", "", ""],
        &["梅小凤", "#3", "", "", "", "1", "是", "金桥湾", ""],
        &["梅小龙", "#3", "", "×", "", "", "是", "", ""],
    ]);
    let (_, page) = taken(&world, &chair, PAGE, &file.bytes());
    let page = page.says("新增 1 行").says("补充 1 行").says("1 行已经登记过").says("1 行有问题");
    let _page = page.says("住在哪里：人户分离的，请写一句现在住在哪里");
    let family = world.family("王桂兰");
    let _needs = chair.get(&format!("/households/{family}/needs")).expect(200).says("低保").says("大病");
    let apart = "SELECT COUNT(*) FROM household WHERE contact_name = '梅小凤' AND lives_elsewhere \
                 AND residence = '金桥湾' AND number = '0013'";
    assert_eq!(world.number(apart), 1, "numbered after the highest");
}

#[apply(both_engines)]
fn what_the_register_says_otherwise_is_told_masked_and_stays(#[case] engine: Engine) {
    let world = World::on(engine);
    let file = Workbook::of(&[
        &["编号", "社区", "户主", "小组", "电话", "住址", "联系执委"],
        &["#1", "嵩合", "王桂兰", "巫山", "13912345678", "", ""],
        &["#2", "嵩合", "王桂香", "巫山", "", "", ""],
        &["#3", "嵩合", "汪小雨", "程家湾", "", "别处 1 号", ""],
        &["#77", "嵩合", "陈春香", "巫山", "19900010004", "", ""],
        &["", "嵩合", "李兰英", "巫山", "", "", "王二"],
        &["", "桥东", "王桂兰", "一", "19900010001", "", ""],
        &["A-1", "嵩合", "张三", "巫山", "", "", ""],
        &["", "嵩合", "", "巫山", "", "", ""],
        &["", "河沥溪街道", "张三", "巫山", "", "", ""],
        &["", "城北", "张三", "巫山", "", "", ""],
    ]);
    let before = everything(&world);
    let sentences = [
        "编号：编号 0002 登记的是程国庆家",
        "小组：系统里登记的是巫山组",
        "住址：系统里登记的住址和表里不同",
        "联系执委：嵩合社区的现任执委里没有“王二”",
        "编号：“A-1”不能作编号",
        "请写户主（联系人）或编号",
        "社区：家庭登记在社区（村），河沥溪街道不是社区",
        "社区：河沥溪街道没有“城北”",
    ];
    let (_, page) = taken(&world, &world.as_person(STREET_CHAIR), STREET_PAGE, &file.bytes());
    let page = sentences
        .into_iter()
        .fold(page.says("8 行有问题").says("2 行可能和已登记的是同一个"), niangjia_testkit::Reply::says);
    let _above = page.says("手机号：登记的手机号和表里不同").never_says("199****0001");
    assert_eq!(everything(&world), before);
    let (_, page) = tried(&world, &world.as_person(CHAIR), PAGE, &file.bytes());
    let _hers = page.says("手机号：系统里登记的是 199****0001，和表里不同").never_says("19900010001");
}

#[apply(both_engines)]
fn the_county_loads_a_ledger_for_all_its_communities_and_sees_no_more_than_before(#[case] engine: Engine) {
    let world = World::on(engine);
    let county = world.as_person(COUNTY_CHAIR);
    let file = Workbook::of(&[
        &["所在社区", "户主", "小组", "电话", "困难类型", "联系执委"],
        &["河沥溪街道嵩合社区", "甲桂兰", "一", "13900000001", "低保", "汪秀英"],
        &["桥东社区", "乙桂兰", "一", "13900000002", "低保", "胡桥东"],
        &["桥东社区", "丙桂兰", "一", "13900000003", "低保", "汪秀英"],
        &["", "丁桂兰", "一", "", "低保", ""],
    ]);
    let (_, page) = taken(&world, &county, "/orgs/341881/households/import", &file.bytes());
    let page = page.says("新增 2 行").says("2 行有问题").says("请写是宁国市哪个社区");
    let _page = page.says("桥东社区的现任执委里没有“汪秀英”");
    let family = world.family("甲桂兰");
    let gate = county.get(&format!("/households/{family}")).expect(200);
    let _gate = gate.says("用途").never_says("139****0001");
    let _list = county
        .get("/orgs/341881/households")
        .expect(200)
        .says("甲桂兰家")
        .says("乙桂兰家")
        .says("导入 Excel");
    let _other = world.as_person(OTHER_CHAIR).get(PAGE).expect(404);
    let _member = world.as_person(MEMBER).get(PAGE).expect(403);
}

#[apply(both_engines)]
fn what_has_ended_is_not_brought_back_by_the_file_of_last_year(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let family = world.family("陈春香");
    let page = format!("/households/{family}/needs");
    let need = chair.get(&page).expect(200).says("残疾").hidden("end");
    let _ended = chair.post(&page, &[("end", &need)]).expect(303);
    world.on_day("2026-12-05");
    let file = Workbook::of(&[&["户主", "小组", "需求"], &["陈春香", "巫山", "残疾"]]);
    let (_, answer) = tried(&world, &world.as_person(CHAIR), PAGE, &file.bytes());
    let _answer = answer.says("需求：“残疾”已在 2026年11月22日 消除");
}

#[apply(both_engines)]
fn a_dry_run_says_what_the_real_one_does_for_rows_that_meet_in_one_file(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let file = Workbook::of(&[
        &["编号", "户主", "小组", "电话", "需求", "姓名", "关系", "性别"],
        &["", "王二凤", "一", "13900000001", "低保", "", "", ""],
        &["", "王二凤", "一", "13900000001", "低保", "", "", ""],
        &["", "王二凤", "一", "", "残疾", "王小", "女儿", "女"],
        &["", "王二凤", "一", "", "残疾", "王小", "女儿", "女"],
        &["", "王二凤", "一", "13900000002", "", "", "", ""],
        &["#13", "王二凤", "二", "", "", "", "", ""],
        &["#90", "王三凤", "二", "", "", "", "", ""],
        &["", "王四凤", "二", "", "", "", "", ""],
        &["#91", "王五凤", "二", "", "", "", "", ""],
        &["#90", "", "", "13900000090", "", "", "", ""],
    ]);
    let (href, page) = tried(&world, &chair, PAGE, &file.bytes());
    let counts = ["新增 3 行", "补充 2 行", "2 行已经登记过", "3 行有问题"];
    let _dry = counts.into_iter().fold(page, niangjia_testkit::Reply::says);
    let _going = chair.post(&format!("{href}/take"), &[]).expect(303);
    world.work();
    let _real = counts.into_iter().fold(chair.get(&href).expect(200), niangjia_testkit::Reply::says);
    let numbers = "SELECT COUNT(*) FROM household WHERE (contact_name = '王二凤' AND number = '0013') \
                   OR (contact_name = '王三凤' AND number = '0090') OR (contact_name = '王四凤' AND number = '0091')";
    assert_eq!(world.number(numbers), 3);
}
