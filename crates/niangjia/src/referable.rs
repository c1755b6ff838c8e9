//! Which matters of which slices can be referred to a partner: each slice says of its own whether somebody reads it.

use niangjia_kernel::{Id, Tenant};
use niangjia_referral::api::{Matter, SubjectKind, Subjects, matter_panels};
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_subject::ReadMatter;
use niangjia_web::Panel;
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

/// For `PanelSlot::Request`: a city or a province holds requests of the tenants below it.
///
/// # Errors
/// When they cannot be read.
pub(crate) fn request_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut subjects = Vec::new();
    for id in ids {
        let tenant = niangjia_request::api::tenant_for(tx, actor, Id::from_uuid(*id))?;
        subjects.push((tenant, *id));
    }
    matter_panels(tx, actor, SubjectKind::Request, &subjects)
}

/// A referral is sent by the organisation as which somebody works on the matter: the street that holds a request refers it to its own
/// partners, and so does the city, whatever tenant the request is of. Who is meant is chosen among the people of its household, as far
/// as the register tells them to `actor`.
fn matter(
    tx: &ReadTx<'_>,
    actor: &Actor,
    tenant: Tenant,
    read: Option<ReadMatter>,
) -> Result<Option<Matter>, StoreError> {
    let Some(ReadMatter { called, href, household, .. }) = read else { return Ok(None) };
    let Some(org) = niangjia_org::api::by_id(tx, actor.acting.org_id)? else { return Ok(None) };
    let family =
        household.map(|id| niangjia_household::api::visible(tx, actor, id.within(tenant))).transpose()?;
    let people = match family.flatten() {
        Some(family) => niangjia_household::api::people(tx, &family)?,
        None => Vec::new(),
    };
    Ok(Some(Matter { called, href, org, people }))
}
