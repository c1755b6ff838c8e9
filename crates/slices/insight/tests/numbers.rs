//! Numbers are right, add up over the tree, and show no more than the reader may see.

mod forms;
mod world;

use axum::http::StatusCode;
use niangjia_insight::api::{Measured, Value, report};
use niangjia_store::PostKind;
use world::{NINGGUO, SHUANGLONG, SONGHE, World, XUANCHENG, XUANZHOU, day, org};

fn of(world: &World, code: &str, from: &str, to: &str) -> Vec<Measured> {
    world.read(|tx| report(tx, &org(tx, code), day(from), day(to)))
}

fn count(report: &[Measured], id: &str) -> i64 {
    match report.iter().find(|measured| measured.id == id).map(|measured| measured.value) {
        Some(Some(Value::Count(count))) => count,
        other => panic!("{id}: {other:?}"),
    }
}

#[test]
fn a_community_is_counted_from_its_register_and_its_visits() {
    let world = World::new();
    let songhe = of(&world, SONGHE, "2026-11-01", "2026-11-22");
    let figures: Vec<(&str, i64)> = [
        "federations",
        "members",
        "members_college",
        "members_communist",
        "key_households",
        "households_dibao",
        "households_child_in_difficulty",
        "households_other_need",
        "households_uncovered",
        "members_without_families",
        "visits",
        "households_visited",
    ]
    .map(|id| (id, count(&songhe, id)))
    .to_vec();
    let expected = [
        ("federations", 1),
        ("members", 2),
        ("members_college", 2),
        ("members_communist", 2),
        ("key_households", 9),
        ("households_dibao", 7),
        ("households_child_in_difficulty", 2),
        ("households_other_need", 0),
        ("households_uncovered", 1),
        ("members_without_families", 1),
        ("visits", 7),
        ("households_visited", 8),
    ];
    assert_eq!(figures, expected);
    let covered = songhe.iter().find(|measured| measured.id == "households_covered").expect("there");
    assert_eq!(
        (covered.numerator, covered.denominator, covered.value),
        (Some(8), Some(9), Some(Value::Percent(88.9)))
    );
}

#[test]
fn visits_of_any_days_are_the_same_from_sums_and_from_facts() {
    let world = World::new();
    let visits = |from: &str, to: &str| count(&of(&world, NINGGUO, from, to), "visits");
    // Songhe 8 and Shuanglong 2 on each of the two days; one of each community taken back on the second.
    assert_eq!(visits("2026-10-01", "2026-10-31"), 10);
    assert_eq!(visits("2026-10-05", "2026-10-05"), 10);
    assert_eq!(visits("2026-10-06", "2026-11-09"), 0);
    assert_eq!(visits("2026-10-05", "2026-11-10"), 18);
    assert_eq!(visits("2026-09-15", "2026-11-22"), 18);
    assert_eq!(visits("2026-11-10", "2026-11-10"), 8);
    assert_eq!(visits("2026-11-11", "2026-11-10"), 0);
}

#[test]
fn what_has_a_home_adds_up_over_the_tree() {
    let world = World::new();
    let reports = |code: &str| of(&world, code, "2026-10-05", "2026-11-15");
    let (city, county, other) = (reports(XUANCHENG), reports(NINGGUO), reports(XUANZHOU));
    for id in
        ["key_households", "households_dibao", "visits", "households_visited", "visits_overdue", "members"]
    {
        assert_eq!(count(&city, id), count(&county, id) + count(&other, id), "{id}");
    }
    assert_eq!(count(&city, "federations"), 1 + count(&county, "federations") + count(&other, "federations"));
}

#[test]
fn the_chair_opens_every_number_to_its_rows_and_the_member_reads_the_number() {
    let world = World::new();
    let chair = world.holder(PostKind::Chair, SONGHE);
    let (status, board) = world.get(&chair, "/insight/341881003004", "text/html");
    assert_eq!(status, StatusCode::OK);
    for piece in [
        "88.9%",
        "（8/9）",
        "1 户没有联系人",
        "nj-chart__open",
        "暂计",
        "/insight/341881003004/visits_overdue",
    ] {
        assert!(board.contains(piece), "{piece}");
    }
    let (_, number) = world.get(&chair, "/insight/341881003004/households_covered", "text/html");
    assert!(number.contains("/orgs/341881003004/households?show=uncovered"), "{number}");
    let (_, rows) = world.get(&chair, "/insight/341881003004/members_without_families", "text/html");
    assert!(rows.contains("周小满") && !rows.contains("汪秀英"));

    let member = world.holder(PostKind::Member, SONGHE);
    let (status, number) = world.get(&member, "/insight/341881003004/households_covered", "text/html");
    assert_eq!(status, StatusCode::OK);
    assert!(number.contains("88.9%（8/9）") && !number.contains("/households?"), "{number}");
    let (_, rows) = world.get(&member, "/insight/341881003004/members_without_families", "text/html");
    assert!(!rows.contains("周小满"));
}

#[test]
fn numbers_of_another_branch_are_not_found_nor_any_for_an_administrator() {
    let world = World::new();
    let neighbour = world.holder(PostKind::Chair, SHUANGLONG);
    let county = world.holder(PostKind::Chair, NINGGUO);
    let auditor = world.holder(PostKind::AuditAdministrator, NINGGUO);
    let status = |actor, path: &str| world.get(actor, path, "text/html").0;
    assert_eq!(status(&county, "/insight/341881003004"), StatusCode::OK);
    for path in
        ["/insight/341881003004", "/insight/341881003004/visits", "/insight/341881003004?month=nonsense"]
    {
        assert_eq!(status(&neighbour, path), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(status(&auditor, path), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(status(&county, "/insight/341881/no_such"), StatusCode::NOT_FOUND);
    assert_eq!(status(&county, "/insight/341881?month=nonsense"), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(&county, "/insight/341881?month=2027-01"), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(&county, "/insight/341881?month=2026-10"), StatusCode::OK);
    assert_eq!(status(&county, "/insight"), StatusCode::SEE_OTHER);
    // One number may be that of several months, a dashboard is that of one.
    let months = "month=2026-01..2026-10";
    let visits = world.get(&county, &format!("/insight/341881/visits?{months}"), "application/json");
    assert!(visits.1.contains("\"value\":10"), "October's ten and none of November: {}", visits.1);
    assert_eq!(status(&county, &format!("/insight/341881?{months}")), StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn above_the_county_small_cells_are_hidden_in_tables_pages_and_json() {
    let world = World::new();
    let city = world.holder(PostKind::Chair, XUANCHENG);
    // Of children in difficulty Ningguo has 2 and Xuanzhou none: the city's own 2 is small too.
    let (status, board) = world.get(&city, "/insight/3418", "text/html");
    let board = board.replace('\u{a0}', " ");
    assert_eq!(status, StatusCode::OK);
    assert!(board.contains("困境儿童 &#60;5") || board.contains("困境儿童 &lt;5"), "{board}");
    assert!(!board.contains("/orgs/"), "no way to rows");
    // Shuanglong's 3 are hidden, and with them Songhe's 7: neither in the street's table nor on its own page.
    let json = |path: &str| world.get(&city, path, "application/json").1;
    assert!(json("/insight/341881003/households_dibao").contains("\"value\":10"));
    assert!(json("/insight/341881003004/households_dibao").contains("\"value\":null"));
    assert!(json("/insight/341881003005/households_dibao").contains("\"value\":null"));
    let county = world.holder(PostKind::Chair, NINGGUO);
    let open = world.get(&county, "/insight/341881003005/households_dibao", "application/json").1;
    assert!(open.contains("\"value\":3"), "the premise: the county reads it");
    let visits = json("/insight/341881003005/visits");
    assert!(visits.contains("\"value\":1"), "work is no family's secret: {visits}");
}

#[test]
fn the_dashboard_as_json_is_the_report_of_the_command() {
    let world = World::new();
    let chair = world.holder(PostKind::Chair, NINGGUO);
    let (_, body) = world.get(&chair, "/insight/341881", "application/json");
    let report = of(&world, NINGGUO, "2026-11-01", "2026-11-22");
    assert_eq!(body, serde_json::to_string(&report).expect("json"));
    assert_eq!(report.len(), 35);
}
