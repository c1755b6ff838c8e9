//! What an organisation is.

use niangjia_kernel::{AreaCode, AreaLevel, Day, Id, OrgPath, Organisation, Tenant};

/// So many organisations of a tenant, with the same days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Founded {
    /// Whose.
    pub tenant: Tenant,
    /// Since when they exist.
    pub from: Day,
    /// The first day on which they do not exist any more.
    pub until: Option<Day>,
    /// How many.
    pub count: i64,
}

impl Founded {
    /// Whether they exist on a day.
    #[must_use]
    pub fn exist_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| until > day)
    }
}

/// An organisation of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Org {
    /// Its identity.
    pub id: Id<Organisation>,
    /// The tenant that owns what happens there.
    pub tenant: Tenant,
    /// The code it is called by: that of its division; `0` for the nation.
    pub code: String,
    /// Where it stands.
    pub path: OrgPath,
    /// Its superior; `None` for the nation.
    pub parent: Option<Id<Organisation>>,
    /// How high it stands.
    pub level: AreaLevel,
    /// `嵩合社区妇联`.
    pub name: String,
    /// The division it serves.
    pub area_code: AreaCode,
    /// Since when it exists.
    pub since: Day,
    /// The first day on which it does not exist any more.
    pub until: Option<Day>,
}

impl Org {
    /// The name without 妇联, for breadcrumbs and charts: `嵩合社区`.
    #[must_use]
    pub fn place(&self) -> &str {
        self.name.strip_suffix("妇联").unwrap_or(&self.name)
    }

    /// The same, as a list that is exported says whose it is.
    #[must_use]
    pub fn whose(&self) -> niangjia_transfer::Whose {
        let (name, place) = (self.name.clone(), self.place().to_owned());
        niangjia_transfer::Whose { id: self.id, path: self.path.clone(), name, place }
    }

    /// Where its page is.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/orgs/{}", self.code)
    }
}
