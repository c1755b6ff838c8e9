//! Facts: what happened in the world, recorded once. Everything that is counted is counted from them.

use uuid::Uuid;

use crate::{AreaCode, Day, Fen, Id, OrgPath, Organisation, Person, Tenant, Timestamp, coded, id::Entity};

coded! {
    /// What kind of thing happened. A slice adds its kinds here, so that one list names all that is counted.
    pub enum FactKind {
        /// A household was visited.
        Visit = "visit", "走访";
        /// What a household needed was settled on the spot.
        MatterSettled = "matter_settled", "当场办结";
        /// What a household needed could not be settled by whoever visited it, and was reported.
        MatterReported = "matter_reported", "走访上报";
        /// Somebody went to a contact point or a woman she is in contact with, and wrote down what she found and did.
        GrassrootsVisit = "grassroots_visit", "下基层";
        /// A request was received, by whatever way it came.
        RequestReceived = "request_received", "受理诉求";
        /// A request was solved on the spot by whoever received it.
        RequestSettled = "request_settled", "诉求当场办结";
        /// A request went up a level.
        RequestEscalated = "request_escalated", "上报";
        /// A request was closed: its answer reached her, or what was tried was looked at above.
        RequestAnswered = "request_answered", "诉求办结";
        /// A dispute was taken for mediation.
        MediationAccepted = "mediation_accepted", "受理调解";
        /// The parties sat together with mediators.
        MediationSession = "mediation_session", "调解";
        /// A member of a committee took part in a dispute's mediation; once a dispute, without a person.
        MediationWithMember = "mediation_with_member", "执委参与调解";
        /// A dispute ended with a written agreement.
        AgreementWritten = "agreement_written", "书面协议";
        /// A dispute ended with an oral agreement that was noted.
        AgreementOral = "agreement_oral", "口头协议";
        /// A dispute ended without an agreement.
        MediationFailed = "mediation_failed", "调解终止";
        /// Somebody asked the parties later how it goes.
        Revisit = "revisit", "回访";
        /// A round of screening was held.
        ScreeningRound = "screening_round", "排查";
        /// A trouble of a relationship was found.
        TroubleFound = "trouble_found", "发现情感困扰";
        /// A trouble of a relationship was resolved.
        TroubleResolved = "trouble_resolved", "化解情感困扰";
        /// Somebody served a turn at the reception or the hotline.
        ReceptionServed = "reception_served", "接访值班";
        /// A matter was referred to a partner.
        ReferralSent = "referral_sent", "转介";
        /// A partner said what came of a referral.
        ReferralSettled = "referral_settled", "转介有结果";
        /// Work on a sealed matter: without person, place below the county, or day.
        SealedWork = "sealed_work", "保密工作";
    }
}

coded! {
    /// In which role a person took part in a fact.
    pub enum FactRole {
        /// She did it.
        Doer = "doer", "经办";
        /// She helped.
        Helper = "helper", "协助";
    }
}

/// Something that happened. Append-only: a mistake is reversed by a new fact that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The tenant of its home.
    pub tenant: Tenant,
    /// Its identity.
    pub id: Id<Fact>,
    /// What happened.
    pub kind: FactKind,
    /// The organisation that is its home: the only one whose sums count it.
    pub org_id: Id<Organisation>,
    /// Where that organisation stood in the tree on the day.
    pub org_path: OrgPath,
    /// The division in which it happened.
    pub area_code: AreaCode,
    /// The day on which it happened.
    pub on_day: Day,
    /// The instant at which it was recorded.
    pub at: Timestamp,
    /// The row of the slice that tells more (a visit, a mediation).
    pub subject: Uuid,
    /// 人次: how many attendances; adds up.
    pub attendances: i64,
    /// How many households it concerned.
    pub households: i64,
    /// How long it took.
    pub minutes: i64,
    /// Money that moved.
    pub fen: Fen,
    /// Who recorded it.
    pub recorded_by: Id<Person>,
    /// The fact that this one takes back, amounts negated.
    pub reverses: Option<Id<Fact>>,
}

impl Entity for Fact {
    const PREFIX: &'static str = "fct";
}

impl Fact {
    /// How many facts this one adds to a count: 1, or −1 when it takes one back.
    #[must_use]
    pub const fn weight(&self) -> i64 {
        if self.reverses.is_some() { -1 } else { 1 }
    }

    /// The fact that takes this one back: same home and day, amounts negated.
    #[must_use]
    pub fn reversal(&self, id: Id<Self>, at: Timestamp, recorded_by: Id<Person>) -> Self {
        Self {
            id,
            at,
            recorded_by,
            attendances: -self.attendances,
            households: -self.households,
            minutes: -self.minutes,
            fen: Fen(-self.fen.0),
            reverses: Some(self.id),
            ..self.clone()
        }
    }
}

/// That a person took part in a fact; kept in the person's own tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactPart {
    /// The person's tenant.
    pub tenant: Tenant,
    /// Who took part.
    pub person: Id<Person>,
    /// As what.
    pub role: FactRole,
}
