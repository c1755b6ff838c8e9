//! What lists, searches and counts cost among many matters, for whoever sees all of a county and for whoever sees little.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use niangjia::wiring;
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
fn begins_at(browser: &Browser) -> String {
    let reply = browser.get("/");
    if reply.location.is_empty() { "/".to_owned() } else { reply.location }
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all[all.len() / 2]
}

fn asked(browser: &Browser, path: &str, times: usize) -> (u16, Duration) {
    let warm = browser.get(path).status.as_u16();
    let once = || {
        let began = Instant::now();
        let _reply = browser.get(path);
        began.elapsed()
    };
    (warm, median((0..times).map(|_| once()).collect()))
}

#[apply(both_engines)]
#[ignore = "two hundred thousand requests take minutes: ./check --long"]
fn whoever_sees_little_waits_no_longer_than_whoever_sees_all(#[case] engine: Engine) {
    let count = std::env::var("NIANGJIA_MANY").ok().and_then(|count| count.parse().ok()).unwrap_or(200_000);
    let world = World::on(engine);
    let began = Instant::now();
    many::fill(&world, count);
    let mut printed =
        format!("{engine:?}: {count} requests, disputes and troubles in {:?}\n", began.elapsed());
    print!("{}", std::mem::take(&mut printed));
    let unrestricted = world.as_person(COUNTY.0);
    let restricted = RESTRICTED.map(|(figure, org)| (figure, org, world.as_person(figure)));
    for (place, (label, path)) in questions(&world, COUNTY.1).into_iter().enumerate() {
        let own = |browser: &Browser, path: &str| {
            if path == "/" { begins_at(browser) } else { path.to_owned() }
        };
        let (status, all) = asked(&unrestricted, &own(&unrestricted, &path), 3);
        let _ = write!(printed, "{label:<22} county {status} {:>8.1} ms", all.as_secs_f64() * 1e3);
        for (figure, org, browser) in &restricted {
            let (_, path) = &questions(&world, org)[place];
            let (status, one) = asked(browser, &own(browser, path), 3);
            let ratio = one.as_secs_f64() / all.as_secs_f64();
            let _ = write!(
                printed,
                "   {} {status} {:>8.1} ms {ratio:>5.2}",
                figure.name,
                one.as_secs_f64() * 1e3
            );
        }
        printed.push('\n');
        print!("{}", std::mem::take(&mut printed));
    }
    println!("{printed}");
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
            let path = if path == "/" { begins_at(browser) } else { path.clone() };
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

#[apply(both_engines)]
fn a_list_touches_no_more_than_it_shows_and_counts(#[case] engine: Engine) {
    let (small, sweep_small) = touched(engine, 800);
    let (large, sweep_large) = touched(engine, 3_200);
    for ((label, all_small, _), (_, all, restricted)) in small.iter().zip(&large) {
        println!("{engine:?} {label:<22} {all_small:>9} {all:>9} {restricted:?}");
    }
    println!("{engine:?} sweep {sweep_small} {sweep_large}");
}
