//! Needs: where they came from, how long they hold, what becomes of them.

use niangjia_kernel::{Day, Id, coded};

use crate::model::{HouseholdRow, Need, NeedKind};

coded! {
    /// What becomes of a need that nobody confirms after its review day: a row of the pack, per kind.
    pub enum Unconfirmed {
        /// It falls away by itself when it has been asked for long enough.
        FallsAway = "falls_away", "到期未确认自动消除";
        /// It stays, and asks higher up: a child is never forgotten silently.
        Stays = "stays", "必须确认";
    }
}

coded! {
    /// How a need ended.
    pub enum NeedEnd {
        /// Somebody said so.
        Ended = "ended", "已消除";
        /// Nobody confirmed it in time (R-HH-21).
        FellAway = "fell_away", "到期未确认，已自动消除";
    }
}

/// From where it is known: a list of the pack, and which one it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NeedOrigin {
    /// A code of the pack: `dibao_list`; `None` for needs from before it was asked.
    pub source: Option<String>,
    /// Which list: `2026年第三季度`, a number; never a name.
    pub reference: Option<String>,
    /// The day of the list.
    pub on: Option<Day>,
}

/// A need in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedRow {
    /// Its identity.
    pub id: Id<Need>,
    /// What it is.
    pub kind: NeedKind,
    /// The day on which somebody looks whether it still holds.
    pub review: Day,
    /// Since when.
    pub since: Day,
    /// From where it is known.
    pub origin: NeedOrigin,
    /// Since when it has been asked whether it still holds; `None` before its review day.
    pub asked: Option<Day>,
}

impl NeedRow {
    /// A need that nobody has been asked about, of unknown origin.
    #[must_use]
    pub fn new(id: Id<Need>, kind: NeedKind, since: Day, review: Day) -> Self {
        Self { id, kind, review, since, origin: NeedOrigin::default(), asked: None }
    }
}

/// A need that fell away because nobody confirmed it, and has not been taken up again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FallenNeed {
    pub(crate) need: NeedRow,
    pub(crate) until: Day,
}

/// A need on the list of those that ask, with its household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskingNeed {
    pub(crate) household: HouseholdRow,
    pub(crate) org_name: String,
    pub(crate) need: NeedRow,
    /// When it fell away, on the list of those that did.
    pub(crate) until: Option<Day>,
}
