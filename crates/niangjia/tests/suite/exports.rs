//! Excel out: what is on the page is in the file, character by character; what cannot be is said in words.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use niangjia_kernel::{Day, Household, Id, Visit};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Column as _, Ending, Location, StoreError, Value};
use niangjia_testkit::{
    Browser, CHAIR, COUNTY_CHAIR, Engine, FAMILIES, MEMBER, NEIGHBOUR, OTHER_CHAIR, STREET_CHAIR, World,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::{exported, exported_bytes, listed, opened, press, transfer, visited};

const LEDGER: &str = "/orgs/341881003004/visits";

/// What people write, and what somebody might.
const ODD: [&str; 12] = [
    "=1+1",
    "+86 138 0000 1234",
    "-5 度，路滑",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://a.example\",\"点这里\")",
    "甲\u{1}乙\u{b}丙\u{1f}",
    "䶮𬱖𠮷，尼玛·卓嘎",
    "<b>&amp;\"'</b>]]>",
    "_x0041_ 不是 A",
    "一行\n两行\t三格",
    "＝全角的也一样",
];

#[apply(both_engines)]
fn whatever_was_said_comes_out_as_it_was_said_and_never_as_a_formula(#[case] engine: Engine) {
    let world = World::on(engine);
    for (words, (contact, _)) in ODD.iter().zip(FAMILIES.iter().cycle()) {
        visited(&world, MEMBER, contact, "2026-11-20", words, None);
    }
    let endless = "长".repeat(40_000);
    visited(&world, MEMBER, "程国庆", "2026-11-19", &endless, None);
    let bytes = exported_bytes(&world, &world.as_person(CHAIR), LEDGER);
    let sheet = opened(&bytes, true);
    let mut found = sheet.column("走访内容");
    let cut = found.pop().expect("the longest");
    assert!(cut.encode_utf16().count() <= 32_767 && cut.ends_with("……（太长，已截短）"), "what Excel takes");
    let mut expected = ODD.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    let mut book =
        <calamine::Xlsx<_> as calamine::Reader<_>>::new(std::io::Cursor::new(&bytes)).expect("a workbook");
    let formulas = calamine::Reader::worksheet_formula(&mut book, "嵩合社区 走访台账").expect("the sheet");
    assert_eq!(formulas.cells().filter(|(_, _, formula)| !formula.is_empty()).count(), 0);
}

#[apply(both_engines)]
fn the_ledger_holds_the_rows_of_the_page_in_its_order_and_the_office_s_layout(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-10-20", "低保材料齐了", None);
    visited(&world, MEMBER, "程国庆", "2026-11-18", "约好复查", Some("2026-11-29"));
    visited(&world, MEMBER, "䶮素琴", "2026-11-20", "送了降压药", None);
    let chair = world.as_person(CHAIR);
    let sheet = exported(&world, &chair, LEDGER);
    let heads = [
        "序号",
        "走访日期",
        "村（社区）",
        "网格",
        "户号",
        "户主（联系人）",
        "小组 / 住处",
        "需求类别",
        "走访人",
        "走访方式",
        "发现问题（事项）",
        "走访内容",
        "处理情况",
        "跟进日期",
    ];
    assert_eq!(sheet.heads, heads);
    let newest = [
        "1",
        "2026-11-20",
        "嵩合社区",
        "",
        "0010",
        "䶮素琴",
        "巫山组",
        "大病",
        "汪秀英",
        "上门",
        "生活困难",
        "送了降压药",
        "当场办结",
        "",
    ];
    assert_eq!(sheet.rows[0], newest);
    assert_eq!(sheet.column("跟进日期"), ["", "2026-11-29", ""]);
    assert!(sheet.lines[0].contains("单位：嵩合社区妇联") && sheet.lines[0].contains("范围：全部"));
    assert!(sheet.closing.contains("填表人："), "{}", sheet.closing);

    let november = exported(&world, &chair, &format!("{LEDGER}?month=2026-11&outcome=follow_up"));
    assert_eq!(november.column("户主（联系人）"), ["程国庆"]);
    assert!(november.lines[0].contains("范围：2026年11月 · 需要跟进"), "{:?}", november.lines);
    // From the second page of the list it is still the whole list.
    let all = listed(&chair, LEDGER, "visits", "after");
    let id = all[0]["id"].as_str().unwrap().rsplit('.').next().unwrap().to_owned();
    let second = format!("{LEDGER}?after={}.{id}", all[0]["on"].as_str().unwrap());
    assert_eq!(chair.get_json(&second).expect(200).json()["visits"].as_array().unwrap().len(), 2);
    assert_eq!(exported(&world, &chair, &second).rows.len(), 3);
}

/// Visits as rows, for lists that are longer than what is read at once.
fn visit_often(world: &World, visits: usize) {
    const WIDE: [&str; 13] = [
        "tenant",
        "id",
        "household_id",
        "person_id",
        "org_id",
        "org_path",
        "on_day",
        "at_ms",
        "manner",
        "matter",
        "outcome",
        "follow_up_day",
        "words",
    ];
    let (actor, homes) = (world.actor(MEMBER), FAMILIES.map(|(contact, _)| world.family(contact).id));
    let first = Day::parse("2026-11-01").expect("a day");
    let made = world.store().write_blocking(move |tx| {
        let row = |number: usize| -> Result<Vec<Value>, StoreError> {
            let home: Id<Household> = homes[number % homes.len()];
            let words = tx.seal("household_visit.words", &format!("第 {number} 次"))?;
            let day = first.plus((number % 20) as i64);
            let mut row =
                vec![actor.tenant.bind(), tx.new_id::<Visit>().bind(), home.bind(), actor.person.bind()];
            row.extend([
                actor.acting.org_id.bind(),
                actor.acting.org_path.bind(),
                day.bind(),
                tx.now().bind(),
            ]);
            let words = ["at_home", "look_in", "settled"]
                .map(|code| code.to_owned().bind())
                .into_iter()
                .chain([None::<Day>.bind(), words.bind()]);
            row.extend(words);
            Ok(row)
        };
        let rows = (0..visits).map(row).collect::<Result<Vec<_>, _>>()?;
        tx.insert_many("household_visit", &WIDE, &mut rows.into_iter())?;
        let entry = Entry::by_system(Action::write("test.load", "测试数据"), actor.tenant);
        Ok::<Ending<()>, StoreError>(tx.record(&entry, ())?.into())
    });
    made.expect("the visits");
}

#[apply(both_engines)]
fn a_list_longer_than_what_is_read_at_once_comes_whole_and_in_order(#[case] engine: Engine) {
    let world = World::on(engine);
    visit_often(&world, 12_000);
    for (figure, org) in [(CHAIR, "341881003004"), (COUNTY_CHAIR, "341881")] {
        let sheet = exported(&world, &world.as_person(figure), &format!("/orgs/{org}/visits"));
        assert_eq!(sheet.rows.len(), 12_000, "{}", figure.name);
        let days = sheet.column("走访日期");
        assert!(days.windows(2).all(|pair| pair[0] >= pair[1]), "the newest first");
        let numbers: Vec<usize> = sheet.column("序号").iter().map(|number| number.parse().unwrap()).collect();
        assert!(numbers.iter().copied().eq(1..=12_000));
        if figure == CHAIR {
            let mut words = sheet.column("走访内容");
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), 12_000, "each of them once");
        }
    }
}

#[apply(both_engines)]
fn for_any_filter_the_file_holds_what_the_list_holds(#[case] engine: Engine) {
    let world = World::on(engine);
    let days = ["2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01", "2026-11-22"];
    for (index, (contact, _)) in FAMILIES.iter().enumerate() {
        let follow_up = (index % 3 == 0).then_some("2026-12-01");
        visited(&world, MEMBER, contact, days[index % days.len()], &format!("第 {index} 次"), follow_up);
    }
    let browsers: Vec<Browser> =
        [CHAIR, STREET_CHAIR, MEMBER].into_iter().map(|figure| world.as_person(figure)).collect();
    let months = prop::sample::select(vec!["", "2026-09", "2026-10", "2026-11", "2026-12"]);
    let outcomes = prop::sample::select(vec!["", "settled", "follow_up"]);
    let mut runner = TestRunner::new(Config { cases: 24, ..Config::default() });
    let seen = AtomicBool::new(false);
    let held = runner.run(&(0..browsers.len(), months, outcomes), |(who, month, outcome)| {
        let page = format!("{LEDGER}?month={month}&outcome={outcome}");
        let sheet = exported(&world, &browsers[who], &page);
        let listed = listed(&browsers[who], &page, "visits", "after");
        let key = |row: &serde_json::Value| {
            ["on", "household_number", "member"].map(|part| row[part].as_str().unwrap_or_default().to_owned())
        };
        let columns = ["走访日期", "户号", "走访人"].map(|head| sheet.column(head));
        let rows: Vec<[String; 3]> = (0..sheet.rows.len())
            .map(|row| columns.each_ref().map(|column| column[row].to_owned()))
            .collect();
        prop_assert_eq!(rows, listed.iter().map(key).collect::<Vec<_>>());
        prop_assert_eq!(sheet.said(), listed.len());
        seen.fetch_or(listed.len() > 1, Ordering::Relaxed);
        Ok(())
    });
    held.expect("the same rows");
    assert!(seen.load(Ordering::Relaxed), "the premise: some lists have rows");
}

#[apply(both_engines)]
fn a_list_that_she_may_not_see_is_not_exported_and_nothing_is_queued(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
    let _premise = press(&world.as_person(CHAIR), LEDGER).expect(303);
    let queued = world.number("SELECT COUNT(*) FROM transfer");
    let other = world.as_person(OTHER_CHAIR);
    for page in [LEDGER, "/orgs/341881003004/households", "/orgs/341881003004/members", "/audit", "/accounts"]
    {
        let _hidden = press(&other, page).expect(404);
    }
    let _neither = press(&world.as_person(NEIGHBOUR), "/orgs/341881003004/points").expect(404);
    for page in ["", "/me", "/nothing", "https://a.example/orgs/341881003004/visits"] {
        press(&other, page).expect(422).says("这个列表还不能导出");
    }
    press(&world.as_person(CHAIR), &format!("{LEDGER}?month=去年")).expect(422).says("读不出来");
    // Cut short it would be another list than she asked for.
    let endless = format!("{LEDGER}?month=2026-11&outcome={}", "0".repeat(1_000));
    press(&world.as_person(CHAIR), &endless).expect(422).says("筛选条件太长");
    let nobody = world.stranger().post_bare("/exports", &[("page", LEDGER)]);
    assert_eq!(nobody.status.as_u16(), 401);
    assert_eq!(world.number("SELECT COUNT(*) FROM transfer"), queued);
}

#[apply(both_engines)]
fn somebody_elses_file_does_not_exist_for_her(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
    let chair = world.as_person(CHAIR);
    let mine = transfer(&press(&chair, LEDGER).expect(303));
    world.work();
    let _premise = chair.get(&format!("{mine}/file")).expect(200);
    for figure in [MEMBER, STREET_CHAIR, COUNTY_CHAIR, OTHER_CHAIR] {
        let other = world.as_person(figure);
        let _page = other.get(&mine).expect(404);
        let _file = other.get(&format!("{mine}/file")).expect(404);
        let _cancel = other.post(&format!("{mine}/cancel"), &[]).expect(404);
    }
}

#[apply(both_engines)]
fn an_export_of_a_post_that_ended_meanwhile_is_not_made(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
    let asked = press(&world.as_person(CHAIR), LEDGER).expect(303);
    let key = world.actor(CHAIR).acting.post;
    let ended = world.store().write_blocking(move |tx| {
        let sql = "UPDATE people_post SET until_day = $1 WHERE id = $2";
        tx.execute(sql, niangjia_store::params![tx.today(), key])?;
        let entry = Entry::by_system(Action::write("test.end", "测试"), niangjia_kernel::Tenant::NATION);
        Ok::<Ending<()>, StoreError>(tx.record(&entry, ())?.into())
    });
    ended.expect("her post ends");
    world.work();
    assert!(!asked.location.is_empty());
    assert_eq!(world.number("SELECT COUNT(*) FROM transfer WHERE state = 'failed' AND result IS NULL"), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM transfer WHERE message LIKE '%岗位已经结束%'"), 1);
    assert_eq!(files(&world), 0, "no file of it stays");
}

#[apply(both_engines)]
fn an_export_that_is_cancelled_in_the_middle_leaves_no_file(#[case] engine: Engine) {
    let world = World::on(engine);
    visit_often(&world, 40_000);
    let chair = world.as_person(CHAIR);
    let mine = transfer(&press(&chair, LEDGER).expect(303));
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            world.work();
            over.store(true, Ordering::SeqCst);
        });
        while world.number("SELECT CAST(SUM(done) AS BIGINT) FROM transfer") == 0 {
            assert!(!over.load(Ordering::SeqCst), "the premise: the work takes a while");
            std::thread::yield_now();
        }
        let page = chair.get(&mine).expect(200);
        assert!(
            page.body.contains("/ 40,000 行") || page.body.contains("请稍等") || page.body.contains("行")
        );
        let _given_up = chair.post(&format!("{mine}/cancel"), &[]).expect(303);
    });
    assert_eq!(world.number("SELECT COUNT(*) FROM transfer WHERE state = 'cancelled' AND result IS NULL"), 1);
    chair.get(&mine).expect(200).says("已取消");
    let _none = chair.get(&format!("{mine}/file")).expect(404);
    assert_eq!(files(&world), 0, "no half file stays");
}

#[apply(both_engines)]
fn a_file_is_there_for_seven_days_and_then_gone(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
    let asked = press(&world.as_person(CHAIR), LEDGER).expect(303);
    let mine = transfer(&asked);
    world.work();
    world.hours_pass(7 * 24 - 1);
    niangjia_transfer::forget_expired(&world.store()).expect("the sweep");
    let again = world.as_person(CHAIR).get(&format!("{mine}/file")).expect(200).bytes;
    assert_eq!(opened(&again, true).rows.len(), 1, "downloaded again");
    world.hours_pass(2);
    assert_eq!(niangjia_transfer::forget_expired(&world.store()).expect("the sweep"), 1);
    let chair = world.as_person(CHAIR);
    let _gone = chair.get(&format!("{mine}/file")).expect(404);
    let _gone = chair.get(&mine).expect(404);
    assert_eq!(files(&world), 0);
}

#[apply(both_engines)]
fn where_nothing_can_be_written_she_is_told_and_may_go_on_later(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
    let chair = world.as_person(CHAIR);
    let mine = transfer(&press(&chair, LEDGER).expect(303));
    let unfinished = world.folder().join("files").join("unfinished");
    fs::remove_dir_all(&unfinished).expect("the folder goes away");
    world.work();
    chair.get(&mine).expect(200).says("没有完成").says("从断的地方接着做");
    let _none = chair.get(&format!("{mine}/file")).expect(404);
    assert_eq!(files(&world), 0, "no half file");
    fs::create_dir_all(&unfinished).expect("there is room again");
    let _again = chair.post(&format!("{mine}/again"), &[]).expect(303);
    world.work();
    let file = chair.get(&format!("{mine}/file")).expect(200).bytes;
    assert_eq!(opened(&file, true).rows.len(), 1);
}

#[test]
fn the_premise_that_both_engines_keep_their_files_in_the_same_place() {
    let world = World::on(Engine::Postgres);
    assert!(matches!(world.options().location, Location::Postgres(_)));
    assert!(world.folder().join("files").is_dir());
}

/// How many files there are, finished or not.
fn files(world: &World) -> usize {
    fn below(folder: &std::path::Path) -> usize {
        let Ok(found) = fs::read_dir(folder) else { return 0 };
        let paths = found.map(|entry| entry.expect("an entry").path());
        paths.map(|path| if path.is_dir() { below(&path) } else { 1 }).sum()
    }
    below(&world.folder().join("files"))
}
