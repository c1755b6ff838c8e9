//! Partners, and what is referred to them.

use niangjia_kernel::{
    Day, Entity, Id, Key, OrgPath, Organisation, Person, Referral, Tenant, Timestamp, coded,
};
use niangjia_store::coded_columns;
use uuid::Uuid;

/// An organisation outside the federation to which matters are referred.
#[derive(Debug, Clone, Copy)]
pub enum Partner {}
impl Entity for Partner {
    const PREFIX: &'static str = "ptn";
}

/// That somebody of a partner signs in for it.
#[derive(Debug, Clone, Copy)]
pub enum PartnerPerson {}
impl Entity for PartnerPerson {
    const PREFIX: &'static str = "ptp";
}

coded! {
    /// What a partner is. Source: issue 5 (referral); domain.md §8–§10.
    pub enum PartnerKind {
        /// 法律援助.
        LegalAid = "legal_aid", "法律援助";
        /// 公安派出所.
        Police = "police", "公安派出所";
        /// 心理服务.
        Psychology = "psychology", "心理服务";
        /// 民政.
        CivilAffairs = "civil_affairs", "民政";
        /// 医院.
        Hospital = "hospital", "医院";
        /// 学校、教育部门.
        School = "school", "学校、教育部门";
        /// 法院.
        Court = "court", "法院";
        /// 工会.
        TradeUnion = "trade_union", "工会";
        /// 残联.
        DisabledPersons = "disabled_persons", "残联";
        /// Any other.
        Other = "other", "其他";
    }
}

coded! {
    /// What is referred. The slice of the matter owns who sees it.
    pub enum SubjectKind {
        /// A family of the register.
        Household = "household", "家庭";
        /// 诉求.
        Request = "request", "诉求";
        /// 调解.
        Mediation = "mediation", "调解";
        /// 情感困扰.
        Trouble = "trouble", "情感困扰";
        /// A sealed case: on no list but that of whoever sent it.
        Sealed = "sealed", "保密事项";
    }
}

coded! {
    /// On what ground somebody's data are handed over.
    pub enum Ground {
        /// She agreed to it. Source: Personal Information Protection Law art. 23.
        Consent = "consent", "本人单独同意";
        /// Nothing is handed over by which she can be known.
        Anonymous = "anonymous", "不给姓名和联系方式";
        /// The law asks for a report. Source: Anti-Domestic Violence Law art. 14; Law on the Protection of Minors art. 11.
        Mandatory = "mandatory", "强制报告";
    }
}

coded! {
    /// How she agreed.
    pub enum ConsentManner {
        /// She signed.
        Signed = "signed", "签了字";
        /// She said so, and it was noted.
        Spoken = "spoken", "当面或电话里说的，已记录";
    }
}

coded! {
    /// How a referral stands.
    pub enum State {
        /// It waits for the partner.
        Sent = "sent", "等对方答复";
        /// The partner works on it.
        Accepted = "accepted", "对方已接受";
        /// The partner sent it back; somebody else has to be found.
        Refused = "refused", "对方退回，等再转";
        /// There is a result; she has not been told.
        Settled = "settled", "有结果，等告诉本人";
        /// It is over.
        Closed = "closed", "办结";
    }
}

coded! {
    /// How a referral ended.
    pub enum Closing {
        /// She was told.
        Told = "told", "已告诉本人";
        /// It was sent on to another partner.
        PassedOn = "passed_on", "另转别的单位";
        /// It was taken back before anything was done.
        Withdrawn = "withdrawn", "撤回";
        /// There is nobody else to send it to; why is written down.
        GivenUp = "given_up", "不再转";
    }
}

coded_columns!(PartnerKind, SubjectKind, Ground, ConsentManner, State, Closing);

/// A partner as it is kept: data of an office, not of a person.
#[derive(Debug, Clone)]
pub(crate) struct PartnerRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Partner>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) said: SaidPartner,
    pub(crate) closed: Option<Day>,
}

/// What is said of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidPartner {
    /// What it is.
    pub kind: PartnerKind,
    /// What it is called.
    pub name: String,
    /// When it is open.
    pub hours: String,
    /// Where it is.
    pub address: String,
    /// Whom to ask for.
    pub contact: String,
    /// The number of its office.
    pub phone: String,
    /// Whether it answers by its own login; else by paper.
    pub by_login: bool,
}

impl PartnerRow {
    pub(crate) fn href(&self) -> String {
        format!("/partners/{}", self.id.within(self.tenant))
    }

    pub(crate) const fn way(&self) -> &'static str {
        if self.said.by_login { "登录办" } else { "纸面办" }
    }
}

/// Somebody who signs in for a partner.
#[derive(Debug, Clone)]
pub(crate) struct PartnerPersonRow {
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) from: Day,
}

/// The matter that is referred, as its slice tells of it to whoever may see it.
#[derive(Debug, Clone)]
pub struct Matter {
    /// `程国庆家`, `诉求〔2026〕3号`.
    pub called: String,
    /// Where its page is.
    pub href: String,
    /// The organisation that deals with it.
    pub org: niangjia_org::api::Org,
    /// The people of whom one may be referred, where they are known: who is meant is chosen, and her data are hers.
    pub people: Vec<niangjia_subject::Subject>,
}

/// A referral as it is listed: without a word of its matter.
#[derive(Debug, Clone)]
pub(crate) struct ReferralRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Referral>,
    pub(crate) subject_kind: SubjectKind,
    pub(crate) subject_tenant: Tenant,
    pub(crate) subject: Uuid,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) year: i64,
    pub(crate) number: i64,
    pub(crate) partner: Id<Partner>,
    pub(crate) partner_name: String,
    pub(crate) ground: Ground,
    pub(crate) consent: Option<(Day, ConsentManner)>,
    pub(crate) sender: Id<Person>,
    pub(crate) sender_name: String,
    pub(crate) sent: Timestamp,
    pub(crate) state: State,
    pub(crate) answered: Option<Timestamp>,
    pub(crate) settled: Option<Timestamp>,
    pub(crate) closing: Option<Closing>,
    /// The first instant that is too late for what it waits for.
    pub(crate) due: Option<Timestamp>,
}

impl ReferralRow {
    pub(crate) fn key(&self) -> Key<Referral> {
        self.id.within(self.tenant)
    }

    pub(crate) fn href(&self) -> String {
        format!("/referrals/{}", self.key())
    }

    /// `转介〔2026〕3号`.
    pub(crate) fn called(&self) -> String {
        format!("转介〔{}〕{}号", self.year, self.number)
    }

    pub(crate) fn status(&self) -> &'static str {
        self.closing.map_or(self.state.label(), Closing::label)
    }

    /// How it stands in the eyes of its partner: what waits for her, and what is off her desk.
    pub(crate) const fn status_for_partner(&self) -> &'static str {
        match (self.state, self.closing) {
            (State::Sent, _) => "等您答复",
            (State::Accepted, _) => "已接受，等您写结果",
            (State::Settled, _) | (State::Closed, Some(Closing::Told)) => "结果已交妇联",
            (State::Closed, Some(Closing::Withdrawn)) => "妇联已撤回",
            (State::Refused | State::Closed, _) => "已退回",
        }
    }
}

/// What is in a referral, opened for whoever may read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Her name; empty when anonymous.
    pub person: String,
    /// How she is safely reached; empty when anonymous.
    pub phone: String,
    /// What the partner is asked for.
    pub asked: String,
    /// What is handed over: the situation, copies of papers.
    pub handed: String,
    /// What the partner said on accepting or sending back.
    pub answer: String,
    /// What came of it.
    pub result: String,
    /// Why it ended, or how she was told.
    pub ending: String,
}
