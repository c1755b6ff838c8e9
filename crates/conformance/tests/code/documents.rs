//! What the documents say about commands, paths and each other.

use niangjia_conformance::{Source, root, sources};

use crate::none;

const DEMO: &str = "cargo run --release -- demo";
const CHECK: &str = "./check";

fn documents() -> Vec<Source> {
    let documents = sources(&[".md"]).expect("the repository");
    assert!(documents.len() > 10, "the documents are found");
    documents
}

/// Blocks of commands: what stands between fences marked `sh`.
fn commands(source: &Source) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut found = Vec::new();
    for (number, line) in source.lines() {
        match (line.trim(), inside) {
            ("```sh", false) => inside = true,
            ("```", true) => inside = false,
            (command, true) => found.push((number, command)),
            _ => {}
        }
    }
    found
}

#[test]
fn documents_name_no_path_of_somebodys_machine() {
    let places = ["/work/", "/tmp/", "/root/", "/home/", "/Users/", "C:\\"];
    let mut offenders = Vec::new();
    for source in documents() {
        for (number, line) in source.lines() {
            if let Some(place) = places.iter().find(|place| line.contains(**place)) {
                offenders.push(source.offends(number, format!("{place} in: {line}")));
            }
        }
    }
    none(&offenders);
}

#[test]
fn the_two_commands_are_the_same_in_both_readmes_the_guide_and_the_script() {
    let documents = documents();
    let mut offenders = Vec::new();
    for path in ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"] {
        let Some(source) = documents.iter().find(|source| source.path == path) else {
            offenders.push(format!("{path} is missing"));
            continue;
        };
        let commands = commands(source);
        for command in [DEMO, CHECK] {
            let says = |line: &str| line.split('#').next().unwrap_or_default().trim() == command;
            if !commands.iter().any(|(_, line)| says(line)) {
                offenders.push(source.offends(1, format!("does not say `{command}`")));
            }
        }
    }
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap_or_default();
    if !read("check").contains(&format!("Usage: {CHECK} ")) {
        offenders.push("check: does not explain itself".to_owned());
    }
    let run = read(".ci/run");
    let does: Vec<&str> = run.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    if does.len() != 1 || !does[0].contains("/check\"") {
        offenders.push(format!(".ci/run: calls {CHECK} and nothing else, not {does:?}"));
    }
    none(&offenders);
}

#[test]
fn every_option_of_the_check_that_a_document_names_exists() {
    let check = std::fs::read_to_string(root().join("check")).expect("the script");
    let mut offenders = Vec::new();
    for source in documents() {
        for (number, line) in source.lines() {
            for (at, _) in line.match_indices("./check --") {
                let option: String = line[at + "./check ".len()..]
                    .chars()
                    .take_while(|character| character.is_ascii_lowercase() || *character == '-')
                    .collect();
                if !check.contains(&format!("\n  {option} ")) {
                    offenders.push(source.offends(number, format!("./check has no {option}")));
                }
            }
        }
    }
    none(&offenders);
}

#[test]
fn links_between_documents_lead_somewhere() {
    // The browser journeys make the pictures.
    let made_later = "docs/screenshots/";
    let mut offenders = Vec::new();
    for source in documents() {
        let folder = std::path::Path::new(&source.path).parent().unwrap_or(std::path::Path::new(""));
        for (number, line) in source.lines() {
            for (at, _) in line.match_indices("](") {
                let target = line[at + 2..].split([')', '#']).next().unwrap_or_default();
                let outside = target.is_empty() || target.contains("://") || target.contains(made_later);
                if !outside && !root().join(folder).join(target).exists() {
                    offenders.push(source.offends(number, format!("leads nowhere: {target}")));
                }
            }
        }
    }
    none(&offenders);
}

#[test]
fn every_setting_of_the_program_is_in_the_manual() {
    let settings =
        std::fs::read_to_string(root().join("crates/niangjia/src/settings.rs")).expect("the settings");
    let manual = documents()
        .into_iter()
        .find(|source| source.path == "docs/manual/管理员手册.md")
        .expect("the manual");
    let names = settings.split('"').filter(|word| word.starts_with("NIANGJIA_"));
    let missing = names.filter(|name| !manual.text.contains(*name));
    let offenders: Vec<String> =
        missing.map(|name| manual.offends(1, format!("does not explain {name}"))).collect();
    none(&offenders);
}

#[test]
fn every_slice_says_what_it_is_in_a_readme() {
    let documents = documents();
    let manifests = sources(&["Cargo.toml"]).expect("the repository");
    let slices = manifests.iter().filter(|source| source.path.starts_with("crates/slices/"));
    let readmes = slices.map(|source| source.path.replace("Cargo.toml", "README.md"));
    let missing = readmes.filter(|path| !documents.iter().any(|source| source.path == *path));
    none(&missing.map(|path| format!("{path} is missing")).collect::<Vec<_>>());
}
