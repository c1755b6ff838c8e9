//! What becomes of the files of matters: they come back with a backup, and go with her whose they were.

use niangjia::backup::{self, Place, Wanted};
use niangjia::progress::Silent;
use niangjia::wiring;
use niangjia_attachment::{forget_gone, orphans};
use niangjia_kernel::{Id, StoredFile};
use niangjia_request::api::RequestKeeper;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, StoreError};
use niangjia_subject::{Erasing, Keeper as _, Subject};
use niangjia_testkit::{Engine, MEMBER, PASSWORD, World};
use niangjia_web::AppSettings;
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;

const ERASED: Action = Action::write("test.erase", "试");
const PDF: &str = "%PDF-1.7";

/// The path of a file that 汪秀英 brought to a request of 程国庆's family.
fn brought(world: &World) -> String {
    crate::visibility::filled(world, "/attachments/{key}", "程国庆", "341881003004").expect("a file")
}

#[rstest]
#[case(Engine::Sqlite, Engine::Postgres)]
#[case(Engine::Postgres, Engine::Sqlite)]
fn files_come_back_with_a_backup_and_are_the_same(#[case] from: Engine, #[case] to: Engine) {
    let world = World::on(from);
    let path = brought(&world);
    let before = world.as_person(MEMBER).get_json(&path).expect(200).json();
    assert_eq!(before["sha256"].as_str().map(str::len), Some(64), "the premise: it has a fingerprint");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("one.njbackup");
    let wanted = Wanted { options: &world.options(), with_key: true, clock: &*world.clock };
    let created = backup::create(&wanted, &file, &Silent).expect("a backup");
    assert_eq!(created.files, 1);

    let target = World::empty_database(to);
    let checked = backup::check(&file, &Silent).expect("a whole backup");
    let place = Place { options: &target.options(), key: None };
    let restored = backup::restore(&checked, &place, &Silent).expect("restored");
    assert!(restored.diagnosis.well, "{restored:?}");
    let store = wiring::open_store_with(target.options(), world.clock.clone(), None).expect("the restored");
    let missing = store.read_blocking(|tx| orphans(tx, store.files())).expect("a look");
    assert_eq!(missing, Vec::<String>::new());
    let router = wiring::router(wiring::application(store, AppSettings::default()));
    let member = target.browser(router, MEMBER.name, PASSWORD);
    assert_eq!(member.get_json(&path).expect(200).json(), before, "name, fingerprint and who brought it");
    member.post(&format!("{path}/open"), &[]).expect(200).says(PDF);
}

#[apply(both_engines)]
fn her_papers_go_with_her(#[case] engine: Engine) {
    let world = World::on(engine);
    let path = brought(&world);
    let member = world.as_person(MEMBER);
    member.get(&path).expect(200).says("证明.pdf");
    member.post(&format!("{path}/open"), &[]).expect(200).says(PDF);
    let file: Id<StoredFile> =
        world.store().read_blocking(|tx| tx.value("SELECT file FROM attachment", &[])).expect("a file");

    let (actor, family) = (world.actor(MEMBER), world.family("程国庆"));
    let erased = world.store().write_blocking(move |tx| {
        let her = Subject {
            tenant: family.tenant,
            household: family.id,
            household_number: "0002".to_owned(),
            org_id: actor.acting.org_id,
            org_path: actor.acting.org_path.clone(),
            resident: None,
            name: "程国庆".to_owned(),
            relation: "户主".to_owned(),
            birth_year: None,
            contact: true,
            others: false,
        };
        let erased = RequestKeeper.erase(tx, &her, &Erasing::WithHousehold)?;
        Ok::<Ending<Vec<String>>, StoreError>(tx.record(&Entry::by(&actor, ERASED), erased)?.into())
    });
    let erased = erased.expect("she is erased").join("；");
    assert!(erased.contains("1 份材料"), "{erased}");
    let body = member.get_json(&path).expect(200).json();
    assert_eq!(
        (&body["name"], &body["sha256"], &body["state"]),
        (&"已删除".into(), &"".into(), &"gone".into())
    );
    member.get(&path).expect(200).says("已删除").never_says("证明");
    member.post(&format!("{path}/open"), &[]).expect(422).says("一起删除了");
    assert!(world.store().files().open(file).is_ok(), "the premise: the bytes go by the job");
    assert_eq!(forget_gone(&world.store()).expect("a round"), 1);
    assert_eq!(forget_gone(&world.store()).expect("a round"), 0);
    assert!(world.store().files().open(file).is_err(), "nobody has the key to what is not there");
    let store = world.store();
    let missing = store.read_blocking(|tx| orphans(tx, store.files())).expect("a look");
    assert_eq!(missing, Vec::<String>::new(), "what was deleted is not missed");
}
