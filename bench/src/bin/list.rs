//! The list of 50 visits with household names, as JSON and as a page, against the bare floor.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use niangjia::wiring;
use niangjia_bench::load::{self, Connection, Measured};
use niangjia_bench::{Outcome, floor, results, server, world};
use niangjia_store::StoreOptions;
use serde_json::json;

const CONNECTIONS: usize = 8;
const ROUNDS: usize = 3;
const WARMING: Duration = Duration::from_secs(2);
const MEASURING: Duration = Duration::from_secs(8);

/// The list against its floor.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder of the data set; made there if it is empty.
    #[arg(long, default_value_os_t = world::default_folder())]
    data: PathBuf,
}

fn main() -> Outcome<()> {
    let folder = Arguments::parse().data;
    let made = world::make(&folder)?;
    let store = wiring::open_store(StoreOptions::embedded(folder.clone()))?;
    let runtime = server::runtime()?;
    let product = server::serve_product(&runtime, &store)?;
    let bare = server::serve(&runtime, floor::router(world::database(&folder)))?;
    let cookie = server::sign_in(product, world::CHAIR, world::PASSWORD)?;
    let path = format!("/orgs/{}/visits", world::ORG);
    let as_json = server::get(&path, "application/json", &cookie);
    let as_page = server::get(&path, "text/html", &cookie);
    let bytes = check(product, bare, &as_json)?;

    let load_before = results::load_average();
    let sides = [
        ("floor", bare, &as_json),
        ("json", product, &as_json),
        ("floor", bare, &as_json),
        ("html", product, &as_page),
    ];
    let mut rounds: BTreeMap<&str, Vec<Measured>> = BTreeMap::new();
    for round in 1..=ROUNDS {
        for (name, address, request) in sides {
            let makers = (0..CONNECTIONS).map(|_| -> load::Maker<'_> {
                Box::new(|buffer: &mut Vec<u8>| buffer.extend_from_slice(request))
            });
            let measured = load::run(address, makers.collect(), 200, (WARMING, MEASURING))?;
            println!("{round} {name:5} {}", measured.line());
            rounds.entry(name).or_default().push(measured);
        }
    }
    let middle = |name: &str, of: fn(&Measured) -> f64| {
        results::median(&rounds[name].iter().map(of).collect::<Vec<_>>())
    };
    let ratio = |name: &str| middle(name, |one| one.per_second) / middle("floor", |one| one.per_second);
    let processor =
        |name: &str| middle("floor", |one| one.server_cpu_us) / middle(name, |one| one.server_cpu_us);
    println!("json {:.3} of the floor (bar 0.3), html {:.3} (bar 0.25)", ratio("json"), ratio("html"));
    println!("by processor time alone: json {:.3}, html {:.3}", processor("json"), processor("html"));
    results::keep(
        "list",
        &load_before,
        json!({
            "visits": world::VISITS, "answer_bytes": bytes, "made_in_seconds": made,
            "ratio_json": ratio("json"), "ratio_html": ratio("html"),
            "ratio_json_processor": processor("json"), "ratio_html_processor": processor("html"),
            "rounds": rounds,
        }),
    )
}

/// Both sides must answer the same, byte for byte.
fn check(product: SocketAddr, bare: SocketAddr, request: &[u8]) -> Outcome<usize> {
    let (one, other) = (Connection::open(product)?.send(request)?, Connection::open(bare)?.send(request)?);
    if (one.status, other.status) != (200, 200) || one.body != other.body {
        let (one, other) = (String::from_utf8_lossy(&one.body), String::from_utf8_lossy(&other.body));
        return Err(format!("the answers differ:\n{one}\n\n{other}").into());
    }
    let rows = String::from_utf8_lossy(&one.body).matches("\"household_name\"").count();
    if rows != 50 {
        return Err(format!("{rows} rows instead of 50").into());
    }
    println!("both answer the same 50 rows, {} bytes", one.body.len());
    Ok(one.body.len())
}
