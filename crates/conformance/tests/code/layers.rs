//! Arrows only down.

use std::collections::HashMap;

use niangjia_conformance::{Source, sources};

use crate::{Exception, none, none_but};

/// Every crate, from the base up. A crate depends on lower rows only, never on a neighbour in its own.
pub(crate) const LAYERS: [&[&str]; 15] = [
    &["niangjia-kernel"],
    &["niangjia-store"],
    &["niangjia-web"],
    &["niangjia-pack", "niangjia-document", "niangjia-subject"],
    &["niangjia-transfer", "niangjia-deadline", "niangjia-attachment", "niangjia-message"],
    &["niangjia-area"],
    &["niangjia-org"],
    &["niangjia-people"],
    &["niangjia-survey"],
    &["niangjia-household", "niangjia-duty"],
    &[
        "niangjia-request",
        "niangjia-mediation",
        "niangjia-screening",
        "niangjia-protection",
        "niangjia-reception",
        "niangjia-referral",
    ],
    &[
        "niangjia-insight",
        "niangjia-desk",
        "niangjia-phone",
        "niangjia-rights",
        "niangjia-card",
        "niangjia-grid",
    ],
    &["niangjia"],
    &["niangjia-testkit"],
    &["niangjia-conformance"],
];

/// Arrows that point up or sideways. Only shrinks.
const EXCEPTIONS: &[Exception] = &[];

/// The row of a crate, from 0.
pub(crate) fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&name))
}

struct Manifest {
    source: Source,
    name: String,
    table: toml::Table,
}

fn manifests() -> Vec<Manifest> {
    let found = sources(&["Cargo.toml"]).expect("the repository").into_iter();
    let crates = found.filter(|source| source.path.starts_with("crates/"));
    crates
        .map(|source| {
            let table: toml::Table =
                source.text.parse().unwrap_or_else(|error| panic!("{}: {error}", source.path));
            let name = table["package"]["name"].as_str().unwrap_or_default().to_owned();
            Manifest { source, name, table }
        })
        .collect()
}

impl Manifest {
    fn dependencies(&self, kind: &str) -> Vec<String> {
        let names = self.table.get(kind).and_then(toml::Value::as_table);
        names.map(|names| names.keys().cloned().collect()).unwrap_or_default()
    }

    fn offends(&self, dependency: &str, what: &str) -> String {
        let line = self
            .source
            .lines()
            .find(|(_, line)| line.starts_with(dependency))
            .map_or(1, |(number, _)| number);
        self.source.offends(line, what)
    }
}

#[test]
fn every_crate_has_its_place_in_the_layers() {
    let manifests = manifests();
    let homeless = manifests.iter().filter(|manifest| layer(&manifest.name).is_none());
    let mut offenders: Vec<_> = homeless
        .map(|manifest| manifest.offends("name", "add it to LAYERS, and to docs/ARCHITECTURE.md"))
        .collect();
    let named = LAYERS.iter().flat_map(|row| row.iter());
    let gone = named.filter(|name| !manifests.iter().any(|manifest| manifest.name == **name));
    offenders.extend(gone.map(|name| format!("{name}: is in LAYERS and is no crate")));
    none(&offenders);
}

#[test]
fn arrows_point_down() {
    let mut offenders = Vec::new();
    for manifest in manifests() {
        let own = layer(&manifest.name).unwrap_or_default();
        for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
            for dependency in manifest.dependencies(kind) {
                // The tests of the program use the kit that is built from it.
                let kit = kind == "dev-dependencies" && dependency == "niangjia-testkit";
                if layer(&dependency).is_some_and(|other| other >= own) && !kit {
                    let what = format!("{} depends on {dependency}, which is not below it", manifest.name);
                    offenders.push(manifest.offends(&dependency, &what));
                }
            }
        }
    }
    none_but(EXCEPTIONS, &offenders);
}

#[test]
fn every_dependency_is_named_once_for_all_crates() {
    let mut offenders = Vec::new();
    for manifest in manifests() {
        for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
            for dependency in manifest.dependencies(kind) {
                let inherited =
                    manifest.table[kind][&dependency].get("workspace").and_then(toml::Value::as_bool);
                if inherited != Some(true) {
                    offenders.push(manifest.offends(&dependency, "write `x.workspace = true`"));
                }
            }
        }
    }
    none(&offenders);
}

#[test]
fn a_dependency_that_is_named_is_used() {
    let files: Vec<Source> = sources(&[".rs"]).expect("the repository");
    let mut texts = HashMap::<String, String>::new();
    let manifests = manifests();
    for manifest in &manifests {
        let folder = manifest.source.path.trim_end_matches("Cargo.toml").to_owned();
        let own = files.iter().filter(|file| file.path.starts_with(&folder));
        let text = own.map(|file| file.text.as_str()).collect();
        texts.insert(folder, text);
    }
    let mut offenders = Vec::new();
    for manifest in &manifests {
        let text = &texts[manifest.source.path.trim_end_matches("Cargo.toml")];
        for kind in ["dependencies", "dev-dependencies"] {
            for dependency in manifest.dependencies(kind) {
                if !text.contains(&dependency.replace('-', "_")) {
                    offenders.push(manifest.offends(&dependency, &format!("{dependency} is not used")));
                }
            }
        }
    }
    none(&offenders);
}
