//! The internal level is decided by a person, for a time, and told to nobody but those who look after the family.

use niangjia_testkit::{
    AUDITOR, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, OTHER_CHAIR, RESIDENT_MEMBER, Reply,
    STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::{exported, visited};

const REASON: &str = "刚出院，孩子还小";

fn decide(world: &World, contact: &str, level: &str) -> Reply {
    let chair = world.as_person(CHAIR);
    let address = format!("/households/{}/level", world.family(contact));
    let form = chair.get(&address).expect(200);
    let id = form.hidden("id");
    let fields = [("id", id.as_str()), ("level", level), ("reason", REASON), ("until", "2027-01-15")];
    chair.post(&address, &fields)
}

/// A page without what is made anew each time it is asked for.
fn told(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut run = String::new();
    for one in body.chars().chain(['\n']) {
        if one.is_ascii_hexdigit() {
            run.push(one);
            continue;
        }
        out.push_str(if run.len() >= 16 { "#" } else { &run });
        run.clear();
        out.push(one);
    }
    out
}

/// Every list, file and page that `figure` can open, but the files of families of those who may know.
fn everything(world: &World, figure: Figure) -> Vec<(String, String)> {
    let browser = world.as_person(figure);
    let mut seen = Vec::new();
    let mut pages: Vec<String> = Vec::new();
    for code in ["341881003004", "341881003", "341881"] {
        for listing in niangjia::wiring::listings() {
            let page = listing.page().replace("{code}", code).replace("{indicator}", "visits");
            pages.push(page);
        }
        for part in ["contact-map", "handovers", "households?show=out_of_touch", "needs?show=overdue"] {
            pages.push(format!("/orgs/{code}/{part}"));
        }
    }
    pages.extend(["/", "/phone", "/offline/kit"].map(str::to_owned));
    let family = format!("/households/{}", world.family("王桂兰"));
    if ![CHAIR, MEMBER].contains(&figure) {
        pages.extend([family.clone(), format!("{family}/level")]);
    }
    pages.push(format!("{family}/links"));
    pages.sort();
    pages.dedup();
    for page in pages {
        let shown = browser.get(&page);
        if shown.status == 200 && shown.body.contains("导出 Excel") && figure != AUDITOR {
            seen.push((format!("{page} as a file"), format!("{:?}", exported(world, &browser, &page).rows)));
        }
        seen.push((format!("{page} as JSON"), told(&browser.get_json(&page).body)));
        seen.push((page, told(&shown.body)));
    }
    seen
}

#[apply(both_engines)]
fn two_worlds_that_differ_by_a_level_show_the_same_lists_and_files_to_everybody(#[case] engine: Engine) {
    let worlds = [Some("r1"), Some("r3"), None].map(|level| {
        let world = World::on(engine);
        visited(&world, MEMBER, "王桂兰", "2026-11-20", "送了降压药", None);
        if let Some(level) = level {
            let _decided = decide(&world, "王桂兰", level).expect(303);
        }
        world
    });
    let mut compared = 0;
    for figure in
        [CHAIR, MEMBER, RESIDENT_MEMBER, OTHER_CHAIR, STREET_CHAIR, COUNTY_CHAIR, CITY_CHAIR, AUDITOR]
    {
        let [first, second, none] = worlds.each_ref().map(|world| everything(world, figure));
        for ((page, one), (_, other)) in first.iter().zip(&second) {
            assert_eq!(one, other, "{} {page}", figure.name);
            compared += 1;
        }
        // That something was decided stands in the audit, and only there.
        for ((page, one), (_, other)) in first.iter().zip(&none).filter(|_| figure != AUDITOR) {
            assert_eq!(one, other, "{} {page}", figure.name);
        }
    }
    assert!(compared > 400, "the premise: there was something to compare: {compared}");
    let shown = worlds[1].as_person(MEMBER).get(&format!("/households/{}", worlds[1].family("王桂兰")));
    let _file = shown.expect(200).says("R3 一起想办法，到 2027年1月15日");
}

#[apply(both_engines)]
fn the_rules_explain_themselves_and_a_person_decides_until_a_day(#[case] engine: Engine) {
    let world = World::on(engine);
    let address = format!("/households/{}/level", world.family("王桂兰"));
    for on in ["2026-11-01", "2026-11-08", "2026-11-15"] {
        visited(&world, MEMBER, "王桂兰", on, "还没谈拢", Some("2026-12-01"));
    }
    let chair = world.as_person(CHAIR);
    let page = chair.get(&address).expect(200).says("最近连着 3 次走访都还要跟进").says("规则建议 R1");
    let _nothing = page.says("没有有效的判定");
    for (level, reason, until, sentence) in [
        ("", REASON, "2027-01-15", "请点一个级别"),
        ("r2", "", "2027-01-15", "请写一句为什么这样定"),
        ("r2", REASON, "2027-03-01", "到期重新判定"),
    ] {
        let id = chair.get(&address).hidden("id");
        let fields = [("id", id.as_str()), ("level", level), ("reason", reason), ("until", until)];
        let _refused = chair.post(&address, &fields).expect(422).says(sentence);
    }
    let done = decide(&world, "王桂兰", "r2").expect(303).location;
    let _decided = chair.get(&done).expect(200).says("R2 常上门").says(REASON).says("程丽华");
    let member = world.as_person(MEMBER);
    let _member = member.get(&address).expect(200).says("R2 常上门").never_says("判定</button>");
    let fields = [("level", "r0"), ("reason", "好了"), ("until", "2026-12-01")];
    let _hers = member.post(&address, &fields).expect(403);
    for figure in [RESIDENT_MEMBER, STREET_CHAIR, COUNTY_CHAIR, OTHER_CHAIR] {
        let _nowhere = world.as_person(figure).get(&address).expect(404);
    }
    let street = world.as_person(STREET_CHAIR);
    let file = format!("/households/{}", world.family("王桂兰"));
    let purpose = [("purpose", "抽查核实"), ("reason", "季度抽查")];
    let _opened = street.post(&format!("{file}/openings"), &purpose).expect(303);
    let _file = street.get(&file).expect(200).says("还没谈拢").never_says("内部级别").never_says("R2");
    let _page = street.get(&address).expect(404);

    world.on_day("2027-01-15");
    let chair = world.as_person(CHAIR);
    let _ran_out = chair.get(&address).expect(200).says("没有有效的判定").says("以前的判定");
    let _asks = chair.get("/").expect(200).says("内部级别到期，要重新判定 1 户");
    let _nobody = world.as_person(STREET_CHAIR).get("/").expect(200).never_says("内部级别");
    let id = chair.get(&address).hidden("id");
    let fields = [("id", id.as_str()), ("level", "r0"), ("reason", "情况好转"), ("until", "2027-03-15")];
    let _anew = chair.post(&address, &fields).expect(303);
    let _quiet = chair.get("/").expect(200).never_says("内部级别");
}
