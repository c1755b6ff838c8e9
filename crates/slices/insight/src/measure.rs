//! Counting: what an indicator comes to in a branch, and in each of the branches below it by one statement.

use std::collections::{BTreeMap, BTreeSet};

use niangjia_household::api as household;
use niangjia_kernel::{FactKind, Month, OrgPath};
use niangjia_org::api::Org;
use niangjia_people::api as people;
use niangjia_store::{Branch, ReadTx, StoreError, facts};

use crate::model::{Amount, Indicator};
use crate::period::Span;
use crate::queries;
use crate::registry::{Counting, Source};

/// The branch of an organisation.
pub(crate) fn branch_of(org: &Org) -> Branch {
    Branch::of(org.tenant, org.level, &org.path)
}

/// What an indicator comes to in the branch of an organisation.
pub(crate) fn measure(
    tx: &ReadTx<'_>,
    org: &Org,
    span: Span,
    indicator: Indicator,
) -> Result<Amount, StoreError> {
    Ok(match indicator.definition().counting {
        Counting::Count(source) => Amount::Count(count(tx, org, span, source)?),
        Counting::Ratio { numerator, denominator } => {
            Amount::Ratio(count(tx, org, span, numerator)?, count(tx, org, span, denominator)?)
        }
    })
}

/// What it comes to in the branch of each child of an organisation, in the order of `children`.
pub(crate) fn measure_children(
    tx: &ReadTx<'_>,
    org: &Org,
    children: &[Org],
    span: Span,
    indicator: Indicator,
) -> Result<Vec<Amount>, StoreError> {
    Ok(match indicator.definition().counting {
        Counting::Count(source) => {
            count_children(tx, org, children, span, source)?.into_iter().map(Amount::Count).collect()
        }
        Counting::Ratio { numerator, denominator } => {
            let numerators = count_children(tx, org, children, span, numerator)?;
            let denominators = count_children(tx, org, children, span, denominator)?;
            numerators.into_iter().zip(denominators).map(|(some, all)| Amount::Ratio(some, all)).collect()
        }
    })
}

fn count(tx: &ReadTx<'_>, org: &Org, span: Span, source: Source) -> Result<i64, StoreError> {
    let branch = branch_of(org);
    let on = span.to;
    match source {
        Source::Organisations => niangjia_org::api::count_within(tx, &org.path, on),
        Source::Holders(kind, who) => people::count_holders(tx, &branch, kind, on, who),
        Source::Groups => Ok(household::count_grids(tx, &branch, on)?.1),
        Source::Grids => Ok(household::count_grids(tx, &branch, on)?.0),
        Source::Households(filter) => household::count(tx, &branch, on, &filter(span)),
        Source::WomenLinked(side) => household::count_women_linked(tx, &branch, on, side),
        Source::MembersLinked(side) => household::count_members_linked(tx, &branch, on, side),
        Source::MembersWithoutFamilies => {
            let members = household::members_without_families(tx, &branch, on)?;
            Ok(i64::try_from(members.len()).unwrap_or(i64::MAX))
        }
        Source::Facts(kind) => count_facts(tx, &branch, kind, span),
    }
}

fn count_facts(tx: &ReadTx<'_>, branch: &Branch, kind: FactKind, span: Span) -> Result<i64, StoreError> {
    let split = span.split(tx.today());
    let mut sum = match split.months {
        Some(months) => facts::tallied(tx, branch, kind, Some(months))?,
        None => 0,
    };
    for days in split.edges {
        sum += queries::facts_on(tx, branch, kind, days)?;
    }
    Ok(sum)
}

/// Households, posts and facts are grouped in the database. The others are asked child by child: a page shows one of
/// them at a time.
fn count_children(
    tx: &ReadTx<'_>,
    org: &Org,
    children: &[Org],
    span: Span,
    source: Source,
) -> Result<Vec<i64>, StoreError> {
    let branch = branch_of(org);
    match source {
        Source::Households(filter) => {
            let filter = filter(span);
            by_child(children, |length| household::count_by_prefix(tx, &branch, span.to, &filter, length))
        }
        Source::Holders(kind, who) => by_child(children, |length| {
            people::count_holders_by_prefix(tx, &branch, kind, span.to, who, length)
        }),
        Source::Facts(kind) => {
            let split = span.split(tx.today());
            by_child(children, |length| {
                let mut counted = Vec::new();
                if let Some(months) = split.months {
                    counted.extend(queries::tallies_by_prefix(tx, &branch, kind, months, length)?);
                }
                for days in &split.edges {
                    counted.extend(queries::facts_by_prefix(tx, &branch, kind, *days, length)?);
                }
                Ok(counted)
            })
        }
        other => children.iter().map(|child| count(tx, child, span, other)).collect(),
    }
}

/// Asks once for each length that the paths of the children have (mostly one), and takes what belongs to a child.
fn by_child(
    children: &[Org],
    ask: impl Fn(i64) -> Result<Vec<(OrgPath, i64)>, StoreError>,
) -> Result<Vec<i64>, StoreError> {
    let lengths: BTreeSet<usize> = children.iter().map(|child| child.path.as_str().len()).collect();
    let mut sums = BTreeMap::<OrgPath, i64>::new();
    for length in lengths {
        for (path, counted) in ask(i64::try_from(length).unwrap_or(i64::MAX))? {
            *sums.entry(path).or_default() += counted;
        }
    }
    Ok(children.iter().map(|child| sums.get(&child.path).copied().unwrap_or_default()).collect())
}

/// The visits of twelve months up to `last`, month by month.
pub(crate) fn trend(tx: &ReadTx<'_>, org: &Org, last: Month) -> Result<Vec<(Month, i64)>, StoreError> {
    let first = last.plus(-11);
    let found = queries::tallies_by_month(tx, &branch_of(org), FactKind::Visit, (first, last))?;
    let found: BTreeMap<Month, i64> = found.into_iter().collect();
    Ok((0..12)
        .map(|index| first.plus(index))
        .map(|month| (month, found.get(&month).copied().unwrap_or_default()))
        .collect())
}
