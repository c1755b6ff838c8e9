//! Every list as it is seen: which pages have one, and that each file holds what its page shows.

use std::collections::BTreeSet;

use niangjia_testkit::{
    AUDITOR, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR,
    OTHER_COUNTY_CHAIR, RESIDENT_MEMBER, SECURITY_ADMINISTRATOR, STREET_CHAIR, SYSTEM_ADMINISTRATOR, World,
};
use niangjia_web::Method;
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::{exported, exported_bytes, listed, press, visited};

/// Pages that no list is exported from, and why. Only shrinks.
const WITHOUT: &[(&str, &str)] = &[
    ("/", "names the first few of lists that have pages of their own"),
    ("/healthz", "for machines"),
    ("/assets/{*path}", "files"),
    ("/login", "a form"),
    ("/me", "one person's own data"),
    ("/me/notices", "one person's own data"),
    ("/messages", "one person's inbox"),
    ("/messages/deliveries", "what failed to leave, to be tried again"),
    ("/attachments/{key}", "one paper"),
    ("/orgs/{code}/robot", "one robot"),
    ("/me/tokens", "keys, of which nothing is shown twice"),
    ("/protection", "sealed: what is known to its people leaves by no file"),
    ("/protection/new", "a form"),
    ("/protection/opening", "a form"),
    ("/protection/{key}", "sealed"),
    ("/protection/{key}/contact", "sealed"),
    ("/protection/{key}/assessment", "sealed"),
    ("/protection/{key}/measures/new", "a form"),
    ("/protection-measures/{key}", "sealed"),
    ("/protection-measures/{key}/paper", "a paper that is printed and signed"),
    ("/protection-measures/{key}/paper.docx", "the same as a file"),
    ("/orgs/{code}/protection", "one or two names"),
    (
        "/orgs/{code}/protection/numbers",
        "a table of a few counts, which a file would carry further than it should go",
    ),
    ("/insight", "leads to a dashboard"),
    ("/api", "a description"),
    ("/api/openapi.json", "a description"),
    ("/help", "for everybody, without a list"),
    ("/help/new", "a form"),
    ("/help/progress", "a form"),
    ("/requests/new", "a form"),
    ("/requests/{key}", "one request; the list of them is exported"),
    ("/households/{key}", "one family's file, opened for a purpose; its visits are in the ledger"),
    ("/households/{key}/visits/new", "a form"),
    ("/households/{key}/needs", "a form"),
    ("/households/{key}/level", "what is told on no list"),
    ("/households/{key}/links", "a form"),
    ("/households/{key}/residence-care", "a form"),
    ("/households/{key}/need-cards/new", "a form"),
    ("/need-cards/{key}", "one card"),
    ("/handovers/{key}", "a sheet that is printed and signed"),
    ("/posts/{key}/handover", "a form; the families are in the register, narrowed to her"),
    ("/orgs/{code}/mediations/new", "a form"),
    ("/mediations/{key}", "one case, for its own people or with a purpose"),
    ("/mediations/{key}/screening", "a form"),
    ("/mediations/{key}/consent", "a form"),
    ("/mediations/{key}/members", "a form"),
    ("/mediations/{key}/sessions/new", "a form"),
    ("/mediations/{key}/extension", "a form"),
    ("/mediations/{key}/agreement", "a form"),
    ("/mediations/{key}/ending", "a form"),
    ("/mediations/{key}/signatures", "a form"),
    ("/mediations/{key}/performance", "a form"),
    ("/mediations/{key}/confirmation", "a form"),
    ("/mediations/{key}/revisits/new", "a form"),
    ("/mediations/{key}/file", "a form"),
    ("/mediations/{key}/documents", "leads to the papers of one case"),
    ("/mediations/{key}/document", "a paper that is printed and signed"),
    ("/mediations/{key}/document.docx", "a paper that is printed and signed"),
    ("/contacts/{key}", "one contact that somebody keeps up"),
    ("/visits/{key}", "one visit"),
    ("/orgs/{code}/households/new", "a form"),
    ("/orgs/{code}/households/import", "a form"),
    ("/orgs/{code}/members/new", "a form"),
    ("/orgs/{code}/merging", "a form"),
    ("/orgs/{code}/members/import", "a form"),
    ("/orgs/{code}/handovers", "work to be done, and sheets that are printed"),
    ("/orgs/{code}/residence-care", "work to be done; the families are in the register of their home"),
    ("/orgs/{code}/contact-map", "a drawing; its rows are the register and the grids"),
    ("/orgs/{code}/forms", "leads to the forms, each a file of its own"),
    ("/orgs/{code}/forms/{form}", "a form is Excel and Word already"),
    ("/orgs/{code}/forms/{form}/{indicator}", "one cell of a form, which leads to its lists"),
    ("/posts/{key}", "one post"),
    ("/accounts/{key}", "one account"),
    ("/transfers/{key}/pairs", "rows that wait for a decision; gone when it is made"),
    ("/exports", "what left the platform; the audit has all of it"),
    ("/exports/personal", "a form"),
    ("/orgs/{code}/screenings/new", "a form"),
    ("/screenings/{key}/paper", "a sheet that is printed"),
    ("/orgs/{code}/troubles/new", "a form"),
    ("/troubles/{key}", "one trouble, opened for a purpose"),
    ("/s/{code}", "one question, for whoever holds its slip"),
    ("/orgs/{code}/survey-calls", "calls to be made, by whoever had no part in the matter"),
    ("/orgs/{code}/survey-slips", "slips that are printed and handed to her"),
    ("/slips/{key}", "one of them"),
    ("/orgs/{code}/residents/import", "a form"),
    ("/orgs/{code}/needs/import", "a form"),
    ("/orgs/{code}/links/import", "a form"),
    ("/orgs/{code}/visits/import", "a form"),
    ("/transfers", "files that are gone after seven days"),
    ("/transfers/{key}", "one of them"),
    ("/transfers/{key}/file", "a file"),
    ("/offline", "the same for everybody, of nobody"),
    ("/offline/kit", "what her own phone takes along"),
    ("/service-worker.js", "files"),
    ("/manifest.webmanifest", "files"),
    ("/orgs/{code}/map", "a drawing; its rows are the grids"),
    ("/orgs/{code}/map/edit", "a form"),
    ("/grids/{key}", "one grid"),
    ("/grids/{key}/board", "a sheet that is printed"),
    ("/g/{key}", "a sheet for everybody"),
    ("/orgs/{code}/visit-cards", "a form; what was typed in is in the ledger"),
    ("/visit-cards/print", "sheets that are printed"),
    ("/visit-cards/{key}", "leads elsewhere"),
    ("/phone", "what waits for an answer; what was recorded is in the ledger"),
    ("/phone/questions/{key}", "one of them"),
    ("/phone/photos/{key}", "one photo"),
    ("/phone/photos/{key}/content", "a file"),
    ("/households/{key}/inspections/new", "a form"),
    ("/inspections/{key}", "one person's sheet, printed for her alone and kept by nobody"),
    ("/claims/{key}", "one of them"),
    ("/orgs/{code}/roster/duties", "what is set; the turns are in the roster"),
    ("/turns", "one person's own turns; those of everybody are in the roster"),
    ("/turns/calendar.ics", "one person's own turns, as a file already"),
    ("/calendar/{link}", "the same for her calendar"),
    ("/turns/{key}", "one turn"),
    ("/partners/{key}", "one partner"),
    ("/partner", "what a partner was sent, for as long as it sees it"),
    ("/referrals/new", "a form"),
    ("/referrals/{key}", "one of them"),
    ("/referrals/{key}/letter", "a letter that is printed"),
    ("/script", "the same for everybody, of nobody"),
    ("/knowledge/new", "a form"),
    ("/knowledge/{key}", "one article"),
    ("/knowledge/{key}/edit", "a form"),
    ("/knowledge/starter/{code}", "one article of the program"),
];

#[test]
fn every_page_has_a_list_that_can_be_exported_or_a_reason_why_not() {
    let listings: BTreeSet<_> = niangjia::wiring::listings().iter().map(|listing| listing.page()).collect();
    let routes = niangjia::wiring::routes(false);
    let pages = routes.list().iter().filter(|route| route.method == Method::Get).map(|route| route.path);
    let pages: BTreeSet<_> = pages.collect();
    let without: BTreeSet<_> = WITHOUT.iter().map(|(page, _)| *page).collect();
    let unsaid: Vec<_> =
        pages.iter().filter(|page| !listings.contains(*page) && !without.contains(*page)).collect();
    assert!(unsaid.is_empty(), "neither a list nor a reason: {unsaid:?}");
    let gone: Vec<_> = listings.iter().chain(&without).filter(|page| !pages.contains(*page)).collect();
    assert!(gone.is_empty(), "there is no such page: {gone:?}");
    let both: Vec<_> = listings.intersection(&without).collect();
    assert!(both.is_empty(), "a list, and a reason why not: {both:?}");
}

#[apply(both_engines)]
fn the_button_of_every_list_gives_a_file_with_as_many_rows_as_it_says(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
    world.sum_up();
    let home = "/orgs/341881003004";
    let pages: [(Figure, String, &str, usize); 17] = [
        (CHAIR, format!("{home}/visits"), "嵩合社区 走访台账", 1),
        (CHAIR, format!("{home}/households?show=all"), "嵩合社区 重点户台账", 12),
        (STREET_CHAIR, "/orgs/341881003/households".to_owned(), "河沥溪街道 重点户台账", 13),
        (MEMBER, "/families".to_owned(), "我的家庭", 10),
        (CHAIR, format!("{home}/members"), "嵩合社区 执委名册", 3),
        (COUNTY_CHAIR, format!("{home}/members?on=2021-07-01"), "嵩合社区 执委名册", 3),
        (SYSTEM_ADMINISTRATOR, "/accounts".to_owned(), "账号", 9),
        (SECURITY_ADMINISTRATOR, "/accounts?name=汪".to_owned(), "人员与岗位", 1),
        (MEMBER, "/duty".to_owned(), "汪秀英的履职记录", 2),
        (MEMBER, "/points".to_owned(), "汪秀英的积分", 2),
        (CHAIR, format!("{home}/points"), "嵩合社区 执委积分", 3),
        (CITY_CHAIR, "/insight/3418".to_owned(), "宣城市 看板", 2),
        (CHAIR, "/insight/341881003004".to_owned(), "嵩合社区 看板", 20),
        (STREET_CHAIR, "/insight/341881003/visits".to_owned(), "河沥溪街道 走访", 2),
        (MEMBER, "/orgs/341881".to_owned(), "宁国市 下级组织", 2),
        (CITY_CHAIR, "/orgs/34".to_owned(), "安徽省 下级组织", 1),
        (AUDITOR, "/audit".to_owned(), "审计记录", 40),
    ];
    for (figure, page, title, least) in pages {
        let browser = world.as_person(figure);
        let shown = browser.get(&page).expect(200);
        assert!(shown.body.contains("导出 Excel"), "{page} has the button");
        let sheet = exported(&world, &browser, &page);
        assert_eq!(sheet.title, title, "{page}");
        assert_eq!(sheet.rows.len(), sheet.said(), "{page}: {:?}", sheet.lines);
        assert!(sheet.rows.len() >= least, "{page}: {} rows", sheet.rows.len());
        assert!(sheet.lines[1].contains(figure.name), "{page}: who took it out: {:?}", sheet.lines);
        let first = sheet.rows[0].iter().find(|cell| !cell.is_empty() && cell.parse::<f64>().is_err());
        assert!(first.is_some(), "{page}: {:?}", sheet.rows[0]);
    }
}

#[apply(both_engines)]
fn a_list_is_exported_by_exactly_those_who_see_its_page(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
    visited(&world, NEIGHBOUR, "丁香", "2026-11-20", "陪诊", None);
    world.sum_up();
    let everybody = [
        MEMBER,
        RESIDENT_MEMBER,
        NEIGHBOUR,
        CHAIR,
        OTHER_CHAIR,
        STREET_CHAIR,
        COUNTY_CHAIR,
        OTHER_COUNTY_CHAIR,
        CITY_CHAIR,
        SYSTEM_ADMINISTRATOR,
        SECURITY_ADMINISTRATOR,
        AUDITOR,
    ];
    let (mut seen, mut hidden) = (0, 0);
    for figure in everybody {
        let browser = world.as_person(figure);
        for listing in niangjia::wiring::listings() {
            for code in ["341881003004", "341881003001"] {
                let page =
                    listing.page().replace("{code}", code).replace("{indicator}", "members_without_families");
                let (shown, asked) = (browser.get(&page), press(&browser, &page));
                world.work();
                // A number that opens for nobody below has no rows to take out.
                let empty = shown.status == 200 && !shown.body.contains("导出 Excel") && asked.status == 422;
                let same = (shown.status == 200) == (asked.status == 303);
                assert!(same || empty, "{} {page}: {} and {}", figure.name, shown.status, asked.status);
                assert!(
                    shown.status == 200 || asked.status == 404,
                    "{} {page}: {}",
                    figure.name,
                    asked.status
                );
                *(if shown.status == 200 { &mut seen } else { &mut hidden }) += 1;
            }
        }
    }
    assert!(seen > 100 && hidden > 100, "the premise: some see and some do not: {seen}, {hidden}");
}

#[apply(both_engines)]
fn a_page_without_rows_has_no_button(#[case] engine: Engine) {
    let world = World::on(engine);
    for page in ["/orgs/341881003004/visits", "/orgs/341881003004/grids"] {
        let _none = world.as_person(CHAIR).get(page).expect(200).never_says("导出 Excel");
    }
    let _none = world.as_person(MEMBER).get("/duty").expect(200).never_says("导出 Excel");
}

#[apply(both_engines)]
fn the_register_holds_the_rows_of_the_page_under_every_filter(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", Some("2026-11-30"));
    visited(&world, MEMBER, "䶮素琴", "2026-10-02", "陪诊", None);
    let person = world.actor(RESIDENT_MEMBER).person;
    let filters = [
        String::new(),
        "show=all".to_owned(),
        "show=overdue".to_owned(),
        "show=soon".to_owned(),
        "show=uncovered".to_owned(),
        "show=residence".to_owned(),
        "show=all&need=dibao".to_owned(),
        "show=all&visited=2026-11".to_owned(),
        "show=all&due=2026-12-31".to_owned(),
        format!("show=all&member={person}"),
    ];
    let mut rows = 0;
    for (figure, org) in
        [(CHAIR, "341881003004"), (COUNTY_CHAIR, "341881"), (RESIDENT_MEMBER, "341881003004")]
    {
        let browser = world.as_person(figure);
        for filter in &filters {
            let page = format!("/orgs/{org}/households?{filter}");
            let sheet = exported(&world, &browser, &page);
            let listed = listed(&browser, &page, "households", "page");
            let expected: Vec<_> =
                listed.iter().map(|row| row["number"].as_str().unwrap_or_default()).collect();
            assert_eq!(sheet.column("编号"), expected, "{} {page}", figure.name);
            let days: Vec<_> =
                listed.iter().map(|row| row["next_visit"].as_str().unwrap_or_default()).collect();
            assert_eq!(sheet.column("下次走访"), days, "{} {page}", figure.name);
            let names: Vec<_> = listed.iter().map(|row| row["name"].as_str().unwrap_or_default()).collect();
            assert_eq!(sheet.column("家庭"), names);
            for (needs, row) in sheet.column("需求").into_iter().zip(&listed) {
                let told = row["needs"].as_array().map_or(0, Vec::len);
                assert_eq!(needs.split('、').filter(|need| !need.is_empty()).count(), told);
            }
            rows += sheet.rows.len();
        }
    }
    assert!(rows > 100, "the premise: the lists are not empty: {rows}");
}

#[apply(both_engines)]
fn an_export_says_no_more_than_its_page(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "低保材料齐了", None);
    visited(&world, RESIDENT_MEMBER, "王桂兰", "2026-11-21", "在小区里碰到", None);
    let ledger = |figure: Figure, org: &str| {
        exported(&world, &world.as_person(figure), &format!("/orgs/{org}/visits"))
    };
    let chair = ledger(CHAIR, "341881003004");
    assert_eq!(chair.column("走访内容"), ["在小区里碰到", "低保材料齐了"]);
    assert_eq!(chair.column("需求类别"), ["低保", "低保"]);
    // What was said stays in the community; street and county see that there was a visit.
    for (figure, org) in [(STREET_CHAIR, "341881003"), (COUNTY_CHAIR, "341881")] {
        let above = ledger(figure, org);
        assert_eq!(above.rows.len(), 2, "the premise: she sees the visits");
        assert!(!above.heads.iter().any(|head| head == "走访内容"), "{:?}", above.heads);
        assert!(!format!("{above:?}").contains("低保材料齐了"));
    }
    // The residence side: her own visits, and not why the family is looked after.
    let helper = ledger(RESIDENT_MEMBER, "341881003004");
    assert_eq!(helper.column("走访内容"), ["在小区里碰到"]);
    assert_eq!(helper.column("需求类别"), [""]);
    // Nowhere a phone number or an address.
    for (figure, page) in [
        (CHAIR, "/orgs/341881003004/households?show=all"),
        (COUNTY_CHAIR, "/orgs/341881/households?show=all"),
        (MEMBER, "/families"),
    ] {
        let sheet = format!("{:?}", exported(&world, &world.as_person(figure), page));
        assert!(!sheet.contains("1990001") && !sheet.contains("巫山组 1 号"), "{sheet}");
    }
}

#[apply(both_engines)]
fn a_small_number_is_hidden_in_the_file_as_on_the_page(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
    let early = press(&world.as_person(CITY_CHAIR), "/insight/3418").expect(422);
    let _said = early.says("正在汇总");
    world.sum_up();
    let city = world.as_person(CITY_CHAIR);
    let page = city.get("/insight/3418").expect(200);
    let sheet = exported(&world, &city, "/insight/3418");
    assert!(page.body.contains("&#60;5") || page.body.contains("&lt;5"), "the premise: something is hidden");
    let cells: Vec<&str> = sheet.rows.iter().flatten().map(String::as_str).collect();
    assert!(cells.contains(&"<5") || cells.contains(&"—"), "{cells:?}");
    assert!(sheet.lines.iter().any(|line| line.contains("不足 5")), "{:?}", sheet.lines);
    assert!(sheet.lines.iter().any(|line| line.contains("09:00 汇总")), "{:?}", sheet.lines);
    let county = exported(&world, &world.as_person(COUNTY_CHAIR), "/insight/341881");
    let cells: Vec<&str> = county.rows.iter().flatten().map(String::as_str).collect();
    assert!(!cells.contains(&"<5"), "the county sees its numbers: {cells:?}");
}

#[apply(both_engines)]
fn a_roster_of_an_earlier_day_and_those_who_left_come_with_their_days(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let before = exported(&world, &chair, "/orgs/341881003004/members?on=2021-07-01");
    assert!(before.lines[0].contains("2021年7月1日的名册"), "{:?}", before.lines);
    assert!(before.column("任职").iter().all(|day| *day == "2021-07-01"));
    assert!(before.column("年龄").iter().all(|age| *age == "49"), "as of that day");
    let now = exported(&world, &chair, "/orgs/341881003004/members");
    assert!(now.column("年龄").iter().all(|age| *age == "54"), "{:?}", now.rows);
    let nobody = exported(&world, &chair, "/orgs/341881003004/members?on=2020-01-01");
    assert!(nobody.rows.is_empty());
}

#[apply(both_engines)]
fn the_auditor_reads_who_took_what_out_under_which_conditions(#[case] engine: Engine) {
    let world = World::on(engine);
    visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
    let _file = exported_bytes(&world, &world.as_person(CHAIR), "/orgs/341881003004/visits?month=2026-11");
    let auditor = world.as_person(AUDITOR);
    let page = auditor.get("/audit").expect(200).says("申请导出").says("导出列表").says("嵩合社区 走访台账");
    let _said = page.says("条件：2026年11月").says("行数：1");
    let _looks = auditor.get("/audit?only=reads").expect(200).says("导出列表").says("条件：2026年11月");
    let sheet = exported(&world, &auditor, "/audit");
    let told = sheet.column("说明");
    assert!(told.contains(&"条件：2026年11月；行数：1"), "{told:?}");
    assert!(!format!("{told:?}").contains("送了降压药"));
}
