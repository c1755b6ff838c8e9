//! Who signs in for a partner: entered by the leader who keeps it; her account is opened by the system administrator.

use niangjia_kernel::{Id, MobileNumber, Person};
use niangjia_org::api::Org;
use niangjia_people::actions::{appoint, leave, register_person};
use niangjia_people::api::{Education, Engagement, LeaveReason, NewPerson, NewPost, Party};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, PostKind, Recorded, StoreError, WriteTx};
use niangjia_web::{AppError, Guards};

use crate::model::PartnerRow;
use crate::queries;

const ENTER: Action = Action::write("referral.enter_partner_person", "登记合作单位联系人");
const LEAVE: Action = Action::write("referral.leave_partner", "合作单位联系人离任");

/// Enters a person with the post of a partner's contact at the organisation that keeps the partner.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn enter_partner_person(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (org, partner): (&Org, &PartnerRow),
    (name, phone): (&str, Option<MobileNumber>),
) -> Result<Recorded<Id<Person>>, StoreError> {
    let person = NewPerson {
        tenant: partner.tenant,
        name: name.to_owned(),
        // Not asked: nothing counts the people of partners.
        woman: false,
        birth_day: None,
        education: Education::College,
        party: Party::None,
        phone,
        citizen_id: None,
    };
    let person = *register_person(tx, Some(actor), &person, &org.path)?.value();
    let post = NewPost {
        person,
        tenant: partner.tenant,
        org_id: org.id,
        org_path: org.path.clone(),
        kind: PostKind::Partner,
        engagement: Engagement::PartTime,
        group_name: None,
        from: tx.today(),
    };
    let _appointed = appoint(tx, Some(actor), &post)?;
    queries::insert_partner_person(tx, partner, tx.new_id(), person)?;
    let entry = Entry::by(actor, ENTER).about(partner.tenant, partner.id, &partner.org_path);
    tx.record(&entry.named(&partner.said.name).change("联系人", "", 1), person)
}

/// Ends that somebody signs in for a partner, with her post and her sessions.
///
/// # Errors
/// As `people::actions::leave`.
pub(crate) fn leave_partner(
    tx: &WriteTx<'_>,
    (actor, guards): (&Actor, &Guards),
    (org, partner): (&Org, &PartnerRow),
    person: Id<Person>,
) -> Result<Ending<()>, AppError> {
    if !queries::end_partner_person(tx, partner, person)? {
        return Ok(Ending::Nothing(()));
    }
    let held = niangjia_people::api::roster(tx, org.tenant, org.id, tx.today())?;
    let post = held.into_iter().find(|post| post.person == person && post.kind == PostKind::Partner);
    if let Some(post) = post {
        let _left = leave(tx, actor, guards, &post, &org.path, tx.today(), LeaveReason::OtherWork)?;
    }
    let entry = Entry::by(actor, LEAVE).about(partner.tenant, partner.id, &partner.org_path);
    Ok(tx.record(&entry.named(&partner.said.name).change("联系人", 1, ""), ())?.into())
}
