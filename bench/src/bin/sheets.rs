//! A long list written and read: 1,000,000 rows of 8 columns out, 100,000 rows of 12 columns in. Each pass is a process
//! of its own, so that the most memory it had is its own too.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use clap::{Parser, Subcommand};
use niangjia_bench::sheets::{self, Cost};
use niangjia_bench::{Outcome, results};
use serde_json::{Value, json};

/// Writing and reading of long lists.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    pass: Option<Pass>,
}

/// One pass, in its own process.
#[derive(Debug, Subcommand)]
enum Pass {
    /// Writes a list.
    Write {
        /// Its rows.
        rows: u32,
        /// Its columns.
        columns: usize,
        /// The file, in a folder with room for what waits.
        into: PathBuf,
    },
    /// Reads a list.
    Read {
        /// The file.
        file: PathBuf,
    },
}

fn as_json(cost: &Cost) -> Value {
    json!({
        "rows": cost.rows,
        "seconds": cost.took.as_secs_f64(),
        "rows_per_second": f64::from(cost.rows) / cost.took.as_secs_f64(),
        "peak_megabytes": cost.peak_bytes >> 20,
        "waiting_megabytes": cost.waiting_bytes >> 20,
        "file_megabytes": cost.file_bytes >> 20,
    })
}

fn in_own_process(arguments: &[&str]) -> Outcome<Value> {
    let output = Command::new(std::env::current_exe()?).args(arguments).stderr(Stdio::inherit()).output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn both() -> Outcome<()> {
    let load = results::load_average();
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (long, wide) = (path("long.xlsx"), path("wide.xlsx"));
    let written = in_own_process(&["write", "1000000", "8", &long])?;
    println!("1,000,000 rows of 8 columns written: {written}");
    fs::remove_file(&long)?;
    in_own_process(&["write", "100000", "12", &wide])?;
    let read = in_own_process(&["read", &wide])?;
    println!("100,000 rows of 12 columns read: {read}");
    results::keep("sheets", &load, json!({ "written": written, "read": read }))
}

fn main() -> Outcome<()> {
    let cost = match Arguments::parse().pass {
        None => return both(),
        Some(Pass::Write { rows, columns, into }) => sheets::write(rows, columns, &into)?,
        Some(Pass::Read { file }) => sheets::read(&file)?,
    };
    println!("{}", as_json(&cost));
    Ok(())
}
