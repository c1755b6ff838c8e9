//! The person whom a sheet is about.

use niangjia_kernel::{Household, Id, OrgPath, Organisation, Resident, Tenant};
use uuid::Uuid;

/// What stands in place of a name that was deleted.
pub const DELETED: &str = "已删除";

/// A person of the register: a resident of a household, or its contact person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The tenant of the household.
    pub tenant: Tenant,
    /// Her household.
    pub household: Id<Household>,
    /// Its number in the community's register.
    pub household_number: String,
    /// Its home community.
    pub org_id: Id<Organisation>,
    /// Where that stands.
    pub org_path: OrgPath,
    /// Her line among the residents; a contact person may have none.
    pub resident: Option<Id<Resident>>,
    /// Her name.
    pub name: String,
    /// How she is related to the contact person.
    pub relation: String,
    /// The year of her birth, where it is known.
    pub birth_year: Option<i64>,
    /// Whether she speaks for the household: its phone number is hers.
    pub contact: bool,
    /// Whether others are entered with her.
    pub others: bool,
}

/// What a slice says of a row of its own, to those who do something for it: to a partner it is referred, it is paid for. Only of
/// what somebody reads without a purpose, and never of what is sealed.
#[derive(Debug, Clone)]
pub struct ReadMatter {
    /// `诉求〔2026〕3号`.
    pub called: String,
    /// Its page.
    pub href: String,
    /// Where it counts.
    pub org: Id<Organisation>,
    /// Whose it is, where the register knows her.
    pub household: Option<Id<Household>>,
}

impl Subject {
    /// What the audit files entries about her under: her own line, else the household.
    #[must_use]
    pub const fn uuid(&self) -> Uuid {
        match self.resident {
            Some(resident) => resident.uuid(),
            None => self.household.uuid(),
        }
    }

    /// Whether what was kept about her has been deleted.
    #[must_use]
    pub fn deleted(&self) -> bool {
        self.name == DELETED
    }

    /// `王**`: her name where it only tells one line from another.
    #[must_use]
    pub fn masked_name(&self) -> String {
        if self.deleted() {
            return self.name.clone();
        }
        let first: String = self.name.chars().take(1).collect();
        first + &"*".repeat(self.name.chars().count().saturating_sub(1))
    }
}

/// A text without a name: each place where it stood says that somebody did. Names of one character stay: they are words.
#[must_use]
pub fn blotted(text: &str, name: &str) -> String {
    if name.chars().count() < 2 { text.to_owned() } else { text.replace(name, "××") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_out_of_a_text_and_nothing_else_is() {
        assert_eq!(blotted("王桂兰说，她和女儿王桂兰英去看病", "王桂兰"), "××说，她和女儿××英去看病");
        assert_eq!(blotted("王家的事", "王"), "王家的事");
    }
}
