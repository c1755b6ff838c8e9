//! Data of earlier versions opens, data of later ones is refused and left as it is.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, header::COOKIE};
use niangjia::backup::{self, Place};
use niangjia::commands::diagnose;
use niangjia::progress::Silent;
use niangjia::wiring;
use niangjia_kernel::{Day, ManualClock};
use niangjia_store::{Builder, Location, Migration, Store, StoreOptions};
use niangjia_testkit::{Engine, TODAY, World};
use niangjia_web::AppSettings;
use rstest::rstest;
use rstest_reuse::apply;
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::both_engines;

/// The session of 程丽华 in the data of 0.1.0, begun on its last day.
const HER_SESSION: &str = "niangjia_session=688f7f17cf12754e38424d37b473234dacce1e48507b9115d52ff6127967b03b";

/// How many migrations 0.1.0 had.
const SCHEMA_OF_0_1_0: usize = 8;

const ONE_MORE: Migration = Migration {
    name: "test: what a later version brings",
    ddl: "CREATE TABLE later (tenant BIGINT NOT NULL, id UUID NOT NULL, PRIMARY KEY (tenant, id))",
};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn folder_of_0_1_0() -> (TempDir, StoreOptions) {
    let folder = tempfile::tempdir().unwrap();
    let packed = std::fs::File::open(fixture("data-0.1.0.tar.zst")).unwrap();
    tar::Archive::new(zstd::Decoder::new(packed).unwrap()).unpack(folder.path()).unwrap();
    let options = StoreOptions::embedded(folder.path().to_owned());
    (folder, options)
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(Day::parse(TODAY).unwrap().start().plus_seconds(10 * 3_600)))
}

/// The figures that were noted when the data was made (tests/fixtures/README.md).
fn holds_what_was_noted(store: &Store) {
    let number = |sql: &str| store.read_blocking(|tx| tx.value::<i64>(sql, &[])).unwrap();
    assert_eq!(number("SELECT COUNT(*) FROM fact"), 48);
    assert_eq!(number("SELECT COUNT(*) FROM household_visit"), 24);
    assert_eq!(number("SELECT COUNT(*) FROM household"), 14);
    assert_eq!(number("SELECT CAST(SUM(points) AS BIGINT) FROM duty_point"), 77);
    assert_eq!(number("SELECT COUNT(*) FROM audit_entry"), 140);
    let diagnosis = diagnose(store).expect("a diagnosis");
    assert!(diagnosis.well && diagnosis.audit_entries == 140, "{diagnosis:?}");
}

#[test]
fn a_data_folder_of_0_1_0_opens_with_its_figures_and_its_sessions() {
    let (_folder, options) = folder_of_0_1_0();
    let store = wiring::open_store_with(options, clock(), None).expect("opens");
    holds_what_was_noted(&store);
    let router = wiring::router(wiring::application(store, AppSettings::default()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (status, page) = runtime.block_on(async {
        let request = Request::get("/me").header(COOKIE, HER_SESSION).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        (status, to_bytes(response.into_body(), usize::MAX).await.unwrap())
    });
    assert_eq!(status, 200);
    assert!(String::from_utf8_lossy(&page).contains("程丽华"));
}

#[apply(both_engines)]
fn a_backup_of_0_1_0_restores_into_this_program(#[case] engine: Engine) {
    let (folder, _) = folder_of_0_1_0();
    let target = World::empty_database(engine);
    let checked = backup::check(&fixture("backup-0.1.0.njbackup"), &Silent).expect("whole");
    assert_eq!((checked.manifest().format, checked.manifest().schema), (1, SCHEMA_OF_0_1_0));
    let key = folder.path().join("niangjia.key");
    let place = Place { options: &target.options(), key: Some(&key) };
    let restored = backup::restore(&checked, &place, &Silent).expect("restored");
    assert_eq!((restored.schema_before, restored.schema), (SCHEMA_OF_0_1_0, wiring::migrations().len()));
    holds_what_was_noted(&wiring::open_store_with(target.options(), clock(), None).expect("opens"));
}

/// What a later version leaves: its own schema, and (on SQLite) the database from before beside it.
fn opened_by_a_later_version(options: &StoreOptions) {
    let later = [wiring::migrations(), vec![ONE_MORE]].concat();
    drop(Builder::new(options.clone(), later).open().expect("a later version opens it"));
}

#[test]
fn before_a_database_is_migrated_it_is_copied_aside_and_the_copy_is_the_way_back() {
    let (folder, options) = folder_of_0_1_0();
    opened_by_a_later_version(&options);
    let aside = folder.path().join(format!("niangjia.sqlite.before-{}", wiring::migrations().len() + 1));
    assert!(aside.exists());
    let back = tempfile::tempdir().unwrap();
    std::fs::copy(&aside, back.path().join("niangjia.sqlite")).unwrap();
    std::fs::copy(folder.path().join("niangjia.key"), back.path().join("niangjia.key")).unwrap();
    let store = wiring::open_store_with(StoreOptions::embedded(back.path().to_owned()), clock(), None);
    holds_what_was_noted(&store.expect("the version before opens the copy"));
    // Nothing to migrate, nothing to copy: a second opening leaves the copy as it is.
    let made = std::fs::metadata(&aside).unwrap().modified().unwrap();
    opened_by_a_later_version(&options);
    assert_eq!(std::fs::metadata(&aside).unwrap().modified().unwrap(), made);
    let copies = std::fs::read_dir(folder.path()).unwrap().flatten();
    assert_eq!(copies.filter(|entry| entry.file_name().to_string_lossy().contains("before")).count(), 1);
}

fn niangjia(options: &StoreOptions, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_niangjia"));
    command.args(arguments).arg("--data").arg(&options.folder);
    if let Location::Postgres(url) = &options.location {
        command.args(["--database", url]);
    }
    command.output().expect("the program runs")
}

#[apply(both_engines)]
fn every_command_refuses_data_of_a_later_version_in_words_and_leaves_it_alone(#[case] engine: Engine) {
    let mut world = World::on(engine);
    world.close();
    let options = world.options();
    opened_by_a_later_version(&options);
    let database = options.folder.join("niangjia.sqlite");
    let before = std::fs::read(&database).unwrap_or_default();
    let target = tempfile::tempdir().unwrap();
    let path = target.path().join("one.njbackup").display().to_string();
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["doctor"], &["backup", "--to", &path]] {
        let output = niangjia(&options, arguments);
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(words.contains("更新版本的程序"), "{arguments:?}: {words}");
    }
    assert!(!Path::new(&path).exists());
    assert!(before == std::fs::read(&database).unwrap_or_default(), "nothing was changed");
    opened_by_a_later_version(&options);
}

#[test]
fn what_is_no_data_folder_is_not_backed_up() {
    let folder = tempfile::tempdir().unwrap();
    let options = StoreOptions::embedded(folder.path().join("nothing"));
    let output = niangjia(&options, &["backup", "--to", &folder.path().join("x").display().to_string()]);
    assert!(!output.status.success());
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(words.contains("密钥文件") || words.contains("没有数据"), "{words}");
    assert!(!options.folder.exists(), "and none is made");
}
