//! Facts by the thousand, for data made at once: trying out and load tests.

use std::collections::BTreeMap;

use niangjia_kernel::{Fact, FactPart, Month, OrgPath, Organisation, Tenant};

use crate::column::Column as _;
use crate::{StoreError, Value, WriteTx, params};

const FACT: [&str; 15] = [
    "tenant",
    "id",
    "kind",
    "org_id",
    "org_path",
    "area_code",
    "on_day",
    "at_ms",
    "subject",
    "attendances",
    "households",
    "minutes",
    "fen",
    "recorded_by",
    "reverses",
];
const PART: [&str; 5] = ["tenant", "person_id", "fact_tenant", "fact_id", "role"];
const TALLY: [&str; 10] =
    ["tenant", "org_id", "org_path", "month", "kind", "facts", "attendances", "households", "minutes", "fen"];

type TallyKey = (Tenant, niangjia_kernel::Id<Organisation>, OrgPath, Month, niangjia_kernel::FactKind);

/// Appends many facts of organisations that have none yet, and their sums. No subscriber hears of them: whoever makes
/// data at once makes the folds of the slices at once too, and the doctor compares.
///
/// # Errors
/// [`StoreError::Unique`] when one is there already, or an organisation has sums.
pub fn append_many(tx: &WriteTx<'_>, facts: &[(Fact, Vec<FactPart>)]) -> Result<(), StoreError> {
    tx.insert_many("fact", &FACT, &mut facts.iter().map(|(fact, _)| row(fact)))?;
    let parts = facts.iter().flat_map(|(fact, parts)| parts.iter().map(move |part| (fact, part)));
    let mut parts =
        parts.map(|(fact, part)| params![part.tenant, part.person, fact.tenant, fact.id, part.role].to_vec());
    tx.insert_many("fact_part", &PART, &mut parts)?;
    let mut sums = BTreeMap::<TallyKey, [i64; 5]>::new();
    for (fact, _) in facts {
        let key = (fact.tenant, fact.org_id, fact.org_path.clone(), fact.on_day.month(), fact.kind);
        let amounts = [fact.weight(), fact.attendances, fact.households, fact.minutes, fact.fen.0];
        for (sum, amount) in sums.entry(key).or_default().iter_mut().zip(amounts) {
            *sum += amount;
        }
    }
    let mut tallies = sums.into_iter().map(|((tenant, org, path, month, kind), sums)| {
        let mut row: Vec<Value> = params![tenant, org, path, month, kind].to_vec();
        row.extend(sums.iter().map(|sum| sum.bind()));
        row
    });
    tx.insert_many("tally", &TALLY, &mut tallies)?;
    Ok(())
}

fn row(fact: &Fact) -> Vec<Value> {
    params![
        fact.tenant,
        fact.id,
        fact.kind,
        fact.org_id,
        fact.org_path,
        fact.area_code,
        fact.on_day,
        fact.at,
        fact.subject,
        fact.attendances,
        fact.households,
        fact.minutes,
        fact.fen,
        fact.recorded_by,
        fact.reverses,
    ]
    .to_vec()
}
