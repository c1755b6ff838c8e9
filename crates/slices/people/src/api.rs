//! What other slices may ask about persons and posts.

use niangjia_kernel::{Day, Id, Key, Organisation, Person, Post, Tenant};
use niangjia_store::{Actor, Branch, PostKind, ReadTx, StoreError, WriteTx};
use niangjia_web::{Panel, show};
use uuid::Uuid;

use crate::pages::roster_href;
use crate::queries;
use crate::rules;

pub use crate::actions::{end_session, forget_old_sessions};
pub use crate::identity::Identity;
pub use crate::import::MemberFile;
pub use crate::model::{
    Education, Engagement, LeaveReason, NewPerson, NewPost, Party, RosterEntry, RosterPerson,
};
pub use crate::password::{PasswordCost, hash as hash_password};
pub use crate::queries::{Held, PersonsWho, Service, enter_many};

/// The name of a person, or `None` when there is no such person in the tenant.
///
/// # Errors
/// When it cannot be read.
pub fn name(tx: &ReadTx<'_>, tenant: Tenant, person: Id<Person>) -> Result<Option<String>, StoreError> {
    queries::name(tx, tenant, person)
}

/// Lets a tenant know somebody of another tenant who helps there, by her name alone: what she does has her name beside it
/// without a look into the tenant where she serves (decision 0013). She has no post, no account and no place in any list.
///
/// # Errors
/// When it cannot be written.
pub fn enter_guest(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    name: &str,
) -> Result<(), StoreError> {
    queries::insert_guest(tx, tenant, person, name)
}

/// A post, held or ended, that `actor` may see.
///
/// # Errors
/// When it cannot be read.
pub fn visible_post(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Post>,
) -> Result<Option<RosterEntry>, StoreError> {
    queries::visible_post(tx, actor, key)
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

/// The posts in which somebody can act on a day at an organisation or one above it in its tenant, or which one of
/// `persons` holds there or anywhere else: whoever may have to do with what belongs to that organisation.
///
/// # Errors
/// When they cannot be read.
pub fn posts_around(
    tx: &ReadTx<'_>,
    organisation: (Tenant, &niangjia_kernel::OrgPath),
    persons: &[Id<Person>],
    on: Day,
) -> Result<Vec<RosterEntry>, StoreError> {
    queries::posts_around(tx, organisation, persons, on)
}

/// Everybody who serves or ever served on the committee of one organisation (as chair, vice chair or member), each time
/// by itself: for files of earlier years.
///
/// # Errors
/// When they cannot be read.
pub fn services(
    tx: &ReadTx<'_>,
    org: (Tenant, Id<Organisation>, &niangjia_kernel::OrgPath),
) -> Result<Vec<Service>, StoreError> {
    queries::services(tx, org)
}

/// Posts of one kind held in a branch on a day, by organisation.
///
/// # Errors
/// When they cannot be read.
pub fn holders(
    tx: &ReadTx<'_>,
    branch: &Branch,
    kind: PostKind,
    on: Day,
) -> Result<Vec<RosterEntry>, StoreError> {
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

/// The posts of some kinds held in a branch on a day, with what [`count_holders`] asks of their holders: one look for
/// many counts. A branch of one tenant; a nation's posts are not for one look.
///
/// # Errors
/// When they cannot be read.
pub fn held(tx: &ReadTx<'_>, branch: &Branch, kinds: &[PostKind], on: Day) -> Result<Vec<Held>, StoreError> {
    queries::held(tx, branch, kinds, on)
}

/// One line on the page of an organisation, `执委名册 · 9 人`: a number for everybody whose branch it is, and a link for
/// those who may see the names (R-ORG-02).
///
/// # Errors
/// When they cannot be counted.
pub fn panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for uuid in orgs {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*uuid))? else {
            continue;
        };
        if actor.acting.kind.administers() || !actor.acting.org_path.covers(&org.path) {
            continue;
        }
        let count = queries::count_committee(tx, (org.tenant, org.id, &org.path), tx.today())?;
        let text = format!("执委名册 · {} 人", show::count(count));
        let href = rules::may_see_roster(actor, &org.path).then(|| roster_href(&org));
        panels.push((*uuid, Panel { text, href }));
    }
    Ok(panels)
}
