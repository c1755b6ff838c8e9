//! Adding what was missing of somebody known: a number, a birthday, a post. What is known of her stays as it is.

use niangjia_kernel::{Day, Id, Person};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, PostKind, Recorded, StoreError, WriteTx};

use crate::model::{Engagement, NewPost};
use crate::queries::{self, Missing};

const COMPLETE: Action = Action::write("people.complete_member", "补充名册");

/// What is added to somebody known, as it was said and checked.
#[derive(Debug, Clone)]
pub(crate) struct Completed {
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) missing: Missing,
    pub(crate) kinds: Vec<PostKind>,
    pub(crate) engagement: Engagement,
    pub(crate) group_name: Option<String>,
    pub(crate) from: Day,
}

/// Adds it at `org`.
///
/// # Errors
/// [`StoreError::Unique`] when another person of the tenant has the identity number.
pub(crate) fn complete_member(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    said: &Completed,
) -> Result<Recorded<()>, StoreError> {
    let entry = Entry::by(actor, COMPLETE).about(org.tenant, said.person, &org.path);
    let mut entry = entry.named(&said.name).personal();
    if said.missing != Missing::default() {
        queries::fill_person(tx, org.tenant, said.person, &said.missing)?;
    }
    let filled = [
        ("手机号", said.missing.phone.as_ref().map(|phone| phone.masked())),
        ("身份证号", said.missing.citizen_id.as_ref().map(|citizen| citizen.masked())),
        ("出生日期", said.missing.birth_day.map(Day::long)),
    ];
    for (what, value) in filled {
        if let Some(value) = value {
            entry = entry.change(what, "", value);
        }
    }
    for kind in &said.kinds {
        let post = NewPost {
            person: said.person,
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
        entry = entry.change("自", "", said.from.long());
    }
    tx.record(&entry, ())
}
