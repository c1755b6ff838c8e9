//! Worlds for trying out and load tests: a county, a province or the nation, filled by the bulk paths of the slices.
//!
//! Work goes county by county, one transaction each with its audit entry, so that a world that was broken off is whole
//! as far as it goes, and a second call goes on. The same order gives the same world. Everybody in it is invented.

mod county;
mod names;
mod plan;

use std::sync::Arc;
use std::time::{Duration, Instant};

use niangjia_area::api::Division;
use niangjia_kernel::{AreaCode, Day, Id, Person, Tenant};
use niangjia_org::api::Org;
use niangjia_people::actions::{self, NewAccount, OpeningRefused};
use niangjia_people::api::{Education, Engagement, NewPerson, NewPost, Party, PasswordCost, hash_password};
use niangjia_store::audit::{self, Action, Entry};
use niangjia_store::{Ending, PostKind, Store, StoreError, WriteTx};

pub use plan::Order;
use plan::Plan;

use crate::demo::Progress;

const TREE: Action = Action::write("seed.tree", "建立试验世界的组织树");
const COUNTY: Action = Action::write("seed.county", "写入试验数据");
const ACCOUNT: Action = Action::write("seed.account", "开通试验账号");
/// How often the size of the database is asked for.
const COUNTIES_BETWEEN_LOOKS: usize = 8;
/// How long one round of summing up takes before the limits are looked at again.
const ROUND: Duration = Duration::from_secs(5);

/// The password of every account of such a world.
pub const PASSWORD: &str = "niangjia-seed-2026";

/// When to stop, whole as far as it goes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// After so long.
    pub time: Option<Duration>,
    /// When the database takes so many bytes.
    pub bytes: Option<u64>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Counties.
    pub counties: u64,
    /// Communities in them.
    pub communities: u64,
    /// Committee members of those.
    pub members: u64,
    /// Households.
    pub households: u64,
    /// Visits.
    pub visits: u64,
}

impl std::ops::AddAssign for Written {
    fn add_assign(&mut self, more: Self) {
        self.counties += more.counties;
        self.communities += more.communities;
        self.members += more.members;
        self.households += more.households;
        self.visits += more.visits;
    }
}

/// Why a world was not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// The time was up.
    Time,
    /// The database has grown to its limit.
    Bytes,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeded {
    /// What this call wrote.
    pub written: Written,
    /// Counties that are whole now, of all to be filled.
    pub counties: (usize, usize),
    /// Sums that are still to be counted.
    pub sums_left: usize,
    /// Why it stopped early.
    pub stopped: Option<Stopped>,
}

/// Fills a store that is empty, or goes on where an earlier call stopped.
///
/// # Errors
/// When the database cannot be written; what was written stays whole.
pub fn fill(
    store: &Store,
    divisions: Vec<Division>,
    order: Order,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Seeded, StoreError> {
    let begun = Instant::now();
    let plan = Arc::new(Plan::of(order, &divisions));
    found(store, divisions, &plan, progress)?;
    let mut seeded = Seeded {
        written: Written::default(),
        counties: (0, plan.tenants.len()),
        sums_left: 0,
        stopped: None,
    };
    progress.stage("写入各县", plan.tenants.len() as u64);
    for (number, tenant) in plan.tenants.keys().copied().enumerate() {
        if !store.read_blocking(|tx| audit::tells_of(tx, tenant, COUNTY))? {
            let look = number % COUNTIES_BETWEEN_LOOKS == 0;
            seeded.stopped = reached(store, begun, limits, look)?;
            if seeded.stopped.is_some() {
                break;
            }
            let plan = Arc::clone(&plan);
            seeded.written += store.write_blocking(move |tx| county(tx, &plan, tenant))?;
        }
        seeded.counties.0 += 1;
        progress.step(1);
    }
    if seeded.stopped.is_none() {
        sum_up(store, begun, limits, &mut seeded, progress)?;
    }
    Ok(seeded)
}

fn reached(store: &Store, begun: Instant, limits: Limits, look: bool) -> Result<Option<Stopped>, StoreError> {
    if limits.time.is_some_and(|time| begun.elapsed() >= time) {
        return Ok(Some(Stopped::Time));
    }
    let full = match limits.bytes.filter(|_| look) {
        Some(bytes) => store.bytes()? >= bytes,
        None => false,
    };
    Ok(full.then_some(Stopped::Bytes))
}

/// What a serving program does every minute, all at once.
fn sum_up(
    store: &Store,
    begun: Instant,
    limits: Limits,
    seeded: &mut Seeded,
    progress: &dyn Progress,
) -> Result<(), StoreError> {
    while audit::seal_pending(store)? > 0 {}
    if seeded.written.counties > 0 {
        store.look_at_sizes()?;
    }
    let mut told = false;
    loop {
        let round = niangjia_insight::refresh(store, ROUND)?;
        if !std::mem::replace(&mut told, true) {
            progress.stage("汇总到市、省、全国", (round.counted + round.left) as u64);
        }
        progress.step(round.counted as u64);
        seeded.sums_left = round.left;
        if round.left == 0 {
            return Ok(());
        }
        seeded.stopped = reached(store, begun, limits, true)?;
        if seeded.stopped.is_some() {
            return Ok(());
        }
    }
}

/// The tree of the country, and chairs above the counties who can sign in.
fn found(
    store: &Store,
    divisions: Vec<Division>,
    plan: &Arc<Plan>,
    progress: &dyn Progress,
) -> Result<(), StoreError> {
    if store.read_blocking(niangjia_area::api::count)? > 0 {
        return Ok(());
    }
    progress.stage("建立全国组织树", 1);
    let (hash, plan) = (hash_password(PASSWORD, PasswordCost::Proper)?, Arc::clone(plan));
    store.write_blocking(move |tx| {
        let since = plan.order.today.plus(-3_650);
        niangjia_area::api::load(tx, &divisions, &|_| {})?;
        niangjia_org::api::found_all(tx, &divisions, since, &|_| {})?;
        for code in lineage_of_accounts(&plan) {
            if code.tenant() != account_county(&plan) {
                chair(tx, plan.order.today, &code.to_string(), &hash)?;
            }
        }
        Ok::<_, StoreError>(Ending::from(tx.record(&Entry::by_system(TREE, Tenant::NATION), ())?))
    })?;
    progress.step(1);
    Ok(())
}

fn county(tx: &WriteTx<'_>, plan: &Plan, tenant: Tenant) -> Result<Ending<Written>, StoreError> {
    let places = plan.tenants.get(&tenant).map(Vec::as_slice).unwrap_or_default();
    let written = county::write(tx, plan, (tenant, places))?;
    if tenant == account_county(plan) {
        let hash = hash_password(PASSWORD, PasswordCost::Proper)?;
        for code in lineage_of_accounts(plan).iter().filter(|code| code.tenant() == tenant) {
            chair(tx, plan.order.today, &code.to_string(), &hash)?;
        }
    }
    let entry = Entry::by_system(COUNTY, tenant);
    let entry = entry.change("走访", "", written.visits).change("家庭", "", written.households);
    Ok(tx.record(&entry, written)?.into())
}

/// The county whose chairs can sign in: the one of the demo if it is among them, else the first.
fn account_county(plan: &Plan) -> Tenant {
    let known = Tenant::from_number(341_881).filter(|tenant| plan.tenants.contains_key(tenant));
    known.or_else(|| plan.tenants.keys().next().copied()).unwrap_or(Tenant::NATION)
}

/// The nation, and down to the first community of that county.
fn lineage_of_accounts(plan: &Plan) -> Vec<AreaCode> {
    let first = plan.tenants.get(&account_county(plan)).and_then(|places| places.first());
    let mut lineage: Vec<AreaCode> = Vec::new();
    let mut next = first.map(|place| place.code.clone());
    while let Some(code) = next {
        next = code.parent();
        lineage.push(code);
    }
    lineage.reverse();
    lineage
}

/// What somebody of such a world signs in with: `主席341881`.
#[must_use]
pub fn login(code: &str) -> String {
    format!("主席{code}")
}

/// Lets the chair of an organisation of such a world sign in, unless somebody can already.
///
/// # Errors
/// When it cannot be written.
pub fn open_account(store: &Store, code: &str) -> Result<(), StoreError> {
    let (hash, code) = (hash_password(PASSWORD, PasswordCost::Proper)?, code.to_owned());
    store.write_blocking(move |tx| {
        if !chair(tx, tx.today(), &code, &hash)? {
            return Ok(Ending::Nothing(()));
        }
        let tenant = niangjia_org::api::by_code(tx, &code)?.map_or(Tenant::NATION, |org| org.tenant);
        Ok::<_, StoreError>(Ending::from(tx.record(&Entry::by_system(ACCOUNT, tenant), ())?))
    })
}

/// A chair who can sign in; says whether she is new. Nobody where the division stands for no body of its own.
fn chair(tx: &WriteTx<'_>, today: Day, code: &str, hash: &str) -> Result<bool, StoreError> {
    let Some(org) = niangjia_org::api::by_code(tx, code)? else {
        return Ok(false);
    };
    let person = NewPerson {
        tenant: org.tenant,
        name: login(code),
        woman: true,
        birth_day: None,
        education: Education::College,
        party: Party::Communist,
        phone: None,
        citizen_id: None,
    };
    let id = *actions::register_person(tx, None, &person, &org.path)?.value();
    drop(actions::appoint(tx, None, &head(&org, id, today))?);
    let account = NewAccount {
        tenant: org.tenant,
        person: id,
        login_name: &login(code),
        phone: None,
        password_hash: hash,
        must_change: false,
    };
    match actions::open_account(tx, None, &account, &org.path) {
        Ok(_) => Ok(true),
        Err(OpeningRefused::Taken) => Ok(false),
        Err(OpeningRefused::Store(error)) => Err(error),
        Err(refused) => Err(StoreError::Internal(format!("{refused:?}"))),
    }
}

fn head(org: &Org, person: Id<Person>, today: Day) -> NewPost {
    NewPost {
        person,
        tenant: org.tenant,
        org_id: org.id,
        org_path: org.path.clone(),
        kind: PostKind::Chair,
        engagement: Engagement::FullTime,
        group_name: None,
        from: today.plus(-730),
    }
}
