//! Points and the duty record.

use niangjia_kernel::{
    ContactDuty, Day, Entity, Fact, FactKind, FactRole, Id, Key, Mediation, Month, OrgPath, Person,
    ReceptionTurn, Referral, Request, ScreeningRound, Tenant, Timestamp, Trouble, Visit,
};
use uuid::Uuid;

/// One line of the points of a person: what a fact gave by a rule, or took back. Never edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointEntry {
    /// The tenant of the person.
    pub tenant: Tenant,
    /// Its identity.
    pub id: Id<PointEntry>,
    /// Whose.
    pub person: Id<Person>,
    /// The tenant of the fact.
    pub fact_tenant: Tenant,
    /// The fact it comes from; for a negative entry, the fact that takes back.
    pub fact: Id<Fact>,
    /// The row of the slice that tells more (a visit).
    pub subject: Uuid,
    /// Where the home of the fact stood on the day.
    pub org_path: OrgPath,
    /// What happened.
    pub kind: FactKind,
    /// The rule, as the pack calls it.
    pub rule: String,
    /// The word for it at that time: `走访`.
    pub rule_label: String,
    /// The edition of the pack: `2026-1`.
    pub rule_version: String,
    /// How many; 0 once the month is full, negative when taken back.
    pub points: i64,
    /// The month of the day on which it happened.
    pub month: Month,
    /// The day on which it happened.
    pub on: Day,
    /// When it was recorded.
    pub at: Timestamp,
    /// Which one it is of its month and rule, from 1; the ones taken back keep their place.
    pub nth: i64,
    /// How many of a month give points; `None`: all.
    pub cap: Option<i64>,
    /// The entry that this one takes back.
    pub reverses: Option<Id<PointEntry>>,
}

impl Entity for PointEntry {
    const PREFIX: &'static str = "pt";
}

impl PointEntry {
    /// The number with its sign: `+1`, `+0`, `−1`.
    #[must_use]
    pub fn sign(&self) -> String {
        let sign = if self.reverses.is_some() { '−' } else { '+' };
        format!("{sign}{}", self.points.abs())
    }

    /// Why it is so many: `走访 · 规则 2026-1 · 本月第 3 次/上限 5`.
    #[must_use]
    pub fn words(&self) -> String {
        let label = &self.rule_label;
        if self.reverses.is_some() {
            return format!("{label} · 已撤销");
        }
        let place = match self.cap {
            Some(cap) if self.nth > cap => format!("本月已到上限 {cap}"),
            Some(cap) => format!("本月第 {} 次/上限 {cap}", self.nth),
            None => format!("本月第 {} 次", self.nth),
        };
        format!("{label} · 规则 {} · {place}", self.rule_version)
    }

    /// The page of what it comes from.
    #[must_use]
    pub fn href(&self) -> String {
        subject_href(self.kind, self.fact_tenant, self.subject)
    }
}

/// A line of the duty record: a fact she took part in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRow {
    /// The tenant of the fact.
    pub tenant: Tenant,
    /// The fact.
    pub fact: Id<Fact>,
    /// What happened.
    pub kind: FactKind,
    /// When.
    pub on: Day,
    /// The row of the slice that tells more.
    pub subject: Uuid,
    /// The name of the organisation that is its home.
    pub org_name: String,
    /// As what she took part.
    pub role: FactRole,
    /// Whether it was taken back.
    pub taken_back: bool,
}

impl DutyRow {
    /// The page of what it tells of.
    #[must_use]
    pub fn href(&self) -> String {
        subject_href(self.kind, self.tenant, self.subject)
    }
}

/// The page of the row that a fact tells of.
fn subject_href(kind: FactKind, tenant: Tenant, subject: Uuid) -> String {
    match kind {
        FactKind::Visit | FactKind::MatterSettled | FactKind::MatterReported => {
            let key: Key<Visit> = Id::from_uuid(subject).within(tenant);
            format!("/visits/{key}")
        }
        FactKind::GrassrootsVisit => {
            let key: Key<ContactDuty> = Id::from_uuid(subject).within(tenant);
            format!("/contacts/{key}")
        }
        FactKind::RequestReceived
        | FactKind::RequestSettled
        | FactKind::RequestEscalated
        | FactKind::RequestAnswered => {
            let key: Key<Request> = Id::from_uuid(subject).within(tenant);
            format!("/requests/{key}")
        }
        FactKind::MediationAccepted
        | FactKind::MediationSession
        | FactKind::MediationWithMember
        | FactKind::AgreementWritten
        | FactKind::AgreementOral
        | FactKind::MediationFailed
        | FactKind::Revisit => {
            let key: Key<Mediation> = Id::from_uuid(subject).within(tenant);
            format!("/mediations/{key}")
        }
        FactKind::ScreeningRound => {
            let key: Key<ScreeningRound> = Id::from_uuid(subject).within(tenant);
            format!("/screenings/{key}")
        }
        FactKind::TroubleFound | FactKind::TroubleResolved => {
            let key: Key<Trouble> = Id::from_uuid(subject).within(tenant);
            format!("/troubles/{key}")
        }
        FactKind::ReceptionServed => {
            let key: Key<ReceptionTurn> = Id::from_uuid(subject).within(tenant);
            format!("/turns/{key}")
        }
        FactKind::ReferralSent | FactKind::ReferralSettled => {
            let key: Key<Referral> = Id::from_uuid(subject).within(tenant);
            format!("/referrals/{key}")
        }
        // What it was stays with those who did it; here stands that there was something.
        FactKind::SealedWork => "/duty".to_owned(),
    }
}

/// The word with which facts of a kind are counted.
pub(crate) const fn measure_word(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Visit
        | FactKind::GrassrootsVisit
        | FactKind::MediationSession
        | FactKind::Revisit
        | FactKind::ScreeningRound
        | FactKind::ReceptionServed => "次",
        FactKind::AgreementWritten | FactKind::AgreementOral => "份",
        FactKind::MatterSettled
        | FactKind::MatterReported
        | FactKind::RequestReceived
        | FactKind::RequestSettled
        | FactKind::RequestEscalated
        | FactKind::RequestAnswered
        | FactKind::MediationAccepted
        | FactKind::MediationWithMember
        | FactKind::MediationFailed
        | FactKind::TroubleFound
        | FactKind::TroubleResolved
        | FactKind::ReferralSent
        | FactKind::ReferralSettled
        | FactKind::SealedWork => "件",
    }
}
