//! When communities merge: the committee of the one that ends serves in the one that goes on.

use niangjia_kernel::Id;
use niangjia_store::{PostKind, StoreError, WriteTx};
use niangjia_web::Step;

use crate::actions::appoint;
use crate::model::{LeaveReason, NewPost, RosterEntry};
use crate::queries;
use crate::rules::{COMMITTEE, post_after_merger};

/// What a merger brings with it: whoever is of the committee of the community that ends serves from today in the one that
/// goes on (R-ORG-10); nobody is told to leave, and no family is left alone meanwhile.
///
/// # Errors
/// When it cannot be read or written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    let Step::Merges { actor, tenant, from, into } = step else {
        return Ok(None);
    };
    let today = tx.today();
    let mut there = queries::roster(tx, *tenant, into.id, today)?;
    there.retain(|entry| COMMITTEE.contains(&entry.kind));
    let mut has_chair = there.iter().any(|entry| entry.kind == PostKind::Chair);
    let mut serving: Vec<Id<niangjia_kernel::Person>> = there.iter().map(|entry| entry.person).collect();
    let mut coming = queries::roster(tx, *tenant, from.id, today)?;
    // The chair first: she keeps her post where there is none.
    coming.sort_by_key(|entry| entry.kind != PostKind::Chair);
    for entry in &coming {
        queries::end_post(tx, entry, today, LeaveReason::Merged)?;
        if !COMMITTEE.contains(&entry.kind) || serving.contains(&entry.person) {
            continue;
        }
        let kind = post_after_merger(entry.kind, has_chair);
        has_chair |= kind == PostKind::Chair;
        serving.push(entry.person);
        let RosterEntry { person, engagement, group_name, .. } = entry.clone();
        let post = NewPost {
            person,
            tenant: *tenant,
            org_id: into.id,
            org_path: into.path.clone(),
            kind,
            engagement,
            group_name,
            from: today,
        };
        let _appointed = appoint(tx, Some(actor), &post)?;
    }
    Ok(None)
}
