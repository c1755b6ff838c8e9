//! Counting in the database: what an indicator comes to in a branch of any size. Pages of one tenant count in one look
//! (`look.rs`); above the county they read what was added up before (`sums`).

use std::collections::BTreeMap;

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
    let branch = branch_of(org);
    let counted = |source| count(tx, &org.path, &branch, span, source);
    Ok(match indicator.definition().counting {
        Counting::Count(source) => Amount::Count(counted(source)?),
        Counting::Ratio { numerator, denominator } => {
            Amount::Ratio(counted(numerator)?, counted(denominator)?)
        }
    })
}

/// One count of a branch at `path`.
pub(crate) fn count(
    tx: &ReadTx<'_>,
    path: &OrgPath,
    branch: &Branch,
    span: Span,
    source: Source,
) -> Result<i64, StoreError> {
    let on = span.to;
    match source {
        Source::Organisations => niangjia_org::api::count_within(tx, path, on),
        Source::Holders(kind, who) => people::count_holders(tx, branch, kind, on, who),
        Source::Groups => Ok(household::count_grids(tx, branch, on)?.1),
        Source::Grids => Ok(household::count_grids(tx, branch, on)?.0),
        Source::Households(filter) => household::count(tx, branch, on, &filter(span)),
        Source::WomenLinked(side) => household::count_women_linked(tx, branch, on, side),
        Source::MembersLinked(side) => household::count_members_linked(tx, branch, on, side),
        Source::MembersWithoutFamilies => household::count_members_without_families(tx, branch, on),
        Source::Facts(kind) => count_facts(tx, branch, kind, span),
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
