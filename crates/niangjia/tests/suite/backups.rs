//! A backup holds everything, is whole or not there, and what was altered in it is found before anything is touched.

use std::path::{Path, PathBuf};

use niangjia::backup::{self, BackupError, EveryDay, LastBackup, Place, Restored, Wanted};
use niangjia::progress::Silent;
use niangjia::wiring;
use niangjia_store::{StoreError, StoreOptions};
use niangjia_testkit::{Database, Engine, FAMILIES, MEMBER, PASSWORD, TODAY, World};
use niangjia_web::AppSettings;
use proptest::prelude::*;
use rstest::rstest;
use rstest_reuse::apply;
use tempfile::TempDir;

use crate::{both_engines, sent, visit};

const WORDS: &str = "陪她办好了慢病手续";

/// A world in which a visit was recorded and a file lies in the data folder.
fn world_on(engine: Engine) -> World {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let family = world.family("程国庆");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let said = visit(&form, WORDS);
    let _done = member.post(&format!("/households/{family}/visits"), &sent(&said)).expect(303);
    put_file(&world, "files/ab/0123456789abcdef", &[7; 10_000_000]);
    put_file(&world, "files/ab/empty", &[]);
    put_file(&world, "files/unfinished/half", b"not sealed yet");
    world
}

fn put_file(world: &World, name: &str, bytes: &[u8]) {
    let path = world.folder().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn back_up(world: &World, with_key: bool) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.njbackup");
    let wanted = Wanted { options: &world.options(), with_key, clock: &*world.clock };
    let created = backup::create(&wanted, &path, &Silent).expect("a backup");
    assert!(created.rows > 100 && created.files == 2, "{created:?}");
    assert_eq!(created.bytes, std::fs::metadata(&path).unwrap().len());
    (folder, path)
}

fn restore(path: &Path, key: Option<&Path>, options: &StoreOptions) -> Result<Restored, BackupError> {
    let checked = backup::check(path, &Silent)?;
    backup::restore(&checked, &Place { options, key }, &Silent)
}

fn key_of(world: &World) -> PathBuf {
    world.folder().join("niangjia.key")
}

/// The restored data answers as the old one did.
fn answers_as_before(world: &World, database: &Database) {
    let store = wiring::open_store_with(database.options(), world.clock.clone(), None).expect("the restored");
    let router = wiring::router(wiring::application(store, AppSettings::default()));
    let member = database.browser(router, MEMBER.name, PASSWORD);
    let family = world.family("程国庆");
    let page = member.get(&format!("/households/{family}")).expect(200).says(WORDS);
    assert_eq!(page.body.matches("慢病手续").count(), world_page(world).matches("慢病手续").count());
    let folder = database.options().folder;
    assert_eq!(std::fs::read(folder.join("files/ab/0123456789abcdef")).unwrap(), [7; 10_000_000]);
    assert!(std::fs::read(folder.join("files/ab/empty")).unwrap().is_empty());
    assert!(!folder.join("files/unfinished/half").exists(), "what was not sealed is in no backup");
}

fn world_page(world: &World) -> String {
    world.as_person(MEMBER).get(&format!("/households/{}", world.family("程国庆"))).body
}

#[rstest]
#[case(Engine::Sqlite, Engine::Sqlite)]
#[case(Engine::Sqlite, Engine::Postgres)]
#[case(Engine::Postgres, Engine::Postgres)]
#[case(Engine::Postgres, Engine::Sqlite)]
fn a_backup_made_while_serving_restores_into_either_engine(#[case] from: Engine, #[case] to: Engine) {
    let world = world_on(from);
    let (_folder, path) = back_up(&world, false);
    let target = World::empty_database(to);
    let restored = restore(&path, Some(&key_of(&world)), &target.options()).expect("restored");
    assert!(restored.diagnosis.well, "{restored:?}");
    assert_eq!(restored.compared.files, 2);
    answers_as_before(&world, &target);
    let again = restore(&path, Some(&key_of(&world)), &target.options()).expect_err("it is full now");
    assert!(again.to_string().contains("不是空"), "{again}");
    answers_as_before(&world, &target);
}

/// Keys, what points at keys, and indexes of a PostgreSQL database.
fn ties(options: &StoreOptions) -> Vec<String> {
    let store = wiring::open_store(options.clone()).expect("a store");
    let sql = "SELECT conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS tie \
               FROM pg_constraint WHERE connamespace = current_schema()::regnamespace \
               UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY tie";
    store.read_blocking::<_, StoreError>(|tx| tx.rows(sql, &[], |row| row.take())).expect("ties")
}

#[test]
fn a_restored_database_is_tied_together_as_one_that_was_migrated() {
    let world = world_on(Engine::Sqlite);
    let (_folder, path) = back_up(&world, false);
    let (restored, migrated) =
        (World::empty_database(Engine::Postgres), World::empty_database(Engine::Postgres));
    restore(&path, Some(&key_of(&world)), &restored.options()).expect("restored");
    let expected = ties(&migrated.options());
    assert!(expected.iter().any(|tie| tie.contains("FOREIGN KEY")) && expected.len() > 40, "{expected:#?}");
    assert_eq!(ties(&restored.options()), expected);
}

#[apply(both_engines)]
fn a_backup_made_while_visits_are_recorded_is_one_consistent_state(#[case] engine: Engine) {
    let world = world_on(engine);
    let stop = std::sync::atomic::AtomicBool::new(false);
    let backups = std::thread::scope(|scope| {
        let recording = scope.spawn(|| {
            let member = world.as_person(MEMBER);
            let mut recorded = 0;
            while !stop.load(std::sync::atomic::Ordering::SeqCst) {
                let family = world.family(FAMILIES[recorded % 10].0);
                let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
                let said = visit(&form, "看望");
                let _done = member.post(&format!("/households/{family}/visits"), &sent(&said)).expect(303);
                recorded += 1;
            }
            recorded
        });
        let backups: Vec<_> = (0..3).map(|_| back_up(&world, true)).collect();
        stop.store(true, std::sync::atomic::Ordering::SeqCst);
        assert!(recording.join().unwrap() > 0, "the premise: somebody wrote");
        backups
    });
    for (_folder, path) in &backups {
        let target = World::empty_database(Engine::Sqlite);
        let restored = restore(path, None, &target.options()).expect("restored");
        assert!(restored.diagnosis.well, "{restored:?}");
    }
}

#[test]
fn without_the_key_nothing_is_restored_and_with_a_foreign_one_neither() {
    let world = world_on(Engine::Sqlite);
    let (_folder, path) = back_up(&world, false);
    let bytes = std::fs::read(&path).unwrap();
    let key = std::fs::read_to_string(key_of(&world)).unwrap();
    for line in key.lines().filter_map(|line| line.split_once(" = ")) {
        assert!(!bytes.windows(64).any(|window| window == line.1.as_bytes()), "the key is in the backup");
    }
    let target = World::empty_database(Engine::Sqlite);
    let missing = restore(&path, None, &target.options()).expect_err("no key").to_string();
    assert!(missing.contains("--key"), "{missing}");
    let other = World::on(Engine::Sqlite);
    let foreign = restore(&path, Some(&key_of(&other)), &target.options()).expect_err("another key");
    assert!(foreign.to_string().contains("指纹不符"), "{foreign}");
    assert!(!target.options().folder.exists(), "nothing was touched");
    // A ring that has got another key since still fits.
    let grown = target.options().folder.with_file_name("grown.key");
    std::fs::write(&grown, format!("{key}2 = {}\n", "ab".repeat(32))).unwrap();
    assert!(restore(&path, Some(&grown), &target.options()).expect("restored").diagnosis.well);
}

#[apply(both_engines)]
fn a_backup_with_its_key_needs_nothing_else(#[case] engine: Engine) {
    let world = world_on(engine);
    let (_folder, path) = back_up(&world, true);
    let target = World::empty_database(engine);
    assert!(restore(&path, None, &target.options()).expect("restored").diagnosis.well);
    answers_as_before(&world, &target);
}

#[test]
fn a_folder_that_is_not_empty_is_left_as_it_is() {
    let world = world_on(Engine::Sqlite);
    let (_folder, path) = back_up(&world, true);
    let target = World::empty_database(Engine::Sqlite);
    let folder = target.options().folder;
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("niangjia.key"), "hers").unwrap();
    let refused = restore(&path, None, &target.options()).expect_err("not empty").to_string();
    assert!(refused.contains("niangjia.key") && refused.contains("没有改动"), "{refused}");
    assert_eq!(std::fs::read_to_string(folder.join("niangjia.key")).unwrap(), "hers");
    assert!(!folder.join("niangjia.sqlite").exists());
    // In the folder of a serving process least of all.
    let served = restore(&path, None, &world.options()).expect_err("in use").to_string();
    assert!(served.contains("正被另一个"), "{served}");
}

#[test]
fn a_database_that_is_not_empty_is_left_as_it_is_and_the_folder_stays_empty() {
    let world = world_on(Engine::Postgres);
    let (folder, path) = back_up(&world, true);
    let options = StoreOptions { folder: folder.path().join("data"), ..world.options() };
    let refused = restore(&path, None, &options).expect_err("the database is full").to_string();
    assert!(refused.contains("数据库不是空的"), "{refused}");
    assert!(!options.folder.exists());
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 1);
}

#[test]
fn a_restoring_that_was_interrupted_is_no_data_folder_and_is_begun_again() {
    let world = world_on(Engine::Sqlite);
    let (_folder, path) = back_up(&world, true);
    let target = World::empty_database(Engine::Sqlite);
    let building = target.options().folder.join(".restoring");
    std::fs::create_dir_all(&building).unwrap();
    std::fs::write(building.join("niangjia.sqlite"), "half").unwrap();
    assert!(restore(&path, None, &target.options()).expect("restored").diagnosis.well);
    assert!(!building.exists());
    answers_as_before(&world, &target);
}

fn small_backup() -> (TempDir, PathBuf, Vec<u8>) {
    let world = World::on(Engine::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.njbackup");
    let wanted = Wanted { options: &world.options(), with_key: false, clock: &*world.clock };
    backup::create(&wanted, &path, &Silent).expect("a backup");
    let bytes = std::fs::read(&path).unwrap();
    (folder, path, bytes)
}

fn is_refused(path: &Path, bytes: &[u8]) -> bool {
    std::fs::write(path, bytes).unwrap();
    matches!(
        backup::check(path, &Silent),
        Err(BackupError::Altered(..) | BackupError::CutShort(_) | BackupError::NewerFormat { .. })
    )
}

#[test]
fn any_altered_byte_anywhere_is_found() {
    let (_folder, path, bytes) = small_backup();
    assert!(backup::check(&path, &Silent).is_ok(), "the premise");
    let length = bytes.len();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let somewhere = prop_oneof![0..length, 0..1_024_usize, length - 4_096..length];
    runner
        .run(&(somewhere, 1..=255_u8), |(at, change)| {
            let mut altered = bytes.clone();
            altered[at] ^= change;
            prop_assert!(is_refused(&path, &altered), "byte {at} of {length}");
            Ok(())
        })
        .unwrap();
}

#[test]
#[ignore = "every single byte takes minutes: ./check --long"]
fn every_altered_byte_is_found() {
    let (_folder, path, mut bytes) = small_backup();
    for at in 0..bytes.len() {
        bytes[at] ^= 1;
        assert!(is_refused(&path, &bytes), "byte {at}");
        bytes[at] ^= 1;
    }
}

#[test]
fn a_backup_cut_short_anywhere_or_with_something_behind_it_is_refused_in_words() {
    let (_folder, path, bytes) = small_backup();
    for length in [0, 1, 511, 512, 2_048, bytes.len() / 2, bytes.len() - 2_048, bytes.len() - 1] {
        assert!(is_refused(&path, &bytes[..length]), "{length} bytes");
    }
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let words = backup::check(&path, &Silent).err().expect("cut short").to_string();
    assert!(words.contains("不是完整的备份"), "{words}");
    assert!(is_refused(&path, &[bytes.as_slice(), &[0]].concat()));
    assert!(is_refused(&path, b"PK\x03\x04 something else"));
    assert!(matches!(backup::check(Path::new("nowhere.njbackup"), &Silent), Err(BackupError::Io(..))));
}

#[test]
fn an_altered_entry_is_named() {
    let (_folder, path, mut bytes) = small_backup();
    let name = b"tables/household_visit/000001.zst";
    let header = bytes.windows(name.len()).position(|window| window == name).expect("such an entry");
    bytes[header + 512] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let words = backup::check(&path, &Silent).err().expect("altered").to_string();
    assert!(words.contains("tables/household_visit/000001.zst"), "{words}");
}

#[apply(both_engines)]
fn one_backup_a_day_is_made_while_serving_and_old_ones_go(#[case] engine: Engine) {
    let world = world_on(engine);
    let folder = tempfile::tempdir().unwrap();
    let every_day = EveryDay { folder: folder.path().join("backups"), hour: 2, kept: 2 };
    let last = LastBackup::default();
    let run = || backup::run_when_due(&world.store(), &world.options(), &every_day, &last);
    let first = run().expect("made").expect("none was there");
    assert_eq!(last.succeeded(), Some(first.taken_ms));
    assert!(!first.with_key);
    // What a killed process left goes with the next one.
    let leftover = every_day.folder.join(".niangjia-20261101-020000.njbackup.1.partial");
    std::fs::write(&leftover, "half").unwrap();
    assert!(run().expect("nothing to do").is_none());
    for day in ["2026-11-23", "2026-11-24"] {
        world.on_day(day);
        assert!(run().expect("made").is_some(), "{day}");
        assert!(run().expect("nothing to do").is_none());
    }
    assert!(!leftover.exists());
    let kept = std::fs::read_dir(&every_day.folder).unwrap().count();
    assert_eq!(kept, 2, "the first one went");
    assert!(!first.path.exists());
}

#[test]
fn a_daily_backup_that_fails_is_known_and_tried_again_an_hour_later() {
    let world = world_on(Engine::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("no folder");
    std::fs::write(&blocked, "a file stands where the folder should be").unwrap();
    let every_day = EveryDay { folder: blocked.clone(), hour: 2, kept: 2 };
    let last = LastBackup::default();
    let run = || backup::run_when_due(&world.store(), &world.options(), &every_day, &last);
    assert!(run().is_err());
    assert!(last.failed().is_some() && last.succeeded().is_none());
    std::fs::remove_file(&blocked).unwrap();
    assert!(run().expect("patience").is_none());
    world.hours_pass(1);
    assert!(run().expect("made").is_some());
    assert!(last.failed().is_none() && last.succeeded().is_some());
    assert_eq!(last.succeeded().map(|at| at.day().to_string()).as_deref(), Some(TODAY));
}
