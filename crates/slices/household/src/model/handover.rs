//! Handovers: who takes over from whom; and families that somebody only takes care of.

use niangjia_kernel::{Day, Entity, Household, Id, Organisation, Person, Tenant, coded};

use crate::model::{HouseholdRow, LinkRow, NeedKind, Side};

coded! {
    /// Why families are handed over.
    pub enum HandoverReason {
        /// 离任.
        Leaves = "leaves", "离任";
        /// 换网格: she looks after another grid from now on.
        GridMoved = "grid_moved", "换网格";
        /// 调整分工.
        Adjusted = "adjusted", "调整分工";
        /// 安排联系人: a member is named for families that somebody only took care of.
        Named = "named", "结束代管";
    }
}

/// That families were handed over, at one time, by one person.
#[derive(Debug, Clone, Copy)]
pub enum Handover {}
impl Entity for Handover {
    const PREFIX: &'static str = "hand";
}

/// That somebody takes care of a family until a member is named for it.
#[derive(Debug, Clone, Copy)]
pub enum Caretaking {}
impl Entity for Caretaking {
    const PREFIX: &'static str = "care";
}

/// A family that somebody is linked to on a side, as a handover looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Family {
    pub(crate) household: HouseholdRow,
    /// Hers.
    pub(crate) link: LinkRow,
    /// The others who are linked on the same side.
    pub(crate) others: Vec<Id<Person>>,
    pub(crate) needs: Vec<NeedKind>,
    pub(crate) last_visit: Option<Day>,
}

/// A handover as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HandoverRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Handover>,
    pub(crate) org: Id<Organisation>,
    pub(crate) year: i64,
    pub(crate) number: i64,
    pub(crate) person: Id<Person>,
    pub(crate) person_name: String,
    pub(crate) reason: HandoverReason,
    pub(crate) on: Day,
    pub(crate) recorded_by: String,
    pub(crate) families: i64,
}

/// A family on the sheet, as it stood on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SheetLine {
    pub(crate) household: Id<Household>,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) group_name: String,
    pub(crate) side: Side,
    pub(crate) successor: String,
    pub(crate) caretaker: bool,
    pub(crate) needs: Vec<NeedKind>,
    pub(crate) last_visit: Option<Day>,
    pub(crate) follow_up: Option<Day>,
}
