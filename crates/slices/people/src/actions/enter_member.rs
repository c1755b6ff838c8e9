//! Entering a new member into a roster: the person and the posts she holds there, in one step.

use niangjia_kernel::{Id, Person};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, PostKind, StoreError, WriteTx};

use crate::model::{Engagement, NewPerson, NewPost};
use crate::queries;

const ENTER: Action = Action::write("people.enter_member", "登记进名册");

/// A new member as she was said and checked (`rules::check_member`).
#[derive(Debug, Clone)]
pub(crate) struct SaidMember {
    pub(crate) person: NewPerson,
    pub(crate) kinds: Vec<PostKind>,
    pub(crate) engagement: Engagement,
    pub(crate) group_name: Option<String>,
    pub(crate) from: niangjia_kernel::Day,
}

/// Enters a person and her posts at `org`; the identity was made with the form, so that the same form sent twice is one
/// person. A form that comes a second time changes nothing and ends the same way.
///
/// # Errors
/// [`StoreError::Unique`] when another person of the tenant has her identity number.
pub(crate) fn enter_member(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    id: Id<Person>,
    said: &SaidMember,
) -> Result<Ending<Id<Person>>, StoreError> {
    if !queries::insert_person(tx, id, &said.person)? {
        return Ok(Ending::Nothing(id));
    }
    let mut entry =
        Entry::by(actor, ENTER).about(org.tenant, id, &org.path).named(&said.person.name).personal();
    for kind in &said.kinds {
        let post = NewPost {
            person: id,
            tenant: org.tenant,
            org_id: org.id,
            org_path: org.path.clone(),
            kind: *kind,
            engagement: said.engagement,
            group_name: said.group_name.clone().filter(|_| *kind == PostKind::GroupHead),
            from: said.from,
        };
        queries::insert_post(tx, tx.new_id(), &post)?;
        entry = entry.change("岗位", "", format!("{} {}", org.name, kind.label()));
    }
    Ok(tx.record(&entry.change("自", "", said.from.long()), id)?.into())
}
