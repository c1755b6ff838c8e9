//! Points follow from facts: what is appended with each fact, and the fold that can be made again.

use std::collections::BTreeSet;

use niangjia_kernel::{Fact, FactPart, Tenant};
use niangjia_store::facts::{self, Fold};
use niangjia_store::{ReadTx, StoreError, WriteTx};

use crate::book::{self, Happening};
use crate::pack::{DutyRules, PointRule};
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
    let about: Vec<&PointRule> = in_force.about(fact.kind).collect();
    if about.is_empty() && fact.reverses.is_none() {
        return Ok(());
    }
    for part in parts {
        let person = (part.tenant, part.person);
        // Two visits recorded at once must not both be the fifth of the month.
        tx.hold("people_person", part.tenant, part.person.uuid())?;
        if let Some(reversed) = fact.reverses {
            for entry in queries::entries_of_fact(tx, person, fact.tenant, reversed)? {
                queries::insert_entry(tx, &rules::taken_back(&entry, fact, tx.new_id()))?;
            }
            continue;
        }
        for rule in &about {
            let again = rule.once_a_matter && queries::has_of_matter(tx, person, fact, &rule.id)?;
            if !rules::earns(rule, part, again) {
                continue;
            }
            let before = queries::last_place(tx, person, fact.on_day.month(), &rule.id)?;
            let entry = rules::granted(in_force, rule, fact, part, before, tx.new_id());
            queries::insert_entry(tx, &entry)?;
        }
    }
    Ok(())
}

/// The points of facts that were appended at once (`facts::append_many`) for persons that have none yet.
///
/// # Errors
/// When they cannot be written.
pub fn enter_many(tx: &WriteTx<'_>, history: &[(Fact, Vec<FactPart>)]) -> Result<(), StoreError> {
    let entries = book::replayed(DutyRules::in_force(), history.to_vec());
    queries::insert_entries(tx, &entries)
}

/// What the persons of one tenant took part in. Points are kept in the person's tenant, and a cap looks at one person:
/// so each tenant is a history of its own.
fn history(tx: &ReadTx<'_>, tenant: Tenant) -> Result<Vec<Happening>, StoreError> {
    let taken_part = facts::of_persons_in(tx, tenant)?;
    let mut history = Vec::<Happening>::with_capacity(taken_part.len());
    for (fact, part) in taken_part {
        match history.last_mut().filter(|(last, _)| (last.tenant, last.id) == (fact.tenant, fact.id)) {
            Some((_, parts)) => parts.push(part),
            None => history.push((fact, vec![part])),
        }
    }
    Ok(history)
}

fn rebuild(tx: &WriteTx<'_>) -> Result<i64, StoreError> {
    queries::delete_all_entries(tx)?;
    let mut rows = 0;
    for tenant in facts::tenants_of_persons(tx)? {
        let mut history = history(tx, tenant)?;
        book::order_again(&mut history);
        for (fact, parts) in &history {
            on_fact(&tx.as_of(fact.at), fact, parts)?;
        }
        rows += queries::entries_in(tx, tenant)?.len();
    }
    i64::try_from(rows).map_err(|error| StoreError::Internal(error.to_string()))
}

fn differences(tx: &ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let mut tenants: BTreeSet<Tenant> = facts::tenants_of_persons(tx)?.into_iter().collect();
    tenants.extend(queries::tenants_with_entries(tx)?);
    let mut words = Vec::new();
    for tenant in tenants {
        let expected = book::replayed(DutyRules::in_force(), history(tx, tenant)?);
        words.extend(book::differences(&queries::entries_in(tx, tenant)?, &expected));
    }
    Ok(words)
}
