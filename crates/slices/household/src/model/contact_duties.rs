//! 基层联系点, 直接联系, 结对子: who is to be in contact with whom or where, and what each contact brought.

use niangjia_kernel::{ContactDuty, Day, Entity, Household, Id, OrgPath, Person, Tenant, coded};

coded! {
    /// What somebody is to keep up.
    pub enum DutyKind {
        /// 基层联系点: a place or community that she goes to.
        ContactPoint = "contact_point", "基层联系点";
        /// 直接联系: a woman with her family whom somebody who leads is in contact with herself.
        Direct = "direct", "直接联系";
        /// 结对子: a member with a woman in difficulty.
        Pairing = "pairing", "结对子";
    }
}

/// A contact as it was written down. A visit to the family counts without being written down again.
#[derive(Debug, Clone, Copy)]
pub enum Contacted {}
impl Entity for Contacted {
    const PREFIX: &'static str = "cont";
}

/// A contact that is owed, with how often it was kept this year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DutyRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<ContactDuty>,
    pub(crate) kind: DutyKind,
    pub(crate) org_path: OrgPath,
    pub(crate) org_name: String,
    pub(crate) person: Id<Person>,
    pub(crate) person_name: String,
    /// With which family; a contact point has none.
    pub(crate) household: Option<Id<Household>>,
    /// The name of the family, or of the place.
    pub(crate) with: String,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
    /// Contacts of this year, visits to the family included.
    pub(crate) kept: i64,
}

/// One contact, as the page of the duty shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContactRow {
    pub(crate) on: Day,
    /// What was found; nothing where it is a visit, whose words stand on its own page.
    pub(crate) found: Option<String>,
    pub(crate) done: Option<String>,
}
