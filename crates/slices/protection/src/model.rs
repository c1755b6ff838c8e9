//! Sealed cases and what belongs to them.

mod traces;

use niangjia_kernel::{Day, Entity, Id, Key, Organisation, Person, Tenant, Timestamp, coded};
use niangjia_store::coded_columns;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) use traces::{ConsentState, LookRow, LookedAt, SuccessionState};

macro_rules! entities {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)+) => {
        $($(#[$meta])* #[derive(Debug, Clone, Copy)] pub enum $name {}
        impl Entity for $name { const PREFIX: &'static str = $prefix; })+
    };
}

entities! {
    /// A sealed case: violence in a family, or a child harmed.
    Case = "prot";
    /// That somebody is one of the people of a case.
    CasePerson = "pper";
    /// Something that was done on a case.
    CaseEvent = "pev";
    /// A warning letter, a protection order, an opinion.
    Measure = "pms";
    /// A visit that is to be made.
    FollowUp = "pfu";
    /// That somebody outside opened a case, or asked to.
    Opening = "pop";
    /// That somebody is in charge of the sealed cases of a county.
    Charge = "pch";
    /// That somebody looked at a case.
    Look = "plk";
    /// That a case needs somebody else who is responsible.
    Succession = "psu";
    /// That somebody heard of something that waits.
    Told = "ptl";
    /// That somebody asked to open a file about a child.
    Consent = "pco";
    /// How many pieces of sealed work somebody did in a month.
    Credit = "pcr";
}

coded! {
    /// Where a case stands.
    pub enum State {
        /// Taken; danger is not assessed yet.
        Open = "open", "已接手";
        /// Danger is assessed.
        Assessed = "assessed", "已评估";
        /// A measure is in force or under way.
        Protected = "protected", "有保护措施";
        /// Nothing runs any more; she is visited.
        Followed = "followed", "回访中";
        /// Over, until it happens again.
        Closed = "closed", "已结案";
    }
}

coded! {
    /// As what somebody is one of the people of a case.
    pub enum Role {
        /// She came to her first.
        FirstReceiver = "first_receiver", "首接";
        /// Whoever is in charge added her.
        Added = "added", "参与";
    }
}

coded! {
    /// What was done on a case.
    pub enum EventKind {
        /// It was taken.
        Opened = "opened", "接手";
        /// Police or another office was told.
        Reported = "reported", "报告";
        /// A capable adult does not want it.
        Declined = "declined", "她不要报案";
        /// Danger was assessed.
        Assessed = "assessed", "危险评估";
        /// How she is reached safely.
        ContactSet = "contact_set", "安全联系方式";
        /// Somebody called or met her.
        Contacted = "contacted", "联系、看望";
        /// Something worth keeping.
        Noted = "noted", "记录";
        /// A measure began.
        MeasureBegun = "measure_begun", "保护措施";
        /// A measure went on.
        MeasureTurned = "measure_turned", "措施进展";
        /// Somebody was added.
        PersonAdded = "person_added", "加人";
        /// Somebody was taken out.
        PersonRemoved = "person_removed", "移出";
        /// Somebody else is responsible now.
        Taken = "taken", "接过责任";
        /// Whoever was responsible does not serve any more.
        Left = "left", "负责的人不在任";
        /// Somebody else was named in her place.
        Named = "named", "定了接手的人";
        /// Whoever was gone is back.
        Returned = "returned", "本人回来了";
        /// Somebody asked to open a file about a child.
        FileAsked = "file_asked", "申请打开材料";
        /// Whoever is in charge decided about it.
        FileDecided = "file_decided", "决定能否打开材料";
        /// Somebody outside asked to open it.
        OpeningAsked = "opening_asked", "有人申请打开";
        /// Somebody outside opened it.
        OpenedOutside = "opened_outside", "有人打开";
        /// An asking was refused.
        OpeningRefused = "opening_refused", "不同意打开";
        /// It was closed.
        Closed = "closed", "结案";
        /// It began again.
        Reopened = "reopened", "重新开始";
    }
}

coded! {
    /// What protects her, or what an office is asked for.
    pub enum MeasureKind {
        /// 反家庭暴力法 art. 16–17.
        Warning = "warning", "告诫书";
        /// 反家庭暴力法 art. 23–32.
        Order = "order", "人身安全保护令";
        /// 妇女权益保障法 art. 73.
        Opinion = "opinion", "督促处理意见";
        /// 家庭教育促进法 art. 49.
        EducationOrder = "education_order", "家庭教育指导令";
        /// 家庭教育促进法 art. 48.
        Admonition = "admonition", "劝诫";
    }
}

coded! {
    /// Where a measure stands.
    pub enum MeasureState {
        /// Written, not yet handed in or served.
        Drafted = "drafted", "起草";
        /// Handed in at the court.
        Applied = "applied", "已申请";
        /// The court took it; its clock runs.
        Accepted = "accepted", "法院已受理";
        /// The court ordered it.
        Granted = "granted", "已作出";
        /// The court refused it.
        Refused = "refused", "已驳回";
        /// One of them asked the court to look again.
        Reviewing = "reviewing", "复议中";
        /// In force: who must know has it.
        Served = "served", "已送达";
        /// The court is asked to make an order hold longer; until it decides the order holds.
        Renewing = "renewing", "已申请延长";
        /// The court made it hold longer.
        Extended = "extended", "已延长";
        /// It was broken; police know.
        Breached = "breached", "被违反，已报警";
        /// The organ answered.
        Replied = "replied", "已答复";
        /// The organ did not; the government is asked to supervise.
        Escalated = "escalated", "已请政府督促";
        /// Over.
        Ended = "ended", "已结束";
    }
}

coded! {
    /// Whom a visit or a call is to.
    pub enum Whom {
        /// She or the child.
        Victim = "victim", "受害人";
        /// Who was warned.
        Offender = "offender", "加害人";
        /// Both, apart from each other.
        Both = "both", "双方，分开见";
    }
}

coded! {
    /// By what way somebody was reached.
    pub enum Channel {
        /// Meeting.
        InPerson = "in_person", "当面";
        /// By telephone.
        Telephone = "telephone", "电话";
        /// On paper.
        Paper = "paper", "书面";
        /// By a system of the office that was told.
        Online = "online", "对方的系统";
    }
}

coded! {
    /// How an opening by somebody outside stands.
    pub enum OpeningState {
        /// Waits for whoever is in charge.
        Asked = "asked", "等批准";
        /// Open until its hour.
        Open = "open", "已打开";
        /// Refused.
        Refused = "refused", "未同意";
    }
}

coded_columns!(State, Role, OpeningState);

/// Who she is and what happened: sealed as one text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Face {
    pub(crate) name: String,
    pub(crate) phone: String,
    /// Where it was found, in words: no place stands in a column.
    pub(crate) place: String,
    pub(crate) words: String,
    /// Who reported it, when it was not she: protected, nowhere else.
    pub(crate) reporter: String,
    pub(crate) household: Option<Uuid>,
    pub(crate) found_in: Option<Uuid>,
    /// Violence in the family.
    pub(crate) violence: bool,
    /// A child is or may be harmed.
    pub(crate) child: bool,
}

/// How she is reached without danger: sealed as one text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SafeContact {
    pub(crate) may_call: bool,
    pub(crate) number: String,
    /// First hour of the day, 0–23.
    pub(crate) from_hour: i64,
    /// The hour before which calls end, 1–24.
    pub(crate) until_hour: i64,
    pub(crate) code_word: String,
    /// Who else may pick up, and what is said then.
    pub(crate) others: String,
    /// Whether a message without content may be sent.
    pub(crate) may_write: bool,
    pub(crate) remarks: String,
}

/// What is written of a measure: sealed as one text. Which fields a kind uses, its form says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct MeasureWords {
    /// The police station, the court, the organ it is addressed to.
    pub(crate) organ: String,
    pub(crate) applicant: String,
    pub(crate) on_behalf: bool,
    /// Why she does not apply herself.
    pub(crate) behalf_reason: String,
    pub(crate) respondent: String,
    pub(crate) requests: Vec<String>,
    pub(crate) facts: String,
    pub(crate) evidence: Vec<String>,
    pub(crate) demands: String,
    pub(crate) number: String,
    pub(crate) urgent: bool,
}

/// A case as its people see it.
#[derive(Debug, Clone)]
pub(crate) struct CaseRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Case>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: niangjia_kernel::OrgPath,
    pub(crate) year: i64,
    pub(crate) number: i64,
    pub(crate) state: State,
    pub(crate) face: Face,
    pub(crate) contact: Option<Vec<u8>>,
    pub(crate) responsible: Id<Person>,
    pub(crate) opened: Timestamp,
    pub(crate) touched: Timestamp,
    pub(crate) retention: Option<String>,
}

impl CaseRow {
    /// `保密事项〔2026〕483920号`: drawn by lot, so that it tells neither place nor order.
    pub(crate) fn called(&self) -> String {
        format!("保密事项〔{}〕{}号", self.year, self.number)
    }

    /// `〔2026〕483920号`, where it stands among others.
    pub(crate) fn numbered(&self) -> String {
        format!("〔{}〕{}号", self.year, self.number)
    }

    pub(crate) const fn key(&self) -> Key<Case> {
        self.id.within(self.tenant)
    }

    pub(crate) fn href(&self) -> String {
        format!("/protection/{}", self.key())
    }
}

/// One of the people of a case.
#[derive(Debug, Clone)]
pub(crate) struct PersonRow {
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) reason: Vec<u8>,
    pub(crate) from: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

/// Something that was done.
#[derive(Debug, Clone)]
pub(crate) struct EventRow {
    pub(crate) kind: EventKind,
    pub(crate) at: Timestamp,
    pub(crate) person: String,
    pub(crate) words: String,
}

/// A measure.
#[derive(Debug, Clone)]
pub(crate) struct MeasureRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Measure>,
    pub(crate) kind: MeasureKind,
    pub(crate) state: MeasureState,
    pub(crate) made: Day,
    pub(crate) until: Option<Day>,
    pub(crate) words: MeasureWords,
}

impl MeasureRow {
    pub(crate) fn href(&self) -> String {
        format!("/protection-measures/{}", self.id.within(self.tenant))
    }
}

/// A visit that is to be made.
#[derive(Debug, Clone)]
pub(crate) struct FollowUpRow {
    pub(crate) id: Id<FollowUp>,
    pub(crate) whom: Whom,
    pub(crate) due: Day,
    pub(crate) done: Option<Day>,
}

/// An opening by somebody outside.
#[derive(Debug, Clone)]
pub(crate) struct OpeningRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Opening>,
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) post: String,
    pub(crate) state: OpeningState,
    pub(crate) reason: Vec<u8>,
    pub(crate) hours: i64,
    pub(crate) asked: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

/// Somebody in charge of the sealed cases of a county.
#[derive(Debug, Clone)]
pub(crate) struct ChargeRow {
    pub(crate) id: Id<Charge>,
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
    pub(crate) by: String,
    pub(crate) reason: String,
    /// Whether she can act: serves on a committee of the county and has an account that is not disabled (R-PRO-18).
    pub(crate) serves: bool,
}
