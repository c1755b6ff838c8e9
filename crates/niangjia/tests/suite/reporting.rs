//! The month's form on its way: reported, handed back, reported again, added up, taken away.

use niangjia_testkit::{
    AUDITOR, Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, MEMBER, OTHER_STREET_CHAIR, STREET_CHAIR,
    World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::forms::{STREET, a_year_of_visits, cells, count, rows_add_up, visit_on};

const COUNTY: &str = "/orgs/341881/forms/monthly";

/// The page from a mark on.
#[track_caller]
fn below(mut page: niangjia_testkit::Reply, mark: &str) -> niangjia_testkit::Reply {
    let (_, rest) = page.body.split_once(mark).unwrap_or_else(|| panic!("no {mark}:\n{}", page.body));
    page.body = rest.to_owned();
    page
}

/// 上报, with the fields of the page as they stand.
fn report(browser: &Browser, month: &str, reason: &str) -> niangjia_testkit::Reply {
    let page = browser.get(&format!("{STREET}?month={month}")).expect(200);
    let page = below(page, "id=\"report\"");
    let (id, seen) = (page.hidden("id"), page.hidden("seen"));
    browser.post(STREET, &[("id", &id), ("month", month), ("seen", &seen), ("reason", reason)])
}

/// 退回, with the fields of the page as they stand.
fn hand_back(browser: &Browser, month: &str, reason: &str) -> niangjia_testkit::Reply {
    let page = browser.get(&format!("{STREET}?month={month}")).expect(200);
    let page = below(page, "id=\"return\"");
    let (id, version) = (page.hidden("id"), page.hidden("version"));
    let fields = [("id", id.as_str()), ("month", month), ("version", &version), ("reason", reason)];
    browser.post(&format!("{STREET}/returns"), &fields)
}

#[apply(both_engines)]
fn a_street_reports_the_county_hands_it_back_with_a_reason_and_the_street_reports_again(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    a_year_of_visits(&world);
    let (street, county) = (world.as_person(STREET_CHAIR), world.as_person(COUNTY_CHAIR));
    street.get("/").expect(200).says("2026年10月月报表待上报，已超期 17 天");
    county.get("/").expect(200).says("2 个街道（乡镇）未上报2026年10月月报表");

    let october = format!("{STREET}?month=2026-10");
    assert_eq!(street.get_json(&october).json()["state"], "due");
    let done = report(&street, "2026-10", "").expect(303);
    street.get(&done.location).expect(200).says("已上报");
    street.get("/").expect(200).never_says("月报表待上报");
    county.get("/").expect(200).says("1 个街道（乡镇）未上报2026年10月月报表");
    let sum = county.get_json(&format!("{COUNTY}?month=2026-10")).expect(200).json();
    assert_eq!((sum["reported"].as_i64(), sum["all"].as_i64()), (Some(1), Some(2)));
    assert_eq!(count(&sum, "走访", "本月"), 4);

    let _no_reason = hand_back(&county, "2026-10", " ").expect(422).says("请写一句为什么");
    let _back = hand_back(&county, "2026-10", "执委人数请核实").expect(303);
    assert_eq!(street.get_json(&october).json()["state"], "returned");
    street.get("/").expect(200).says("2026年10月月报表被退回：执委人数请核实");
    let sum = county.get_json(&format!("{COUNTY}?month=2026-10")).expect(200).json();
    assert_eq!(sum["reported"], 0, "what was handed back counts nothing");
    assert!(cells(&sum).iter().all(|(_, _, cell)| cell["value"].is_null()));

    let _no_reason = report(&street, "2026-10", "").expect(422).says("请写一句为什么");
    let _again = report(&street, "2026-10", "已核实，没有错").expect(303);
    let page =
        street.get(&october).expect(200).says("第2版，更正").says("执委人数请核实").says("已核实，没有错");
    assert!(page.body.contains("version=1"), "the first version can still be read");
    street.get(&format!("{october}&version=1")).expect(200).says("第1版，已退回");
    street.get("/").expect(200).never_says("被退回").never_says("待上报");
    county.get(&format!("{COUNTY}?month=2026-10")).expect(200).says("周敏 · 第2版");

    let _other = world.as_person(OTHER_STREET_CHAIR).get("/").expect(200).says("2026年10月月报表待上报");
    let audit = world.as_person(AUDITOR).get("/audit").expect(200);
    let _audit = audit.says("上报报表").says("退回报表").says("河沥溪街道妇联 2026年10月月报表");
}

#[apply(both_engines)]
fn a_visit_of_a_month_that_was_reported_stands_beside_the_report(#[case] engine: Engine) {
    let world = World::on(engine);
    a_year_of_visits(&world);
    let street = world.as_person(STREET_CHAIR);
    let _done = report(&street, "2026-10", "").expect(303);
    let october = format!("{STREET}?month=2026-10");
    let reported = count(&street.get_json(&october).json(), "走访", "本月");
    let file = niangjia_testkit::Workbook::of(&[
        &["编号", "走访日期", "走访人", "走访内容"],
        &["#9", "2026-10-17", "汪秀英", "补记十月的走访"],
    ]);
    let page = "/orgs/341881003004/visits/import";
    let (_, answer) = crate::importing::taken(&world, &world.as_person(CHAIR), page, &file.bytes());
    let _answer = answer.says("新增 1 行");
    let street = world.as_person(STREET_CHAIR);
    assert_eq!(count(&street.get_json(&october).json(), "走访", "本月"), reported, "the report stands");
    street.get(&october).expect(200).says("上报后变动");
}

#[apply(both_engines)]
fn what_comes_late_stands_beside_the_reported_number_and_a_correction_is_a_new_version(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    a_year_of_visits(&world);
    let street = world.as_person(STREET_CHAIR);
    let _done = report(&street, "2026-10", "").expect(303);
    let october = format!("{STREET}?month=2026-10");
    assert!(!street.get(&october).expect(200).body.contains("id=\"report\""), "nothing to correct");

    visit_on(&world, MEMBER, "李兰英", "2026-10-30", "hardship");
    let form = street.get_json(&october).expect(200).json();
    assert_eq!(count(&form, "走访", "本月"), 4, "what was reported stands");
    let changed: Vec<_> = cells(&form).into_iter().filter(|(_, _, cell)| cell["change"] != "").collect();
    let said = |item: &str, head: &str, change: &str| {
        changed.iter().any(|(row, column, cell)| row == item && column == head && cell["change"] == change)
    };
    assert!(
        said("走访", "本月", "上报后变动 +1") && said("走访", "本年累计", "上报后变动 +1"),
        "{changed:?}"
    );
    assert!(
        said("嵩合社区", "本月", "上报后变动 +1") && said("合计", "本月", "上报后变动 +1"),
        "{changed:?}"
    );
    assert!(!said("桥东社区", "本月", "上报后变动 +1"));
    street.get("/insight/341881003/visits?month=2026-10").expect(200).says("5");
    // November's own form knows nothing of corrections: its year counts what is recorded.
    let november = street.get_json(STREET).expect(200).json();
    assert_eq!(count(&november, "走访", "本年累计"), 8);

    let _corrected = report(&street, "2026-10", "补录一次走访").expect(303);
    let form = street.get_json(&october).expect(200).json();
    assert_eq!((count(&form, "走访", "本月"), form["version"].as_i64()), (5, Some(2)));
    assert!(cells(&form).iter().all(|(_, _, cell)| cell["change"] == ""));
    let first = street.get_json(&format!("{october}&version=1")).expect(200).json();
    assert_eq!(count(&first, "走访", "本月"), 4);
}

#[apply(both_engines)]
fn the_open_month_is_marked_and_cannot_be_reported_until_it_is_over(#[case] engine: Engine) {
    let world = World::on(engine);
    let street = world.as_person(STREET_CHAIR);
    let page = street.get(STREET).expect(200).says("暂计，截至2026年11月22日");
    assert!(!page.body.contains("id=\"report\""));
    let id = "form_0198c0de00007000800000000000abcd";
    let fields = [("id", id), ("month", "2026-11"), ("seen", "")];
    let _refused = street.post(STREET, &fields).expect(422).says("这个月还没有结束");
    world.on_day("2026-12-01");
    let _done = report(&world.as_person(STREET_CHAIR), "2026-11", "").expect(303);
}

#[apply(both_engines)]
fn a_form_sent_twice_is_one_report_and_one_seen_before_a_visit_came_is_refused(#[case] engine: Engine) {
    let world = World::on(engine);
    let street = world.as_person(STREET_CHAIR);
    let page = street.get(&format!("{STREET}?month=2026-10")).expect(200);
    let form = below(page, "id=\"report\"");
    let (id, seen) = (form.hidden("id"), form.hidden("seen"));
    let fields = [("id", id.as_str()), ("month", "2026-10"), ("seen", seen.as_str())];
    visit_on(&world, MEMBER, "李兰英", "2026-10-30", "hardship");
    let _moved = street.post(STREET, &fields).expect(422).says("数字变了");
    assert_eq!(world.number("SELECT COUNT(*) FROM insight_form"), 0);

    let again = street.get(&format!("{STREET}?month=2026-10")).expect(200);
    let seen = again.hidden("seen");
    let fields = [("id", id.as_str()), ("month", "2026-10"), ("seen", seen.as_str())];
    let _done = street.post(STREET, &fields).expect(303);
    let _twice = street.post(STREET, &fields).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM insight_form"), 1);
    let other =
        [("id", "form_0198c0de00007000800000000000abcd"), ("month", "2026-10"), ("seen", seen.as_str())];
    let _same = street.post(STREET, &other).expect(422).says("和上次上报的一样");
}

#[apply(both_engines)]
fn nobody_but_the_street_reports_and_nobody_but_the_county_hands_back(#[case] engine: Engine) {
    let world = World::on(engine);
    let street = world.as_person(STREET_CHAIR);
    let county = world.as_person(COUNTY_CHAIR);
    let fields = [("id", "form_0198c0de00007000800000000000abcd"), ("month", "2026-10"), ("reason", "x")];
    let _county = county.post(STREET, &fields).expect(403).says("由填报单位的妇联主席、副主席");
    for nobody in [CHAIR, MEMBER, OTHER_STREET_CHAIR, AUDITOR] {
        let browser = world.as_person(nobody);
        let _page = browser.get(STREET).expect(404);
        let _report = browser.post(STREET, &fields).expect(404);
        let _back = browser.post(&format!("{STREET}/returns"), &fields).expect(404);
        let _file = browser.post(&format!("{STREET}/workbook"), &[("month", "2026-10")]).expect(404);
        let _list = browser.get("/orgs/341881003/forms").expect(404);
    }
    let _done = report(&street, "2026-10", "").expect(303);
    let _street = street.post(&format!("{STREET}/returns"), &fields).expect(403).says("由收表的上级");
    let _nothing = county.post(&format!("{STREET}/returns"), &fields).expect(422).says("最新的一版");
    let _sum = street.get(&format!("{COUNTY}?month=2026-10")).expect(404);
    assert_eq!(world.number("SELECT COUNT(*) FROM insight_form_return"), 0);
}

#[apply(both_engines)]
fn above_the_county_the_form_hides_small_numbers_and_knows_of_no_report(#[case] engine: Engine) {
    let world = World::on(engine);
    let _done = report(&world.as_person(STREET_CHAIR), "2026-10", "").expect(303);
    world.sum_up();
    let city = world.as_person(CITY_CHAIR);
    let form = city.get_json(&format!("{STREET}?month=2026-10")).expect(200).json();
    assert!(form["state"].is_null());
    let children =
        cells(&form).into_iter().find(|(item, _, cell)| item == "困境儿童户" && cell["text"] == "<5");
    let (_, _, cell) = children.expect("one family of the cast, hidden");
    assert!(cell["value"].is_null() && cell["href"] == "");
    let open = world.as_person(COUNTY_CHAIR).get_json(&format!("{STREET}?month=2026-10")).expect(200).json();
    assert_eq!(count(&open, "困境儿童户", "截至月末"), 1, "the premise: the county reads it");
    let page = city.get(&format!("{STREET}?month=2026-10")).expect(200);
    let _page = page.never_says("周敏").never_says("已上报").never_says("待上报");
    let _sum = city.get(&format!("{COUNTY}?month=2026-10")).expect(404);
    let _list = city.get("/orgs/341881003/forms").expect(404);
}

#[apply(both_engines)]
fn a_form_is_taken_away_as_a_file_and_the_audit_knows_by_whom(#[case] engine: Engine) {
    let world = World::on(engine);
    let street = world.as_person(STREET_CHAIR);
    for kind in ["workbook", "document"] {
        let file = street.post(&format!("{STREET}/{kind}"), &[("month", "2026-10")]).expect(200);
        assert!(file.body.starts_with("PK"), "{kind}");
    }
    let county = world.as_person(COUNTY_CHAIR);
    let file = county.post(&format!("{COUNTY}/workbook"), &[("month", "2026-10")]).expect(200);
    assert!(file.body.starts_with("PK"));
    let audit = world.as_person(AUDITOR).get("/audit?only=reads").expect(200).says("下载报表");
    let _audit = audit.says("河沥溪街道2026年10月月报表.docx").says("宁国市2026年10月月报表.xlsx");
}

#[apply(both_engines)]
fn the_sum_of_the_county_opens_to_what_each_street_reported(#[case] engine: Engine) {
    let world = World::on(engine);
    a_year_of_visits(&world);
    let _done = report(&world.as_person(STREET_CHAIR), "2026-10", "").expect(303);
    let other = world.as_person(OTHER_STREET_CHAIR);
    let path = "/orgs/341881001/forms/monthly";
    let page = other.get(&format!("{path}?month=2026-10")).expect(200);
    let fields = [("id", page.hidden("id")), ("month", "2026-10".to_owned()), ("seen", page.hidden("seen"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let _done = other.post(path, &fields).expect(303);

    let county = world.as_person(COUNTY_CHAIR);
    let sum = county.get_json(&format!("{COUNTY}?month=2026-10")).expect(200).json();
    rows_add_up(&sum);
    assert_eq!((sum["reported"].as_i64(), count(&sum, "执委", "截至月末")), (Some(2), 3));
    let live = county.get_json("/insight/341881/members?month=2026-10").expect(200).json();
    assert_eq!(live["value"], 3, "the premise: nobody serves in two streets");
    let mut opened = 0;
    for (item, head, cell) in cells(&sum) {
        let href = cell["href"].as_str().unwrap();
        if !href.is_empty() {
            county.get(href).expect(200).says(cell["text"].as_str().unwrap());
            opened += 1;
        } else {
            assert!(cell["value"].is_null(), "{item} × {head} does not open");
        }
    }
    assert!(opened > 30, "{opened}");
    county.get("/orgs/341881/forms").expect(200).says("2/2 已上报").says("0/2 已上报");
}
