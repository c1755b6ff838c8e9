//! Results: one line of JSON per run in `bench/results/`, with the machine and the commit they were made on.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use niangjia_kernel::{Clock as _, SystemClock};
use serde_json::{Value, json};

use crate::Outcome;

/// The load of the machine before a run: others compiling make a run worthless, and this shows it.
#[must_use]
pub fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// Appends a run to `bench/results/<program>.jsonl`.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(program: &str, load_before: &str, measured: Value) -> Outcome<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = here.join("results");
    fs::create_dir_all(&folder)?;
    let mut line = json!({
        "program": program,
        "at": SystemClock.now().long(),
        "commit": commit(here),
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "processor": processor(),
        "load_before": load_before,
        "load_after": load_average(),
    });
    if let (Some(line), Value::Object(measured)) = (line.as_object_mut(), measured) {
        line.extend(measured);
    }
    let mut file =
        OpenOptions::new().create(true).append(true).open(folder.join(format!("{program}.jsonl")))?;
    writeln!(file, "{line}")?;
    Ok(())
}

/// The middle one of three rounds and more.
#[must_use]
pub fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// `fa3ed85`, and `+changes` where the tree differs from it.
fn commit(folder: &Path) -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
    };
    let changed = !git(&["status", "--porcelain", "--", ":/crates", ":/Cargo.lock"]).is_empty();
    format!("{}{}", git(&["rev-parse", "--short", "HEAD"]), if changed { "+changes" } else { "" })
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("model name"));
    line.and_then(|line| line.split_once(": ")).map(|(_, name)| name.to_owned()).unwrap_or_default()
}
