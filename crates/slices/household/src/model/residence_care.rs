//! 居住地协助: a family is registered in one community and lives in another, whose committee looks after it there.

use niangjia_kernel::{Day, Entity, Household, Id, OrgPath, Organisation, Person, Tenant, coded};
use niangjia_store::{Row, StoreError};

use crate::model::{HouseholdRow, Standing};

coded! {
    /// How an asking stands, for the community that asked.
    pub enum CareState {
        /// The other community has not answered yet.
        Asked = "asked", "等居住地安排";
        /// A member there looks after the family.
        Given = "given", "居住地在联系";
        /// The other community gave it back, with its reason.
        Declined = "declined", "居住地退回";
        /// Over.
        Ended = "ended", "已结束";
    }
}

/// That one community asked another to look after a family where it lives. Both sides call it by the same identity.
#[derive(Debug, Clone, Copy)]
pub enum ResidenceCare {}
impl Entity for ResidenceCare {
    const PREFIX: &'static str = "rcare";
}

/// Of which other community somebody is who helps where a family lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// Her tenant: where her points are.
    pub tenant: Tenant,
    /// Her community.
    pub org: Id<Organisation>,
    /// Where that stood on the day.
    pub org_path: OrgPath,
    /// What it is called: `城关社区妇联`.
    pub org_name: String,
}

impl Helper {
    /// Reads the columns `helper_tenant`, `helper_org_id`, `helper_org_path` and the name of that organisation.
    pub(crate) fn read(row: &mut Row<'_>) -> Result<Option<Self>, StoreError> {
        let (tenant, org): (Option<Tenant>, Option<Id<Organisation>>) = (row.take()?, row.take()?);
        let (org_path, org_name): (Option<OrgPath>, Option<String>) = (row.take()?, row.take()?);
        let (Some(tenant), Some(org), Some(org_path)) = (tenant, org, org_path) else {
            return Ok(None);
        };
        Ok(Some(Self { tenant, org, org_path, org_name: org_name.unwrap_or_default() }))
    }

    /// Her community without 妇联.
    #[must_use]
    pub fn place(&self) -> &str {
        self.org_name.trim_end_matches("妇联")
    }
}

/// An asking as the community that asked keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskedCare {
    pub(crate) id: Id<ResidenceCare>,
    pub(crate) household: HouseholdRow,
    pub(crate) care_tenant: Tenant,
    pub(crate) care_org: Id<Organisation>,
    /// `城关社区妇联`.
    pub(crate) care_org_name: String,
    pub(crate) state: CareState,
    pub(crate) asked: Day,
    /// By when the other community is to answer.
    pub(crate) due: Day,
    /// Why it was given back.
    pub(crate) reason: Option<String>,
}

/// The same as the community where the family lives has it on its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GivenCare {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<ResidenceCare>,
    pub(crate) org: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) household_tenant: Tenant,
    pub(crate) household: Id<Household>,
    /// Who looks after it; nobody yet, or nobody any more.
    pub(crate) person: Option<Id<Person>>,
    pub(crate) person_name: Option<String>,
    pub(crate) asked: Day,
    pub(crate) due: Day,
}

/// The thin card that both sides see of a family: who it is, where it lives, who looks after it, when it is due. Neither
/// needs nor visits of the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SharedCard {
    pub(crate) care: GivenCare,
    pub(crate) standing: Standing,
    /// Who looks after it where it is registered.
    pub(crate) register_members: Vec<String>,
}
