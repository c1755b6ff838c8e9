//! The data set: the national tree, and in it one community with nine members, 200 households and 200,000 visits over
//! three years, all written by the product's own actions.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use niangjia::{country, wiring};
use niangjia_household::actions as household;
use niangjia_household::api::{
    HouseholdRules, Manner, Mode, NeedKind, NewHousehold, Outcome as Became, Page, Side, StandingFilter,
    VisibleHousehold, standing, visible,
};
use niangjia_kernel::{
    AreaCode, Clock as _, Day, Household, Id, Key, MobileNumber, SeededChance, SystemClock, Visit,
};
use niangjia_org::api::Org;
use niangjia_people::actions::{self as people, NewAccount, OpeningRefused};
use niangjia_people::api::{
    Education, Engagement, NewPerson, NewPost, Party, PasswordCost, hash_password, roster,
};
use niangjia_store::{
    Acting, Actor, Branch, Ending, PostKind, ReadTx, Store, StoreError, StoreOptions, WriteTx, audit,
};

use crate::{Outcome, queries};

/// The community.
pub const ORG: &str = "341881003004";
/// Everybody's password.
pub const PASSWORD: &str = "一句好记的话并不难想";
/// Who chairs the community.
pub const CHAIR: &str = "程丽华";
/// The members, each with her own share of the households.
pub const MEMBERS: [&str; 9] =
    ["汪秀英", "陈玉兰", "方文琴", "胡美珍", "张凤英", "吴月娥", "李兰芳", "周美兰", "黄桂枝"];
/// How many households there are.
pub const HOUSEHOLDS: usize = 200;
/// How many visits there are.
pub const VISITS: usize = 200_000;

const YEARS: i64 = 3;
const VISITS_PER_TRANSACTION: usize = 10_000;
const SEED: u64 = 200_000;
/// Written last, so that a data set broken off is not taken for a whole one.
const MARK: &str = "bench-world";

/// What members say of a visit.
pub(crate) const LINES: [&str; 6] = [
    "送了降压药,血压平稳,约好下次一起去社区卫生站复查",
    "孩子开学的书本费已经落实,班主任也联系上了",
    "水管漏水,帮着找了物业,师傅当天来修好",
    "老人一个人在家,聊了一个小时,精神不错",
    "把低保年审要带的材料一样一样写给她",
    "想找离家近一点的活,推荐了园区的招工信息",
];

/// The default folder of the data set: inside the target folder, which is on a disk.
#[must_use]
pub fn default_folder() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).join("target").join("bench-data")
}

/// The SQLite file of a data folder.
#[must_use]
pub fn database(folder: &Path) -> PathBuf {
    folder.join("niangjia.sqlite")
}

/// The people of the data set as the product knows them.
#[derive(Debug, Clone)]
pub struct Cast {
    /// The community.
    pub org: Org,
    /// Its chair.
    pub chair: Actor,
    /// Its members, in the order of [`MEMBERS`].
    pub members: Vec<Actor>,
}

/// Makes the data set in `folder` unless it is there. Says how many seconds it took.
///
/// # Errors
/// When the folder holds something else, or a row does not fit.
pub fn make(folder: &Path) -> Outcome<Option<f64>> {
    if folder.join(MARK).exists() {
        return Ok(None);
    }
    if database(folder).exists() {
        return Err(format!("{} holds a database that is not this data set", folder.display()).into());
    }
    let begun = Instant::now();
    let chance = Arc::new(SeededChance::new(SEED));
    let options = StoreOptions::embedded(folder.to_owned());
    let store = wiring::open_store_with(options, Arc::new(SystemClock), Some(chance.clone()))?;
    let today = SystemClock.today();
    let first = today.plus(-365 * YEARS);
    found(&store, first)?;
    eprintln!("founded after {:.1} s", begun.elapsed().as_secs_f64());
    visit_everybody(&store, &chance, first, today)?;
    while audit::seal_pending(&store)? > 0 {}
    drop(store);
    fs::write(folder.join(MARK), format!("{today}\n"))?;
    Ok(Some(begun.elapsed().as_secs_f64()))
}

/// The tree, the people, the register: what is there before the first visit.
pub(crate) fn found(store: &Store, first: Day) -> Outcome<()> {
    let divisions = country::divisions()?;
    let hash = hash_password(PASSWORD, PasswordCost::Proper)?;
    store.write_blocking(move |tx| {
        let tx = &tx.as_of(first.plus(-1).start());
        niangjia_area::api::load(tx, &divisions, &|_| {})?;
        niangjia_org::api::found_all(tx, &divisions, first.plus(-3_650), &|_| {})?;
        let org = community(tx)?;
        let people =
            std::iter::once((CHAIR, PostKind::Chair)).chain(MEMBERS.map(|name| (name, PostKind::Member)));
        for (index, (name, kind)) in people.enumerate() {
            settle(tx, &org, index, name, kind, &hash)?;
        }
        let cast = cast(tx)?;
        let mut last = None;
        for index in 0..HOUSEHOLDS {
            last = Some(register(tx, &cast, index)?);
        }
        last.ok_or_else(|| StoreError::Internal("no household".to_owned()))
    })?;
    Ok(())
}

fn community(tx: &ReadTx<'_>) -> Result<Org, StoreError> {
    niangjia_org::api::by_code(tx, ORG)?
        .ok_or_else(|| StoreError::Internal("the community is missing".to_owned()))
}

pub(crate) fn settle(
    tx: &WriteTx<'_>,
    org: &Org,
    index: usize,
    name: &str,
    kind: PostKind,
    hash: &str,
) -> Result<(), StoreError> {
    let phone = number(index)?;
    let person = NewPerson {
        tenant: org.tenant,
        name: name.to_owned(),
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
        kind,
        engagement: Engagement::PartTime,
        group_name: None,
        from: tx.today(),
    };
    drop(people::appoint(tx, None, &post)?);
    let account = NewAccount {
        tenant: org.tenant,
        person: id,
        login_name: name,
        phone: Some(&phone),
        password_hash: hash,
        must_change: false,
    };
    match people::open_account(tx, None, &account, &org.path) {
        Ok(_) => Ok(()),
        Err(OpeningRefused::Store(error)) => Err(error),
        Err(refused) => Err(StoreError::Internal(format!("{refused:?}"))),
    }
}

fn number(index: usize) -> Result<MobileNumber, StoreError> {
    MobileNumber::parse(&format!("1990{index:07}")).map_err(|error| StoreError::Internal(error.to_string()))
}

pub(crate) fn register(tx: &WriteTx<'_>, cast: &Cast, index: usize) -> Result<Ending<()>, StoreError> {
    const SURNAMES: [&str; 10] = ["王", "程", "汪", "陈", "李", "方", "胡", "张", "吴", "周"];
    const GIVEN: [&str; 20] = [
        "桂兰", "国庆", "小雨", "春香", "兰英", "文秀", "美珍", "凤英", "月娥", "素琴", "秀云", "玉华",
        "建国", "志强", "春梅", "丽萍", "红霞", "金花", "永贵", "爱莲",
    ];
    let contact =
        format!("{}{}", SURNAMES[index % SURNAMES.len()], GIVEN[index / SURNAMES.len() % GIVEN.len()]);
    let area = AreaCode::parse(ORG).map_err(|error| StoreError::Internal(error.to_string()))?;
    let home = NewHousehold {
        tenant: cast.org.tenant,
        org_id: cast.org.id,
        org_path: cast.org.path.clone(),
        number: format!("{:04}", index + 1),
        contact_name: contact,
        group_name: format!("第{}居民小组", index % 6 + 1),
        grid: None,
        residence: String::new(),
        residence_area: area,
        lives_elsewhere: false,
        phone: Some(number(1_000 + index)?),
        address: Some(format!("巫山路 {} 号", index + 1)),
        since: tx.today(),
    };
    let id = *household::register_household(tx, &cast.chair, &home, &[])?.value();
    let row = home.row(id);
    drop(household::add_need(tx, &cast.chair, &row, NeedKind::ALL[index % NeedKind::ALL.len()], tx.today())?);
    let member = &cast.members[index % cast.members.len()];
    let who = (member.person, member.name.as_str());
    let link = household::link(tx, &cast.chair, &row, who, Side::Register, Mode::Nearby, tx.today())?;
    Ok(link.map(|_| ()).into())
}

fn visit_everybody(store: &Store, chance: &Arc<SeededChance>, first: Day, today: Day) -> Outcome<()> {
    let begun = Instant::now();
    for done in (0..VISITS).step_by(VISITS_PER_TRANSACTION) {
        let chance = Arc::clone(chance);
        store.write_blocking(move |tx| {
            let (cast, mut last) = (cast(tx)?, None);
            let mut homes = Vec::new();
            for member in &cast.members {
                homes.extend(families(tx, member)?.into_iter().map(|home| (member.clone(), home)));
            }
            for number in done..done + VISITS_PER_TRANSACTION {
                let place = number as i64 * YEARS * 365 / VISITS as i64;
                let day = first.plus(place).min(today.plus(-1));
                let within = (number % 180) as i64 * 200;
                let tx = tx.as_of(day.start().plus_seconds(8 * 3_600 + within));
                let (member, home) = &homes[chance.below(homes.len())];
                let said = said_visit(&chance, tx.new_id(), day, day);
                last = Some(household::record_visit(&tx, member, home, &said)?);
            }
            last.ok_or_else(|| StoreError::Internal("no visit".to_owned()))
        })?;
        let per_second = (done + VISITS_PER_TRANSACTION) as f64 / begun.elapsed().as_secs_f64();
        eprintln!("{} visits, {per_second:.0} per second", done + VISITS_PER_TRANSACTION);
    }
    Ok(())
}

/// What somebody says of a visit on a day, recorded on another: the same mixture in the data set and in the load.
#[must_use]
pub fn said_visit(chance: &SeededChance, id: Id<Visit>, on: Day, recorded: Day) -> household::SaidVisit {
    let matters = &HouseholdRules::in_force().matters;
    let follow_up = (chance.below(3) == 0).then(|| recorded.plus(14));
    household::SaidVisit {
        id,
        on,
        manner: Manner::ALL[chance.below(Manner::ALL.len())],
        matter: matters[chance.below(matters.len())].code.clone(),
        outcome: if follow_up.is_some() { Became::FollowUp } else { Became::Settled },
        follow_up,
        words: LINES[chance.below(LINES.len())].to_owned(),
    }
}

/// The chair and the members, as actors.
///
/// # Errors
/// When they cannot be read, or one of them is missing.
pub fn cast(tx: &ReadTx<'_>) -> Result<Cast, StoreError> {
    let org = community(tx)?;
    let roster = roster(tx, org.tenant, org.id, tx.today())?;
    let actor = |name: &str| {
        let entry = roster.iter().find(|entry| entry.name == name);
        let entry = entry.ok_or_else(|| StoreError::Internal(format!("{name} is missing")))?;
        Ok::<_, StoreError>(Actor {
            tenant: org.tenant,
            person: entry.person,
            name: entry.name.clone(),
            acting: Acting {
                post: entry.post,
                kind: entry.kind,
                org_id: org.id,
                org_path: org.path.clone(),
                org_name: org.name.clone(),
                level: org.level,
            },
            via: None,
        })
    };
    let (chair, members) = (actor(CHAIR)?, MEMBERS.iter().map(|name| actor(name)).collect::<Result<_, _>>()?);
    Ok(Cast { org, chair, members })
}

fn family_keys(tx: &ReadTx<'_>, member: &Actor) -> Result<Vec<Key<Household>>, StoreError> {
    let branch = Branch::of(member.tenant, member.acting.level, &member.acting.org_path);
    let hers = StandingFilter { member: Some(member.person), ..StandingFilter::default() };
    let page = Page { by_due: false, skip: 0, limit: HOUSEHOLDS as i64 };
    let standing = standing(tx, member, &branch, tx.today(), &hers, page)?;
    Ok(standing.into_iter().map(|one| one.household.id.within(one.household.tenant)).collect())
}

/// The families of a member, as she may see them.
fn families(tx: &ReadTx<'_>, member: &Actor) -> Result<Vec<VisibleHousehold>, StoreError> {
    let keys = family_keys(tx, member)?.into_iter();
    Ok(keys
        .map(|key| visible(tx, member, key))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

/// The families of each member as links name them, in the order of [`MEMBERS`].
///
/// # Errors
/// When they cannot be read.
pub fn families_of_members(store: &Store) -> Result<Vec<Vec<Key<Household>>>, StoreError> {
    store.read_blocking(|tx| {
        let cast = cast(tx)?;
        cast.members.iter().map(|member| family_keys(tx, member)).collect()
    })
}

/// Copies a data set that nobody has open.
///
/// # Errors
/// When a file cannot be copied.
pub fn copy(from: &Path, to: &Path) -> Outcome<()> {
    queries::checkpoint(&database(from))?;
    fs::create_dir_all(to)?;
    for name in ["niangjia.key", "niangjia.sqlite"] {
        // The permissions of the key file are copied with it.
        fs::copy(from.join(name), to.join(name))?;
    }
    Ok(())
}
