//! The architecture as tests about the code. Every test names each offender with file and line.
#![allow(clippy::expect_used, clippy::panic, reason = "tests stop where they fail")]

use niangjia_conformance::{RustFile, Source, sources};

mod documents;
mod layers;
mod leftovers;
mod rules;
mod schema;
mod sql;

/// Something that offends and is known, with the reason. The list only shrinks.
type Exception = (&'static str, &'static str);

/// Fails with every offender, one per line.
#[track_caller]
fn none(offenders: &[String]) {
    assert!(offenders.is_empty(), "{} offend:\n  {}\n", offenders.len(), offenders.join("\n  "));
}

/// Fails with every offender that is no exception, and every exception that offends no more. An exception is known by
/// how the offender begins.
#[track_caller]
fn none_but(exceptions: &[Exception], offenders: &[String]) {
    let known = |offender: &&String| exceptions.iter().any(|(begins, _)| offender.starts_with(begins));
    let mut left: Vec<String> = offenders.iter().filter(|offender| !known(offender)).cloned().collect();
    let stale = exceptions
        .iter()
        .filter(|(begins, _)| !offenders.iter().any(|offender| offender.starts_with(begins)));
    left.extend(
        stale.map(|(begins, _)| format!("{begins}: offends no more; take it off the list of exceptions")),
    );
    none(&left);
}

/// Every Rust file of our crates.
fn rust_files() -> Vec<(Source, RustFile)> {
    let files = sources(&[".rs"]).expect("the repository").into_iter();
    files
        .map(|source| {
            let file = RustFile::of(&source).unwrap_or_else(|error| panic!("{}: {error}", source.path));
            (source, file)
        })
        .collect()
}
