//! The data set of the export: a community with 10,000 households and a million visits over three years, written as rows
//! and not by actions. There are no facts behind these visits; the sums that the ledger is counted by are written too.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use niangjia::wiring;
use niangjia_household::api::{HouseholdRules, Manner, Outcome as Became, Page, StandingFilter, standing};
use niangjia_kernel::{
    Clock as _, Day, FactKind, Household, Id, Month, Person, SeededChance, SystemClock, Visit,
};
use niangjia_people::api::{PasswordCost, hash_password};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{
    Branch, Column as _, Ending, Location, PostKind, Store, StoreError, StoreOptions, Value, WriteTx,
};

use crate::Outcome;
use crate::world::{self, LINES};

/// The county above the community.
pub const COUNTY: &str = "341881";
/// Who chairs the county.
pub const COUNTY_CHAIR: &str = "徐春燕";
/// How many visits there are.
pub const VISITS: usize = 1_000_000;

const HOUSEHOLDS: usize = 10_000;
const YEARS: i64 = 3;
const ROWS_PER_TRANSACTION: usize = 50_000;
const SEED: u64 = 1_000_000;
/// Written last, so that a data set broken off is not taken for a whole one.
const MARK: &str = "bench-bulk";
const LOAD: Action = Action::write("bench.load", "测速数据");
const WORDS: &str = "household_visit.words";
const VISIT: [&str; 13] = [
    "tenant",
    "id",
    "household_id",
    "person_id",
    "org_id",
    "org_path",
    "on_day",
    "at_ms",
    "manner",
    "matter",
    "outcome",
    "follow_up_day",
    "words",
];
const TALLY: [&str; 10] =
    ["tenant", "org_id", "org_path", "month", "kind", "facts", "attendances", "households", "minutes", "fen"];

/// The default folder of the data set: inside the target folder, which is on a disk.
#[must_use]
pub fn default_folder() -> PathBuf {
    world::default_folder().with_file_name("bench-bulk")
}

/// Makes the data set in `folder`, its rows in `location`, unless it is there. Says how many seconds it took.
///
/// # Errors
/// When the folder holds something else, or a row does not fit.
pub fn make(folder: &Path, location: Location) -> Outcome<Option<f64>> {
    if folder.join(MARK).exists() {
        return Ok(None);
    }
    if world::database(folder).exists() {
        return Err(format!("{} holds a database that is not this data set", folder.display()).into());
    }
    let begun = Instant::now();
    let chance = Arc::new(SeededChance::new(SEED));
    let options = StoreOptions { location, ..StoreOptions::embedded(folder.to_owned()) };
    let store = wiring::open_store_with(options, Arc::new(SystemClock), Some(chance.clone()))?;
    let today = SystemClock.today();
    let first = today.plus(-365 * YEARS);
    world::found(&store, first)?;
    settle_county(&store, first)?;
    for from in (world::HOUSEHOLDS..HOUSEHOLDS).step_by(1_000) {
        enter_households(&store, first, from)?;
    }
    eprintln!("{HOUSEHOLDS} households after {:.1} s", begun.elapsed().as_secs_f64());
    let homes = homes(&store)?;
    for from in (0..VISITS).step_by(ROWS_PER_TRANSACTION) {
        visit(&store, &chance, &homes, first, from)?;
    }
    tally(&store, first)?;
    // What the server does by itself within a minute.
    store.look_at_sizes()?;
    drop(store);
    fs::write(folder.join(MARK), format!("{today}\n"))?;
    Ok(Some(begun.elapsed().as_secs_f64()))
}

fn settle_county(store: &Store, first: Day) -> Outcome<()> {
    let hash = hash_password(world::PASSWORD, PasswordCost::Proper)?;
    store.write_blocking(move |tx| {
        let at_first = tx.as_of(first.plus(-1).start());
        let county = niangjia_org::api::by_code(tx, COUNTY)?;
        let county = county.ok_or_else(|| StoreError::Internal("the county is missing".to_owned()))?;
        world::settle(&at_first, &county, 999, COUNTY_CHAIR, PostKind::Chair, &hash)?;
        Ok::<_, StoreError>(tx.record(&Entry::by_system(LOAD, county.tenant), ())?.into())
    })?;
    Ok(())
}

fn enter_households(store: &Store, first: Day, from: usize) -> Outcome<()> {
    store.write_blocking(move |tx| {
        let at_first = tx.as_of(first.plus(-1).start());
        let (cast, mut last) = (world::cast(tx)?, None);
        for index in from..(from + 1_000).min(HOUSEHOLDS) {
            last = Some(world::register(&at_first, &cast, index)?);
        }
        last.ok_or_else(|| StoreError::Internal("no household".to_owned()))
    })?;
    Ok(())
}

/// Each household with a member who visits it.
fn homes(store: &Store) -> Outcome<Vec<(Id<Household>, Id<Person>)>> {
    Ok(store.read_blocking(|tx| {
        let cast = world::cast(tx)?;
        let branch = Branch::of(cast.org.tenant, cast.org.level, &cast.org.path);
        let page = Page { by_due: false, skip: 0, limit: HOUSEHOLDS as i64 };
        let found = standing(tx, &cast.chair, &branch, tx.today(), &StandingFilter::default(), page)?;
        let member = |index: usize| cast.members[index % cast.members.len()].person;
        let homes = found.iter().enumerate().map(|(index, one)| (one.household.id, member(index)));
        Ok::<_, StoreError>(homes.collect())
    })?)
}

/// The day of a visit: evenly over the years.
const fn day_of(first: Day, number: usize) -> Day {
    first.plus(number as i64 * YEARS * 365 / VISITS as i64)
}

fn visit(
    store: &Store,
    chance: &Arc<SeededChance>,
    homes: &[(Id<Household>, Id<Person>)],
    first: Day,
    from: usize,
) -> Outcome<()> {
    let (chance, homes) = (Arc::clone(chance), homes.to_vec());
    store.write_blocking(move |tx| {
        let cast = world::cast(tx)?;
        let (tenant, org_id, path) = (cast.org.tenant, cast.org.id, cast.org.path);
        let matters = &HouseholdRules::in_force().matters;
        let row = |number: usize| -> Result<Vec<Value>, StoreError> {
            let day = day_of(first, number);
            let tx: &WriteTx<'_> = &tx.as_of(day.start().plus_seconds(8 * 3_600 + (number % 30_000) as i64));
            let (household, member) = homes[chance.below(homes.len())];
            let follow_up = (chance.below(3) == 0).then(|| day.plus(14));
            let outcome = if follow_up.is_some() { Became::FollowUp } else { Became::Settled };
            let words = format!("{}（第 {number} 次）", LINES[chance.below(LINES.len())]);
            Ok(vec![
                tenant.bind(),
                tx.new_id::<Visit>().bind(),
                household.bind(),
                member.bind(),
                org_id.bind(),
                path.bind(),
                day.bind(),
                tx.now().bind(),
                Manner::ALL[chance.below(Manner::ALL.len())].bind(),
                matters[chance.below(matters.len())].code.bind(),
                outcome.bind(),
                follow_up.bind(),
                tx.seal(WORDS, &words)?.bind(),
            ])
        };
        let rows = (from..from + ROWS_PER_TRANSACTION).map(row).collect::<Result<Vec<_>, _>>()?;
        tx.insert_many("household_visit", &VISIT, &mut rows.into_iter())?;
        Ok::<Ending<()>, StoreError>(tx.record(&Entry::by_system(LOAD, tenant), ())?.into())
    })?;
    Ok(())
}

/// The sums that the visits would have made.
fn tally(store: &Store, first: Day) -> Outcome<()> {
    let mut months = std::collections::BTreeMap::<Month, i64>::new();
    for number in 0..VISITS {
        *months.entry(day_of(first, number).month()).or_default() += 1;
    }
    store.write_blocking(move |tx| {
        let org = world::cast(tx)?.org;
        let mut rows = months.iter().map(|(month, visits)| {
            let mut row = vec![org.tenant.bind(), org.id.bind(), org.path.bind(), month.bind()];
            row.extend([FactKind::Visit.bind(), visits.bind(), visits.bind(), visits.bind()]);
            row.extend([0_i64.bind(), 0_i64.bind()]);
            row
        });
        tx.insert_many("tally", &TALLY, &mut rows)?;
        Ok::<Ending<()>, StoreError>(tx.record(&Entry::by_system(LOAD, org.tenant), ())?.into())
    })?;
    Ok(())
}
