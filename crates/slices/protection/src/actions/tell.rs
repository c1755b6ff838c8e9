//! The round over all cases: who is gone is replaced, and whoever something waits for hears so, once.

use niangjia_deadline::Standing;
use niangjia_kernel::{Id, Key, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, ReadTx, Store, StoreError, WriteTx};

use super::succeed::{self, say};
use crate::model::Case;
use crate::queries::{self, VisibleCase};
use crate::rules::{Succeeding, succeeding};
use crate::waiting::waiting_of;

const REMOVE: Action = Action::write("protection.remove_who_left", "移出不在任的");
const TELL: Action = Action::write("protection.tell", "提醒");

/// Goes over every case that is not over: successions begin, end or fall to whoever is in charge (R-PRO-18); what waits is told to
/// those whom it concerns, once, without a word of it. Says how many heard something.
///
/// # Errors
/// When the database cannot be read or written; what was done before is kept.
pub fn attend(store: &Store) -> Result<u64, StoreError> {
    for key in store.read_blocking(|tx| Ok::<_, StoreError>(keys(&queries::without_responsible(tx)?)))? {
        store.write_blocking(move |tx| succeed_on(tx, key))?;
    }
    // Most rounds find nothing to do; those write nothing.
    let (left, news) = store.read_blocking(|tx| {
        let (mut left, mut told) = (Vec::new(), Vec::new());
        for case in queries::running_cases(tx)? {
            let key = case.row().key();
            if !leavers(tx, &case)?.is_empty() {
                left.push(key);
            }
            if !news(tx, &case)?.is_empty() {
                told.push(key);
            }
        }
        Ok::<_, StoreError>((left, told))
    })?;
    for key in left {
        store.write_blocking(move |tx| remove_who_left(tx, key))?;
    }
    let mut told = 0;
    for key in news {
        told += store.write_blocking(move |tx| tell_on(tx, key))?;
    }
    Ok(told)
}

/// Who of a case has no post any more, and is not responsible: she stays until somebody takes it.
fn leavers(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<Id<Person>>, StoreError> {
    let row = case.row();
    let mut gone = Vec::new();
    for person in queries::people_who_left(tx, (row.tenant, row.id))? {
        if person != row.responsible && !queries::comes_back(tx, row.tenant, person)? {
            gone.push(person);
        }
    }
    Ok(gone)
}

/// Somebody, and the keys of what she has not heard of.
type Unheard = (Id<Person>, Vec<String>);

/// Who has not heard yet of what waits on a case, and of what.
fn news(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<Unheard>, StoreError> {
    let row = case.row();
    let charges = ids(queries::serving_charges(tx, row.tenant)?);
    let people = ids(queries::serving_people(tx, (row.tenant, row.id))?);
    let (for_charge, for_others) = (waiting_of(tx, case, true)?, waiting_of(tx, case, false)?);
    let mut all = Vec::new();
    for person in people.iter().chain(charges.iter().filter(|person| !people.contains(person))) {
        let own = people.contains(person);
        let waiting = if charges.contains(person) { &for_charge } else { &for_others };
        let mut unheard = Vec::new();
        for one in waiting.iter().filter(|one| one.tells && (own || one.above)) {
            let what = format!("{}|{}", row.id.uuid().simple(), one.key);
            if !queries::is_told(tx, (row.tenant, *person), &what)? {
                unheard.push(what);
            }
        }
        if !unheard.is_empty() {
            all.push((*person, unheard));
        }
    }
    Ok(all)
}

fn keys(cases: &[VisibleCase]) -> Vec<Key<Case>> {
    cases.iter().map(|case| case.row().key()).collect()
}

fn held(tx: &WriteTx<'_>, key: Key<Case>) -> Result<Option<VisibleCase>, StoreError> {
    tx.hold("protection_case", key.tenant, key.id.uuid())?;
    queries::again(tx, key)
}

fn succeed_on(tx: &WriteTx<'_>, key: Key<Case>) -> Result<Ending<()>, StoreError> {
    let Some(case) = held(tx, key)? else { return Ok(Ending::Nothing(())) };
    let waits = queries::waiting_succession(tx, (key.tenant, key.id))?;
    let charges = queries::serving_charges(tx, key.tenant)?;
    let late = match &waits {
        Some(waits) => {
            let clock = niangjia_deadline::running(tx, (key.tenant, waits.id.uuid()), succeed::CLOCK)?;
            clock.is_some_and(|clock| matches!(clock.standing(tx.now()), Standing::Late { .. }))
        }
        None => false,
    };
    let serves = queries::responsible_serves(tx, &case)?;
    Ok(match (succeeding(serves, waits.is_some(), late, !charges.is_empty()), waits, charges.first()) {
        (Succeeding::Begins, ..) => succeed::begin(tx, &case)?.into(),
        (Succeeding::Returns, Some(waits), _) => succeed::come_back(tx, &case, &waits)?.into(),
        (Succeeding::Falls, Some(waits), Some(charge)) => succeed::fall(tx, &case, &waits, charge)?.into(),
        _ => Ending::Nothing(()),
    })
}

fn remove_who_left(tx: &WriteTx<'_>, key: Key<Case>) -> Result<Ending<()>, StoreError> {
    let Some(case) = held(tx, key)? else { return Ok(Ending::Nothing(())) };
    let mut removed = false;
    for person in leavers(tx, &case)? {
        removed |= queries::remove_person(tx, &case, person)?;
    }
    if !removed {
        return Ok(Ending::Nothing(()));
    }
    let row = case.row();
    let entry = Entry::by_system(REMOVE, row.tenant).about(row.tenant, row.id, &row.org_path);
    Ok(tx.record(&entry.confidential(&row.org_path), ())?.into())
}

fn tell_on(tx: &WriteTx<'_>, key: Key<Case>) -> Result<Ending<u64>, StoreError> {
    let Some(case) = held(tx, key)? else { return Ok(Ending::Nothing(0)) };
    let mut told = 0;
    for (person, unheard) in news(tx, &case)? {
        for what in unheard {
            queries::insert_told(tx, (key.tenant, person), &what)?;
        }
        say(tx, (key.tenant, person))?;
        told += 1;
    }
    if told == 0 {
        return Ok(Ending::Nothing(0));
    }
    let row = case.row();
    let entry = Entry::by_system(TELL, row.tenant).about(row.tenant, row.id, &row.org_path);
    Ok(tx.record(&entry.confidential(&row.org_path), told)?.into())
}

fn ids(people: Vec<(Id<Person>, String)>) -> Vec<Id<Person>> {
    people.into_iter().map(|(person, _)| person).collect()
}
