//! The list of 50 visits beside a Django REST service that answers the same from the same rows.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use niangjia_bench::load::{self, Connection, Measured};
use niangjia_bench::peer::{self, Workers};
use niangjia_bench::program::{self, Serving};
use niangjia_bench::{Outcome, results, server, world};
use serde_json::{Value, json};

const CONNECTIONS: usize = 8;
/// Short and often: what others do on the machine then falls on all sides.
const SPANS: (Duration, Duration) = (Duration::from_millis(500), Duration::from_millis(2_500));
const JSON: &str = "application/json";
const HTML: &str = "text/html";

/// The list beside its peer.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder of the data set; made there if it is empty.
    #[arg(long, default_value_os_t = world::default_folder())]
    data: PathBuf,
    /// The interpreter that the peer's environment is made with.
    #[arg(long, default_value = "/usr/bin/python3")]
    python: PathBuf,
    /// How often each is measured, in turn.
    #[arg(long, default_value_t = 12)]
    rounds: usize,
}

/// What is measured: a name, a server, a request.
struct Side<'s> {
    name: &'static str,
    server: &'s Serving,
    request: Vec<u8>,
}

fn main() -> Outcome<()> {
    let Arguments { data, python, rounds } = Arguments::parse();
    world::make(&data)?;
    let environment = peer::environment(&python, data.parent().ok_or("a folder above the data")?)?;
    let versions = peer::versions(&environment)?;
    println!("{versions}");
    let product = Serving::start(&program::beside()?, &data)?;
    let sync = peer::start(&environment, &data, Workers::Sync)?;
    let threads = peer::start(&environment, &data, Workers::Threads(2))?;
    let cookie = server::sign_in(product.address, world::CHAIR, world::PASSWORD)?;
    let member = server::sign_in(product.address, world::MEMBERS[0], world::PASSWORD)?;
    for peer in [&sync, &threads] {
        same(product.address, peer.address, &cookie, &member)?;
    }
    println!("the same rows from all of them");

    let path = format!("/orgs/{}/visits", world::ORG);
    let serialized = format!("/serialized{path}");
    let side = |name, server, path: &str, accept| {
        let request = server::get(path, accept, &cookie);
        Side { name, server, request }
    };
    let sides = [
        side("json", &product, &path, JSON),
        side("peer json sync", &sync, &path, JSON),
        side("peer json threads", &threads, &path, JSON),
        side("peer serialized sync", &sync, &serialized, JSON),
        side("peer serialized threads", &threads, &serialized, JSON),
        side("html", &product, &path, HTML),
        side("peer html sync", &sync, &path, HTML),
        side("peer html threads", &threads, &path, HTML),
    ];
    let load_before = results::load_average();
    let mut measured: BTreeMap<&str, Vec<Measured>> = BTreeMap::new();
    for round in 1..=rounds {
        for side in &sides {
            let one = measure(side)?;
            println!("{round} {:24} {}", side.name, one.line());
            measured.entry(side.name).or_default().push(one);
        }
    }
    let verdicts = verdicts(&measured);
    for (name, verdict) in &verdicts {
        println!("{name}: {verdict}");
    }
    let memory = |server: &Serving| server.memory_of_all();
    results::keep(
        "peers",
        &load_before,
        json!({
            "versions": versions, "visits": world::VISITS, "ratios": verdicts, "rounds": measured,
            "memory_mb": {
                "product": memory(&product)?, "peer sync": memory(&sync)?, "peer threads": memory(&threads)?,
            },
        }),
    )
}

fn measure(side: &Side<'_>) -> Outcome<Measured> {
    let makers = (0..CONNECTIONS).map(|_| -> load::Maker<'_> {
        Box::new(|buffer: &mut Vec<u8>| buffer.extend_from_slice(&side.request))
    });
    load::run_on(side.server.id(), side.server.address, makers.collect(), 200, SPANS)
}

/// How many times the peer's rate the product has, the peer taken with the workers that are faster for it: of the
/// medians, of the best rounds (those that others on the machine disturbed least), of each round by itself, and by the
/// processor time of a request.
fn verdicts(measured: &BTreeMap<&str, Vec<Measured>>) -> BTreeMap<&'static str, Value> {
    let rates = |name: &str| measured[name].iter().map(|one| one.per_second).collect::<Vec<_>>();
    let median = |name: &str| results::median(&rates(name));
    let best = |name: &str| rates(name).into_iter().fold(0.0, f64::max);
    let processor =
        |name: &str| results::median(&measured[name].iter().map(|one| one.server_cpu_us).collect::<Vec<_>>());
    let pairs = [
        ("json", "json", ["peer json sync", "peer json threads"]),
        ("json, peer serialized", "json", ["peer serialized sync", "peer serialized threads"]),
        ("html", "html", ["peer html sync", "peer html threads"]),
    ];
    let verdict = |(name, ours, peers): (&'static str, &str, [&'static str; 2])| {
        let peer = if best(peers[0]) >= best(peers[1]) { peers[0] } else { peers[1] };
        let by_round = rates(ours).into_iter().zip(rates(peer)).map(|(ours, peer)| ours / peer);
        let by_round: Vec<f64> = by_round.collect();
        let verdict = json!({
            "peer": peer, "of_medians": median(ours) / median(peer), "of_best": best(ours) / best(peer),
            "by_processor": processor(peer) / processor(ours), "median_by_round": results::median(&by_round),
            "by_round": by_round,
        });
        (name, verdict)
    };
    pairs.into_iter().map(verdict).collect()
}

/// Both must answer the same rows: the chair's first pages as JSON and as a page, a member's own, and nothing to
/// somebody who is not signed in or asks for another community.
fn same(product: SocketAddr, peer: SocketAddr, chair: &str, member: &str) -> Outcome<()> {
    let path = format!("/orgs/{}/visits", world::ORG);
    for cookie in [chair, member] {
        let (mut query, mut pages) = (String::new(), 0);
        while pages < 3 {
            let asked = format!("{path}?{query}");
            let ours = answer(product, &asked, JSON, cookie)?;
            let rows: Value = serde_json::from_str(&ours)?;
            let serialized = answer(peer, &format!("/serialized{asked}"), JSON, cookie)?;
            for theirs in [answer(peer, &asked, JSON, cookie)?, serialized] {
                equal(&rows, &serde_json::from_str(&theirs)?)?;
            }
            if rows["visits"].as_array().map(Vec::len) != Some(50) {
                return Err(format!("not 50 rows: {ours}").into());
            }
            let (ours, theirs) =
                (answer(product, &asked, HTML, cookie)?, answer(peer, &asked, HTML, cookie)?);
            let (ours, theirs) = (cells(&ours), cells(&theirs));
            if ours.len() != 50 || ours != theirs {
                return Err(format!("the pages differ:\n{ours:#?}\n{theirs:#?}").into());
            }
            query = format!("after={}", rows["next"].as_str().ok_or("no next page")?);
            pages += 1;
        }
    }
    for (path, cookie, status) in [(path.as_str(), "", 401), ("/orgs/341881003005/visits", chair, 404)] {
        for address in [product, peer] {
            let reply = Connection::open(address)?.send(&server::get(path, JSON, cookie))?;
            if reply.status != status {
                return Err(format!("{} instead of {status} from {address}{path}", reply.status).into());
            }
        }
    }
    Ok(())
}

fn answer(address: SocketAddr, path: &str, accept: &str, cookie: &str) -> Outcome<String> {
    let reply = Connection::open(address)?.send(&server::get(path, accept, cookie))?;
    let body = String::from_utf8(reply.body)?;
    if reply.status == 200 { Ok(body) } else { Err(format!("{} {path}: {body}", reply.status).into()) }
}

fn equal(ours: &Value, theirs: &Value) -> Outcome<()> {
    if ours == theirs { Ok(()) } else { Err(format!("the answers differ:\n{ours}\n\n{theirs}").into()) }
}

/// The rows of a page: where each leads, and the texts of its cells.
fn cells(page: &str) -> Vec<Vec<String>> {
    let body = page.split_once("<tbody>").and_then(|(_, rest)| rest.split_once("</tbody>"));
    let rows = body.map_or("", |(body, _)| body).split("<tr>").skip(1);
    rows.map(|row| {
        let href = row.split_once("href=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(href, _)| href);
        // What stands between two tags.
        let texts = row.split('>').filter_map(|piece| piece.split_once('<')).map(|(text, _)| text.trim());
        href.into_iter().chain(texts.filter(|text| !text.is_empty())).map(str::to_owned).collect()
    })
    .collect()
}
