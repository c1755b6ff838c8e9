//! 需求卡: what a woman wishes, what was promised, by when.

use niangjia_kernel::{Day, Entity, Household, Id, Person, Tenant, coded};

coded! {
    /// Where a need card stands.
    pub enum CardState {
        /// Somebody works on it.
        Open = "open", "办理中";
        /// What was promised is done.
        Done = "done", "已办好";
        /// It cannot be done, and she was told why.
        Cannot = "cannot", "办不了";
        /// Somebody else does it, who is named.
        TakenOver = "taken_over", "已转办";
    }
}

/// A wish that was found, and what was promised.
#[derive(Debug, Clone, Copy)]
pub enum NeedCard {}
impl Entity for NeedCard {
    const PREFIX: &'static str = "card";
}

/// A need card, its words sealed; `queries::card_words` opens them where they may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CardRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<NeedCard>,
    pub(crate) household: Id<Household>,
    pub(crate) household_name: String,
    pub(crate) household_number: String,
    pub(crate) org_name: String,
    /// Who promised.
    pub(crate) person: Id<Person>,
    pub(crate) person_name: String,
    /// About what: a code of the pack.
    pub(crate) matter: String,
    pub(crate) on: Day,
    pub(crate) due: Day,
    pub(crate) state: CardState,
    pub(crate) closed: Option<Day>,
    pub(crate) sealed_wish: Vec<u8>,
    pub(crate) sealed_promise: Vec<u8>,
    pub(crate) sealed_outcome: Option<Vec<u8>>,
}

/// The words of a card, opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CardWords {
    pub(crate) wish: String,
    pub(crate) promise: String,
    pub(crate) outcome: Option<String>,
}
