//! Duties, turns, exchanges of turns, and the articles of the knowledge base.

use niangjia_kernel::{Day, Entity, Id, Key, OrgPath, Organisation, Person, ReceptionTurn, Tenant, coded};
use niangjia_store::coded_columns;

/// That a place is staffed on some weekdays, from one hour to another.
#[derive(Debug, Clone, Copy)]
pub enum DutyPlan {}
impl Entity for DutyPlan {
    const PREFIX: &'static str = "plan";
}

/// That somebody takes no turns for some time.
#[derive(Debug, Clone, Copy)]
pub enum Leave {}
impl Entity for Leave {
    const PREFIX: &'static str = "leave";
}

/// That somebody asked another to take her turn.
#[derive(Debug, Clone, Copy)]
pub enum Exchange {}
impl Entity for Exchange {
    const PREFIX: &'static str = "swap";
}

/// A secret link behind which somebody's calendar reads her turns.
#[derive(Debug, Clone, Copy)]
pub enum Feed {}
impl Entity for Feed {
    const PREFIX: &'static str = "feed";
}

/// One article of the knowledge base.
#[derive(Debug, Clone, Copy)]
pub enum Article {}
impl Entity for Article {
    const PREFIX: &'static str = "art";
}

coded! {
    /// How a turn stands.
    pub enum TurnState {
        /// It is to be served.
        Planned = "planned", "待值";
        /// It was served.
        Served = "served", "已值";
        /// Nobody was there.
        Missed = "missed", "没有值";
    }
}

coded! {
    /// Why somebody takes no turns. Only the kind is kept: what stands behind it is hers.
    pub enum LeaveReason {
        /// Longer leave.
        Long = "long", "长假";
        /// A birth.
        Maternity = "maternity", "产假";
        /// Illness.
        Sick = "sick", "病假";
        /// She works elsewhere for a time.
        Elsewhere = "elsewhere", "外出、挂职";
        /// She is excused for good reason: full-time shifts, caring for somebody.
        Excused = "excused", "免排（经主席同意）";
    }
}

coded! {
    /// How an exchange of turns stands.
    pub enum ExchangeState {
        /// It waits for the answer.
        Asked = "asked", "等答复";
        /// She takes it.
        Accepted = "accepted", "同意";
        /// She does not.
        Refused = "refused", "没有同意";
        /// The turn changed meanwhile, or whoever asked took it back.
        Lapsed = "lapsed", "已作罢";
    }
}

coded! {
    /// What an article is about.
    pub enum ArticleKind {
        /// An article of a law.
        Law = "law", "法条";
        /// An office: where it is, when it is open, what it does.
        Office = "office", "办事机构";
        /// The answer to a common question.
        Answer = "answer", "常见问答";
    }
}

coded_columns!(TurnState, LeaveReason, ExchangeState, ArticleKind);

/// A duty of an organisation.
#[derive(Debug, Clone)]
pub(crate) struct PlanRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<DutyPlan>,
    /// A code of the pack: `hotline`.
    pub(crate) place: String,
    pub(crate) pattern: Pattern,
    pub(crate) from: Day,
    /// The first day on which it is not any more.
    pub(crate) until: Option<Day>,
}

/// On which days, and from when to when, a place is staffed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    /// Bit 0 is Monday.
    pub weekdays: i64,
    /// Minutes after midnight.
    pub starts: i64,
    /// Minutes after midnight; not part of it.
    pub ends: i64,
    /// Whether it goes on through public holidays.
    pub holidays: bool,
}

/// A time without turns.
#[derive(Debug, Clone)]
pub(crate) struct LeaveRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Leave>,
    pub(crate) person: Id<Person>,
    pub(crate) person_name: String,
    pub(crate) reason: LeaveReason,
    pub(crate) from: Day,
    /// The first day on which she takes turns again.
    pub(crate) until: Option<Day>,
}

/// A turn as it stands.
#[derive(Debug, Clone)]
pub struct TurnRow {
    /// The tenant of its organisation.
    pub tenant: Tenant,
    /// Its identity.
    pub id: Id<ReceptionTurn>,
    /// Whose duty it is.
    pub org_id: Id<Organisation>,
    /// Where that stands.
    pub org_path: OrgPath,
    /// A code of the pack: `hotline`.
    pub place: String,
    /// The day.
    pub on: Day,
    /// Minutes after midnight.
    pub starts: i64,
    /// Minutes after midnight.
    pub ends: i64,
    /// Who serves it; nobody where nobody was free.
    pub person: Option<Id<Person>>,
    /// Her name.
    pub person_name: String,
    /// For whom it was drawn, where somebody else took it.
    pub drawn_name: Option<String>,
    /// How it stands.
    pub state: TurnState,
    /// How long she served.
    pub minutes: Option<i64>,
    /// What stands beside it: how many came or called, or why nobody was there.
    pub note: String,
}

impl TurnRow {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> Key<ReceptionTurn> {
        self.id.within(self.tenant)
    }

    /// Where its page is.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/turns/{}", self.key())
    }

    /// `8:30–17:30`.
    #[must_use]
    pub fn hours(&self) -> String {
        hours(self.starts, self.ends)
    }
}

/// `8:30–17:30`.
pub(crate) fn hours(starts: i64, ends: i64) -> String {
    let clock = |minutes: i64| format!("{}:{:02}", minutes / 60, minutes % 60);
    format!("{}–{}", clock(starts), clock(ends))
}

/// An asked exchange.
#[derive(Debug, Clone)]
pub(crate) struct ExchangeRow {
    pub(crate) id: Id<Exchange>,
    pub(crate) asker: Id<Person>,
    pub(crate) asker_name: String,
    pub(crate) asked: Id<Person>,
    pub(crate) asked_name: String,
    /// The turn that is given in return.
    pub(crate) in_return: Option<Id<ReceptionTurn>>,
    pub(crate) state: ExchangeState,
}

/// An article as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct ArticleRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Article>,
    pub(crate) org_path: OrgPath,
    pub(crate) org_name: String,
    pub(crate) said: SaidArticle,
    /// When somebody last made sure that it is right.
    pub(crate) checked: Day,
    pub(crate) checked_by: String,
}

/// What an article says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidArticle {
    /// What it is about.
    pub kind: ArticleKind,
    /// Its head.
    pub title: String,
    /// What it says.
    pub body: String,
    /// Where it comes from: law, article and edition.
    pub source: String,
    /// For an office: where it is.
    pub address: String,
    /// For an office: its number.
    pub phone: String,
    /// For an office: when it is open.
    pub hours: String,
    /// Codes of categories of requests for which it is suggested, between blanks.
    pub categories: String,
    /// Until when it holds without being looked at again.
    pub valid_until: Day,
}

impl ArticleRow {
    pub(crate) fn href(&self) -> String {
        format!("/knowledge/{}", self.id.within(self.tenant))
    }
}

/// The organisation at which something is entered.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub(crate) tenant: Tenant,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
}

impl Home {
    pub(crate) fn of(org: &niangjia_org::api::Org) -> Self {
        Self { tenant: org.tenant, org_id: org.id, org_path: org.path.clone() }
    }
}
