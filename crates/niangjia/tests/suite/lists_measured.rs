//! What lists, searches and counts cost among many matters, for whoever sees all of a county and for whoever sees little.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use niangjia_testkit::{
    Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, STREET_CHAIR, World,
};
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
