//! The program itself on the data set: how soon it answers, and how much memory it holds idle and under the list.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use clap::Parser;
use niangjia_bench::load;
use niangjia_bench::program::{self, Serving};
use niangjia_bench::{Outcome, results, server, world};
use serde_json::json;

const CONNECTIONS: usize = 8;
const LOADED: Duration = Duration::from_secs(15);
const IDLE: Duration = Duration::from_secs(5);
const SAMPLING: Duration = Duration::from_millis(100);

/// Start and memory of the program.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder of the data set; made there if it is empty.
    #[arg(long, default_value_os_t = world::default_folder())]
    data: PathBuf,
    /// The program; the one built beside this one if not said.
    #[arg(long)]
    program: Option<PathBuf>,
}

/// The largest resident memory while the list is asked for, and how often it was answered per second.
fn loaded(serving: &Serving, cookie: &str, accept: &str) -> Outcome<(f64, f64)> {
    let request = server::get(&format!("/orgs/{}/visits", world::ORG), accept, cookie);
    let (over, largest) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let now = serving.memory("VmRSS").unwrap_or_default();
                largest.fetch_max((now * 1e3) as u64, Ordering::Relaxed);
                thread::sleep(SAMPLING);
            }
        });
        let makers = (0..CONNECTIONS).map(|_| -> load::Maker<'_> {
            Box::new(|buffer: &mut Vec<u8>| buffer.extend_from_slice(&request))
        });
        let measured = load::run(serving.address, makers.collect(), 200, (Duration::ZERO, LOADED));
        over.store(true, Ordering::Relaxed);
        Ok((largest.load(Ordering::Relaxed) as f64 / 1e3, measured?.per_second))
    })
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    world::make(&arguments.data)?;
    let program = arguments.program.map_or_else(program::beside, Ok)?;
    let load_before = results::load_average();
    let mut starts = Vec::new();
    for _ in 0..5 {
        starts.push(Serving::start(&program, &arguments.data)?.started.as_secs_f64());
    }
    let serving = Serving::start(&program, &arguments.data)?;
    starts.push(serving.started.as_secs_f64());
    thread::sleep(IDLE);
    let idle = serving.memory("VmRSS")?;
    let cookie = server::sign_in(serving.address, world::CHAIR, world::PASSWORD)?;
    let (peak_json, json_rate) = loaded(&serving, &cookie, "application/json")?;
    let (peak_html, html_rate) = loaded(&serving, &cookie, "text/html")?;
    let highest = serving.memory("VmHWM")?;
    thread::sleep(IDLE);
    let after = serving.memory("VmRSS")?;
    let start = results::median(&starts);
    println!("start {start:.3} s (bar 1 s)");
    println!("idle {idle:.1} MB (bar 80 MB), {after:.1} MB after the load");
    println!(
        "under the list {peak_json:.1} MB as JSON, {peak_html:.1} MB as page (bar 200 MB); highest ever {highest:.1} MB"
    );
    results::keep(
        "memory",
        &load_before,
        json!({
            "start_seconds": start, "starts": starts, "idle_mb": idle, "idle_after_load_mb": after,
            "peak_json_mb": peak_json, "peak_html_mb": peak_html, "highest_mb": highest,
            "json_per_second": json_rate, "html_per_second": html_rate,
        }),
    )
}
