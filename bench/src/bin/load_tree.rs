//! Loading the national tree into a fresh store: SQLite, and PostgreSQL where there is one.

use std::path::Path;
use std::time::Instant;

use clap::Parser;
use niangjia::settings::{Said, Settings};
use niangjia::{country, wiring};
use niangjia_bench::{Outcome, results};
use niangjia_kernel::Day;
use niangjia_store::{StoreError, audit};
use postgres::{Client, NoTls};
use serde_json::{Value, json};

const ROUNDS: usize = 3;
const LOAD: audit::Action = audit::Action::write("bench.load_tree", "建立组织树");

/// The time the national tree takes.
#[derive(Debug, Parser)]
struct Arguments {
    /// A PostgreSQL in which a database may be made and dropped again, `postgres://user@host:port/database`.
    #[arg(long, env = "NIANGJIA_TEST_POSTGRES")]
    postgres: Option<String>,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let here = niangjia_bench::world::default_folder();
    let target = here.parent().unwrap_or(&here);
    let load_before = results::load_average();
    let mut rounds = Vec::new();
    for round in 1..=ROUNDS {
        let folder = tempfile::tempdir_in(target)?;
        rounds.push(one(round, "SQLite", folder.path(), None)?);
        if let Some(server) = &arguments.postgres {
            let folder = tempfile::tempdir_in(target)?;
            let name = format!("niangjia_bench_{}", std::process::id());
            let (front, _) = server.rsplit_once('/').ok_or("a URL with a database")?;
            let mut administrator = Client::connect(server, NoTls)?;
            administrator.batch_execute(&format!(
                "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
            ))?;
            let measured = one(round, "PostgreSQL", folder.path(), Some(format!("{front}/{name}")));
            administrator.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))?;
            rounds.push(measured?);
        }
    }
    let middle = |engine: &str| {
        let hers = rounds.iter().filter(|round| round["engine"] == engine);
        results::median(&hers.filter_map(|round| round["seconds"].as_f64()).collect::<Vec<_>>())
    };
    println!("SQLite {:.2} s (bar 10 s)", middle("SQLite"));
    let postgres = arguments.postgres.is_some().then(|| middle("PostgreSQL"));
    if let Some(seconds) = postgres {
        println!("PostgreSQL {seconds:.2} s (bar 10 s)");
    }
    let measured =
        json!({ "sqlite_seconds": middle("SQLite"), "postgres_seconds": postgres, "rounds": rounds });
    results::keep("load_tree", &load_before, measured)
}

/// From the packed list to the commit, in one transaction, as `init` does it.
fn one(round: usize, engine: &str, folder: &Path, database: Option<String>) -> Outcome<Value> {
    let said = Said { data: Some(folder.join("data")), database, ..Said::default() };
    let store = wiring::open_store(Settings::of(said, None, "")?.store_options())?;
    let begun = Instant::now();
    let divisions = country::divisions()?;
    let read = begun.elapsed().as_secs_f64();
    let count = divisions.len();
    store.write_blocking(move |tx| {
        niangjia_area::api::load(tx, &divisions, &|_| {})?;
        let since = Day::of(2016, 12, 31).unwrap_or(tx.today());
        niangjia_org::api::found_all(tx, &divisions, since, &|_| {})?;
        let entry = audit::Entry::by_system(LOAD, niangjia_kernel::Tenant::NATION);
        Ok::<_, StoreError>(tx.record(&entry, ())?.into())
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    println!("{round} {engine}: {count} divisions in {seconds:.2} s, {read:.2} s of it reading the list");
    Ok(json!({ "engine": engine, "divisions": count, "seconds": seconds, "reading_seconds": read }))
}
