//! What other slices may ask about persons and posts.

use niangjia_kernel::{Day, Id, Organisation, Person, Tenant};
use niangjia_store::{Branch, PostKind, ReadTx, StoreError, WriteTx};

use crate::queries;

pub use crate::identity::Identity;
pub use crate::model::{Education, Engagement, LeaveReason, NewPerson, NewPost, Party, RosterEntry};
pub use crate::password::{PasswordCost, hash as hash_password};
pub use crate::queries::PersonsWho;

/// The name of a person, or `None` when there is no such person in the tenant.
///
/// # Errors
/// When it cannot be read.
pub fn name(tx: &ReadTx<'_>, tenant: Tenant, person: Id<Person>) -> Result<Option<String>, StoreError> {
    queries::name(tx, tenant, person)
}

/// Every post held at one organisation on a day, the longest-serving first.
///
/// # Errors
/// When it cannot be read.
pub fn roster(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    org: Id<Organisation>,
    on: Day,
) -> Result<Vec<RosterEntry>, StoreError> {
    queries::roster(tx, tenant, org, on)
}

/// Posts of one kind held in a branch on a day, by organisation.
///
/// # Errors
/// When they cannot be read.
pub fn holders(tx: &ReadTx<'_>, branch: &Branch, kind: PostKind, on: Day) -> Result<Vec<RosterEntry>, StoreError> {
    queries::holders(tx, branch, kind, on)
}

/// How many persons hold a post of one kind in a branch on a day, narrowed by `who`.
///
/// # Errors
/// When they cannot be counted.
pub fn count_holders(
    tx: &ReadTx<'_>,
    branch: &Branch,
    kind: PostKind,
    on: Day,
    who: PersonsWho,
) -> Result<i64, StoreError> {
    queries::count_holders(tx, branch, kind, on, who)
}

/// Housekeeping: forgets sessions that ended a month ago.
///
/// # Errors
/// When they cannot be deleted.
pub fn forget_old_sessions(tx: &WriteTx<'_>) -> Result<u64, StoreError> {
    queries::delete_old_sessions(tx)
}
