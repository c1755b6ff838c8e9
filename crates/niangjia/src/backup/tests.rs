//! Backups that another program, or somebody by hand, wrote: sealed properly, and still not to be trusted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use niangjia_kernel::{SystemChance, Timestamp};
use niangjia_store::{Keys, StoreError, StoreOptions};
use tempfile::TempDir;

use super::archive::Archive;
use super::manifest::{FORMAT, MANIFEST, Manifest, Stream, part_name};
use super::{BackupError, Place, check, restore};
use crate::progress::Silent;
use crate::wiring;

struct Made {
    folder: TempDir,
    path: PathBuf,
    key: PathBuf,
}

/// A backup of nothing but these streams, as `change` makes its manifest say.
fn made(streams: &[(&str, &[u8])], change: impl FnOnce(&mut Manifest)) -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, key) = (folder.path().join("made.njbackup"), folder.path().join("made.key"));
    let ring = Keys::generate(&SystemChance);
    ring.save_new(&key).expect("a key file");
    let mut archive = Archive::new(Vec::new());
    let mut manifest = Manifest {
        format: FORMAT,
        program: "9.9.9".to_owned(),
        engine: "sqlite".to_owned(),
        schema: wiring::migrations().len(),
        taken_ms: Timestamp::from_millis(0),
        keys: ring.fingerprints(),
        with_key: false,
        rows: BTreeMap::new(),
        streams: Vec::new(),
        entries: Vec::new(),
    };
    for (name, bytes) in streams {
        let packed = zstd::bulk::compress(bytes, 1).expect("packed");
        archive.append(&part_name(name, 1), &packed).expect("an entry");
        manifest.streams.push(Stream { name: (*name).to_owned(), bytes: bytes.len() as u64, parts: 1 });
    }
    manifest.entries = archive.entries().to_vec();
    change(&mut manifest);
    archive.append(MANIFEST, &serde_json::to_vec(&manifest).expect("JSON")).expect("an entry");
    std::fs::write(&path, archive.finish().expect("sealed")).expect("a file");
    Made { folder, path, key }
}

fn restored(made: &Made) -> Result<(), BackupError> {
    let options = StoreOptions::embedded(made.folder.path().join("data"));
    let checked = check(&made.path, &Silent)?;
    restore(&checked, &Place { options: &options, key: Some(&made.key) }, &Silent).map(drop)
}

fn untouched(folder: &Path) -> bool {
    !folder.join("data").exists()
}

#[test]
fn a_backup_in_a_newer_format_is_refused_by_its_number_alone() {
    let made = made(&[], |manifest| manifest.format = FORMAT + 1);
    let refused = restored(&made).expect_err("a newer format");
    assert!(matches!(refused, BackupError::NewerFormat { .. }), "{refused}");
    assert!(untouched(made.folder.path()));
}

#[test]
fn a_backup_of_a_newer_schema_is_refused_before_anything_is_touched() {
    let made = made(&[], |manifest| manifest.schema += 1);
    let refused = restored(&made).expect_err("a newer schema");
    assert!(matches!(refused, BackupError::Store(StoreError::Newer { .. })), "{refused}");
    assert!(untouched(made.folder.path()));
}

#[test]
fn a_file_that_wants_to_lie_outside_the_folder_is_refused_and_nothing_stays() {
    let name = "files/../../outside".to_owned();
    let made = made(&[], |manifest| manifest.streams.push(Stream { name, bytes: 0, parts: 0 }));
    let refused = restored(&made).expect_err("outside").to_string();
    assert!(refused.contains("不该有的文件名"), "{refused}");
    assert!(untouched(made.folder.path()) && !made.folder.path().join("outside").exists());
}

#[test]
fn a_table_that_is_missing_or_has_another_number_of_rows_is_found_and_nothing_stays() {
    let missing = made(&[("files/ab/one", b"content")], |_| {});
    let refused = restored(&missing).expect_err("no tables").to_string();
    assert!(refused.contains("schema_migration"), "{refused}");
    assert!(untouched(missing.folder.path()));
    let rows = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\xff\xff";
    let fewer = made(&[("tables/schema_migration", rows)], |manifest| {
        manifest.rows = BTreeMap::from([("schema_migration".to_owned(), 8)]);
    });
    let refused = restored(&fewer).expect_err("no rows").to_string();
    assert!(refused.contains("恢复出 0 行，清单上是 8"), "{refused}");
    assert!(untouched(fewer.folder.path()));
}

#[test]
fn rows_that_are_none_are_refused_and_a_part_that_swells_is_too() {
    let odd = made(&[("tables/schema_migration", b"something else altogether")], |_| {});
    assert!(restored(&odd).is_err());
    assert!(untouched(odd.folder.path()));
    // 100 MB of nothing in a few kilobytes: more than any part that we write.
    let bomb = made(&[("files/ab/bomb", &vec![0; 100_000_000])], |_| {});
    assert!(restored(&bomb).is_err());
    assert!(untouched(bomb.folder.path()));
}
