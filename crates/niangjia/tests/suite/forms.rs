//! The month's form fills itself: every number opens to its rows, and says what the dashboards say.

use std::cell::RefCell;

use niangjia_household::actions::{SaidVisit, record_visit};
use niangjia_household::api::{Manner, Outcome};
use niangjia_kernel::Day;
use niangjia_testkit::{Browser, Engine, FAMILIES, Figure, MEMBER, NEIGHBOUR, STREET_CHAIR, World};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::Value;

use crate::both_engines;

/// The form of 河沥溪街道.
pub const STREET: &str = "/orgs/341881003/forms/monthly";

/// Somebody visits a family on a day and says so on that day.
pub fn visit_on(world: &World, who: Figure, contact: &str, on: &str, matter: &'static str) {
    let (actor, key, on) = (world.actor(who), world.family(contact), Day::parse(on).unwrap());
    let made = world.store().write_blocking(move |tx| {
        let household = niangjia_household::api::visible(tx, &actor, key)?.expect("her family");
        let said = SaidVisit {
            id: tx.new_id(),
            on,
            manner: Manner::AtHome,
            matter: matter.to_owned(),
            outcome: Outcome::Settled,
            follow_up: None,
            words: "走访".to_owned(),
        };
        record_visit(tx, &actor, &household, &said)
    });
    made.expect("a visit");
}

/// Every cell of a form: its row, its column, itself.
pub fn cells(form: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for table in form["sheet"]["tables"].as_array().expect("tables") {
        for row in table["rows"].as_array().expect("rows") {
            let all = row["cells"].as_array().expect("cells");
            let item = all
                .iter()
                .find(|cell| cell["kind"] == "item")
                .map_or("", |cell| cell["text"].as_str().unwrap());
            for cell in all {
                found.push((item.trim().to_owned(), cell["head"].as_str().unwrap().to_owned(), cell.clone()));
            }
        }
    }
    found
}

/// The count of a row and column, where the row stands first.
pub fn count(form: &Value, item: &str, head: &str) -> i64 {
    let found = cells(form).into_iter().find(|(row, column, _)| row == item && column == head);
    let (_, _, cell) = found.unwrap_or_else(|| panic!("{item} × {head} in {form}"));
    cell["value"]["count"].as_i64().unwrap_or_else(|| panic!("{item} × {head}: {cell}"))
}

/// The promise 数字点得开: every number leads to a page that counts the same. Gives how many were opened.
#[track_caller]
pub fn every_number_opens(browser: &Browser, path: &str) -> usize {
    let form = browser.get_json(path).expect(200).json();
    let mut opened = 0;
    for (item, head, cell) in cells(&form) {
        let href = cell["href"].as_str().unwrap();
        if cell["value"].is_null() || href.is_empty() {
            assert!(
                href.is_empty() && !matches!(cell["kind"].as_str(), Some("figure" | "only")),
                "{item} × {head}: {cell}"
            );
            continue;
        }
        let number = browser.get_json(href).expect(200).json();
        let said = match cell["value"]["count"].as_i64() {
            Some(count) => (number["value"].as_i64() == Some(count), number["numerator"].is_null()),
            None => {
                let ratio = &cell["value"]["ratio"];
                (number["numerator"] == ratio[0] && number["denominator"] == ratio[1], true)
            }
        };
        assert_eq!(said, (true, true), "{item} × {head}: {cell} leads to {number}");
        browser.get(href).expect(200).says(cell["text"].as_str().unwrap());
        opened += 1;
    }
    opened
}

/// Lists behind a number that count today what the number counts.
fn rows_behind(browser: &Browser, href: &str) -> Vec<(String, i64)> {
    let page = browser.get(href).expect(200).body;
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let rows = links.filter(|link| link.starts_with("/orgs/") && link.contains('?'));
    let rows: Vec<String> = rows.map(|link| link.replace("&#38;", "&").replace("&amp;", "&")).collect();
    let total = |link: &String| {
        if link.contains("/households?") {
            return (link.clone(), browser.get_json(link).expect(200).json()["total"].as_i64().unwrap());
        }
        let list = browser.get(link).expect(200).body;
        let (_, rest) = list.split_once("共 <span class=\"nj-num\">").expect("a count");
        (link.clone(), rest.split('<').next().unwrap().replace(',', "").parse().unwrap())
    };
    rows.iter().map(total).collect()
}

/// Visits in three years, by members of two communities.
pub fn a_year_of_visits(world: &World) {
    for (contact, on, matter) in [
        ("王桂兰", "2026-01-05", "hardship"),
        ("王桂兰", "2026-02-28", "look_in"),
        ("程国庆", "2026-10-01", "health"),
        ("程国庆", "2026-10-31", "look_in"),
        ("汪小雨", "2026-10-15", "child"),
        ("汪小雨", "2026-11-20", "child"),
        ("胡美珍", "2025-12-31", "hardship"),
    ] {
        visit_on(world, MEMBER, contact, on, matter);
    }
    visit_on(world, NEIGHBOUR, "丁香", "2026-10-12", "hardship");
}

#[apply(both_engines)]
fn every_number_of_the_form_opens_to_a_page_that_counts_the_same(#[case] engine: Engine) {
    let world = World::on(engine);
    a_year_of_visits(&world);
    let street = world.as_person(STREET_CHAIR);
    let october = street.get_json(&format!("{STREET}?month=2026-10")).expect(200).json();
    assert_eq!(count(&october, "走访", "本月"), 4);
    assert_eq!(count(&october, "走访", "本年累计"), 6, "November is later, December another year");
    assert_eq!(count(&october, "走访到的家庭", "本年累计"), 4, "whoever was visited twice is one family");
    assert_eq!(count(&october, "当场办结", "本月"), 3);
    for month in ["2026-11", "2026-10", "2026-01", "2025-12"] {
        assert!(every_number_opens(&street, &format!("{STREET}?month={month}")) > 40, "{month}");
    }
    // The rows themselves: lists of today for the open month, the ledger for every month.
    let mut lists = 0;
    for month in ["2026-11", "2026-10"] {
        let form = street.get_json(&format!("{STREET}?month={month}")).expect(200).json();
        for (item, head, cell) in cells(&form) {
            let (Some(count), href) = (cell["value"]["count"].as_i64(), cell["href"].as_str().unwrap())
            else {
                continue;
            };
            let rows = rows_behind(&street, href);
            let happened = href.contains("/visits") || href.contains("/matters_settled");
            let one_list =
                rows.len() == 1 && !href.contains("other_need") && !href.contains("residence_side_");
            if rows.is_empty()
                || !(happened || (month == "2026-11" && one_list))
                || href.contains("visits_overdue?month=2026-10")
            {
                continue;
            }
            let (link, listed) = &rows[0];
            assert_eq!(*listed, count, "{item} × {head} of {month} opens to {link}");
            lists += 1;
        }
    }
    assert!(lists > 20, "the premise: {lists} lists were compared");
}

#[derive(Debug, Clone)]
enum Step {
    Visit { family: usize, days_ago: i64, matter: &'static str },
    TakeBack { family: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let matter = prop::sample::select(vec!["look_in", "hardship", "health"]);
    prop_oneof![
        4 => (0..FAMILIES.len(), 0i64..400, matter)
            .prop_map(|(family, days_ago, matter)| Step::Visit { family, days_ago, matter }),
        1 => (0..FAMILIES.len()).prop_map(|family| Step::TakeBack { family }),
    ]
}

fn play(world: &World, member: &Browser, step: &Step) {
    match step {
        Step::Visit { family, days_ago, matter } => {
            let on = Day::parse(niangjia_testkit::TODAY).unwrap().plus(-days_ago).to_string();
            visit_on(world, MEMBER, FAMILIES[*family].0, &on, matter);
        }
        Step::TakeBack { family } => {
            let page =
                member.get(&format!("/households/{}", world.family(FAMILIES[*family].0))).expect(200).body;
            let Some((_, rest)) = page.split_once("/visits/341881.") else { return };
            let id = rest.split(['"', '/']).next().unwrap();
            let _taken = member.post(&format!("/visits/341881.{id}/taking-back"), &[("reason", "记错")]);
        }
    }
}

/// The number of an indicator on a dashboard of one month.
fn on_dashboard(browser: &Browser, code: &str, month: &str, indicator: &str) -> (Value, Value, Value) {
    let board = browser.get_json(&format!("/insight/{code}?month={month}")).expect(200).json();
    let found =
        board.as_array().unwrap().iter().find(|one| one["id"] == indicator).cloned().expect(indicator);
    (found["value"].clone(), found["numerator"].clone(), found["denominator"].clone())
}

#[apply(both_engines)]
fn after_any_history_the_form_says_what_the_dashboards_say_and_its_rows_add_up(#[case] engine: Engine) {
    let world = World::on(engine);
    let (street, member) = (world.as_person(STREET_CHAIR), world.as_person(MEMBER));
    let compared = RefCell::new(0);
    let mut runner = TestRunner::new(Config { cases: 3, failure_persistence: None, ..Config::default() });
    runner
        .run(&prop::collection::vec(step(), 1..12), |steps| {
            for step in &steps {
                play(&world, &member, step);
            }
            for month in ["2026-11", "2026-10", "2026-03"] {
                let form = street.get_json(&format!("{STREET}?month={month}")).expect(200).json();
                for (item, head, cell) in cells(&form) {
                    let href = cell["href"].as_str().unwrap();
                    // A year up to a month is no dashboard's: that it opens to its rows is another test.
                    let Some((path, _)) = href.split_once(&format!("?month={month}")) else { continue };
                    if cell["value"].is_null() || !href.ends_with(month) {
                        continue;
                    }
                    let mut steps = path.split('/').skip(2);
                    let (code, indicator) = (steps.next().unwrap(), steps.next().unwrap());
                    let (value, numerator, denominator) = on_dashboard(&street, code, month, indicator);
                    match cell["value"]["count"].as_i64() {
                        Some(count) => prop_assert_eq!(value.as_i64(), Some(count), "{} × {}", item, head),
                        None => prop_assert_eq!(
                            (&cell["value"]["ratio"][0], &cell["value"]["ratio"][1]),
                            (&numerator, &denominator)
                        ),
                    }
                    *compared.borrow_mut() += 1;
                }
                rows_add_up(&form);
            }
            Ok(())
        })
        .expect("form and dashboards agree");
    assert!(*compared.borrow() > 300, "{}", compared.borrow());
}

/// The rows of the annex above the total add up to it, column by column.
pub fn rows_add_up(form: &Value) {
    let tables = form["sheet"]["tables"].as_array().unwrap();
    let annex = tables.iter().find(|table| table["branches"] == true).expect("an annex");
    let rows = annex["rows"].as_array().unwrap();
    let (total, parts) = rows.split_last().expect("rows");
    assert_eq!(total["total"], true);
    for (column, cell) in total["cells"].as_array().unwrap().iter().enumerate() {
        let Some(sum) = cell["value"]["count"].as_i64() else { continue };
        let counts =
            parts.iter().map(|row| row["cells"][column]["value"]["count"].as_i64().unwrap_or_default());
        assert_eq!(counts.sum::<i64>(), sum, "{} of {annex}", cell["head"]);
    }
}
