//! Worlds for trying out: what they say they wrote is what the dashboards say, and the doctor finds nothing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use niangjia::demo::Progress;
use niangjia::seed::{self, Limits, Order, Seeded, Stopped, fill};
use niangjia::wiring;
use niangjia_area::api::Division;
use niangjia_kernel::{AreaCode, Clock as _, SystemClock};
use niangjia_store::{Location, Store, StoreError};
use niangjia_testkit::{Database, Engine, World};
use niangjia_web::AppSettings;
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;

struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: u64) {}
    fn step(&self, _: u64) {}
}

/// Two counties of one city, one of another; and a city without counties.
fn divisions() -> Vec<Division> {
    let mut listed: Vec<(String, String)> = [
        ("34", "安徽省"),
        ("3418", "宣城市"),
        ("341802", "宣州区"),
        ("341802001", "西林街道"),
        ("341881", "宁国市"),
        ("341881003", "河沥溪街道"),
        ("44", "广东省"),
        ("4419", "东莞市"),
        ("441900", "东莞市"),
        ("441900003", "东城街道"),
    ]
    .map(|(code, name)| (code.to_owned(), name.to_owned()))
    .to_vec();
    for street in ["341802001", "341881003", "441900003"] {
        listed
            .extend((1..=4).map(|number| (format!("{street}{number:03}"), format!("第{number}社区居委会"))));
    }
    let rows: String = listed.iter().map(|(code, name)| format!("{code},{name}\n")).collect();
    niangjia_area::api::read(format!("code,name\n{rows}").as_bytes()).expect("divisions")
}

fn order() -> Order {
    Order {
        area: AreaCode::nation(),
        members: 100,
        households: 50,
        visits: 500,
        seed: 7,
        today: SystemClock.today(),
    }
}

fn filled(store: &Store, limits: Limits) -> Seeded {
    fill(store, divisions(), order(), limits, &Silent).expect("a world")
}

fn count(store: &Store, sql: &str) -> i64 {
    store.read_blocking::<_, StoreError>(|tx| tx.value(sql, &[])).expect("a count")
}

const EVERYTHING: [&str; 6] = [
    "SELECT COUNT(*) FROM people_post",
    "SELECT COUNT(*) FROM household",
    "SELECT COUNT(*) FROM household_visit",
    "SELECT COUNT(*) FROM fact",
    "SELECT COUNT(*) FROM duty_point",
    "SELECT COUNT(*) FROM audit_entry",
];

fn everything(store: &Store) -> Vec<i64> {
    EVERYTHING.iter().map(|sql| count(store, sql)).collect()
}

fn figure(database: &Database, store: &Store, code: &str, indicator: &str) -> u64 {
    let router = wiring::router(wiring::application(store.clone(), AppSettings::default()));
    let browser = database.browser(router, &seed::login(code), seed::PASSWORD);
    let numbers = browser.get_json(&format!("/insight/{code}")).expect(200).json();
    let found = numbers.as_array().unwrap().iter().find(|one| one["id"] == indicator).cloned();
    found.expect(indicator)["value"].as_u64().unwrap_or_else(|| panic!("{indicator}: {numbers}"))
}

#[apply(both_engines)]
fn a_seeded_world_is_well_and_its_dashboards_say_what_it_says_it_wrote(#[case] engine: Engine) {
    let database = World::empty_database(engine);
    let store = wiring::bulk_store(database.options()).expect("a store");
    let seeded = filled(&store, Limits::default());
    let written = seeded.written;
    assert_eq!((seeded.counties, seeded.stopped, seeded.sums_left), ((3, 3), None, 0));
    assert_eq!((written.counties, written.communities), (3, 12));
    assert_eq!((written.members, written.households, written.visits), (100, 50, 500), "what was ordered");
    let diagnosis = niangjia::commands::diagnose(&store).expect("a diagnosis");
    assert!(diagnosis.well, "{diagnosis:?}");
    assert_eq!(figure(&database, &store, "0", "members"), 100);
    // One community in twelve is 宁国's first; its county has a third of everything.
    assert_eq!(count(&store, "SELECT COUNT(*) FROM household WHERE tenant = 341881"), 17);
    let visits = "SELECT CAST(SUM(own_numerator) AS BIGINT) FROM insight_sum WHERE indicator = 'visits' AND tenant <> 0";
    assert_eq!(count(&store, visits), 500, "the year's visits lie in the months that are kept");
    let this_month = figure(&database, &store, "0", "visits");
    assert!(this_month <= 500 && figure(&database, &store, "341881", "visits") <= this_month);
    assert_eq!(figure(&database, &store, "0", "federations"), 1 + 2 + 2 + 2 + 3 + 12);
    std::thread::spawn(move || drop(store)).join().expect("closed");
}

#[apply(both_engines)]
fn a_limit_stops_between_counties_and_a_second_call_goes_on_to_the_same_world(#[case] engine: Engine) {
    let database = World::empty_database(engine);
    let store = wiring::bulk_store(database.options()).expect("a store");
    let no_time = filled(&store, Limits { time: Some(Duration::ZERO), bytes: None });
    assert_eq!((no_time.stopped, no_time.counties), (Some(Stopped::Time), (0, 3)));
    let no_room = filled(&store, Limits { time: None, bytes: Some(1) });
    assert_eq!((no_room.stopped, no_room.counties), (Some(Stopped::Bytes), (0, 3)));
    assert_eq!(count(&store, "SELECT COUNT(*) FROM household"), 0, "no half county");
    let whole = filled(&store, Limits::default());
    assert_eq!((whole.stopped, whole.counties, whole.written.visits), (None, (3, 3), 500));
    let before = everything(&store);
    let again = filled(&store, Limits::default());
    assert_eq!((again.written.visits, again.counties), (0, (3, 3)));
    assert_eq!(everything(&store), before, "a second call changes nothing");

    // The same order gives the same world, in whatever order it was written.
    let other = World::empty_database(engine);
    let other_store = wiring::bulk_store(other.options()).expect("a store");
    filled(&other_store, Limits::default());
    let ids = |store: &Store| {
        let sql = "SELECT id FROM household_visit ORDER BY id";
        let read =
            |row: &mut niangjia_store::Row<'_>| row.take::<niangjia_kernel::Id<niangjia_kernel::Visit>>();
        store.read_blocking::<_, StoreError>(|tx| tx.rows(sql, &[], read)).expect("visits")
    };
    assert_eq!(ids(&store), ids(&other_store));
    std::thread::spawn(move || drop((store, other_store))).join().expect("closed");
}

fn command(database: &Database, area: &str) -> Command {
    let options = database.options();
    let mut command = Command::new(env!("CARGO_BIN_EXE_niangjia"));
    command.args(["seed", "county", "--area", area, "--households", "300", "--visits", "3000"]);
    command.arg("--data").arg(&options.folder).stdout(Stdio::null()).stderr(Stdio::null());
    if let Location::Postgres(url) = options.location {
        command.args(["--database", &url]);
    }
    command
}

#[apply(both_engines)]
fn killed_in_the_middle_and_called_again_a_seeded_world_is_whole(#[case] engine: Engine) {
    let database = World::empty_database(engine);
    for patience in [300, 9_000, 2_500, 1_500] {
        let mut process = command(&database, "3418").spawn().expect("the program");
        std::thread::sleep(Duration::from_millis(patience));
        process.kill().expect("killed");
        process.wait().expect("gone");
    }
    let finished = command(&database, "3418").status().expect("the program");
    assert!(finished.success());
    let store = wiring::open_store(database.options()).expect("a store");
    let diagnosis = niangjia::commands::diagnose(&store).expect("a diagnosis");
    assert!(diagnosis.well, "{diagnosis:?}");
    assert_eq!(count(&store, "SELECT COUNT(*) FROM household"), 300);
    assert_eq!(count(&store, "SELECT COUNT(*) FROM household_visit"), 3_000);
    std::thread::spawn(move || drop(store)).join().expect("closed");
    let differently = command(&database, "341881").output().expect("the program");
    assert!(!differently.status.success(), "another order into the same folder is refused");
}

#[test]
fn a_folder_that_holds_something_else_is_not_filled() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("niangjia.sqlite"), "").expect("a file");
    let refused = seed_into(folder.path());
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("不是空目录，也不是 seed 建的"), "{said}");
}

fn seed_into(folder: &Path) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_niangjia"));
    command.args(["seed", "county", "--data"]).arg(folder).output().expect("the program")
}
