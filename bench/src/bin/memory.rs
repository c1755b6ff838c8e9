//! The program itself on the data set: how soon it answers, and how much memory it holds idle and under the list.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use niangjia_bench::load::{self, Connection};
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

/// The program, serving. Ends with this value.
struct Serving {
    process: Child,
    address: SocketAddr,
    started: Duration,
}

impl Serving {
    fn start(program: &PathBuf, data: &PathBuf) -> Outcome<Self> {
        let begun = Instant::now();
        let mut process = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = process.stdout.take().ok_or("no output")?;
        let mut serving =
            Self { process, address: SocketAddr::from(([127, 0, 0, 1], 0)), started: Duration::ZERO };
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_whitespace().next());
        serving.address = address.ok_or_else(|| format!("it said {line:?}"))?.parse()?;
        while !serving.answers() {
            thread::sleep(Duration::from_millis(1));
        }
        serving.started = begun.elapsed();
        Ok(serving)
    }

    fn answers(&self) -> bool {
        let asked = Connection::open(self.address)
            .and_then(|mut connection| connection.send(b"GET /healthz HTTP/1.1\r\nHost: bench\r\n\r\n"));
        asked.is_ok_and(|reply| reply.status == 200)
    }

    /// A line of `/proc/PID/status`, in MB.
    fn memory(&self, name: &str) -> Outcome<f64> {
        memory(self.process.id(), name)
    }

    /// The largest resident memory while the list is asked for, and how often it was answered per second.
    fn loaded(&self, cookie: &str, accept: &str) -> Outcome<(f64, f64)> {
        let request = server::get(&format!("/orgs/{}/visits", world::ORG), accept, cookie);
        let (over, largest, id) = (AtomicBool::new(false), AtomicU64::new(0), self.process.id());
        thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    let now = memory(id, "VmRSS").unwrap_or_default();
                    largest.fetch_max((now * 1e3) as u64, Ordering::Relaxed);
                    thread::sleep(SAMPLING);
                }
            });
            let makers = (0..CONNECTIONS).map(|_| -> load::Maker<'_> {
                Box::new(|buffer: &mut Vec<u8>| buffer.extend_from_slice(&request))
            });
            let measured = load::run(self.address, makers.collect(), 200, (Duration::ZERO, LOADED));
            over.store(true, Ordering::Relaxed);
            Ok((largest.load(Ordering::Relaxed) as f64 / 1e3, measured?.per_second))
        })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Our own child, by its id, as the system would end it; and waited for.
        let asked = Command::new("kill").arg(self.process.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _already_gone = self.process.kill();
        }
        let _status = self.process.wait();
    }
}

/// A line of `/proc/PID/status`, in MB (10⁶ bytes; the kernel counts in 1,024).
fn memory(id: u32, name: &str) -> Outcome<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let number = line.and_then(|line| line.split_whitespace().next()).ok_or("no such line")?;
    Ok(number.parse::<f64>()? * 1_024.0 / 1e6)
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    world::make(&arguments.data)?;
    let beside = std::env::current_exe()?.with_file_name("niangjia");
    let program = arguments.program.unwrap_or(beside);
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
    let (peak_json, json_rate) = serving.loaded(&cookie, "application/json")?;
    let (peak_html, html_rate) = serving.loaded(&cookie, "text/html")?;
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
