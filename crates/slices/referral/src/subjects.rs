//! Which matters can be referred: each slice says of its own whether somebody sees it.

use std::collections::HashMap;

use niangjia_kernel::{AreaLevel, Household, Id, Tenant};
use niangjia_store::{Actor, ReadTx, StoreError};
use uuid::Uuid;

use crate::model::{Matter, SubjectKind};

/// Finds a matter for somebody who may see it; `None` for everybody else.
pub type Finds = fn(&ReadTx<'_>, &Actor, (Tenant, Uuid)) -> Result<Option<Matter>, StoreError>;

/// The slices whose matters can be referred, plugged together by `niangjia`.
#[derive(Debug, Default)]
pub struct Subjects(HashMap<SubjectKind, Finds>);

impl Subjects {
    /// Lets a slice tell of its matters.
    #[must_use]
    pub fn with(mut self, kind: SubjectKind, finds: Finds) -> Self {
        self.0.insert(kind, finds);
        self
    }

    /// A matter that `actor` may see.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn find(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        (kind, tenant, subject): (SubjectKind, Tenant, Uuid),
    ) -> Result<Option<Matter>, StoreError> {
        self.0.get(&kind).map_or(Ok(None), |finds| finds(tx, actor, (tenant, subject)))
    }
}

/// A family of the register: for the member who looks after it and the chair of its community. Street and county open
/// files for a purpose, and refer nobody by that.
///
/// # Errors
/// When it cannot be read.
pub fn household(
    tx: &ReadTx<'_>,
    actor: &Actor,
    (tenant, subject): (Tenant, Uuid),
) -> Result<Option<Matter>, StoreError> {
    if actor.acting.level != AreaLevel::Community || tenant != actor.tenant {
        return Ok(None);
    }
    let key = Id::<Household>::from_uuid(subject).within(tenant);
    let Some(found) = niangjia_household::api::visible(tx, actor, key)? else { return Ok(None) };
    let row = found.row();
    let Some(org) = niangjia_org::api::by_id(tx, row.org_id)? else { return Ok(None) };
    Ok(Some(Matter {
        called: row.name.clone(),
        href: format!("/households/{key}"),
        people: niangjia_household::api::people(tx, &found)?,
        org,
    }))
}
