//! Rows that may mean what is known: shown side by side to a person, who decides.

use niangjia_testkit::{AUDITOR, Browser, CHAIR, Engine, Reply, STREET_CHAIR, Workbook, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::importing::{everything, taken};

const HOUSEHOLDS: &str = "/orgs/341881003004/households/import";
const RESIDENTS: &str = "/orgs/341881003004/residents/import";
const VISITS: &str = "/orgs/341881003004/visits/import";

/// Answers the first pair that is shown.
#[track_caller]
fn answer(browser: &Browser, href: &str, answer: &str) -> Reply {
    let page = browser.get(&format!("{href}/pairs")).expect(200);
    let (row, known) = (page.hidden("row"), page.hidden("known"));
    browser.post(&format!("{href}/pairs"), &[("row", &row), ("known", &known), ("answer", answer)])
}

fn households(world: &World) -> i64 {
    world.number("SELECT COUNT(*) FROM household")
}

#[apply(both_engines)]
fn a_household_that_looks_the_same_waits_until_somebody_says_whether_it_is(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let before = households(&world);
    let file = Workbook::of(&[
        &["编号", "户主", "小组", "电话", "住址", "需求"],
        // The same name and phone under another number.
        &["#77", "陈春香", "巫山", "19900010004", "巫山组 4 号", "大病"],
        // The same name and address in another group, and no phone.
        &["", "李兰英", "程家湾", "", "巫山组 5 号", "残疾"],
        &["", "新来的", "巫山", "", "", ""],
    ]);
    let (href, page) = taken(&world, &chair, HOUSEHOLDS, &file.bytes());
    let _page = page.says("新增 1 行").says("2 行可能和已登记的是同一个").says("逐对确认（2）");
    assert_eq!(households(&world), before + 1, "nothing is merged or entered by the machine");
    chair.get("/").expect(200).says("有 2 行等您确认是不是同一个");

    let pairs = chair.get(&format!("{href}/pairs")).expect(200);
    let pairs = pairs
        .says("第 2 行")
        .says("嵩合社区 0004 陈春香家")
        .says("户主、手机号、住址一样")
        .says("199****0004");
    let pairs = pairs.says("不同").says("户主、住址一样").says("和表里一样").says("不是同一户");
    let _sealed = pairs.never_says("19900010004");
    let json = chair.get_json(&format!("{href}/pairs")).expect(200).json();
    assert_eq!(json["waiting"], 2);
    let number = &json["pairs"][0]["lines"][1];
    assert_eq!((number["label"].as_str(), number["differs"].as_bool()), (Some("编号"), Some(true)));

    let _later = answer(&chair, &href, "later").expect(303);
    chair.get(&format!("{href}/pairs")).expect(200).says("还有 <span class=\"nj-num\">2</span> 行");
    let _same = answer(&chair, &href, "same").expect(303);
    assert_eq!(households(&world), before + 1);
    let family = world.family("陈春香");
    chair.get(&format!("/households/{family}/needs")).expect(200).says("大病").says("残疾");
    let _other = answer(&chair, &href, "other").expect(303);
    assert_eq!(households(&world), before + 2, "another household of that name");
    chair.get(&format!("{href}/pairs")).expect(200).says("都确认好了");
    chair.get(&format!("{href}/pairs?all=true")).expect(200).says("同一户").says("不是同一户");
    chair.get(&href).expect(200).says("新增 2 行").says("补充 1 行").never_says("等您确认");
    chair.get("/").expect(200).never_says("等您确认");
    let audit = world.as_person(AUDITOR).get("/audit").expect(200);
    let _audit = audit.says("确认是否同一个").says("不是同一户").says("稍后再看");

    // What was decided stays decided: the number is there now, and the other one lives in the group of the file.
    let done = everything(&world);
    let (_, again) = taken(&world, &chair, HOUSEHOLDS, &file.bytes());
    let _again = again.never_says("新增").never_says("补充");
    assert_eq!(everything(&world), done);
}

#[apply(both_engines)]
fn somebody_in_two_households_is_found_by_her_identity_number(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let first = Workbook::of(&[
        &["编号", "姓名", "关系", "身份证号"],
        &["#1", "刘晓燕", "母亲", "11010519491231002X"],
    ]);
    let _first = taken(&world, &chair, RESIDENTS, &first.bytes());
    let second = Workbook::of(&[
        &["编号", "姓名", "关系", "身份证号"],
        &["#2", "刘小燕", "岳母", "11010519491231002X"],
        &["#3", "刘晓燕", "姑妈", "11010519491231002X"],
    ]);
    let (href, page) = taken(&world, &chair, RESIDENTS, &second.bytes());
    let _page = page.says("2 行可能和已登记的是同一个").never_says("新增");
    let pairs = chair.get(&format!("{href}/pairs")).expect(200);
    let pairs = pairs.says("身份证号一样，登记在另一户").says("嵩合社区 0001 王桂兰家");
    let _sealed = pairs.never_says("11010519491231002X");
    let people = || world.number("SELECT COUNT(*) FROM household_resident");
    let before = people();
    let _other = answer(&chair, &href, "other").expect(303);
    assert_eq!(people(), before + 1);
    let _same = answer(&chair, &href, "same").expect(303);
    assert_eq!(people(), before + 1, "she is in one household and stays there");
    // A ledger with the number in another household asks as well.
    let ledger = Workbook::of(&[
        &["户主", "小组", "姓名", "关系", "身份证号"],
        &["新来的", "一", "刘晓燕", "女儿", "11010519491231002X"],
    ]);
    let (_, page) = taken(&world, &chair, HOUSEHOLDS, &ledger.bytes());
    let _page = page.says("1 行可能和已登记的是同一个");
}

#[apply(both_engines)]
fn rows_that_wait_outlive_the_file(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let file = Workbook::of(&[&["编号", "户主", "小组", "电话"], &["#77", "陈春香", "巫山", "19900010004"]]);
    let (href, _) = taken(&world, &chair, HOUSEHOLDS, &file.bytes());
    world.on_day("2026-12-05");
    niangjia_transfer::forget_expired(&world.store()).expect("readable");
    let chair = world.as_person(CHAIR);
    let before = households(&world);
    let _other = answer(&chair, &href, "other").expect(303);
    assert_eq!(households(&world), before + 1);
}

#[apply(both_engines)]
fn a_name_alone_is_a_question_and_not_a_guess(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let two = Workbook::of(&[&["编号", "户主", "小组", "电话"], &["#50", "王桂兰", "程家湾", "13900000050"]]);
    let _two = taken(&world, &chair, HOUSEHOLDS, &two.bytes());
    let file = Workbook::of(&[
        &["户主", "小组", "电话", "走访日期", "走访人", "走访内容"],
        &["王桂兰", "", "", "2024-03-05", "汪秀英", "不知是哪一户"],
        &["王桂兰", "", "19900010001", "2024-03-06", "汪秀英", "电话说得清"],
        &["程国庆", "", "", "2024-03-06", "汪秀英", "只有一户叫这个名字"],
    ]);
    let (href, page) = taken(&world, &chair, VISITS, &file.bytes());
    let _page = page.says("新增 1 行").says("2 行可能和已登记的是同一个");
    let pairs = chair.get(&format!("{href}/pairs")).expect(200);
    let _pairs = pairs.says("是这一户").says("嵩合社区 0001 王桂兰家").says("嵩合社区 0050 王桂兰家");
    let json = chair.get_json(&format!("{href}/pairs")).expect(200).json();
    let pairs = json["pairs"].as_array().expect("pairs").clone();
    assert_eq!(pairs.len(), 3, "two for the first row");
    let known = |number: &str| -> String {
        let one =
            pairs.iter().find(|pair| pair["title"].as_str().is_some_and(|title| title.contains(number)));
        one.expect("a pair")["known"].as_str().expect("an identity").to_owned()
    };
    // The other one is in the register only since today: that cannot be, and nothing is lost by having tried.
    let say = |row: &str, known: &str, answer: &str| {
        chair.post(&format!("{href}/pairs"), &[("row", row), ("known", known), ("answer", answer)])
    };
    let _cannot = say("2", &known("0050"), "same").expect(422).says("起在册");
    let _it_is = say("2", &known("0001"), "same").expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 2);
    let _none = say("4", &known("程国庆"), "other").expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 2);
    let page = chair.get(&href).expect(200).says("新增 2 行").says("1 行有问题");
    let _page = page.never_says("等您确认");
}

#[apply(both_engines)]
fn a_pair_is_shown_to_nobody_else_and_tells_the_street_no_phone(#[case] engine: Engine) {
    let world = World::on(engine);
    let street = world.as_person(STREET_CHAIR);
    let file = Workbook::of(&[
        &["社区", "编号", "户主", "小组", "电话"],
        &["嵩合", "#77", "陈春香", "巫山", "19900010004"],
        &["桥东", "", "陈春香", "一", "19900010004"],
    ]);
    let (href, page) = taken(&world, &street, "/orgs/341881003/households/import", &file.bytes());
    let _page = page.says("2 行可能和已登记的是同一个");
    let pairs = street.get(&format!("{href}/pairs")).expect(200).says("和表里一样");
    let json = street.get_json(&format!("{href}/pairs")).expect(200).json();
    let known: Vec<&str> = json["pairs"]
        .as_array()
        .expect("pairs")
        .iter()
        .flat_map(|pair| pair["lines"].as_array().expect("lines"))
        .filter_map(|line| line["known"].as_str())
        .collect();
    assert!(known.iter().all(|known| !known.contains("199")), "{known:?}");
    let _mine = world.as_person(CHAIR).get(&format!("{href}/pairs")).expect(404);
    let (row, one) = (pairs.hidden("row"), pairs.hidden("known"));
    let stranger = world.as_person(CHAIR);
    let fields = [("row", row.as_str()), ("known", one.as_str()), ("answer", "same")];
    let _stranger = stranger.post(&format!("{href}/pairs"), &fields).expect(404);
    let nothing = [("row", "999"), ("known", one.as_str()), ("answer", "same")];
    let _nothing = street.post(&format!("{href}/pairs"), &nothing).expect(404);
    let odd = [("row", row.as_str()), ("known", one.as_str()), ("answer", "maybe")];
    let _odd = street.post(&format!("{href}/pairs"), &odd).expect(422);
}
