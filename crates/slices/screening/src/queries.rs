//! SQL on rounds and troubles. Visibility is part of the fetch.

mod lists;
mod rounds;
mod seen;
mod troubles;

use niangjia_kernel::{Id, Organisation, Tenant};
use niangjia_store::{StoreError, WriteTx, params};

pub(crate) use lists::*;
pub(crate) use rounds::*;
pub(crate) use troubles::*;

/// The next number of a table's rows of an organisation in a year; the organisation is held until the end.
fn next_number(
    tx: &WriteTx<'_>,
    highest: &str,
    (tenant, org, year): (Tenant, Id<Organisation>, i64),
) -> Result<i64, StoreError> {
    tx.hold("org", tenant, org.uuid())?;
    Ok(tx.value::<i64>(highest, params![tenant, org, year])? + 1)
}
