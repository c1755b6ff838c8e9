//! Code, register of rules and tests agree.

use std::collections::{BTreeMap, BTreeSet};

use niangjia_conformance::{Source, sources};

use crate::{none, rust_files};

const REGISTER: &str = "docs/rules/README.md";

/// An entry of the register: `### R-HH-01`, a sentence, and a list of `- Word: …`.
struct Rule {
    line: usize,
    sentence: String,
    points: BTreeMap<String, String>,
}

fn register() -> (Source, BTreeMap<String, Rule>) {
    let documents = sources(&[".md"]).expect("the repository");
    let source = documents.into_iter().find(|source| source.path == REGISTER).expect("the register of rules");
    let mut rules = BTreeMap::<String, Rule>::new();
    let mut current = None;
    for (number, line) in source.lines() {
        if let Some(id) = line.strip_prefix("### ") {
            current = Some(id.to_owned());
            let rule = Rule { line: number, sentence: String::new(), points: BTreeMap::new() };
            assert!(rules.insert(id.to_owned(), rule).is_none(), "{REGISTER}:{number}: {id} is there twice");
            continue;
        }
        if line.starts_with('#') {
            current = None;
        }
        let Some(rule) = current.as_ref().and_then(|id| rules.get_mut(id)) else {
            continue;
        };
        match line.strip_prefix("- ").and_then(|point| point.split_once(": ")) {
            Some((word, text)) => drop(rule.points.insert(word.to_owned(), text.to_owned())),
            None if !line.is_empty() => {
                let separator = if rule.sentence.is_empty() { "" } else { " " };
                rule.sentence.push_str(separator);
                rule.sentence.push_str(line);
            }
            None => {}
        }
    }
    (source, rules)
}

/// `R-HH-01` and the like in a line.
fn ids(line: &str) -> Vec<String> {
    let parts = line.split(|character: char| !character.is_ascii_alphanumeric() && character != '-');
    let is_id = |part: &&str| {
        let mut pieces = part.split('-');
        let (r, topic, number) =
            (pieces.next(), pieces.next().unwrap_or_default(), pieces.next().unwrap_or_default());
        r == Some("R")
            && pieces.next().is_none()
            && !topic.is_empty()
            && topic.bytes().all(|byte| byte.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.filter(is_id).map(str::to_owned).collect()
}

/// What stands between backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The comments of a file in one line.
fn comments(source: &Source) -> String {
    let lines = source.lines().map(|(_, line)| line.trim_start());
    let comments =
        lines.filter(|line| line.starts_with("//")).map(|line| line.trim_start_matches(['/', '!']).trim());
    comments.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_rule_of_the_code_is_in_the_register_and_the_other_way_round() {
    let (register_source, register) = register();
    let mut mentioned = BTreeSet::new();
    let mut offenders = Vec::new();
    let texts = sources(&[".rs", ".md", ".toml", ".html"]).expect("the repository");
    for source in texts.iter().filter(|source| !source.path.starts_with("crates/conformance/")) {
        for (number, line) in source.lines() {
            for id in ids(line) {
                if source.path.ends_with(".rs") {
                    mentioned.insert(id.clone());
                }
                if !register.contains_key(&id) {
                    offenders.push(source.offends(number, format!("{id} is not in {REGISTER}")));
                }
            }
        }
    }
    assert!(mentioned.len() > 10, "rules are found in the code");
    let gone = register.iter().filter(|(id, _)| !mentioned.contains(*id));
    offenders.extend(
        gone.map(|(id, rule)| register_source.offends(rule.line, format!("{id} is in no file of the code"))),
    );
    none(&offenders);
}

#[test]
fn the_register_says_what_the_code_says_and_where() {
    let (source, register) = register();
    let files = sources(&[".rs"]).expect("the repository");
    let mut offenders = Vec::new();
    for (id, rule) in register {
        for word in ["Source", "Reading", "Local", "Tests", "File"] {
            if !rule.points.contains_key(word) {
                offenders.push(source.offends(rule.line, format!("{id} has no line `- {word}: `")));
            }
        }
        let path = rule.points.get("File").and_then(|text| quoted(text).next()).unwrap_or_default();
        let Some(file) = files.iter().find(|file| file.path == path) else {
            offenders.push(source.offends(rule.line, format!("{id}: no file {path:?}")));
            continue;
        };
        if !comments(file).contains(&format!("{id}. {}", rule.sentence)) {
            offenders
                .push(source.offends(rule.line, format!("{path} does not say: {id}. {}", rule.sentence)));
        }
    }
    none(&offenders);
}

#[test]
fn every_rule_is_proved_by_a_test_that_exists() {
    let tests: BTreeSet<String> = rust_files()
        .into_iter()
        .flat_map(|(_, file)| file.functions)
        .filter(|function| function.in_test)
        .map(|function| function.name)
        .collect();
    let (source, register) = register();
    let mut offenders = Vec::new();
    for (id, rule) in register {
        let named: Vec<&str> =
            rule.points.get("Tests").map(|text| quoted(text).collect()).unwrap_or_default();
        if named.is_empty() {
            offenders.push(source.offends(rule.line, format!("{id} names no test")));
        }
        let gone = named.into_iter().filter(|name| !tests.contains(*name));
        offenders
            .extend(gone.map(|name| source.offends(rule.line, format!("{id}: no test is called {name}"))));
    }
    none(&offenders);
}

#[test]
fn an_id_is_told_apart_from_other_words() {
    assert_eq!(ids("/// R-HH-01. See (R-INS-02), R-X, AR-HH-01 and R-hh-01."), ["R-HH-01", "R-INS-02"]);
}
