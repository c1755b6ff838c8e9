//! Entering a post: who, as what, from which day.

use niangjia_kernel::{Id, Post};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::model::NewPost;
use crate::queries;

const APPOINT: Action = Action::write("people.appoint", "任职");

/// Enters a post. The right to do so is the caller's to decide (`rules::may_keep_roster`).
///
/// # Errors
/// [`StoreError::ForeignKey`] when the person is not of this tenant.
pub fn appoint(
    tx: &WriteTx<'_>,
    actor: Option<&Actor>,
    post: &NewPost,
) -> Result<Recorded<Id<Post>>, StoreError> {
    let id = tx.new_id();
    queries::insert_post(tx, id, post)?;
    let name = queries::name(tx, post.tenant, post.person)?.unwrap_or_default();
    let entry =
        actor.map_or_else(|| Entry::by_system(APPOINT, post.tenant), |actor| Entry::by(actor, APPOINT));
    let entry = entry.about(post.tenant, post.person, &post.org_path).named(name).personal();
    tx.record(&entry.change("岗位", "", post.kind.label()).change("自", "", post.from.long()), id)
}
