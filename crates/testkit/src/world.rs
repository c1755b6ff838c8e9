//! A small world: a branch of the real tree, the cast in its posts, families in their communities.

use std::sync::Arc;

use axum::Router;
use niangjia::wiring;
use niangjia_area::api::Division;
use niangjia_household::actions as household;
use niangjia_household::api::{HouseholdRow, Mode, NeedKind, NewHousehold, Side};
use niangjia_kernel::{
    AreaCode, Clock as _, Day, Household, Id, Key, ManualClock, MobileNumber, Person, Post, SeededChance,
    Tenant,
};
use niangjia_org::api::Org;
use niangjia_people::actions::{self as people, NewAccount};
use niangjia_people::api::{Education, Engagement, NewPerson, NewPost, Party, PasswordCost, hash_password};
use niangjia_store::{Acting, Actor, Ending, Store, StoreError, WriteTx};
use niangjia_web::AppSettings;

use crate::browser::Browser;
use crate::cast::{CHAIR, EVERYBODY, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR, PASSWORD, RESIDENT_MEMBER};
use crate::database::{Database, Engine};

/// The day on which tests happen, at nine in the morning.
pub const TODAY: &str = "2026-11-22";

/// The families of 汪秀英, by contact person and need.
pub const FAMILIES: [(&str, NeedKind); 10] = [
    ("王桂兰", NeedKind::Dibao),
    ("程国庆", NeedKind::SeriouslyIll),
    ("汪小雨", NeedKind::ChildInDifficulty),
    ("陈春香", NeedKind::Disabled),
    ("李兰英", NeedKind::Dibao),
    ("方文秀", NeedKind::SeriouslyIll),
    ("胡美珍", NeedKind::ElderlyAlone),
    ("张凤英", NeedKind::SingleParent),
    ("吴月娥", NeedKind::Disabled),
    ("䶮素琴", NeedKind::SeriouslyIll),
];

const DIVISIONS: [(&str, &str); 11] = [
    ("34", "安徽省"),
    ("3418", "宣城市"),
    ("341823", "泾县"),
    ("341823100", "泾川镇"),
    ("341823100001", "城关社区居委会"),
    ("341881", "宁国市"),
    ("341881001", "西津街道"),
    ("341881001001", "城北社区居委会"),
    ("341881003", "河沥溪街道"),
    ("341881003001", "桥东社区居委会"),
    ("341881003004", "嵩合社区居委会"),
];

/// The application on a database of its own, with the cast in it.
pub struct World {
    /// The clock; it stands still until a test moves it.
    pub clock: Arc<ManualClock>,
    parts: Option<(Router, Store)>,
    database: Database,
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

impl World {
    /// A world on `engine`, as of [`TODAY`].
    #[must_use]
    pub fn on(engine: Engine) -> Self {
        Self::in_database(Database::on(engine))
    }

    /// A database with nothing in it.
    #[must_use]
    pub fn empty_database(engine: Engine) -> Database {
        Database::on(engine)
    }

    /// A world in the database of this URL, which the test may take away.
    #[must_use]
    pub fn on_server(url: &str) -> Self {
        Self::in_database(Database::at(url))
    }

    fn in_database(database: Database) -> Self {
        let clock = Arc::new(ManualClock::at(day(TODAY).start().plus_seconds(9 * 3_600)));
        let chance = Arc::new(SeededChance::new(std::process::id().into()));
        let store =
            wiring::open_store_with(database.options(), clock.clone(), Some(chance)).expect("a store");
        store
            .write_blocking(|tx| {
                let tx = &tx.as_of(day("2021-06-30").start());
                let divisions = DIVISIONS.map(|(code, name)| Division {
                    code: AreaCode::parse(code).expect("a code"),
                    name: name.to_owned(),
                    stand_in: false,
                });
                niangjia_area::api::load(tx, &divisions, &|_| {})?;
                niangjia_org::api::found_all(tx, &divisions, day("2016-12-31"), &|_| {})?;
                settle(tx)
            })
            .expect("the cast settles in");
        let app = wiring::application(store.clone(), AppSettings::default());
        Self { clock, parts: Some((wiring::router(app), store)), database }
    }

    /// The router.
    pub fn router(&self) -> Router {
        self.parts.as_ref().expect("open").0.clone()
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> Store {
        self.parts.as_ref().expect("open").1.clone()
    }

    /// Lets the workers of imports and exports do everything that waits.
    pub fn work(&self) {
        let app = wiring::application(self.store(), AppSettings::default());
        niangjia_transfer::work_until_idle(&app).expect("the queue");
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> std::path::PathBuf {
        self.database.folder.path().join("data")
    }

    /// The store options of this world, to open it again.
    #[must_use]
    pub fn options(&self) -> niangjia_store::StoreOptions {
        self.database.options()
    }

    /// Runs something asynchronous to its end.
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.database.runtime.block_on(future)
    }

    /// Sets the clock to a day, at nine in the morning.
    pub fn on_day(&self, text: &str) {
        self.clock.set(day(text).start().plus_seconds(9 * 3_600));
    }

    /// Lets hours pass.
    pub fn hours_pass(&self, hours: i64) {
        self.clock.set(self.clock.now().plus_seconds(hours * 3_600));
    }

    /// A browser nobody is signed in with.
    #[must_use]
    pub fn stranger(&self) -> Browser {
        Browser::new(self.router(), self.database.runtime.handle().clone())
    }

    /// A browser nobody is signed in with, at another router.
    #[must_use]
    pub fn at(&self, router: Router) -> Browser {
        Browser::new(router, self.database.runtime.handle().clone())
    }

    /// The browser of somebody of the cast, signed in.
    #[must_use]
    #[track_caller]
    pub fn as_person(&self, figure: Figure) -> Browser {
        self.stranger().signed_in(figure.name, PASSWORD)
    }

    /// A program with a token of somebody of the cast, made on her page and good for a year.
    #[must_use]
    #[track_caller]
    pub fn program_of(&self, figure: Figure) -> Browser {
        let browser = self.as_person(figure);
        browser.program(&browser.token_until("报表系统", "2027-11-22"))
    }

    /// Somebody of the cast, signed in at another instance of the application (a copy of this world's data).
    #[must_use]
    #[track_caller]
    pub fn sign_in_at(&self, router: Router, figure: Figure) -> Browser {
        Browser::new(router, self.database.runtime.handle().clone()).signed_in(figure.name, PASSWORD)
    }

    /// The family of a contact person.
    #[must_use]
    #[track_caller]
    pub fn family(&self, contact: &str) -> Key<Household> {
        let name = contact.to_owned();
        let found = self.store().read_blocking::<_, StoreError>(move |tx| {
            tx.row(
                "SELECT tenant, id FROM household WHERE contact_name = $1",
                niangjia_store::params![name],
                |row| Ok((row.take()?, row.take()?)),
            )
        });
        let (tenant, id): (Tenant, Id<Household>) = found.expect("a read").expect("such a family");
        id.within(tenant)
    }

    /// Somebody of the cast as the store knows her.
    #[must_use]
    #[track_caller]
    pub fn actor(&self, figure: Figure) -> Actor {
        self.store().read_blocking(move |tx| actor_of(tx, figure)).expect("somebody of the cast")
    }

    /// Enters somebody who is not of the cast, in her post and with an account; what `index` tells apart is her phone number.
    #[track_caller]
    pub fn settles(&self, figure: Figure, index: u32) {
        let hash = hash_password(PASSWORD, PasswordCost::Cheap).expect("a hash");
        let settled = self.store().write_blocking(move |tx| settle_one(tx, figure, index, &hash));
        settled.expect("she settles in");
    }

    /// Lets the sums above the county catch up, as the job does every minute.
    #[track_caller]
    pub fn sum_up(&self) {
        let store = self.store();
        while niangjia_store::audit::seal_pending(&store).expect("the audit is sealed") > 0 {}
        let round = niangjia_insight::refresh(&store, std::time::Duration::MAX).expect("a round of sums");
        assert_eq!(round.left, 0, "everything is counted");
    }

    /// One number from the database.
    #[must_use]
    #[track_caller]
    pub fn number(&self, sql: &str) -> i64 {
        self.store().read_blocking(|tx| tx.value(sql, &[])).expect("a number")
    }
}

impl World {
    /// Closes the application, so that another process can open its data.
    pub fn close(&mut self) {
        // A PostgreSQL connection waits for its end, which a thread of a runtime may not.
        let parts = self.parts.take();
        let _done = std::thread::spawn(move || drop(parts)).join();
    }

    /// Opens the application again on its data.
    pub fn reopen(&mut self) {
        let store =
            wiring::open_store_with(self.database.options(), self.clock.clone(), None).expect("a store");
        let app = wiring::application(store.clone(), AppSettings::default());
        self.parts = Some((wiring::router(app), store));
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.close();
    }
}

fn actor_of(tx: &niangjia_store::ReadTx<'_>, figure: Figure) -> Result<Actor, StoreError> {
    let org = niangjia_org::api::by_code(tx, figure.org)?.expect("her organisation");
    let roster = niangjia_people::api::roster(tx, org.tenant, org.id, tx.today())?;
    let entry =
        roster.into_iter().find(|one| one.name == figure.name && one.kind == figure.kind).expect("her post");
    Ok(acting(&org, entry.person, &entry.name, entry.post, figure))
}

fn acting(org: &Org, person: Id<Person>, name: &str, post: Id<Post>, figure: Figure) -> Actor {
    Actor {
        tenant: org.tenant,
        person,
        name: name.to_owned(),
        acting: Acting {
            post,
            kind: figure.kind,
            org_id: org.id,
            org_path: org.path.clone(),
            org_name: org.name.clone(),
            level: org.level,
        },
        via: None,
    }
}

fn settle(tx: &WriteTx<'_>) -> Result<Ending<()>, StoreError> {
    let hash = hash_password(PASSWORD, PasswordCost::Cheap)?;
    let mut last = None;
    for (index, figure) in (0..).zip(EVERYBODY) {
        last = Some(settle_one(tx, figure, index, &hash)?);
    }
    settle_families(&tx.as_of(day("2021-07-02").start()))?;
    Ok(last.expect("the cast"))
}

fn settle_one(tx: &WriteTx<'_>, figure: Figure, index: u32, hash: &str) -> Result<Ending<()>, StoreError> {
    let org = niangjia_org::api::by_code(tx, figure.org)?.expect("an organisation");
    let phone = MobileNumber::parse(&format!("199000000{index:02}")).expect("a number");
    let person = NewPerson {
        tenant: org.tenant,
        name: figure.name.to_owned(),
        woman: true,
        birth_day: Day::of(1972, 3, 8),
        education: Education::College,
        party: Party::None,
        phone: Some(phone.clone()),
        citizen_id: None,
    };
    let id = *people::register_person(tx, None, &person, &org.path)?.value();
    let post = NewPost {
        person: id,
        tenant: org.tenant,
        org_id: org.id,
        org_path: org.path.clone(),
        kind: figure.kind,
        engagement: Engagement::PartTime,
        group_name: None,
        from: day("2021-07-01"),
    };
    let _post = people::appoint(tx, None, &post)?;
    let account = NewAccount {
        tenant: org.tenant,
        person: id,
        login_name: figure.name,
        phone: Some(&phone),
        password_hash: hash,
        must_change: false,
    };
    let opened = people::open_account(tx, None, &account, &org.path);
    Ok(opened.unwrap_or_else(|refused| panic!("{refused:?}")).map(|_| ()).into())
}

/// Twelve families in 嵩合社区, two in the neighbouring community; one is looked after from both sides.
fn settle_families(tx: &WriteTx<'_>) -> Result<(), StoreError> {
    for (number, (contact, need)) in (1..).zip(FAMILIES) {
        family(tx, CHAIR, MEMBER, number, contact, Some(need))?;
    }
    family(tx, CHAIR, RESIDENT_MEMBER, 11, "周美兰", Some(NeedKind::Disabled))?;
    family(tx, CHAIR, RESIDENT_MEMBER, 12, "黄桂枝", None)?;
    family(tx, OTHER_CHAIR, NEIGHBOUR, 1, "丁香", Some(NeedKind::Dibao))?;
    family(tx, OTHER_CHAIR, NEIGHBOUR, 2, "钟晴", Some(NeedKind::Disabled))?;
    // 王桂兰's family lives where 陈玉兰 does: both look after it, each on her side.
    let chair = actor_of(tx, CHAIR)?;
    let helper = actor_of(tx, RESIDENT_MEMBER)?;
    let shared = row_of(tx, &chair, "0001")?;
    let _link = household::link(
        tx,
        &chair,
        &shared,
        (helper.person, &helper.name),
        Side::Residence,
        Mode::Resident,
        day("2021-07-02"),
    )?;
    Ok(())
}

fn family(
    tx: &WriteTx<'_>,
    chair: Figure,
    member: Figure,
    number: u32,
    contact: &str,
    need: Option<NeedKind>,
) -> Result<(), StoreError> {
    let (chair, member) = (actor_of(tx, chair)?, actor_of(tx, member)?);
    let home = NewHousehold {
        tenant: chair.tenant,
        org_id: chair.acting.org_id,
        org_path: chair.acting.org_path.clone(),
        number: format!("{number:04}"),
        contact_name: contact.to_owned(),
        group_name: "巫山".to_owned(),
        grid: None,
        residence: String::new(),
        residence_area: AreaCode::parse(&chair.acting.org_path.code()).expect("a code"),
        lives_elsewhere: false,
        phone: Some(MobileNumber::parse(&format!("1990001{number:04}")).expect("a number")),
        address: Some(format!("巫山组 {number} 号")),
        since: tx.today(),
    };
    let _household = household::register_household(tx, &chair, &home, &[])?;
    let row = row_of(tx, &chair, &home.number)?;
    if let Some(need) = need {
        let _need = household::add_need(tx, &chair, &row, need, tx.today())?;
    }
    let who = (member.person, member.name.as_str());
    let _link = household::link(tx, &chair, &row, who, Side::Register, Mode::Nearby, tx.today())?;
    Ok(())
}

fn row_of(tx: &WriteTx<'_>, chair: &Actor, number: &str) -> Result<HouseholdRow, StoreError> {
    use niangjia_household::api::{Page, StandingFilter, standing};
    let branch = niangjia_store::Branch::of(chair.tenant, chair.acting.level, &chair.acting.org_path);
    let page = Page { by_due: false, skip: 0, limit: 1_000 };
    let all = standing(tx, chair, &branch, tx.today(), &StandingFilter::default(), page)?;
    let found = all.into_iter().find(|one| one.household.number == number);
    Ok(found.expect("the family just entered").household)
}
