//! The pages of the nation and of a county in a world made by `niangjia seed`, asked one after the other over HTTP.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use niangjia::settings::{Said, Settings};
use niangjia::{seed, wiring};
use niangjia_bench::load::Connection;
use niangjia_bench::{Outcome, queries, results, server};
use niangjia_store::Store;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// The nation and a county.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder that `niangjia seed` filled.
    #[arg(long)]
    data: PathBuf,
    /// Its database, where it is PostgreSQL.
    #[arg(long)]
    database: Option<String>,
    /// The county whose pages are asked for; its chair gets an account in that world.
    #[arg(long, default_value = "341881")]
    county: String,
    /// How often each page is asked for, after as many times that are not counted.
    #[arg(long, default_value_t = 60)]
    times: usize,
}

const FIRST_LOOKS: usize = 20;

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let engine = if arguments.database.is_none() { "SQLite" } else { "PostgreSQL" };
    let said = Said { data: Some(arguments.data), database: arguments.database, ..Said::default() };
    let store = wiring::open_store(Settings::of(said, None, "")?.store_options())?;
    let world = queries::size(&store)?;
    let before = store.clock().today().month().plus(-1);
    let (runtime, county) = (server::runtime()?, &arguments.county);
    // Without its jobs: a round of sums beside the questions would be measured with them.
    seed::open_account(&store, county)?;
    let address = server::serve_pages(&runtime, &store)?;
    let load_before = results::load_average();
    let asked = [
        ("nation dashboard", "0".to_owned(), "/insight/0".to_owned()),
        ("nation tree", "0".to_owned(), "/orgs/0".to_owned()),
        ("nation indicator", "0".to_owned(), "/insight/0/visits".to_owned()),
        ("nation dashboard, month before", "0".to_owned(), format!("/insight/0?month={}", before)),
        ("province dashboard", "0".to_owned(), format!("/insight/{}", &county[..2])),
        ("county dashboard from above", "0".to_owned(), format!("/insight/{county}")),
        ("county dashboard", county.clone(), format!("/insight/{county}")),
        ("county tree", county.clone(), format!("/orgs/{county}")),
        ("county indicator", county.clone(), format!("/insight/{county}/households_covered")),
    ];
    let mut pages = Vec::new();
    for (name, code, path) in asked {
        let cookie = server::sign_in(address, &seed::login(&code), seed::PASSWORD)?;
        pages.push(ask(address, name, &server::get(&path, "text/html", &cookie), arguments.times)?);
    }
    let chair = server::sign_in(address, &seed::login(county), seed::PASSWORD)?;
    let request = server::get(&format!("/insight/{county}"), "text/html", &chair);
    pages.push(ask_first(&runtime, &store, "county dashboard, nothing remembered", &request)?);
    results::keep(
        "national",
        &load_before,
        json!({
            "engine": engine, "visits": world.visits, "members": world.members, "counties": world.counties,
            "bytes": store.bytes()?, "months_summed": world.months, "county": county, "times": arguments.times, "pages": pages,
        }),
    )
}

/// Asks programs that have just begun for a page, as after a write in the county: nothing of it is remembered.
fn ask_first(runtime: &Runtime, store: &Store, name: &str, request: &[u8]) -> Outcome<Value> {
    let mut took = Vec::new();
    for _ in 0..FIRST_LOOKS {
        let mut connection = Connection::open(server::serve_pages(runtime, store)?)?;
        let asked = Instant::now();
        let reply = connection.send(request)?;
        took.push(asked.elapsed().as_secs_f64() * 1_000.0);
        if reply.status != 200 {
            return Err(format!("{name}: {}", reply.status).into());
        }
    }
    Ok(told(name, took, 0))
}

/// Asks for a page again and again; how long the middle answer took, and that of which one in twenty took longer.
fn ask(address: SocketAddr, name: &str, request: &[u8], times: usize) -> Outcome<Value> {
    let mut connection = Connection::open(address)?;
    let (mut took, mut bytes) = (Vec::new(), 0);
    for round in 0..times * 2 {
        let asked = Instant::now();
        let reply = connection.send(request)?;
        let milliseconds = asked.elapsed().as_secs_f64() * 1_000.0;
        if reply.status != 200 {
            return Err(format!("{name}: {} {}", reply.status, String::from_utf8_lossy(&reply.body)).into());
        }
        bytes = reply.body.len();
        if round >= times {
            took.push(milliseconds);
        }
    }
    Ok(told(name, took, bytes))
}

fn told(name: &str, mut took: Vec<f64>, bytes: usize) -> Value {
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took.get((took.len() as f64 * share) as usize).copied().unwrap_or_default();
    let (quick, middle, slow) = (at(0.0), at(0.5), at(0.95));
    println!("{name:36} least {quick:7.2}  p50 {middle:7.2}  p95 {slow:7.2} ms  {bytes} bytes");
    json!({ "page": name, "least_ms": quick, "p50_ms": middle, "p95_ms": slow, "bytes": bytes })
}
