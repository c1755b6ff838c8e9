//! The job: counts again what changed, a little at a time, and says how far it is.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use niangjia_kernel::Month;
use niangjia_store::{Ending, ReadTx, Store, StoreError, WriteTx};

use super::count::{self, Counting};
use super::survey::{Survey, Unit, survey};
use crate::queries::{self, Round};

/// How many tenants' months are read in one snapshot and written in one transaction: a few hundred milliseconds.
const UNITS_AT_ONCE: usize = 16;

/// What a round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refreshed {
    /// How many tenants' months were counted.
    pub counted: usize,
    /// How many are still to be counted.
    pub left: usize,
}

/// Counts again what changed since the last round, for about as long as `budget`; what is left comes in the next round.
///
/// # Errors
/// When it cannot be read or written; what was kept stays.
pub fn refresh(store: &Store, budget: Duration) -> Result<Refreshed, StoreError> {
    let begun = Instant::now();
    let found = Arc::new(store.read_blocking(survey)?);
    if found.tree.heads().is_empty() {
        return Ok(Refreshed { counted: 0, left: 0 });
    }
    if !found.new_months.is_empty() {
        let found = Arc::clone(&found);
        store.write_blocking(move |tx| {
            count::keep_new_months(tx, &found)?;
            // Killed after this, the next round knows these months, and that all of them is still to be counted.
            close(tx, &found, &found.units)?;
            Ok::<_, StoreError>(Ending::from(tx.derived(())))
        })?;
    }
    let mut counted = 0;
    for units in found.units.chunks(UNITS_AT_ONCE) {
        if begun.elapsed() > budget {
            break;
        }
        let counts = store.read_blocking(|tx| count_all(tx, &found, units))?;
        let tree = Arc::clone(&found.tree);
        store.write_blocking(move |tx| {
            count::keep(tx, &tree, &counts)?;
            Ok::<_, StoreError>(Ending::from(tx.derived(())))
        })?;
        counted += units.len();
    }
    let left = found.units.len() - counted;
    store.write_blocking(move |tx| {
        close(tx, &found, &found.units[counted..])?;
        Ok::<_, StoreError>(Ending::from(tx.derived(())))
    })?;
    Ok(Refreshed { counted, left })
}

/// The same in one transaction, from nothing.
pub(super) fn again(tx: &WriteTx<'_>) -> Result<(), StoreError> {
    queries::forget_all(tx)?;
    let found = survey(tx)?;
    if found.tree.heads().is_empty() {
        return Ok(());
    }
    count::keep_new_months(tx, &found)?;
    for units in found.units.chunks(UNITS_AT_ONCE) {
        count::keep(tx, &found.tree, &count_all(tx, &found, units)?)?;
    }
    close(tx, &found, &[])
}

fn count_all(tx: &ReadTx<'_>, found: &Survey, units: &[Unit]) -> Result<Vec<Counting>, StoreError> {
    units.iter().map(|unit| count::count(tx, &found.tree, *unit)).collect()
}

/// Says how far the sums of each month are when these are `left`.
fn close(tx: &WriteTx<'_>, found: &Survey, left: &[Unit]) -> Result<(), StoreError> {
    for (tenant, month, counted) in &found.confirmed {
        queries::note_counted(tx, *tenant, *month, *counted)?;
    }
    let mut rounds: BTreeMap<Month, Round> = BTreeMap::new();
    for month in &found.months {
        rounds.insert(*month, Round { through: found.through, waiting: 0 });
    }
    for unit in left {
        let Some(round) = rounds.get_mut(&unit.month) else { continue };
        match unit.before {
            Some(before) => round.through = round.through.min(before),
            None => round.waiting += 1,
        }
    }
    rounds.into_iter().try_for_each(|(month, round)| queries::note_round(tx, month, round))
}
