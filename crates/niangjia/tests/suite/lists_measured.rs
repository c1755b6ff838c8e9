//! What lists, searches and counts cost among many matters, for whoever sees all of a county and for whoever sees little.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use niangjia::wiring;
use niangjia_kernel::{Clock as _, SystemClock};
use niangjia_store::{Location, Store, StoreError, StoreOptions};
use niangjia_testkit::{
    Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, STREET_CHAIR, World,
};
use niangjia_web::AppSettings;
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, many};

/// Whoever sees everything of the county, and those who see less, with the organisation whose list each opens.
const COUNTY: (Figure, &str) = (COUNTY_CHAIR, "341881");
const RESTRICTED: [(Figure, &str); 4] =
    [(MEMBER, "341881003004"), (CHAIR, "341881003004"), (STREET_CHAIR, "341881003"), (CITY_CHAIR, "3418")];

fn escaped(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// What is asked: a word for it, and the path at an organisation.
fn questions(world: &World, org: &str) -> Vec<(String, String)> {
    let month = "from=2025-05-01&X_to=2025-05-31";
    let middle = world.number("SELECT CAST(AVG(received_ms) AS BIGINT) FROM request");
    let after = format!("{middle}.req_{}", "0".repeat(32));
    let list = |label: &str, query: String| (label.to_owned(), format!("/orgs/{org}/requests?{query}"));
    let mut all = vec![
        list("first page", String::new()),
        list("all", "show=all".to_owned()),
        list("later page", format!("show=all&after={after}")),
        list("open", "show=open".to_owned()),
        list("late", "show=late".to_owned()),
        list("closed", "show=closed".to_owned()),
        list("category", "show=all&category=labour".to_owned()),
        list("open of a category", "show=open&category=labour".to_owned()),
        list("received in a month", month.replace("X_", "received_").replacen("from", "received_from", 1)),
        list("answered in a month", month.replace("X_", "answered_").replacen("from", "answered_from", 1)),
        list("name", format!("q={}", escaped(many::NAME))),
        list("telephone", format!("q={}", many::PHONE)),
        list("number", "q=4711".to_owned()),
        list("number, all", "show=all&q=4711".to_owned()),
    ];
    let other = |label: &str, path: String| (label.to_owned(), path);
    all.push(other("organisation's page", format!("/orgs/{org}")));
    all.push(other("begin page", "/".to_owned()));
    all.push(other("mediations", format!("/orgs/{org}/mediations")));
    all.push(other("mediations, due", format!("/orgs/{org}/mediations?show=due")));
    all.push(other("troubles", format!("/orgs/{org}/troubles")));
    all
}

/// The path of the page where a person's day begins, followed to where it leads.
fn begins_at(browser: &Browser, path: &str) -> String {
    let led = if path == "/" { browser.get("/").location } else { String::new() };
    if led.is_empty() { path.to_owned() } else { led }
}

/// The middle of five, after one that warms.
fn asked(browser: &Browser, path: &str) -> f64 {
    let path = begins_at(browser, path);
    let once = || {
        let began = Instant::now();
        let _reply = browser.get(&path);
        began.elapsed().as_secs_f64() * 1e3
    };
    let _warm = once();
    let mut all: Vec<f64> = (0..5).map(|_| once()).collect();
    all.sort_unstable_by(f64::total_cmp);
    all[all.len() / 2]
}

/// Measured, not asserted to the millisecond (what is touched is, below): printed, and kept in `bench/results/requests.jsonl`.
#[apply(both_engines)]
#[ignore = "two hundred thousand requests take minutes: ./check --long"]
fn whoever_sees_little_waits_no_longer_than_whoever_sees_all(#[case] engine: Engine) {
    const MANY: usize = 200_000;
    let world = World::on(engine);
    many::fill(&world, MANY);
    let load_before = load_average();
    let everybody: Vec<(Figure, &str, Browser)> = std::iter::once(COUNTY)
        .chain(RESTRICTED)
        .map(|(who, org)| (who, org, world.as_person(who)))
        .collect();
    let mut rows = Vec::new();
    for place in 0..questions(&world, COUNTY.1).len() {
        let (mut label, mut line, mut county) = (String::new(), String::new(), 0.0);
        let mut took = serde_json::Map::new();
        for (figure, org, browser) in &everybody {
            let (question, path) = questions(&world, org).swap_remove(place);
            let milliseconds = asked(browser, &path);
            county = if label.is_empty() { milliseconds } else { county };
            let _ = write!(line, "   {} {milliseconds:.1} ms ({:.2})", figure.name, milliseconds / county);
            took.insert(figure.name.to_owned(), (milliseconds * 10.0).round().into());
            label = question;
        }
        println!("{engine:?} {label:<22}{line}");
        rows.push(serde_json::json!({ "question": label, "tenths_of_milliseconds": took }));
    }
    keep(&serde_json::json!({
        "program": "requests", "engine": format!("{engine:?}"), "at": SystemClock.now().long(), "requests": MANY,
        "release": !cfg!(debug_assertions), "load_before": load_before, "load_after": load_average(), "rows": rows,
    }));
}

fn load_average() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn keep(line: &serde_json::Value) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/results/requests.jsonl");
    let file = OpenOptions::new().create(true).append(true).open(file);
    writeln!(file.expect("a file"), "{line}").expect("a line");
}

/// What of the database a question touches: rows and index entries on PostgreSQL, steps of its machine on SQLite.
struct Touching {
    store: Store,
    router: axum::Router,
    engine: Engine,
}

impl Touching {
    /// The closed world again, over one connection, so that what it touched can be asked of it; PostgreSQL goes by indexes even
    /// where a table is small enough to be read as a whole.
    fn of(world: &mut World, engine: Engine) -> Self {
        let mut options = StoreOptions { connections: 1, ..world.options() };
        if let Location::Postgres(url) = &mut options.location {
            url.push_str("?options=-c%20enable_seqscan%3Doff");
        }
        world.close();
        let store = wiring::open_store_with(options, world.clock.clone(), None).expect("a store");
        let router = wiring::router(wiring::application(store.clone(), AppSettings::default()));
        Self { store, router, engine }
    }

    fn so_far(&self) -> u64 {
        if self.engine == Engine::Sqlite {
            return self.store.figures().steps;
        }
        let flush = "SELECT CAST(1 AS BIGINT) FROM (SELECT pg_stat_force_next_flush()) AS flushed";
        let rows = "SELECT CAST((SELECT SUM(seq_tup_read) FROM pg_stat_user_tables) + \
                    (SELECT SUM(idx_tup_read) FROM pg_stat_user_indexes) AS BIGINT)";
        let number = |sql: &str| self.store.read_blocking::<i64, StoreError>(|tx| tx.value(sql, &[]));
        number(flush).expect("what was touched is told");
        u64::try_from(number(rows).expect("what was touched")).expect("rows")
    }

    fn by<T>(&self, work: impl FnOnce() -> T) -> u64 {
        let before = self.so_far();
        let _done = work();
        self.so_far() - before
    }
}

/// Of a county: what each question touches, by whoever sees all and by those who see little; and what a minute's look for
/// late requests does where there is nothing to do.
fn touched(engine: Engine, count: usize) -> (Vec<(String, u64, Vec<u64>)>, u64) {
    let mut world = World::on(engine);
    many::fill(&world, count);
    let questions: Vec<Vec<(String, String)>> =
        std::iter::once(COUNTY).chain(RESTRICTED).map(|(_, org)| questions(&world, org)).collect();
    let touching = Touching::of(&mut world, engine);
    let sign_in = |(figure, _)| world.sign_in_at(touching.router.clone(), figure);
    let people: Vec<Browser> = std::iter::once(COUNTY).chain(RESTRICTED).map(sign_in).collect();
    let all = (0..questions[0].len()).map(|place| {
        let one = |person: usize| {
            let (browser, (_, path)) = (&people[person], &questions[person][place]);
            let path = begins_at(browser, path);
            touching.by(|| browser.get(&path))
        };
        let all = one(0);
        (questions[0][place].0.clone(), all, (1..people.len()).map(one).collect())
    });
    let all = all.collect();
    niangjia_request::api::pass_up_what_is_late(&touching.store).expect("a round");
    let sweep = touching.by(|| niangjia_request::api::pass_up_what_is_late(&touching.store));
    // A PostgreSQL connection waits for its end, which a thread of a runtime may not.
    let _done = std::thread::spawn(move || drop((people, touching))).join();
    (all, sweep)
}

/// How many times as much may be touched where four times as many lie there: what is counted grows with it, and no faster.
const GROWTH: u64 = 6;
/// What a page touches whatever lies there: who asks, where she stands, what her menu shows.
const FLOOR: u64 = 5_000;
const LARGE: usize = 3_200;

#[apply(both_engines)]
fn a_list_touches_no_more_than_it_shows_and_counts(#[case] engine: Engine) {
    let (small, _) = touched(engine, LARGE / 4);
    let (large, sweep) = touched(engine, LARGE);
    for ((label, county_before, before), (_, county, restricted)) in small.iter().zip(&large) {
        println!("{engine:?} {label:<22} {county_before:>9} {county:>9} {restricted:?}");
        assert!(*county <= county_before * GROWTH + FLOOR, "{label}: {county_before}, then {county}");
        for (place, (now, before)) in restricted.iter().zip(before).enumerate() {
            let name = RESTRICTED[place].0.name;
            assert!(*now <= before * GROWTH + FLOOR, "{label}, {name}: {before}, then {now}");
            // SQLite plans by the shape of indexes alone, PostgreSQL by sizes too: of a small county it takes more by choice.
            // The bar, as work in place of time; a name is looked for by those alone who may find it.
            let named = label == "name" || label == "telephone";
            let bar = 2 * if named { large[0].1 } else { *county };
            assert!(engine == Engine::Postgres || *now <= bar, "{label}, {name}: {now}, the county {county}");
        }
        // What is held above is little, and is found without a look at what is not.
        let above = restricted.last().expect("the city");
        assert!(*above < 1_000, "{label}: {above} for the city");
    }
    // One that reads every clock touches several for each request.
    assert!(sweep < LARGE as u64 / 2, "a minute with nothing to do touched {sweep}");
}
