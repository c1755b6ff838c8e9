//! A million visits into one workbook: from the button to the finished file, by the program as it is installed.

use std::error::Error;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use niangjia_bench::load::Connection;
use niangjia_bench::program::{self, Serving};
use niangjia_bench::{Outcome, bulk, results, server, world};
use niangjia_store::Location;
use serde_json::{Value, json};

/// How often the progress is asked for, as the page does.
const LOOK_AGAIN: Duration = Duration::from_millis(1_000);
const PATIENCE: Duration = Duration::from_secs(600);

/// The export of the ledger of visits.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder of the data set; made there if it is empty.
    #[arg(long, default_value_os_t = bulk::default_folder())]
    data: PathBuf,
    /// The program; the one built beside this if left out.
    #[arg(long)]
    program: Option<PathBuf>,
    /// A PostgreSQL database for the rows, with a folder of its own in `--data`. Only as a variable: the program that is
    /// started reads the same one.
    #[arg(long, env = "NIANGJIA_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// How often each is measured.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let engine = if arguments.database.is_some() { "postgres" } else { "sqlite" };
    let location = arguments.database.map_or(Location::Embedded, Location::Postgres);
    if let Some(seconds) = bulk::make(&arguments.data, location)? {
        println!("made the data set in {seconds:.1} s");
    }
    let program = arguments.program.map_or_else(program::beside, Ok)?;
    let load_before = results::load_average();
    // The chair of the community reads what was said; the county sees the list without it.
    let sides = [("community", world::CHAIR, world::ORG), ("county", bulk::COUNTY_CHAIR, bulk::COUNTY)];
    let mut rounds = Vec::new();
    for round in 1..=arguments.rounds {
        for (name, who, org) in sides {
            // A process of its own for each, so that the largest memory is that of one export.
            let serving = Serving::start(&program, &arguments.data)?;
            let measured = measure(&serving, who, org)?;
            println!("{round} {name:10} {measured}");
            rounds.push(json!({"round": round, "list": name, "measured": measured}));
        }
    }
    results::keep("export", &load_before, json!({"engine": engine, "visits": bulk::VISITS, "rounds": rounds}))
}

/// Seconds from the button to the finished file, the largest memory of the server, and what came out.
fn measure(serving: &Serving, who: &str, org: &str) -> Outcome<Value> {
    let cookie = server::sign_in(serving.address, who, world::PASSWORD)?;
    let csrf = server::form_token(serving.address, &cookie)?;
    let (idle, before) = (serving.memory("VmRSS")?, processor_seconds(serving.id())?);
    let form =
        serde_html_form::to_string([("csrf", csrf.as_str()), ("page", &format!("/orgs/{org}/visits"))])?;
    let mut request = Vec::new();
    server::post(&mut request, "/exports", &cookie, &form);
    let begun = Instant::now();
    let reply = Connection::open(serving.address)?.send(&request)?;
    let place = reply.head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
    });
    let place = place.filter(|_| reply.status == 303).ok_or_else(|| format!("not taken: {}", reply.head))?;
    let place = place.split('?').next().unwrap_or_default().to_owned();
    let done = wait(serving, &cookie, &place, begun)?;
    let seconds = begun.elapsed().as_secs_f64();
    let processor = processor_seconds(serving.id())? - before;
    let largest = serving.memory("VmHWM")?;
    let (file_bytes, rows) = rows_of(serving, &cookie, &place)?;
    // Title, two lines, a note, the heading, the closing line.
    if rows != bulk::VISITS + 6 {
        return Err(format!("{rows} rows in the file: {done}").into());
    }
    Ok(json!({
        "seconds": seconds, "processor_seconds": processor, "idle_mb": idle, "largest_mb": largest, "file_mb": file_bytes as f64 / 1e6,
        "after_download_mb": serving.memory("VmHWM")?, "rows": rows,
    }))
}

/// Processor time of the server so far; on a machine that others use it says more than the clock.
fn processor_seconds(process: u32) -> Outcome<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, rest) = text.rsplit_once(')').ok_or("no name")?;
    let numbers: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |index: usize| {
        Ok::<f64, Box<dyn Error + Send + Sync>>(numbers.get(index).ok_or("too short")?.parse()?)
    };
    Ok((ticks(11)? + ticks(12)?) / TICKS_PER_SECOND)
}

fn wait(serving: &Serving, cookie: &str, place: &str, begun: Instant) -> Outcome<Value> {
    loop {
        let request = server::get(place, "application/json", cookie);
        let reply = Connection::open(serving.address)?.send(&request)?;
        let state: Value = serde_json::from_slice(&reply.body)?;
        match state["state"].as_str() {
            Some("done") => return Ok(state),
            Some("making") if begun.elapsed() < PATIENCE => thread::sleep(LOOK_AGAIN),
            _ => return Err(format!("no file: {state}").into()),
        }
    }
}

/// How large the file is, and how many rows its sheets have.
fn rows_of(serving: &Serving, cookie: &str, place: &str) -> Outcome<(usize, usize)> {
    let request = server::get(&format!("{place}/file"), "*/*", cookie);
    let file = Connection::open(serving.address)?.send(&request)?.body;
    let mut package = zip::ZipArchive::new(Cursor::new(&file))?;
    let names = package.file_names().map(|name| Ok(name?.into_owned()));
    let mut sheets = names.collect::<Outcome<Vec<String>>>()?;
    sheets.retain(|name| name.contains("worksheets/sheet"));
    let (mut rows, mut chunk) = (0, vec![0_u8; 1 << 20]);
    for sheet in sheets {
        let (mut part, mut before) = (package.by_name(&sheet)?, Vec::new());
        loop {
            let taken = part.read(&mut chunk)?;
            if taken == 0 {
                break;
            }
            before.extend_from_slice(&chunk[..taken]);
            rows += before.windows(5).filter(|five| five == b"<row ").count();
            before.drain(..before.len().saturating_sub(4));
        }
    }
    Ok((file.len(), rows))
}
