//! Passes, envelopes, what becomes of them, and questions.

use std::collections::BTreeMap;

use niangjia_kernel::{
    AreaLevel, Entity, Household, Id, Key, OrgPath, Organisation, Person, Post, Tenant, Timestamp, coded,
};
use niangjia_store::{Acting, Actor, PostKind, Via, coded_columns};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a phone sealed and sent: one visit or one need.
#[derive(Debug, Clone, Copy)]
pub enum Envelope {}
impl Entity for Envelope {
    const PREFIX: &'static str = "env";
}

coded! {
    /// What became of an envelope.
    pub enum Became {
        /// It is in the ledger.
        Recorded = "recorded", "已记入台账";
        /// It is in the ledger, and so is another that came meanwhile.
        Beside = "beside", "同时更新，都已保留";
        /// Somebody must be asked first.
        Asked = "asked", "需要你确认";
    }
}

coded! {
    /// Why somebody must be asked.
    pub enum Reason {
        /// The family is not hers any more.
        NotHers = "not_hers", "这一户现在不由她联系";
        /// She does not hold the post any more, or may no longer sign in.
        PostEnded = "post_ended", "她已不在这个岗位";
        /// A rule of the form refuses it.
        Refused = "refused", "有几处和规定对不上";
        /// The form is not one that this version knows.
        Form = "form", "手机上的表单版本认不出来";
        /// The day cannot be known: the clock of the phone was wrong.
        Clock = "clock", "手机的日期不准";
        /// A need that she found: the chair enters needs.
        Need = "need", "她发现了一项需求";
        /// It lay on the phone for very long.
        Late = "late", "在手机里放得太久";
    }
}

coded! {
    /// How a question was settled.
    pub enum How {
        /// Recorded, as hers.
        Recorded = "recorded", "已补记入台账";
        /// The present contact has taken it over.
        TakenOver = "taken_over", "现在的联系人已接手";
        /// Put away, with a reason.
        PutAway = "put_away", "不再办理";
    }
}

coded! {
    /// What was written down.
    pub enum Kind {
        /// A visit.
        Visit = "visit", "走访";
        /// A need that was found.
        Need = "need", "发现的需求";
    }
}

coded_columns!(Became, Reason, How, Kind);

/// Who wrote it, in which post: the statement of this installation that a phone carries into every envelope. It is sealed,
/// so that nobody makes one, and nothing can be read of it on a phone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pass {
    tenant: i64,
    person: Uuid,
    pub(crate) name: String,
    post: Uuid,
    kind: String,
    org: Uuid,
    path: String,
    pub(crate) org_name: String,
    level: String,
    /// Until when what she writes is taken without asking, in milliseconds since 1970.
    until: i64,
}

impl Pass {
    pub(crate) fn of(actor: &Actor, until: Timestamp) -> Self {
        let Acting { post, kind, org_id, org_path, org_name, level } = &actor.acting;
        Self {
            tenant: actor.tenant.number(),
            person: actor.person.uuid(),
            name: actor.name.clone(),
            post: post.uuid(),
            kind: kind.code().to_owned(),
            org: org_id.uuid(),
            path: org_path.as_str().to_owned(),
            org_name: org_name.clone(),
            level: level.code().to_owned(),
            until: until.millis(),
        }
    }

    pub(crate) const fn until(&self) -> Timestamp {
        Timestamp::from_millis(self.until)
    }

    /// Who wrote it, as she was when she was given the pass. Whether she still is, is asked when the envelope comes.
    pub(crate) fn writer(&self) -> Option<Actor> {
        Some(Actor {
            tenant: Tenant::from_number(self.tenant)?,
            person: Id::<Person>::from_uuid(self.person),
            name: self.name.clone(),
            acting: Acting {
                post: Id::<Post>::from_uuid(self.post),
                kind: PostKind::parse(&self.kind).ok()?,
                org_id: Id::<Organisation>::from_uuid(self.org),
                org_path: OrgPath::from_stored(self.path.clone()),
                org_name: self.org_name.clone(),
                level: AreaLevel::parse(&self.level).ok()?,
            },
            via: Some(Via::Phone),
        })
    }
}

/// What was written down on the phone, as it stands in an envelope. What a later form adds is kept with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Written {
    /// The version of the form it was written into.
    #[serde(default)]
    pub(crate) form: i64,
    /// A code of [`Kind`].
    #[serde(default)]
    pub(crate) kind: String,
    /// The key of the household.
    #[serde(default)]
    pub(crate) household: String,
    /// What the family was called on the phone.
    #[serde(default)]
    pub(crate) family: String,
    /// When the phone had last asked, by the clock of the server, in milliseconds since 1970.
    #[serde(default)]
    pub(crate) known_at: i64,
    /// When it was written, by the clock of the phone, in milliseconds since 1970.
    #[serde(default)]
    pub(crate) written_at: i64,
    /// Whether she chose the day herself; otherwise it is the phone's today.
    #[serde(default)]
    pub(crate) day_chosen: bool,
    /// The fields as typed, by name.
    #[serde(default)]
    pub(crate) fields: BTreeMap<String, String>,
}

impl Written {
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    pub(crate) fn household_key(&self) -> Option<Key<Household>> {
        self.household.parse().ok()
    }

    /// The kind, if this version knows it.
    pub(crate) fn known_kind(&self) -> Option<Kind> {
        Kind::parse(&self.kind).ok()
    }
}

/// An envelope that was opened.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    pub(crate) id: Id<Envelope>,
    pub(crate) writer: Actor,
    pub(crate) pass: Pass,
    pub(crate) written: Written,
    pub(crate) photo: Option<Vec<u8>>,
    /// By the phone's clock, when it was sent.
    pub(crate) sent_at: Timestamp,
}

/// A line of what came from her phone.
#[derive(Debug, Clone)]
pub(crate) struct EnvelopeRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Envelope>,
    pub(crate) kind: Option<Kind>,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) received: Timestamp,
    pub(crate) became: Became,
    /// What else she should know: a day that was put right.
    pub(crate) note: String,
    pub(crate) how: Option<How>,
    pub(crate) handed_name: Option<String>,
    pub(crate) settled_note: Option<String>,
    pub(crate) reason: Option<Reason>,
}

/// A question, with what was written down opened.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Envelope>,
    pub(crate) person: Id<Person>,
    pub(crate) person_name: String,
    pub(crate) org_path: OrgPath,
    pub(crate) org_name: String,
    pub(crate) reason: Reason,
    pub(crate) why: String,
    pub(crate) received: Timestamp,
    pub(crate) settled: Option<Timestamp>,
    pub(crate) how: Option<How>,
    pub(crate) settled_name: Option<String>,
    pub(crate) settled_note: Option<String>,
    pub(crate) handed_to: Option<Id<Person>>,
    pub(crate) handed_name: Option<String>,
    pub(crate) written: Written,
    pub(crate) has_photo: bool,
}
