//! The store under bad conditions: full, gone, newer, in use.

use niangjia::wiring;
use niangjia_store::{Dialect, Location, StoreError, StoreOptions, rendered_schema};
use niangjia_testkit::{Engine, FAMILIES, MEMBER, OwnPostgres, World};
use niangjia_web::AppSettings;
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, sent, visit};

#[test]
fn the_schema_files_are_what_the_migrations_make() {
    for (name, dialect) in
        [("schema.sqlite.sql", Dialect::Sqlite), ("schema.postgres.sql", Dialect::Postgres)]
    {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema").join(name);
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        let made = rendered_schema(&wiring::migrations(), dialect);
        assert!(written == made, "run `cargo run -p niangjia -- schema`: {name} is behind the migrations");
    }
}

#[apply(both_engines)]
fn data_of_a_newer_program_is_refused_and_not_touched(#[case] engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on(engine);
    let options = StoreOptions { folder: folder.path().to_owned(), ..world.options() };
    let options = match options.location {
        Location::Embedded => options,
        // A second folder on the same database has the same keys.
        Location::Postgres(_) => {
            std::fs::copy(world.folder().join("niangjia.key"), folder.path().join("niangjia.key")).unwrap();
            options
        }
    };
    drop(wiring::open_store(options.clone()).expect("the premise: this version opens it"));
    let older = niangjia_store::Builder::new(options, wiring::migrations()[..2].to_vec()).open();
    match older {
        Err(error @ StoreError::Newer { .. }) => assert!(error.to_string().contains("更新版本"), "{error}"),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("an older program opened newer data"),
    }
}

#[apply(both_engines)]
fn a_second_process_on_the_same_folder_is_told_so(#[case] engine: Engine) {
    let world = World::on(engine);
    match wiring::open_store(world.options()) {
        Err(error @ StoreError::InUse(_)) => assert!(error.to_string().contains("正被另一个"), "{error}"),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("two stores on one folder"),
    }
}

#[apply(both_engines)]
fn a_lost_key_file_is_named_and_a_foreign_one_refused(#[case] engine: Engine) {
    let world = World::on(engine);
    let options = world.options();
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = StoreOptions { folder: folder.path().to_owned(), ..options };
    if let Location::Embedded = elsewhere.location {
        std::fs::copy(world.folder().join("niangjia.sqlite"), folder.path().join("niangjia.sqlite")).unwrap();
        let missing = wiring::open_store(elsewhere.clone()).err().expect("no key file").to_string();
        assert!(missing.contains("找不到密钥文件"), "{missing}");
    } else {
        let foreign = wiring::open_store(elsewhere).err().expect("another key ring").to_string();
        assert!(foreign.contains("key ring"), "{foreign}");
    }
}

#[test]
fn a_full_disk_loses_nothing_that_was_answered_and_gives_the_words_back() {
    let engine = Engine::Sqlite;
    let world = World::on(engine);
    let pages = world.number("SELECT page_count FROM pragma_page_count");
    let options = StoreOptions { max_pages: Some(u32::try_from(pages).unwrap() + 4), ..world.options() };
    let copy = tempfile::tempdir().unwrap();
    for name in ["niangjia.sqlite", "niangjia.sqlite-wal", "niangjia.key"] {
        std::fs::copy(world.folder().join(name), copy.path().join(name)).unwrap();
    }
    let options = StoreOptions { folder: copy.path().to_owned(), ..options };
    let store = wiring::open_store_with(options, world.clock.clone(), None).expect("the copy");
    let router = wiring::router(wiring::application(store.clone(), AppSettings::default()));
    let member = world.sign_in_at(router, MEMBER);
    let (mut answered, mut refused) = (0, None);
    for round in 0..200 {
        let family = world.family(FAMILIES[round % 10].0);
        let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
        let said = visit(&form, "写满磁盘也不能丢的一句话");
        let reply = member.post(&format!("/households/{family}/visits"), &sent(&said));
        if reply.status.as_u16() == 303 {
            answered += 1;
        } else {
            refused = Some(reply);
            break;
        }
    }
    let refused = refused.expect("the disk fills up").expect(507);
    let _words = refused.says("磁盘满了").says("写满磁盘也不能丢的一句话");
    let kept: i64 = store.read_blocking(|tx| tx.value("SELECT COUNT(*) FROM household_visit", &[])).unwrap();
    assert_eq!(kept, answered, "every answered visit is there, and nothing else");
    let facts: i64 =
        store.read_blocking(|tx| tx.value("SELECT COUNT(*) FROM fact WHERE kind = 'visit'", &[])).unwrap();
    assert_eq!(facts, answered, "nothing half written");
}

#[test]
fn postgresql_gone_and_back_loses_no_words_and_needs_no_restart() {
    let server = OwnPostgres::start();
    let world = World::on_server(&server.url());
    let member = world.as_person(MEMBER);
    let family = world.family("王桂兰");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let said = visit(&form, "数据库停了也不能丢的一句话");
    server.stop();
    let refused = member.post(&format!("/households/{family}/visits"), &sent(&said)).expect(503);
    let refused = refused.says("暂时连不上数据库").says("数据库停了也不能丢的一句话").says("再试一次");
    assert_eq!(member.get("/healthz").status.as_u16(), 503);
    server.go_on();
    let kept: Vec<(String, String)> = ["id", "on_day", "matter", "words", "manner", "outcome", "csrf"]
        .map(|name| (name.to_owned(), refused.hidden(name)))
        .to_vec();
    let _done = member.post_bare(&format!("/households/{family}/visits"), &sent(&kept)).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'visit'"), 1);
    assert_eq!(member.get("/healthz").status.as_u16(), 200);
}
