//! Households, needs, links, grids and visits.

mod contact_duties;
mod grid;
mod handover;
mod levels;
mod need_cards;
mod needs;
mod residence_care;

use niangjia_kernel::{
    AreaCode, Day, Entity, Household, Id, MobileNumber, OrgPath, Organisation, Person, Tenant, Timestamp,
    Visit, coded,
};
use niangjia_store::coded_columns;

pub(crate) use contact_duties::{ContactRow, Contacted, DutyKind, DutyRow};
pub use grid::{GridCode, GridKind};
pub(crate) use handover::{Caretaking, Family, Handover, HandoverReason, HandoverRow, SheetLine};
pub(crate) use levels::{Level, LevelDecision, LevelRow};
pub(crate) use need_cards::{CardRow, CardState, CardWords, NeedCard};
pub(crate) use needs::{AskingNeed, FallenNeed};
pub use needs::{NeedEnd, NeedOrigin, NeedRow, Unconfirmed};
pub(crate) use residence_care::{AskedCare, GivenCare, SharedCard};
pub use residence_care::{CareState, Helper, ResidenceCare};

coded! {
    /// Why a household is looked after. Each has its legal basis and interval in the pack.
    pub enum NeedKind {
        /// 最低生活保障.
        Dibao = "dibao", "低保";
        /// 残疾.
        Disabled = "disabled", "残疾";
        /// 大病.
        SeriouslyIll = "seriously_ill", "大病";
        /// 困境儿童 (国发〔2016〕36号).
        ChildInDifficulty = "child_in_difficulty", "困境儿童";
        /// 留守.
        LeftBehind = "left_behind", "留守";
        /// 独居老人.
        ElderlyAlone = "elderly_alone", "独居老人";
        /// 单亲.
        SingleParent = "single_parent", "单亲";
        /// 失业.
        OutOfWork = "out_of_work", "失业";
    }
}

coded! {
    /// On which side of 人户分离 a member looks after a household.
    pub enum Side {
        /// 户籍侧: the community where it is registered; the owner.
        Register = "register", "户籍侧";
        /// 居住侧: where its people live.
        Residence = "residence", "居住侧";
    }
}

coded! {
    /// How a member is assigned. Source: domain.md §6.1 (宣州区).
    pub enum Mode {
        /// One member, one grid close to home.
        Nearby = "nearby", "就近包保";
        /// One member, several grids.
        Roving = "roving", "巡回服务";
        /// Stationed at an estate.
        Resident = "resident", "驻点服务";
        /// Together with a group head or grid worker.
        Joint = "joint", "合力联动";
    }
}

coded! {
    /// How a visit was made.
    pub enum Manner {
        /// At her door.
        AtHome = "at_home", "上门";
        /// By telephone.
        Telephone = "telephone", "电话";
        /// By message.
        Message = "message", "微信";
    }
}

coded! {
    /// What became of it.
    pub enum Outcome {
        /// Done on the spot.
        Settled = "settled", "当场办结";
        /// To be looked at again on a day.
        FollowUp = "follow_up", "需要跟进";
        /// More than a visitor can do: it becomes a request that goes up and comes back answered.
        Reported = "reported", "上报";
    }
}

coded_columns!(
    NeedKind,
    Side,
    Mode,
    Manner,
    Outcome,
    HandoverReason,
    CareState,
    NeedEnd,
    CardState,
    Level,
    DutyKind
);

/// A need of a household.
#[derive(Debug, Clone, Copy)]
pub enum Need {}
impl Entity for Need {
    const PREFIX: &'static str = "need";
}

/// A link between a member and a household.
#[derive(Debug, Clone, Copy)]
pub enum Link {}
impl Entity for Link {
    const PREFIX: &'static str = "link";
}

/// A grid of a community.
#[derive(Debug, Clone, Copy)]
pub enum Grid {}
impl Entity for Grid {
    const PREFIX: &'static str = "grid";
}

/// That a member is assigned to a grid.
#[derive(Debug, Clone, Copy)]
pub enum GridPost {}
impl Entity for GridPost {
    const PREFIX: &'static str = "gpost";
}

/// That somebody from above opened a file.
#[derive(Debug, Clone, Copy)]
pub enum Opening {}
impl Entity for Opening {
    const PREFIX: &'static str = "open";
}

/// A household of the register, without its sealed columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdRow {
    /// Its tenant.
    pub tenant: Tenant,
    /// Its identity.
    pub id: Id<Household>,
    /// Its home community.
    pub org_id: Id<Organisation>,
    /// Where that stands.
    pub org_path: OrgPath,
    /// Its number in the community's register: `0012`.
    pub number: String,
    /// `王桂兰家`.
    pub name: String,
    /// Who speaks for it.
    pub contact_name: String,
    /// The residents' group.
    pub group_name: String,
    /// Where it lives, as neighbours say it: `金桥湾`.
    pub residence: String,
    /// The division where it lives.
    pub residence_area: AreaCode,
    /// 人户分离: whether it lives elsewhere than it is registered.
    pub lives_elsewhere: bool,
    /// Since when it is in the register.
    pub since: Day,
}

/// A household to be entered.
#[derive(Debug, Clone)]
pub struct NewHousehold {
    /// Its tenant.
    pub tenant: Tenant,
    /// Its home community.
    pub org_id: Id<Organisation>,
    /// Where that stands.
    pub org_path: OrgPath,
    /// Its number in the community's register.
    pub number: String,
    /// Who speaks for it; the household is called after her.
    pub contact_name: String,
    /// The residents' group.
    pub group_name: String,
    /// Its grid.
    pub grid: Option<Id<Grid>>,
    /// Where it lives, as neighbours say it.
    pub residence: String,
    /// The division where it lives.
    pub residence_area: AreaCode,
    /// 人户分离.
    pub lives_elsewhere: bool,
    /// Sealed.
    pub phone: Option<MobileNumber>,
    /// Sealed.
    pub address: Option<String>,
    /// Since when.
    pub since: Day,
}

impl NewHousehold {
    /// The row that it becomes.
    #[must_use]
    pub fn row(&self, id: Id<Household>) -> HouseholdRow {
        HouseholdRow {
            tenant: self.tenant,
            id,
            org_id: self.org_id,
            org_path: self.org_path.clone(),
            number: self.number.clone(),
            name: format!("{}家", self.contact_name),
            contact_name: self.contact_name.clone(),
            group_name: self.group_name.clone(),
            residence: self.residence.clone(),
            residence_area: self.residence_area.clone(),
            lives_elsewhere: self.lives_elsewhere,
            since: self.since,
        }
    }
}

/// A living link with the name of the member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// Its identity.
    pub id: Id<Link>,
    /// The member.
    pub person: Id<Person>,
    /// Her name.
    pub person_name: String,
    /// On which side.
    pub side: Side,
    /// How she is assigned.
    pub mode: Mode,
    /// Since when.
    pub since: Day,
    /// By when somebody is to be named for it: she is only its caretaker (R-HH-18).
    pub caretaker_until: Option<Day>,
    /// From which other community she helps, where the family lives (R-HH-51); `None`: from its own.
    pub helper: Option<Helper>,
}

/// A visit as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// Its tenant.
    pub tenant: Tenant,
    /// Its identity.
    pub id: Id<Visit>,
    /// The household.
    pub household: Id<Household>,
    /// Its name.
    pub household_name: String,
    /// Its number.
    pub household_number: String,
    /// Who visited.
    pub person: Id<Person>,
    /// Her name.
    pub person_name: String,
    /// When.
    pub on: Day,
    /// When it was recorded.
    pub at: Timestamp,
    /// How.
    pub manner: Manner,
    /// About what: a code of the pack.
    pub matter: String,
    /// What became of it.
    pub outcome: Outcome,
    /// When it is looked at again.
    pub follow_up: Option<Day>,
    /// When it was taken back.
    pub taken_back: Option<Timestamp>,
    /// Of which other community she is, who helped where the family lives; `None`: of its own.
    pub helper: Option<Helper>,
    /// What was said, sealed; `queries::words` opens it where it may be shown.
    pub(crate) sealed_words: Vec<u8>,
}

impl VisitRow {
    /// Who visited, with her community where she helped from another one: `钱泾华（城关社区）`.
    #[must_use]
    pub fn by(&self) -> String {
        match &self.helper {
            Some(helper) => format!("{}（{}）", self.person_name, helper.place()),
            None => self.person_name.clone(),
        }
    }
}

/// How a household stands on a day: who covers it, when it was visited, when it is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The household.
    pub household: HouseholdRow,
    /// The name of its home community.
    pub org_name: String,
    /// Its needs, by code, in the order of the register.
    pub needs: Vec<NeedKind>,
    /// How many days may pass between two visits.
    pub visit_days: i64,
    /// Since when somebody is linked to it; `None`: nobody is.
    pub linked_since: Option<Day>,
    /// The last visit.
    pub last_visit: Option<Day>,
    /// The day agreed at the last visit.
    pub follow_up: Option<Day>,
}
