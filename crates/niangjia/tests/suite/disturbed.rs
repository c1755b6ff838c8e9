//! Backups that are killed, have no room or may not be written; PostgreSQL that must be encrypted.

use std::path::Path;
use std::process::{Command, Stdio};

use niangjia::backup;
use niangjia::progress::Silent;
use niangjia::wiring;
use niangjia_kernel::{Chance as _, SeededChance};
use niangjia_store::Location;
use niangjia_testkit::{Engine, OwnPostgres, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;

const MEGABYTE: usize = 1_000_000;

/// Bytes that do not compress, so that the backup grows as they are read.
fn put_noise(world: &World, bytes: usize) {
    let mut noise = vec![0; bytes];
    SeededChance::new(7).fill(&mut noise);
    let folder = world.folder().join("files/ab");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("noise"), noise).unwrap();
}

fn backup_command(world: &World, to: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_niangjia"));
    let options = world.options();
    command.args(["backup", "--with-key", "--to"]).arg(to).arg("--data").arg(&options.folder);
    if let Location::Postgres(url) = &options.location {
        command.args(["--database", url]);
    }
    command
}

/// Bytes of the file that is not finished yet.
fn partial(folder: &Path) -> Option<u64> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    let mut partials = entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(".partial"));
    partials.next().and_then(|entry| entry.metadata().ok()).map(|file| file.len())
}

#[apply(both_engines)]
fn a_backup_killed_in_the_middle_leaves_nothing_under_its_name(#[case] engine: Engine) {
    let world = World::on(engine);
    put_noise(&world, 60 * MEGABYTE);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.njbackup");
    for megabytes in [0, 10, 30] {
        let mut process =
            backup_command(&world, &path).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while partial(folder.path()).is_none_or(|bytes| bytes < megabytes * MEGABYTE as u64)
            && process.try_wait().unwrap().is_none()
        {
            std::thread::yield_now();
        }
        process.kill().unwrap();
        assert!(!process.wait().unwrap().success(), "the premise: it was not done yet");
        assert!(!path.exists(), "{megabytes} MB");
        let left =
            std::fs::read_dir(folder.path()).unwrap().flatten().next().expect("what was written so far");
        assert!(backup::check(&left.path(), &Silent).is_err(), "and that is no backup");
        std::fs::remove_file(left.path()).unwrap();
    }
    assert!(backup_command(&world, &path).output().unwrap().status.success());
    assert!(backup::check(&path, &Silent).is_ok());
    let again = backup_command(&world, &path).output().unwrap();
    assert!(String::from_utf8_lossy(&again.stderr).contains("没有覆盖"), "{again:?}");
}

#[test]
fn a_backup_without_room_says_so_and_leaves_nothing() {
    let world = World::on(Engine::Sqlite);
    put_noise(&world, 2 * MEGABYTE);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.njbackup");
    // No file may grow beyond half a megabyte: to the program it is the end of the room.
    let script = "trap '' XFSZ; ulimit -f 1000; exec \"$0\" \"$@\"";
    let command = backup_command(&world, &path);
    let mut limited = Command::new("sh");
    limited.args(["-c", script]).arg(command.get_program()).args(command.get_args());
    let output = limited.output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && words.contains("磁盘满了"), "{words}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_restoring_without_room_leaves_the_folder_as_it_was() {
    let world = World::on(Engine::Sqlite);
    put_noise(&world, 2 * MEGABYTE);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.njbackup");
    assert!(backup_command(&world, &path).output().unwrap().status.success());
    let target = folder.path().join("data");
    let script = "trap '' XFSZ; ulimit -f 1000; exec \"$0\" \"$@\"";
    let mut limited = Command::new("sh");
    limited.args(["-c", script]).arg(env!("CARGO_BIN_EXE_niangjia"));
    limited.args(["restore", "--from"]).arg(&path).arg("--data").arg(&target);
    let output = limited.output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    assert!(!target.exists(), "{output:?}");
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let world = World::on(Engine::Sqlite);
    let path = world.folder().join("niangjia.key/one.njbackup");
    let output = backup_command(&world, &path).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && words.contains("one.njbackup") && words.contains("读写不了"),
        "{words}"
    );
}

#[apply(both_engines)]
fn a_rehearsal_leaves_nothing_behind_and_touches_nothing(#[case] engine: Engine) {
    let world = World::on(engine);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.njbackup");
    assert!(backup_command(&world, &path).output().unwrap().status.success());
    let place = folder.path().join("place");
    std::fs::create_dir(&place).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_niangjia"));
    command.args(["restore", "--drill", "--from"]).arg(&path).arg("--data").arg(&place);
    // On PostgreSQL even in the very database that is served: a schema of its own.
    if let Location::Postgres(url) = &world.options().location {
        command.args(["--database", url]);
    }
    let output = command.output().unwrap();
    let words = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(
        words.contains("全部一致") && words.contains("体检通过") && words.contains("演练结束"),
        "{words}"
    );
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
    if engine == Engine::Postgres {
        let schemas = "SELECT COUNT(*) FROM pg_namespace WHERE nspname LIKE 'niangjia_drill%'";
        assert_eq!(world.number(schemas), 0);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM household"), 14);
}

#[test]
fn connections_to_postgresql_are_encrypted_as_the_url_asks() {
    let tls = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls");
    let server = OwnPostgres::encrypting(&tls.join("server.pem"), &tls.join("server-key.pem"));
    let authority = format!("sslrootcert={}", tls.join("ca.pem").display());
    let url =
        |host: &str, rest: &str| format!("postgres://postgres@{host}:{}/postgres?{rest}", server.port());
    let encrypted = "SELECT COUNT(*) FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()";
    let world = World::on_server(&url("localhost", &format!("sslmode=verify-full&{authority}")));
    assert_eq!(world.number(encrypted), 1);
    let opens = |url: String| {
        let options = niangjia_store::StoreOptions { location: Location::Postgres(url), ..world.options() };
        niangjia_store::Snapshot::take(&options.location, &options.folder, &wiring::migrations()).map(drop)
    };
    opens(url("127.0.0.1", "sslmode=require")).expect("require trusts whoever answers");
    opens(url("127.0.0.1", "sslmode=disable")).expect("not encrypted");
    let other_host = opens(url("127.0.0.1", &format!("sslmode=verify-full&{authority}")));
    let words = other_host.expect_err("a certificate for another name").to_string();
    assert!(words.contains("certificate"), "{words}");
    let unknown =
        opens(url("localhost", "sslmode=verify-full")).expect_err("an unknown authority").to_string();
    assert!(unknown.contains("certificate") || unknown.contains("UnknownIssuer"), "{unknown}");
}
