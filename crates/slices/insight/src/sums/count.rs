//! Counting what a tenant holds itself, keeping it, and adding it up.

use std::collections::{BTreeMap, BTreeSet};

use niangjia_kernel::{Month, Tenant};
use niangjia_store::{ReadTx, StoreError, WriteTx, audit};

use super::survey::{Survey, Unit, as_of};
use super::tree::Tree;
use crate::look::{Ask, Place, amount, asks, look};
use crate::model::{Amount, Indicator};
use crate::period::Span;
use crate::queries::{self, Counted, Sum};

/// A tenant's month, counted.
pub(super) struct Counting {
    pub(super) unit: Unit,
    pub(super) amounts: BTreeMap<Indicator, Amount>,
    pub(super) counted: Counted,
}

/// Counts what a tenant holds itself in a month.
pub(super) fn count(tx: &ReadTx<'_>, tree: &Tree, unit: Unit) -> Result<Counting, StoreError> {
    let head = tree.head(unit.place);
    let span = Span::of_month(unit.month, tx.today());
    let all: Vec<Ask> = Indicator::ALL.iter().flat_map(|indicator| asks(*indicator, span)).collect();
    let mut answers = look(tx, &Place::tenant(head), span, &all, (&[], &[]))?.whole.into_iter();
    let amounts = Indicator::ALL.iter().map(|indicator| (*indicator, amount(*indicator, &mut answers)));
    let amounts = amounts.collect();
    let seen = audit::head_number(tx, head.tenant)?;
    Ok(Counting { unit, amounts, counted: Counted { as_of: span.to, seen, at: tx.now() } })
}

/// Keeps what was counted, and adds it up to the nation, in one transaction: no reader sees half of it.
pub(super) fn keep(tx: &WriteTx<'_>, tree: &Tree, counted: &[Counting]) -> Result<(), StoreError> {
    let mut months = BTreeSet::new();
    for one in counted {
        let (tenant, month) = (tree.head(one.unit.place).tenant, one.unit.month);
        let sums = one.amounts.iter().map(|(indicator, amount)| ((month, *indicator), Sum::from(*amount)));
        queries::replace(tx, tenant, &[month], &sums.collect())?;
        queries::note_counted(tx, tenant, month, one.counted)?;
        months.insert(month);
    }
    let months: Vec<Month> = months.into_iter().collect();
    add_up(tx, tree, counted.iter().map(|one| one.unit.place), &months)
}

/// In a month without any sums, the federations of all tenants in which nothing was ever written: nothing else is there.
pub(super) fn keep_new_months(tx: &WriteTx<'_>, survey: &Survey) -> Result<(), StoreError> {
    let founded = niangjia_org::api::founded(tx)?;
    let mut sums = Vec::new();
    for month in &survey.new_months {
        let day = as_of(*month, tx.today());
        let mut federations = BTreeMap::<Tenant, i64>::new();
        for some in founded.iter().filter(|some| some.exist_on(day)) {
            *federations.entry(some.tenant).or_default() += some.count;
        }
        let quiet = federations.into_iter().filter(|(tenant, _)| !survey.active.contains(tenant));
        let sum = |count| Sum::from(Amount::Count(count));
        sums.extend(quiet.map(|(tenant, count)| (tenant, *month, Indicator::Federations, sum(count))));
    }
    queries::insert(tx, &mut sums.into_iter())?;
    add_up(tx, &survey.tree, 0..survey.tree.heads().len(), &survey.new_months)
}

/// Adds up what changed, from the cities to the nation.
fn add_up(
    tx: &WriteTx<'_>,
    tree: &Tree,
    changed: impl Iterator<Item = usize>,
    months: &[Month],
) -> Result<(), StoreError> {
    for place in tree.adding_up(changed) {
        let tenant = tree.head(place).tenant;
        queries::replace(tx, tenant, months, &added_up(tx, tree, place, months)?)?;
    }
    Ok(())
}

/// What a tenant comes to: what it holds itself, and what those directly below come to.
pub(super) fn added_up(
    tx: &ReadTx<'_>,
    tree: &Tree,
    place: usize,
    months: &[Month],
) -> Result<BTreeMap<(Month, Indicator), Sum>, StoreError> {
    let mut sums = BTreeMap::<(Month, Indicator), Sum>::new();
    for (key, own) in queries::own(tx, tree.head(place).tenant, months)? {
        sums.insert(key, Sum { own, whole: own });
    }
    for (key, (numerator, denominator)) in queries::together(tx, &tree.tenants_below(place), months)? {
        let sum = sums.entry(key).or_default();
        sum.whole = (sum.whole.0 + numerator, sum.whole.1 + denominator);
    }
    Ok(sums)
}
