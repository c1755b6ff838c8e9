//! A community in which histories are played.

use niangjia_kernel::{Id, Person};
use niangjia_org::api::Org;
use niangjia_people::actions as people;
use niangjia_people::api::{Education, Engagement, NewPerson, NewPost, Party};
use niangjia_store::{Builder, Ending, Location, PostKind, ReadTx, Store, StoreOptions, WriteTx};
use niangjia_web::AppError;
use proptest::test_runner::TestCaseError;

use super::Step;
use super::scene::Scene;

const DIVISIONS: &str = "code,name\n34,安徽省\n3418,宣城市\n341881,宁国市\n341881003,河沥溪街道\n\
                         341881003004,嵩合社区居委会\n341881003005,双龙社区居委会\n\
                         341881003006,桥东社区居委会\n341881003007,津河社区居委会\n";
pub(super) const HOME: &str = "341881003004";
/// The communities beside it, in the order in which they merge with it.
pub(super) const NEXT: [&str; 3] = ["341881003005", "341881003006", "341881003007"];

/// A community with its leaders, four members and eight families, and three small ones beside it, in a store of its own.
pub(super) struct World {
    store: Store,
    _folder: tempfile::TempDir,
}

impl World {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options =
            StoreOptions { location: Location::Embedded, ..StoreOptions::embedded(folder.path().to_owned()) };
        let lists = [
            niangjia_store::schema::MIGRATIONS,
            niangjia_area::schema::MIGRATIONS,
            niangjia_org::schema::MIGRATIONS,
            niangjia_people::schema::MIGRATIONS,
            crate::schema::MIGRATIONS,
            crate::schema::HANDOVERS,
            crate::schema::RESIDENCE_CARE,
            crate::schema::CITIZENS,
            niangjia_org::schema::HEADS,
            crate::schema::NEED_ORIGINS,
            niangjia_org::schema::MERGERS,
            crate::schema::CONTACTS,
        ];
        let store = Builder::new(options, lists.concat()).open().expect("a store");
        let settled: Result<(), AppError> = store.write_blocking(|tx| {
            let divisions = niangjia_area::api::read(DIVISIONS.as_bytes()).expect("divisions");
            niangjia_org::api::found_all(tx, &divisions, tx.today().plus(-400), &|_| {})?;
            let leaders =
                [("341881", PostKind::Chair), ("341881003", PostKind::Chair), (HOME, PostKind::Chair)];
            for (code, kind) in leaders {
                appoint(tx, &org(tx, code), kind)?;
            }
            let mut scene = Scene::new(tx)?;
            for code in NEXT {
                scene.settle(code)?;
            }
            for _ in 0..4 {
                scene.play(&Step::Join)?;
            }
            for number in 0..8 {
                scene.play(&Step::Family { member: number % 4, key: true })?;
            }
            Ok(Ending::Commit(tx.derived(())))
        });
        settled.expect("a community");
        Self { store, _folder: folder }
    }

    /// Plays a history and takes it back; how many of its steps did something.
    pub(super) fn play(&self, steps: &[Step]) -> Result<usize, TestCaseError> {
        let steps = steps.to_vec();
        let played: Result<Result<usize, TestCaseError>, AppError> = self.store.write_blocking(move |tx| {
            let mut scene = Scene::new(tx)?;
            let mut looked_after = scene.looked_after()?;
            for step in &steps {
                scene.play(step)?;
                if let Err(failed) = scene.check(&mut looked_after, step)? {
                    return Ok(Ending::Nothing(Err(failed)));
                }
            }
            Ok(Ending::Nothing(Ok(scene.done)))
        });
        played.expect("a history can be played")
    }
}

pub(super) fn org(tx: &ReadTx<'_>, code: &str) -> Org {
    niangjia_org::api::by_code(tx, code).expect("a read").expect("an organisation")
}

pub(super) fn appoint(tx: &WriteTx<'_>, org: &Org, kind: PostKind) -> Result<(), AppError> {
    let person = NewPerson {
        tenant: org.tenant,
        name: "汪秀英".to_owned(),
        woman: true,
        birth_day: None,
        education: Education::College,
        party: Party::None,
        phone: None,
        citizen_id: None,
    };
    let person = *people::register_person(tx, None, &person, &org.path)?.value();
    hold(tx, org, kind, person)
}

pub(super) fn hold(tx: &WriteTx<'_>, org: &Org, kind: PostKind, person: Id<Person>) -> Result<(), AppError> {
    let post = NewPost {
        person,
        tenant: org.tenant,
        org_id: org.id,
        org_path: org.path.clone(),
        kind,
        engagement: Engagement::PartTime,
        group_name: None,
        from: tx.today(),
    };
    let _post = people::appoint(tx, None, &post)?;
    Ok(())
}
