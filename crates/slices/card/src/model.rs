//! Cards, and what was typed in from them.

use niangjia_kernel::{Day, Entity, Household, Id, Key, Organisation, Person, Tenant, Timestamp, Visit};

use crate::rules::CardNumber;

/// A visit card: one family and one member who looks after it.
#[derive(Debug, Clone, Copy)]
pub enum Card {}
impl Entity for Card {
    const PREFIX: &'static str = "card";
}

/// A card with the names that stand on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CardRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Card>,
    pub(crate) org: Id<Organisation>,
    pub(crate) number: CardNumber,
    pub(crate) household: Id<Household>,
    pub(crate) household_name: String,
    pub(crate) household_number: String,
    pub(crate) contact_name: String,
    pub(crate) group_name: String,
    pub(crate) person: Id<Person>,
    pub(crate) person_name: String,
}

impl CardRow {
    /// The family that it is about.
    pub(crate) fn home(&self) -> Key<Household> {
        self.household.within(self.tenant)
    }
}

/// A card that was typed in, as the list of a sitting shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntryRow {
    pub(crate) tenant: Tenant,
    pub(crate) visit: Id<Visit>,
    pub(crate) number: CardNumber,
    pub(crate) household_name: String,
    pub(crate) household_number: String,
    pub(crate) person_name: String,
    pub(crate) on: Day,
    pub(crate) matter: String,
    pub(crate) outcome: niangjia_household::api::Outcome,
    pub(crate) follow_up: Option<Day>,
    pub(crate) at: Timestamp,
    pub(crate) taken_back: bool,
}
