//! A small country: one province, one city, two counties, three communities with families.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::http::{Request, StatusCode};
use niangjia_household::actions;
use niangjia_household::api::{HouseholdRow, Manner, Mode, NeedKind, NewHousehold, Outcome, Side};
use niangjia_insight::{navigation, routes};
use niangjia_kernel::{
    AreaCode, Clock as _, Day, Household, Id, ManualClock, Person, Post, SeededChance, Tenant,
};
use niangjia_org::api::Org;
use niangjia_people::api::{Education, Engagement, NewPerson, NewPost, Party};
use niangjia_store::{
    Acting, Actor, Builder, Ending, Location, PostKind, ReadTx, Store, StoreError, StoreOptions, WriteTx,
    facts,
};
use niangjia_web::{
    App, AppSettings, BearerToken, Guards, Identity, Machines, Panels, PostChoice, Routes, SessionToken,
    SignedIn, TokenHolder,
};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub const SONGHE: &str = "341881003004";
pub const SHUANGLONG: &str = "341881003005";
pub const NINGGUO: &str = "341881";
pub const XUANZHOU: &str = "341802";
pub const XUANCHENG: &str = "3418";

const DIVISIONS: &str = "code,name\n34,安徽省\n3418,宣城市\n341802,宣州区\n341802001,西林街道\n341802001001,锦城社区居委会\n\
                         341881,宁国市\n341881003,河沥溪街道\n341881003004,嵩合社区居委会\n341881003005,双龙社区居委会\n";

pub fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// The world, its clock standing on 2026-11-22.
pub struct World {
    pub store: Store,
    _folder: TempDir,
}

impl World {
    /// Songhe has 7 families with 低保 and 2 with 困境儿童, Shuanglong 3 with 低保, Jincheng in the other county 20.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options =
            StoreOptions { location: Location::Embedded, ..StoreOptions::embedded(folder.path().to_owned()) };
        let lists = [
            niangjia_store::schema::MIGRATIONS,
            niangjia_area::schema::MIGRATIONS,
            niangjia_org::schema::MIGRATIONS,
            niangjia_people::schema::MIGRATIONS,
            niangjia_household::schema::MIGRATIONS,
            niangjia_org::schema::HEADS,
            niangjia_insight::schema::SUMS,
            niangjia_insight::schema::MIGRATIONS,
            niangjia_household::schema::HANDOVERS,
            niangjia_household::schema::RESIDENCE_CARE,
            niangjia_household::schema::CITIZENS,
            niangjia_household::schema::NEED_ORIGINS,
        ];
        let clock = ManualClock::at(day("2026-11-22").start().plus_seconds(36_000));
        assert_eq!(clock.now().day(), day("2026-11-22"));
        let migrations = lists.into_iter().flatten().cloned().collect();
        let builder =
            Builder::new(options, migrations).clock(Arc::new(clock)).chance(Arc::new(SeededChance::new(7)));
        let world = Self { store: builder.open().expect("a store"), _folder: folder };
        world.write(|tx| {
            let divisions = niangjia_area::api::read(DIVISIONS.as_bytes()).expect("divisions");
            niangjia_org::api::found_all(tx, &divisions, day("2020-01-01"), &|_| {})?;
            fill(tx, SONGHE, &[(NeedKind::Dibao, 7), (NeedKind::ChildInDifficulty, 2)])?;
            fill(tx, SHUANGLONG, &[(NeedKind::Dibao, 3)])?;
            fill(tx, "341802001001", &[(NeedKind::Dibao, 20)])
        });
        world.sum_up();
        world
    }

    /// Writes, with an audit entry of some action.
    pub fn write(&self, work: impl Fn(&WriteTx<'_>) -> Result<(), StoreError> + Send + 'static) {
        let done: Result<(), StoreError> = self.store.write_blocking(move |tx| {
            work(tx)?;
            let songhe = org(tx, "0");
            let person = person("见证人");
            Ok(Ending::from(
                niangjia_people::actions::register_person(tx, None, &person, &songhe.path)?.map(drop),
            ))
        });
        done.expect("written");
    }

    /// Lets the sums above the county catch up.
    pub fn sum_up(&self) {
        while niangjia_store::audit::seal_pending(&self.store).expect("sealed") > 0 {}
        let round = niangjia_insight::refresh(&self.store, std::time::Duration::MAX).expect("a round");
        assert_eq!(round.left, 0);
    }

    pub fn read<T>(&self, work: impl FnOnce(&ReadTx<'_>) -> Result<T, StoreError>) -> T {
        self.store.read_blocking(work).expect("read")
    }

    /// Asks as somebody; JSON when `accept` says so.
    pub fn get(&self, actor: &Actor, path: &str, accept: &str) -> (StatusCode, String) {
        let identity = Box::new(Signed(actor.clone()));
        let settings = AppSettings::default();
        let machines = Machines::default().with(niangjia_insight::Remembered::default());
        let parts = (vec![navigation()], Panels::default(), Guards::default());
        let app = App::new(self.store.clone(), identity, parts.0, parts.1, parts.2, settings, machines);
        let router = routes(Routes::default()).into_router().with_state(app);
        let token = SessionToken::fresh(&SeededChance::new(1)).cookie(false);
        let cookie = token.split(';').next().unwrap_or_default();
        let request = Request::get(path).header("cookie", cookie).header("accept", accept);
        let request = request.body(axum::body::Body::empty()).expect("a request");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let response = router.oneshot(request).await.expect("an answer");
            let status = response.status();
            let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
            (status, String::from_utf8(body.to_vec()).expect("text"))
        })
    }

    /// Somebody who holds a post at an organisation.
    pub fn holder(&self, kind: PostKind, code: &str) -> Actor {
        self.read(|tx| Ok(actor(&org(tx, code), kind, Id::new(tx.now(), &SeededChance::new(99)))))
    }
}

struct Signed(Actor);

impl Identity for Signed {
    fn signed_in(&self, tx: &ReadTx<'_>, _: &SessionToken) -> Result<Option<SignedIn>, StoreError> {
        Ok(Some(SignedIn { actor: self.0.clone(), until: tx.now().plus_seconds(3_600) }))
    }

    fn posts(&self, _: &ReadTx<'_>, _: &Actor) -> Result<Vec<PostChoice>, StoreError> {
        Ok(Vec::new())
    }
    fn in_post(
        &self,
        _: &ReadTx<'_>,
        _: Tenant,
        _: Id<Person>,
        _: Id<Post>,
    ) -> Result<Option<Actor>, StoreError> {
        Ok(None)
    }

    fn owner(&self, _: &ReadTx<'_>, _: &SessionToken) -> Result<Option<Id<Person>>, StoreError> {
        Ok(Some(self.0.person))
    }
    fn by_token(&self, _: &ReadTx<'_>, _: &BearerToken) -> Result<Option<TokenHolder>, StoreError> {
        Ok(None)
    }
    fn note_use(&self, _: &WriteTx<'_>, _: &BearerToken, _: &Actor) -> Result<Ending<()>, StoreError> {
        Ok(Ending::Nothing(()))
    }
}

pub fn org(tx: &ReadTx<'_>, code: &str) -> Org {
    niangjia_org::api::by_code(tx, code).expect("read").expect("an organisation")
}

fn person(name: &str) -> NewPerson {
    NewPerson {
        tenant: niangjia_kernel::Tenant::NATION,
        name: name.to_owned(),
        woman: true,
        birth_day: None,
        education: Education::College,
        party: Party::Communist,
        phone: None,
        citizen_id: None,
    }
}

fn actor(org: &Org, kind: PostKind, person: Id<Person>) -> Actor {
    let acting = Acting {
        post: Id::from_uuid(person.uuid()),
        kind,
        org_id: org.id,
        org_path: org.path.clone(),
        org_name: org.name.clone(),
        level: org.level,
    };
    Actor { tenant: org.tenant, person, name: "王秀兰".to_owned(), acting, via: None }
}

/// Two members, one of them with families; each family is visited on two days, the second of the first is taken back.
fn fill(tx: &WriteTx<'_>, code: &str, needs: &[(NeedKind, usize)]) -> Result<(), StoreError> {
    let org = org(tx, code);
    let mut members = Vec::new();
    for name in ["汪秀英", "周小满"] {
        let new = NewPerson { tenant: org.tenant, ..person(name) };
        let id = *niangjia_people::actions::register_person(tx, None, &new, &org.path)?.value();
        let post = NewPost {
            person: id,
            tenant: org.tenant,
            org_id: org.id,
            org_path: org.path.clone(),
            kind: PostKind::Member,
            engagement: Engagement::PartTime,
            group_name: None,
            from: day("2025-01-01"),
        };
        drop(niangjia_people::actions::appoint(tx, None, &post)?);
        members.push(actor(&org, PostKind::Member, id));
    }
    let kinds = needs.iter().flat_map(|(kind, count)| std::iter::repeat_n(*kind, *count));
    for (index, kind) in kinds.enumerate() {
        household(tx, &org, &members[0], index, kind)?;
    }
    Ok(())
}

fn household(
    tx: &WriteTx<'_>,
    org: &Org,
    member: &Actor,
    index: usize,
    need: NeedKind,
) -> Result<(), StoreError> {
    let since = day("2025-01-01");
    let new = NewHousehold {
        tenant: org.tenant,
        org_id: org.id,
        org_path: org.path.clone(),
        number: format!("{index:04}"),
        contact_name: format!("李{index}"),
        group_name: "巫山".to_owned(),
        grid: None,
        residence: String::new(),
        residence_area: org.area_code.clone(),
        lives_elsewhere: false,
        phone: None,
        address: None,
        since,
    };
    let id = *actions::register_household(tx, member, &new, &[])?.value();
    let row = row(&new, id);
    drop(actions::add_need(tx, member, &row, need, since)?);
    if index == 1 {
        return Ok(());
    }
    drop(actions::link(tx, member, &row, (member.person, "汪秀英"), Side::Register, Mode::Nearby, since)?);
    let seen = niangjia_household::api::visible(tx, member, id.within(org.tenant))?.expect("her family");
    for on in ["2026-10-05", "2026-11-10"] {
        let said = actions::SaidVisit {
            id: tx.new_id(),
            on: day(on),
            manner: Manner::AtHome,
            matter: niangjia_household::api::HouseholdRules::in_force().matters[0].code.clone(),
            outcome: Outcome::Settled,
            follow_up: None,
            words: "看望".to_owned(),
        };
        actions::record_visit(tx, member, &seen, &said)?;
        if index == 0 && on == "2026-11-10" {
            for fact in facts::of_subject(tx, org.tenant, said.id.uuid())? {
                facts::reverse(tx, &fact, member.person, None)?;
            }
        }
    }
    Ok(())
}

fn row(new: &NewHousehold, id: Id<Household>) -> HouseholdRow {
    HouseholdRow {
        tenant: new.tenant,
        id,
        org_id: new.org_id,
        org_path: new.org_path.clone(),
        number: new.number.clone(),
        name: format!("{}家", new.contact_name),
        contact_name: new.contact_name.clone(),
        group_name: new.group_name.clone(),
        residence: new.residence.clone(),
        residence_area: AreaCode::clone(&new.residence_area),
        lives_elsewhere: false,
        since: new.since,
    }
}
