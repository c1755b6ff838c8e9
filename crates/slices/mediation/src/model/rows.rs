//! Rows of a case, opened for whoever may read them.

use niangjia_kernel::{Day, Fen, Household, Id, Mediation, OrgPath, Organisation, Person, Tenant, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    ChosenBy, ClauseLine, Confirmation, Consent, Form, MemberLine, Origin, PartyLine, Performance, Role,
    Satisfaction, SessionKind, Side, State,
};

/// What the dispute is about, and what is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    /// 纠纷简要情况.
    pub(crate) brief: String,
    /// 申请事项.
    pub(crate) wants: String,
}

/// A case without its words.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Mediation>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) origin: Origin,
    pub(crate) category: String,
    pub(crate) state: State,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) applied: Day,
    pub(crate) registrar_name: String,
    pub(crate) called: Option<String>,
    pub(crate) accepted: Option<Day>,
    pub(crate) ended: Option<Day>,
    pub(crate) cause: Option<String>,
    pub(crate) form: Option<Form>,
    pub(crate) with_member: bool,
    pub(crate) filed: Option<Day>,
    pub(crate) retention: Option<String>,
    pub(crate) archived: Option<Day>,
    /// The first instant that is too late for the mediation, while its clock runs.
    pub(crate) until: Option<Timestamp>,
}

impl Case {
    /// Where its page is.
    pub(crate) fn href(&self) -> String {
        format!("/mediations/{}", self.id.within(self.tenant))
    }

    /// `（2026）嵩合人调字第3号`, or how it is called before it has a number.
    pub(crate) fn title(&self) -> String {
        self.called.clone().unwrap_or_else(|| format!("{}登记的纠纷", self.applied.long()))
    }

    /// Its row for clocks and facts.
    pub(crate) const fn subject(&self) -> (Tenant, uuid::Uuid) {
        (self.tenant, self.id.uuid())
    }
}

/// What is written about a party. Source: fields of the Ministry's application form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Details {
    pub(crate) name: String,
    pub(crate) sex: String,
    pub(crate) nation: String,
    pub(crate) age: String,
    pub(crate) occupation: String,
    pub(crate) phone: String,
    pub(crate) address: String,
}

/// A party.
#[derive(Debug, Clone)]
pub(crate) struct Party {
    pub(crate) id: Id<PartyLine>,
    pub(crate) side: Side,
    pub(crate) details: Details,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) informed: Option<Day>,
    pub(crate) consent: Option<(Consent, Day)>,
    pub(crate) signed: Option<Day>,
}

/// Somebody who works on a case.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) id: Id<MemberLine>,
    pub(crate) person: Option<Id<Person>>,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) chosen_by: ChosenBy,
    pub(crate) declared: Option<Day>,
    /// The parties agreed to her being there (invited persons).
    pub(crate) agreed_to: Option<Day>,
    pub(crate) committee: bool,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
}

impl Member {
    /// Whether she may mediate today.
    pub(crate) const fn mediates(&self) -> bool {
        matches!(self.role, Role::Mediator) && self.declared.is_some() && self.until.is_none()
    }
}

/// The words of one sitting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionWords {
    pub(crate) place: String,
    /// Who was there beside parties and mediators; of an inquiry, who was asked.
    pub(crate) present: String,
    pub(crate) words: String,
    pub(crate) result: String,
}

/// One sitting, or one inquiry.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) kind: SessionKind,
    pub(crate) number: i64,
    pub(crate) on: Day,
    pub(crate) at: String,
    pub(crate) minutes: i64,
    pub(crate) open: bool,
    pub(crate) written_by: String,
    pub(crate) words: SessionWords,
}

/// What was found and agreed. Source: People's Mediation Law art. 29.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    pub(crate) facts: String,
    pub(crate) dispute: String,
}

/// The agreement of a case.
#[derive(Debug, Clone)]
pub(crate) struct Agreement {
    pub(crate) form: Form,
    pub(crate) on: Day,
    pub(crate) terms: Terms,
    pub(crate) mediator_signed: Option<Day>,
    pub(crate) stamped: Option<Day>,
    pub(crate) effective: Option<Day>,
    pub(crate) confirmation: Option<(Confirmation, Day)>,
    pub(crate) court: String,
    pub(crate) clauses: Vec<Clause>,
}

/// The words of a clause.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClauseWords {
    pub(crate) words: String,
    pub(crate) way: String,
    pub(crate) place: String,
    #[serde(default)]
    pub(crate) note: String,
    /// Money that is paid under it, in fen.
    #[serde(default)]
    pub(crate) fen: Option<i64>,
}

impl ClauseWords {
    /// How, where, and how much, as far as it is written down.
    pub(crate) fn manner(&self) -> Vec<String> {
        let money = self.fen.map(|fen| Fen(fen).in_yuan());
        let parts = [self.way.clone(), self.place.clone(), money.unwrap_or_default()];
        parts.into_iter().filter(|part| !part.is_empty()).collect()
    }
}

/// One clause.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    pub(crate) id: Id<ClauseLine>,
    pub(crate) number: i64,
    pub(crate) words: ClauseWords,
    pub(crate) due: Option<Day>,
    /// A court will not confirm it.
    pub(crate) status: bool,
    pub(crate) performance: Option<(Performance, Day)>,
}

/// That somebody asked later.
#[derive(Debug, Clone)]
pub(crate) struct Revisit {
    pub(crate) on: Day,
    pub(crate) satisfaction: Satisfaction,
    pub(crate) escalates: bool,
    pub(crate) by: String,
    pub(crate) words: String,
}

/// A paper in the file.
#[derive(Debug, Clone)]
pub(crate) struct FiledItem {
    pub(crate) item: String,
    pub(crate) pages: i64,
    /// SHA-256 of a scan, typed before files were brought here.
    pub(crate) digest: Option<String>,
    pub(crate) on: Day,
}

/// That somebody above opened a case.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    pub(crate) person: String,
    pub(crate) post: String,
    pub(crate) purpose: String,
    pub(crate) at: Timestamp,
}
