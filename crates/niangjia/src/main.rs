//! The program `niangjia`.

use std::process::ExitCode;

use clap::Parser as _;
use niangjia::commands::{self, Arguments};

fn main() -> ExitCode {
    commands::run(Arguments::parse())
}
