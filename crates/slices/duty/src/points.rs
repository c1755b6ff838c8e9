//! Points follow from facts: what is appended with each fact, and the fold that can be made again.

use niangjia_kernel::{Fact, FactPart};
use niangjia_store::facts::{self, Fold};
use niangjia_store::{ReadTx, StoreError, WriteTx};

use crate::book::{self, Happening};
use crate::pack::DutyRules;
use crate::{queries, rules};

/// The points of everybody, derived from facts.
pub const POINTS: Fold = Fold { name: "duty_point", rebuild, differences };

/// Appends the points that a fact gives to those who did it, or takes back those of the fact it reverses; in the
/// transaction that records it (`Builder::on_fact`).
///
/// # Errors
/// When they cannot be written; then the fact is not kept either.
pub fn on_fact(tx: &WriteTx<'_>, fact: &Fact, parts: &[FactPart]) -> Result<(), StoreError> {
    let in_force = DutyRules::in_force();
    for part in parts.iter().filter(|part| rules::earns(part)) {
        let person = (part.tenant, part.person);
        // Two visits recorded at once must not both be the fifth of the month.
        tx.hold("people_person", part.tenant, part.person.uuid())?;
        if let Some(reversed) = fact.reverses {
            for entry in queries::entries_of_fact(tx, person, fact.tenant, reversed)? {
                queries::insert_entry(tx, &rules::taken_back(&entry, fact, tx.new_id()))?;
            }
            continue;
        }
        for rule in in_force.about(fact.kind) {
            let before = queries::last_place(tx, person, fact.on_day.month(), &rule.id)?;
            let entry = rules::granted(in_force, rule, fact, part, before, tx.new_id());
            queries::insert_entry(tx, &entry)?;
        }
    }
    Ok(())
}

fn history(tx: &ReadTx<'_>) -> Result<Vec<Happening>, StoreError> {
    let mut parts = queries::all_parts(tx)?;
    let with_parts = |fact: Fact| {
        let parts = parts.remove(&(fact.tenant, fact.id)).unwrap_or_default();
        (fact, parts)
    };
    Ok(facts::in_order(tx)?.into_iter().map(with_parts).collect())
}

fn rebuild(tx: &WriteTx<'_>) -> Result<i64, StoreError> {
    queries::delete_all_entries(tx)?;
    let mut history = history(tx)?;
    book::order_again(&mut history);
    for (fact, parts) in &history {
        on_fact(&tx.as_of(fact.at), fact, parts)?;
    }
    i64::try_from(queries::all_entries(tx)?.len()).map_err(|error| StoreError::Internal(error.to_string()))
}

fn differences(tx: &ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let expected = book::replayed(DutyRules::in_force(), history(tx)?);
    Ok(book::differences(&queries::all_entries(tx)?, &expected))
}
