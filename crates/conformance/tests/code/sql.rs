//! Where SQL stands, whose tables it writes, and whose it reads.

use std::collections::HashMap;

use niangjia_store::{Dialect, rendered_schema};

use crate::layers::layer;
use crate::{Exception, none, none_but, rust_files};

/// SQL outside its place. Only shrinks.
const ELSEWHERE: &[Exception] = &[];

/// Writes into tables of another slice. Only shrinks.
const FOREIGN_WRITES: &[Exception] = &[];

/// What belongs to one engine only, outside the store: choosing the engine, and writing the schema files of both.
const CHOOSES_THE_ENGINE: [&str; 3] =
    ["crates/niangjia/src/settings.rs", "crates/niangjia/src/commands/schema.rs", "bench/src/bin/export.rs"];

const STATEMENTS: [&str; 5] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "];
const ENGINE_WORDS: [&str; 5] =
    ["Location::Postgres", "Location::Embedded", "Session::Postgres", "Session::Sqlite", "Dialect::"];

fn words(sql: &str) -> Vec<&str> {
    let parts = sql.split(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    parts.filter(|word| !word.is_empty()).collect()
}

/// The tables that a statement, or a piece of one, writes.
fn written(sql: &str) -> Vec<&str> {
    let words = words(sql);
    let mut tables = Vec::new();
    for (index, pair) in words.windows(2).enumerate() {
        let before = index.checked_sub(1).map_or("", |index| words[index]);
        match (before, pair) {
            ("INSERT", ["INTO", table]) | ("DELETE", ["FROM", table]) => tables.push(*table),
            ("FOR" | "DO", ["UPDATE", _]) | (_, ["UPDATE", "SET"]) => {}
            (_, ["UPDATE", table]) => tables.push(table),
            _ => {}
        }
    }
    tables
}

/// The tables that a statement, or a piece of one, reads by name.
fn read(sql: &str) -> Vec<&str> {
    words(sql).windows(2).filter(|pair| matches!(pair[0], "FROM" | "JOIN")).map(|pair| pair[1]).collect()
}

fn belongs(table: &str, slice: &str) -> bool {
    table == slice || table.strip_prefix(slice).is_some_and(|rest| rest.starts_with('_'))
}

#[test]
fn sql_stands_in_queries_schemas_and_the_store() {
    let mut offenders = Vec::new();
    for (source, file) in rust_files() {
        let path = &source.path;
        let its_place = path.starts_with("crates/store/")
            || path.ends_with("/queries.rs")
            || path.contains("/queries/")
            || path.ends_with("/schema.rs");
        if its_place || source.is_test() {
            continue;
        }
        for literal in file.literals.iter().filter(|literal| !literal.in_test) {
            if STATEMENTS.iter().any(|statement| literal.value.trim_start().starts_with(statement)) {
                offenders.push(source.offends(literal.line, format!("SQL: {}", literal.value.trim())));
            }
        }
    }
    none_but(ELSEWHERE, &offenders);
}

#[test]
fn a_slice_writes_only_tables_of_its_own() {
    let mut offenders = Vec::new();
    for (source, file) in rust_files() {
        let Some(slice) = source.slice() else { continue };
        for literal in &file.literals {
            let foreign = written(&literal.value).into_iter().filter(|table| !belongs(table, slice));
            offenders
                .extend(foreign.map(|table| source.offends(literal.line, format!("{slice} writes {table}"))));
        }
        for call in file.calls.iter().filter(|call| call.name == "insert_many") {
            match &call.first {
                Some(table) if belongs(table, slice) => {}
                Some(table) => offenders.push(source.offends(call.line, format!("{slice} writes {table}"))),
                None => offenders.push(source.offends(call.line, "insert_many names its table as a literal")),
            }
        }
    }
    none_but(FOREIGN_WRITES, &offenders);
}

#[test]
fn a_slice_reads_tables_of_its_own_and_of_lower_tiers() {
    let schema = rendered_schema(&niangjia::wiring::migrations(), Dialect::Postgres);
    let tables =
        schema.lines().filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split([' ', '(']).next());
    let slices = ["area", "org", "people", "household", "duty", "insight", "desk", "phone", "rights"];
    let owner = |table: &str| slices.into_iter().find(|slice| belongs(table, slice));
    let owners: HashMap<&str, &str> = tables.filter_map(|table| Some((table, owner(table)?))).collect();
    assert!(owners.len() > 10, "the tables of the slices are known: {owners:?}");
    let tier = |slice: &str| layer(&format!("niangjia-{slice}"));
    let mut offenders = Vec::new();
    for (source, file) in rust_files() {
        let Some(slice) = source.slice() else { continue };
        for literal in file.literals.iter().filter(|literal| !literal.in_test) {
            for table in read(&literal.value) {
                let Some(owner) = owners.get(table) else { continue };
                if *owner != slice && tier(owner) >= tier(slice) {
                    offenders.push(source.offends(literal.line, format!("{slice} reads {table}")));
                }
            }
        }
    }
    none(&offenders);
}

#[test]
fn the_engines_differ_in_the_store_and_nowhere_else() {
    let mut offenders = Vec::new();
    for (source, _) in rust_files() {
        let chooses =
            source.path.starts_with("crates/store/") || CHOOSES_THE_ENGINE.contains(&source.path.as_str());
        if chooses || source.is_test() {
            continue;
        }
        for (number, line) in source.lines() {
            if let Some(word) = ENGINE_WORDS.iter().find(|word| line.contains(**word)) {
                offenders.push(source.offends(number, word));
            }
        }
    }
    none(&offenders);
}

#[test]
fn what_only_one_engine_understands_is_not_written() {
    // PostgreSQL has no boolean = 1; SQLite no ILIKE and no casts by ::; LIKE on a code uses no index.
    let refused = [
        "= TRUE",
        "= FALSE",
        " ILIKE ",
        "path LIKE",
        "code LIKE",
        "number LIKE",
        "::bigint",
        "::text",
        "now()",
        "CURRENT_TIMESTAMP",
    ];
    let mut offenders = Vec::new();
    for (source, file) in rust_files() {
        if source.slice().is_none() && !source.path.starts_with("crates/niangjia/") {
            continue;
        }
        for literal in file.literals.iter().filter(|literal| !literal.in_test) {
            if let Some(word) = refused.iter().find(|word| literal.value.contains(**word)) {
                offenders.push(source.offends(literal.line, format!("{word} in {:?}", literal.value)));
            }
        }
    }
    none(&offenders);
}

#[test]
fn the_writes_of_a_statement_are_read_out_of_it() {
    assert_eq!(written("INSERT INTO tally (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = 1"), ["tally"]);
    assert_eq!(written("UPDATE fact SET a = 1"), ["fact"]);
    assert_eq!(written("SELECT a FROM fact FOR UPDATE"), Vec::<&str>::new());
    assert_eq!(written(" DELETE FROM duty_point WHERE tenant = $1"), ["duty_point"]);
    assert!(belongs("household", "household") && belongs("household_link", "household"));
    assert!(!belongs("households", "household") && !belongs("people_post", "household"));
}
