//! Requests: their states, who has them, what happened.

use niangjia_kernel::{
    AreaLevel, Day, Entity, Household, Id, OrgPath, Organisation, Person, Request, Resident, Tenant,
    Timestamp, coded,
};
use niangjia_store::coded_columns;

use crate::pack::RequestRules;

/// That somebody has a request, from one instant to another.
#[derive(Debug, Clone, Copy)]
pub enum Hold {}
impl Entity for Hold {
    const PREFIX: &'static str = "hold";
}

/// One line of its history.
#[derive(Debug, Clone, Copy)]
pub enum Event {}
impl Entity for Event {
    const PREFIX: &'static str = "evt";
}

coded! {
    /// Where a request stands.
    pub enum State {
        /// At an organisation; nobody there has taken it.
        Waiting = "waiting", "待接手";
        /// Somebody works on it.
        Handling = "handling", "办理中";
        /// There is an answer; she has not been told.
        Answered = "answered", "待告知";
        /// She could not be reached; the level above looks at what was tried.
        Undeliverable = "undeliverable", "无法送达待核";
        /// Over.
        Closed = "closed", "已办结";
    }
}

coded! {
    /// How a request was closed.
    pub enum Closing {
        /// Whoever received it solved it at once.
        OnTheSpot = "on_the_spot", "当场办结";
        /// The answer reached her.
        Told = "told", "已告知本人";
        /// She could not be reached, and the level above agreed.
        Unreachable = "unreachable", "无法送达，上级已核";
        /// She took it back.
        Withdrawn = "withdrawn", "本人撤回";
        /// Violence, or a child harmed: those who protect her go on with it.
        Diverted = "diverted", "转为保密事项";
    }
}

coded! {
    /// Which time a request is looked at, as the rules of petitions have it. Source: 信访工作条例 art. 35, 36.
    pub enum Instance {
        /// Whoever it came to, and those above to whom it went.
        First = "first", "办理";
        /// She was not content: the level above whoever answered.
        Review = "review", "复查";
        /// Once more, above that; the last on the same facts.
        Rereview = "rereview", "复核";
    }
}

coded! {
    /// By which way it came.
    pub enum Channel {
        /// The member found it at her door.
        HomeVisit = "home_visit", "走访";
        /// She came to the office.
        InPerson = "in_person", "来访";
        /// The hotline.
        Hotline = "hotline", "12338 来电";
        /// Another telephone.
        Telephone = "telephone", "来电";
        /// A letter.
        Letter = "letter", "来信";
        /// The public page.
        Portal = "portal", "网上";
        /// Another organ handed it over.
        Referral = "referral", "转来";
    }
}

coded! {
    /// Who can see it. Architecture: sensitivity of a record.
    pub enum Class {
        /// Those who help her, the chair of the community, whoever has it.
        Personal = "personal", "个人";
        /// Violence and children: the case's own people.
        Sealed = "sealed", "保密";
    }
}

coded! {
    /// How far up a request is. The grid is the member herself.
    pub enum Rung {
        /// A member, who knows the family.
        Grid = "grid", "网格（执委）";
        /// See [`AreaLevel`].
        Community = "community", "村（社区）";
        /// See [`AreaLevel`].
        Street = "street", "乡镇（街道）";
        /// See [`AreaLevel`].
        County = "county", "区县";
        /// See [`AreaLevel`].
        City = "city", "市";
        /// See [`AreaLevel`].
        Province = "province", "省";
    }
}

coded! {
    /// How she wants to be reached.
    pub enum Reach {
        /// By telephone, whenever.
        Telephone = "telephone", "打电话";
        /// By telephone, only as she said.
        TelephoneAsSaid = "telephone_as_said", "按她说的时间和号码打";
        /// The member comes to see her.
        Visit = "visit", "上门当面说";
        /// She comes by.
        ComesBy = "comes_by", "她自己来问";
        /// Nobody calls her: she asks with her code.
        Code = "code", "不联系，她凭查询码看";
    }
}

coded! {
    /// How she was told, or was to be told.
    pub enum Manner {
        /// Face to face.
        InPerson = "in_person", "当面";
        /// By telephone.
        Telephone = "telephone", "电话";
        /// On paper, into her own hand.
        Letter = "letter", "书面，交到本人手里";
        /// She read it with her code.
        Code = "code", "本人凭查询码看到";
    }
}

coded! {
    /// How somebody's having it ended.
    pub enum LeftHow {
        /// The next one took it.
        PassedUp = "passed_up", "已报上级，上级接手";
        /// An upper level gave it to a lower one.
        Assigned = "assigned", "已交下级，下级接手";
        /// It was not taken, with a reason.
        Returned = "returned", "退回";
        /// Its time passed.
        Overdue = "overdue", "超期，自动到上一级";
        /// It was closed here.
        Closed = "closed", "办结";
    }
}

coded! {
    /// What happened to a request.
    pub enum Happened {
        /// See [`State`].
        Received = "received", "登记";
        /// See [`Closing`].
        SettledOnTheSpot = "settled", "当场办结";
        /// She was told that it was received and where it is.
        Notified = "notified", "告知受理";
        /// Something was added.
        Supplemented = "supplemented", "补充";
        /// Somebody took it.
        Taken = "taken", "接手";
        /// It went up.
        PassedUp = "passed_up", "上报";
        /// It went down.
        Assigned = "assigned", "交办";
        /// It was returned.
        Returned = "returned", "退回";
        /// Nobody moved in time.
        Overdue = "overdue", "超期，自动到上一级";
        /// Another person of the same organisation works on it.
        HandedOver = "handed_over", "换人承办";
        /// There is an answer.
        Answered = "answered", "作出答复";
        /// She was told.
        Told = "told", "告知本人";
        /// She was not reached.
        NotReached = "not_reached", "没有联系上";
        /// Reported as undeliverable.
        Undeliverable = "undeliverable", "报无法送达";
        /// The level above agreed.
        Confirmed = "confirmed", "上级核过";
        /// The level above asks to try again.
        SentBack = "sent_back", "上级要求再送";
        /// Its period was made longer.
        Extended = "extended", "延长期限";
        /// She took it back.
        Withdrawn = "withdrawn", "本人撤回";
        /// She applied for mediation; the request goes on until it is answered.
        Mediated = "mediated", "申请调解";
        /// Those who protect her go on.
        Diverted = "diverted", "转为保密事项";
        /// It is worked on again.
        Reopened = "reopened", "重新办理";
        /// She asked the level above whoever answered to look at it again.
        ReviewAsked = "review_asked", "申请上一级复查";
        /// A hearing: no time passes.
        Suspended = "suspended", "举行听证，停止计时";
        /// The hearing is over.
        Resumed = "resumed", "听证结束，恢复计时";
    }
}

coded_columns!(State, Closing, Instance, Channel, Class, Rung, Reach, Manner, LeftHow, Happened);

impl Instance {
    /// The clock of the whole matter.
    #[must_use]
    pub const fn clock(self) -> &'static str {
        match self {
            Self::First => "petition.settle",
            Self::Review => "petition.review_answer",
            Self::Rereview => "petition.rereview_answer",
        }
    }

    /// The one that she may ask for next, and the clock within which she asks.
    #[must_use]
    pub const fn next(self) -> Option<(Self, &'static str)> {
        match self {
            Self::First => Some((Self::Review, "petition.review_request")),
            Self::Review => Some((Self::Rereview, "petition.rereview_request")),
            Self::Rereview => None,
        }
    }
}

impl Rung {
    /// The rung of an organisation; none above the province.
    #[must_use]
    pub const fn of(level: AreaLevel) -> Option<Self> {
        match level {
            AreaLevel::Community => Some(Self::Community),
            AreaLevel::Street => Some(Self::Street),
            AreaLevel::County => Some(Self::County),
            AreaLevel::City => Some(Self::City),
            AreaLevel::Province => Some(Self::Province),
            AreaLevel::Nation => None,
        }
    }

    /// Its clock: `request.street`.
    #[must_use]
    pub fn clock(self) -> String {
        format!("request.{}", self.code())
    }
}

/// A request as it is stored, what is sealed in it still sealed.
#[derive(Debug, Clone)]
pub struct RequestRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Request>,
    pub(crate) year: i64,
    pub(crate) number: i64,
    /// Where it counts: the community of the family, else where it was received.
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) channel: Channel,
    pub(crate) category: String,
    pub(crate) class: Class,
    pub(crate) urgent: bool,
    pub(crate) received: Timestamp,
    /// `None`: she wrote it herself on the public page.
    pub(crate) received_by: Option<Id<Person>>,
    pub(crate) received_name: String,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) resident: Option<Id<Resident>>,
    pub(crate) anonymous: bool,
    pub(crate) name: Vec<u8>,
    pub(crate) phone: Vec<u8>,
    pub(crate) words: Vec<u8>,
    pub(crate) reach: Reach,
    pub(crate) reach_words: Vec<u8>,
    pub(crate) state: State,
    pub(crate) instance: Instance,
    pub(crate) rung: Rung,
    pub(crate) holder: Id<Organisation>,
    pub(crate) holder_path: OrgPath,
    pub(crate) holder_person: Option<Id<Person>>,
    pub(crate) answer: Option<Vec<u8>>,
    pub(crate) notified: Option<Day>,
    pub(crate) closing: Option<Closing>,
    pub(crate) closed: Option<Timestamp>,
}

impl RequestRow {
    /// `诉求〔2026〕12号`.
    pub(crate) fn called(&self) -> String {
        format!("诉求〔{}〕{}号", self.year, self.number)
    }

    /// Where its page is.
    pub(crate) fn href(&self) -> String {
        format!("/requests/{}", self.id.within(self.tenant))
    }

    /// What it is about, in a list: a sealed one says only that it is.
    pub(crate) fn about(&self) -> &str {
        match self.class {
            Class::Personal => RequestRules::in_force().label(&self.category),
            Class::Sealed => "保密事项",
        }
    }

    /// `办理中`, `复查：待接手`, or how it was closed.
    pub(crate) fn state_word(&self) -> String {
        let word = self.closing.map_or(self.state.label(), Closing::label);
        match self.instance {
            Instance::First => word.to_owned(),
            again => format!("{}：{word}", again.label()),
        }
    }

    /// How it ended, when it did.
    pub(crate) fn over(&self) -> Option<Over> {
        Some(Over { closing: self.closing?, instance: self.instance, at: self.closed? })
    }
}

/// That a request is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Over {
    pub(crate) closing: Closing,
    pub(crate) instance: Instance,
    pub(crate) at: Timestamp,
}

/// One line of a request's history, opened.
#[derive(Debug, Clone)]
pub struct EventRow {
    pub(crate) happened: Happened,
    pub(crate) at: Timestamp,
    pub(crate) by: String,
    pub(crate) words: String,
}

/// That somebody has a request or had it.
#[derive(Debug, Clone)]
pub struct HoldRow {
    pub(crate) id: Id<Hold>,
    pub(crate) rung: Rung,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) org_tenant: Tenant,
    pub(crate) person: Option<Id<Person>>,
    pub(crate) taken: Option<Timestamp>,
    /// To whom it was passed and has not been taken yet.
    pub(crate) passed_to: Option<Id<Hold>>,
    pub(crate) left: Option<Timestamp>,
}
