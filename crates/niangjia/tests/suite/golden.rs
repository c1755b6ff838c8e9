//! The golden world: the demo data reproduces the figures printed in the source documents, from primary records.

use std::path::Path;
use std::sync::Arc;

use niangjia::{demo, wiring};
use niangjia_kernel::{Day, ManualClock, SeededChance};
use niangjia_store::StoreError;
use niangjia_testkit::{Engine, World};
use niangjia_web::AppSettings;
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;

struct Silent;

impl demo::Progress for Silent {
    fn stage(&self, _: &str, _: u64) {}
    fn step(&self, _: u64) {}
}

#[apply(both_engines)]
fn the_demo_world_reproduces_the_figures_of_the_documents_from_primary_records(#[case] engine: Engine) {
    let today = Day::of(2026, 11, 22).unwrap();
    let database = World::empty_database(engine);
    let clock = Arc::new(ManualClock::at(today.start().plus_seconds(9 * 3_600)));
    let chance = Arc::new(SeededChance::new(7));
    let store = wiring::open_store_with(database.options(), clock, Some(chance)).expect("a store");
    let people = demo::build(&store, today, &Silent).expect("the demo world");
    assert_eq!(store.read_blocking(niangjia_area::api::count).expect("a count"), 665_276);

    let golden = golden();
    let mut compared = 0;
    for figure in figures() {
        let expected = expected(&golden, &figure.golden);
        let (from, to) = (Day::parse(&figure.from).unwrap(), Day::parse(&figure.to).unwrap());
        let code = figure.org.clone();
        let measured = store.read_blocking(|tx| {
            let org = niangjia_org::api::by_code(tx, &code)?.expect("the organisation");
            niangjia_insight::api::report(tx, &org, from, to)
        });
        let measured = serde_json::to_value(measured.expect("a report")).unwrap();
        let found = measured.as_array().unwrap().iter().find(|one| one["id"] == figure.indicator);
        let found = found.unwrap_or_else(|| panic!("no indicator {}", figure.indicator));
        assert_eq!(found["value"].as_i64(), Some(expected), "{} as {}", figure.golden, figure.indicator);
        compared += 1;
    }
    assert!(compared >= 17, "the figures that this world covers ({compared})");
    let diagnosis = niangjia::commands::diagnose(&store).expect("a diagnosis");
    assert!(diagnosis.well, "{diagnosis:?}");
    assert_eq!(diagnosis.uncovered.len(), uncovered_on_the_page(&database, &store, &people), "{diagnosis:?}");
    the_form_shows_them_too(&database, &store, &people, &golden);
    the_disputes_open_to_their_rows(&database, &store, &people);
    // A PostgreSQL connection waits for its end, which no thread of a runtime may do; this is none.
    drop(store);
}

/// What the nation's own list of names says is what the dashboards say.
fn uncovered_on_the_page(
    database: &niangjia_testkit::Database,
    store: &niangjia_store::Store,
    people: &[niangjia_web::DemoGroup],
) -> usize {
    let settings = AppSettings { demo_people: people.to_vec(), ..AppSettings::default() };
    let router = wiring::router(wiring::application(store.clone(), settings));
    let chairs = people.iter().find(|group| group.role == "县级主席").expect("the chairs of the counties");
    let counted = [("341881", "宁国市"), ("341823", "泾县")].map(|(code, place)| {
        let chair = chairs.people.iter().find(|one| one.place == place).expect("the chair of the county");
        let browser = database.browser(router.clone(), &chair.login_name, demo::PASSWORD);
        let numbers = browser.get_json(&format!("/insight/{code}")).expect(200).json();
        let found =
            numbers.as_array().unwrap().iter().find(|one| one["id"] == "households_uncovered").cloned();
        usize::try_from(found.expect("the indicator")["value"].as_i64().unwrap()).unwrap()
    });
    counted.iter().sum()
}

/// 嵩合社区 in the annex of its street's form of June 2022; and every number of a form of the demo opens to the same.
fn the_form_shows_them_too(
    database: &niangjia_testkit::Database,
    store: &niangjia_store::Store,
    people: &[niangjia_web::DemoGroup],
    golden: &toml::Table,
) {
    let settings = AppSettings { demo_people: people.to_vec(), ..AppSettings::default() };
    let router = wiring::router(wiring::application(store.clone(), settings));
    let street = people.iter().find(|group| group.role == "街道主席").expect("the chairs of the streets");
    let chair = street.people.iter().find(|one| one.place.contains("河沥溪")).expect("her");
    let browser = database.browser(router, &chair.login_name, demo::PASSWORD);
    let path = "/orgs/341881003/forms/monthly";
    let june = browser.get_json(&format!("{path}?month=2022-06")).expect(200).json();
    let row = crate::forms::cells(&june).into_iter().filter(|(item, _, _)| item == "嵩合社区");
    let mut compared = 0;
    for (_, head, cell) in row {
        let href = cell["href"].as_str().unwrap();
        let shown = figures().into_iter().find(|figure| {
            href.contains(&format!("/insight/{}/{}?", figure.org, figure.indicator))
                && figure.to == "2022-06-30"
        });
        if let Some(figure) = shown {
            assert_eq!(cell["value"]["count"].as_i64(), Some(expected(golden, &figure.golden)), "{head}");
            compared += 1;
        }
    }
    assert!(compared >= 2, "members and key households ({compared})");
    crate::forms::rows_add_up(&june);
    assert!(crate::forms::every_number_opens(&browser, &format!("{path}?month=2026-11")) > 100);
}

/// 106, 56 and 27 are lines of the list for whoever chairs there, and lie in every year of the three.
fn the_disputes_open_to_their_rows(
    database: &niangjia_testkit::Database,
    store: &niangjia_store::Store,
    people: &[niangjia_web::DemoGroup],
) {
    let settings = AppSettings { demo_people: people.to_vec(), ..AppSettings::default() };
    let router = wiring::router(wiring::application(store.clone(), settings));
    let chairs = people.iter().flat_map(|group| &group.people);
    let chair =
        chairs.filter(|one| one.place.contains("嵩合")).find(|one| one.name == "胡秀云").expect("her");
    let browser = database.browser(router, &chair.login_name, demo::PASSWORD);
    let list = "/orgs/341881003004/mediations";
    let rows = |from: &str, to: &str, more: &str| {
        let body = browser.get_json(&format!("{list}?from={from}&to={to}{more}")).expect(200).json();
        body["total"].as_i64().expect("a total")
    };
    for (more, indicator, count) in [
        ("", "disputes", 106),
        ("&with=member", "disputes_with_members", 56),
        ("&show=written", "written_agreements", 27),
    ] {
        assert_eq!(rows("2019-07-01", "2022-06-30", more), count, "{more}");
        for year in 2019..2022 {
            let (from, to) = (format!("{year}-07-01"), format!("{}-06-30", year + 1));
            assert!((count / 4..=count / 2).contains(&rows(&from, &to, more)), "{more} in {year}");
        }
        let number =
            browser.get(&format!("/insight/341881003004/{indicator}?month=2019-07..2022-06")).expect(200);
        let way = format!("{list}?from=2019-07-01&amp;to=2022-06-30{}", more.replace('&', "&amp;"));
        let number = number.says(&count.to_string());
        assert!(number.body.contains(&way) || number.body.replace("&#38;", "&amp;").contains(&way), "{way}");
    }
}

struct Figure {
    golden: String,
    org: String,
    indicator: String,
    from: String,
    to: String,
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The figures of the documents: beside the project where they are kept, else the copy.
fn golden() -> toml::Table {
    let shared = root().join("../shared/data/golden.toml");
    let path = if shared.exists() { shared } else { root().join("tests/golden.toml") };
    std::fs::read_to_string(path).expect("the golden figures").parse().expect("TOML")
}

fn figures() -> Vec<Figure> {
    let text = std::fs::read_to_string(root().join("tests/golden-map.toml")).expect("the map");
    let table: toml::Table = text.parse().expect("TOML");
    let figures = table["figure"].as_array().expect("a list");
    let text = |figure: &toml::Value, key: &str| figure[key].as_str().expect(key).to_owned();
    figures
        .iter()
        .map(|figure| Figure {
            golden: text(figure, "golden"),
            org: text(figure, "org"),
            indicator: text(figure, "indicator"),
            from: text(figure, "from"),
            to: text(figure, "to"),
        })
        .collect()
}

/// `S1.residence_side.households`: of `{given, chosen}` what was chosen, of a list its length.
fn expected(golden: &toml::Table, path: &str) -> i64 {
    let (document, rest) = path.split_once('.').expect("document.figure");
    let places = golden[document].as_table().expect("a document");
    let mut value = places.values().next().expect("its place");
    for step in rest.split('.') {
        value = &value[step];
    }
    match value {
        toml::Value::Integer(number) => *number,
        toml::Value::Array(list) => i64::try_from(list.len()).unwrap(),
        other => other["chosen"].as_integer().expect("a chosen figure"),
    }
}

#[apply(both_engines)]
fn a_day_before_the_world_begins_is_refused_in_words(#[case] engine: Engine) {
    let database = World::empty_database(engine);
    let store = wiring::open_store(database.options()).expect("a store");
    let refused =
        demo::build(&store, Day::of(2022, 6, 30).unwrap(), &Silent).map(drop).expect_err("too early");
    assert!(refused.to_string().contains("2022年7月1日"), "{refused}");
    let count = store.read_blocking::<i64, StoreError>(niangjia_area::api::count).expect("a count");
    assert_eq!(count, 0, "nothing half built");
}
