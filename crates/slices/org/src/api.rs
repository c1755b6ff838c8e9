//! What other slices may ask about organisations.

use std::collections::HashSet;

use niangjia_area::api::Division;
use niangjia_kernel::{Day, Id, OrgPath, Organisation, Tenant};
use niangjia_store::{ReadTx, StoreError, WriteTx};

use crate::{founding, queries};

pub use crate::model::{Founded, Org};
pub use crate::places::{Found, Places};

/// Founds the federations of the whole country over `divisions` (in the order of their codes).
///
/// # Errors
/// When the tree exists already or a row does not fit.
pub fn found_all(
    tx: &WriteTx<'_>,
    divisions: &[Division],
    since: Day,
    progress: &dyn Fn(u64),
) -> Result<u64, StoreError> {
    founding::found_all(tx, divisions, since, progress)
}

/// The organisation called by `code` (`341881003004`; `0` is the nation).
///
/// # Errors
/// When it cannot be read.
pub fn by_code(tx: &ReadTx<'_>, code: &str) -> Result<Option<Org>, StoreError> {
    queries::by_code(tx, code)
}

/// The organisation with this identity.
///
/// # Errors
/// When it cannot be read.
pub fn by_id(tx: &ReadTx<'_>, id: Id<Organisation>) -> Result<Option<Org>, StoreError> {
    queries::by_id(tx, id)
}

/// Those directly below, in the order of their codes.
///
/// # Errors
/// When they cannot be read.
pub fn children(tx: &ReadTx<'_>, id: Id<Organisation>) -> Result<Vec<Org>, StoreError> {
    queries::children(tx, id)
}

/// Those of a branch that stand today, its head included, in the order of their paths.
///
/// # Errors
/// When they cannot be read.
pub fn within(tx: &ReadTx<'_>, path: &OrgPath) -> Result<Vec<Org>, StoreError> {
    queries::within(tx, path)
}

/// Those from the nation down to `path`, both included.
///
/// # Errors
/// When they cannot be read.
pub fn lineage(tx: &ReadTx<'_>, path: &OrgPath) -> Result<Vec<Org>, StoreError> {
    queries::lineage(tx, path)
}

/// How many organisations stand in a branch on a day, its head included.
///
/// # Errors
/// When they cannot be counted.
pub fn count_within(tx: &ReadTx<'_>, path: &OrgPath, on: Day) -> Result<i64, StoreError> {
    queries::count_within(tx, path, on)
}

/// Every organisation from the county up, those that are gone too, above before below: a few thousand in the nation.
///
/// # Errors
/// When they cannot be read.
pub fn down_to_the_county(tx: &ReadTx<'_>) -> Result<Vec<Org>, StoreError> {
    queries::down_to_the_county(tx)
}

/// How many organisations a tenant has on a day.
///
/// # Errors
/// When they cannot be counted.
pub fn count_of_tenant(tx: &ReadTx<'_>, tenant: Tenant, on: Day) -> Result<i64, StoreError> {
    queries::count_of_tenant(tx, tenant, on)
}

/// How many organisations each tenant has, by the days on which they began and ended: one look at the whole tree for
/// many days.
///
/// # Errors
/// When they cannot be counted.
pub fn founded(tx: &ReadTx<'_>) -> Result<Vec<Founded>, StoreError> {
    queries::founded(tx)
}

/// Every community of a tenant, those that are gone too.
///
/// # Errors
/// When they cannot be read.
pub fn community_ids(tx: &ReadTx<'_>, tenant: Tenant) -> Result<HashSet<Id<Organisation>>, StoreError> {
    queries::community_ids(tx, tenant)
}

/// The communities of a tenant, in the order of their codes.
///
/// # Errors
/// When they cannot be read.
pub fn communities_of(tx: &ReadTx<'_>, tenant: Tenant) -> Result<Vec<Org>, StoreError> {
    queries::communities_of(tx, tenant)
}

/// The way down to an organisation as links, for breadcrumbs: name and address of each above it.
///
/// # Errors
/// When they cannot be read.
pub fn breadcrumbs(
    tx: &ReadTx<'_>,
    org: &Org,
    href: impl Fn(&Org) -> String,
) -> Result<Vec<(String, String)>, StoreError> {
    let above = lineage(tx, &org.path)?.into_iter().filter(|one| one.id != org.id);
    Ok(above.map(|one| (one.place().to_owned(), href(&one))).collect())
}

/// Into which organisation one was merged, and on which day; `None` while it goes on.
///
/// # Errors
/// When it cannot be read.
pub fn merged_into(tx: &ReadTx<'_>, org: &Org) -> Result<Option<(Org, Day)>, StoreError> {
    queries::merged_into(tx, org)
}

/// The county in which an organisation stands; what stands above a county is its own.
#[must_use]
pub fn county_of(path: &OrgPath) -> OrgPath {
    const COUNTY: usize = 3;
    path.lineage().into_iter().take(COUNTY + 1).next_back().unwrap_or_else(|| path.clone())
}
