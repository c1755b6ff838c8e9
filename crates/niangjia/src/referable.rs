//! Which matters of which slices can be referred to a partner: each slice says of its own whether somebody reads it.

use niangjia_kernel::{Id, Tenant};
use niangjia_referral::api::{Matter, SubjectKind, Subjects};
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_subject::ReadMatter;
use uuid::Uuid;

/// Every kind of matter that can be referred. A sealed one is referred by its own people on its own page.
pub(crate) fn referable() -> Subjects {
    Subjects::default()
        .with(SubjectKind::Household, niangjia_referral::api::household)
        .with(SubjectKind::Request, request)
        .with(SubjectKind::Mediation, mediation)
        .with(SubjectKind::Trouble, trouble)
}

fn request(
    tx: &ReadTx<'_>,
    actor: &Actor,
    (tenant, subject): (Tenant, Uuid),
) -> Result<Option<Matter>, StoreError> {
    let read = niangjia_request::api::read_by(tx, actor, Id::from_uuid(subject).within(tenant))?;
    matter(tx, actor, tenant, read)
}

fn mediation(
    tx: &ReadTx<'_>,
    actor: &Actor,
    (tenant, subject): (Tenant, Uuid),
) -> Result<Option<Matter>, StoreError> {
    let read = niangjia_mediation::api::read_by(tx, actor, Id::from_uuid(subject).within(tenant))?;
    matter(tx, actor, tenant, read)
}

fn trouble(
    tx: &ReadTx<'_>,
    actor: &Actor,
    (tenant, subject): (Tenant, Uuid),
) -> Result<Option<Matter>, StoreError> {
    let read = niangjia_screening::api::read_by(tx, actor, Id::from_uuid(subject).within(tenant))?;
    matter(tx, actor, tenant, read)
}

/// Referrals are sent by an organisation of the matter's own tenant; who is meant is chosen among the people of its household,
/// as far as the register tells them to `actor`.
fn matter(
    tx: &ReadTx<'_>,
    actor: &Actor,
    tenant: Tenant,
    read: Option<ReadMatter>,
) -> Result<Option<Matter>, StoreError> {
    let Some(ReadMatter { called, href, org, household }) = read.filter(|_| tenant == actor.tenant) else {
        return Ok(None);
    };
    let Some(org) = niangjia_org::api::by_id(tx, org)? else { return Ok(None) };
    let family =
        household.map(|id| niangjia_household::api::visible(tx, actor, id.within(tenant))).transpose()?;
    let people = match family.flatten() {
        Some(family) => niangjia_household::api::people(tx, &family)?,
        None => Vec::new(),
    };
    Ok(Some(Matter { called, href, org, people }))
}
