//! The round over all cases: who is gone is replaced, and whoever something waits for hears so, once.

use niangjia_kernel::{Id, Key, Person};
use niangjia_deadline::Standing;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, Store, StoreError, WriteTx};

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
    let gone = store.read_blocking(|tx| Ok::<_, StoreError>(keys(&queries::without_responsible(tx)?)))?;
    for key in gone {
        store.write_blocking(move |tx| succeed_on(tx, key))?;
    }
    let running = store.read_blocking(|tx| Ok::<_, StoreError>(keys(&queries::running_cases(tx)?)))?;
    let mut told = 0;
    for key in running {
        store.write_blocking(move |tx| remove_who_left(tx, key))?;
        told += store.write_blocking(move |tx| tell_on(tx, key))?;
    }
    Ok(told)
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

/// Takes out of a case who has no post any more; whoever is responsible stays until somebody takes it.
fn remove_who_left(tx: &WriteTx<'_>, key: Key<Case>) -> Result<Ending<()>, StoreError> {
    let left = queries::people_who_left(tx, (key.tenant, key.id))?;
    if left.is_empty() {
        return Ok(Ending::Nothing(()));
    }
    let Some(case) = held(tx, key)? else { return Ok(Ending::Nothing(())) };
    let mut removed = 0;
    for person in left {
        if person != case.row().responsible && !queries::comes_back(tx, key.tenant, person)? {
            removed += i64::from(queries::remove_person(tx, &case, person)?);
        }
    }
    if removed == 0 {
        return Ok(Ending::Nothing(()));
    }
    let row = case.row();
    let entry = Entry::by_system(REMOVE, row.tenant).about(row.tenant, row.id, &row.org_path);
    Ok(tx.record(&entry.confidential(&row.org_path), ())?.into())
}

fn tell_on(tx: &WriteTx<'_>, key: Key<Case>) -> Result<Ending<u64>, StoreError> {
    let Some(case) = queries::again(tx, key)? else { return Ok(Ending::Nothing(0)) };
    let whose = (key.tenant, key.id);
    let charges: Vec<Id<Person>> = ids(queries::serving_charges(tx, key.tenant)?);
    let people: Vec<Id<Person>> = ids(queries::serving_people(tx, whose)?);
    let mut told = 0;
    for person in people.iter().chain(charges.iter().filter(|person| !people.contains(person))) {
        let (own, in_charge) = (people.contains(person), charges.contains(person));
        let mut news = false;
        for one in waiting_of(tx, &case, in_charge)?.iter().filter(|one| one.tells && (own || one.above)) {
            let what = format!("{}|{}", key.id.uuid().simple(), one.key);
            news |= queries::insert_told(tx, (key.tenant, *person), &what)?;
        }
        if news {
            say(tx, (key.tenant, *person))?;
            told += 1;
        }
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
