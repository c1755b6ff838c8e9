//! Askings and claims.

use niangjia_kernel::{
    Day, Entity, Household, Id, OrgPath, Organisation, Person, Resident, Tenant, Timestamp, coded,
};
use niangjia_store::coded_columns;
use niangjia_subject::Subject;

/// That somebody asked, at the office, for the sheet of a person.
#[derive(Debug, Clone, Copy)]
pub enum Inspection {}
impl Entity for Inspection {
    const PREFIX: &'static str = "insp";
}

/// That a line which somebody said is printed on a sheet.
#[derive(Debug, Clone, Copy)]
pub enum Release {}
impl Entity for Release {
    const PREFIX: &'static str = "rel";
}

/// What a person claims about what is kept of her.
#[derive(Debug, Clone, Copy)]
pub enum Claim {}
impl Entity for Claim {
    const PREFIX: &'static str = "claim";
}

coded! {
    /// As what somebody comes to the office.
    pub enum ComesAs {
        /// She herself.
        Herself = "herself", "本人";
        /// Of a child under fourteen.
        Guardian = "guardian", "不满十四周岁孩子的监护人";
        /// With her written authority.
        Representative = "representative", "持本人书面委托的人";
        /// The other spouse.
        Spouse = "spouse", "配偶";
        /// Anybody else.
        SomebodyElse = "somebody_else", "家里其他人或别人";
    }
}

coded! {
    /// How somebody showed who she is. The number is not kept.
    pub enum Proof {
        /// Her identity card was seen.
        IdentityCard = "identity_card", "看过身份证";
        /// The household's register was seen.
        HouseholdRegister = "household_register", "看过户口簿";
        /// Known in person, with a second member of the office there.
        Known = "known", "当面认识，有第二位工作人员在场";
    }
}

coded! {
    /// What is claimed. Source: Personal Information Protection Law art. 45–48.
    pub enum ClaimKind {
        /// Art. 46.
        Correct = "correct", "更正";
        /// Art. 46.
        Complete = "complete", "补充";
        /// Art. 47.
        Delete = "delete", "删除";
        /// Art. 48.
        Explain = "explain", "说明";
        /// Art. 45.
        Copy = "copy", "复制";
    }
}

coded! {
    /// What became of a claim.
    pub enum Outcome {
        /// All of it was done.
        Done = "done", "已办";
        /// A part was done.
        Partly = "partly", "办了一部分";
        /// With its ground.
        Refused = "refused", "不予办理";
    }
}

coded! {
    /// How an answer reaches her.
    pub enum Manner {
        /// At the office or where she likes.
        InPerson = "in_person", "当面";
        /// A paper handed to herself.
        Letter = "letter", "书面，当面交给她";
        /// On a number and at a time that she named.
        Telephone = "telephone", "打她说的电话";
    }
}

coded_columns!(ComesAs, Proof, ClaimKind, Outcome, Manner);

impl ClaimKind {
    /// Whether a value is put in place of another.
    pub(crate) const fn changes(self) -> bool {
        matches!(self, Self::Correct | Self::Complete)
    }
}

/// An asking as it is listed. Its person is found by household and resident.
#[derive(Debug, Clone)]
pub(crate) struct InspectionRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Inspection>,
    pub(crate) household: Id<Household>,
    pub(crate) resident: Option<Id<Resident>>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) year: i64,
    pub(crate) number: i64,
    pub(crate) comes_as: ComesAs,
    pub(crate) proof: Option<Proof>,
    pub(crate) person: Id<Person>,
    pub(crate) person_name: String,
    pub(crate) post_label: String,
    pub(crate) at: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) screen: Option<Timestamp>,
}

impl InspectionRow {
    /// `查阅〔2026〕3号`.
    pub(crate) fn called(&self) -> String {
        format!("查阅〔{}〕{}号", self.year, self.number)
    }

    /// Where its page is.
    pub(crate) fn href(&self) -> String {
        format!("/inspections/{}", self.id.within(self.tenant))
    }
}

/// A claim with what is sealed in it still sealed.
#[derive(Debug, Clone)]
pub(crate) struct ClaimRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Claim>,
    pub(crate) household: Id<Household>,
    pub(crate) resident: Option<Id<Resident>>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) year: i64,
    pub(crate) number: i64,
    pub(crate) kind: ClaimKind,
    pub(crate) words: Vec<u8>,
    pub(crate) reach: Manner,
    pub(crate) asked: Day,
    pub(crate) due: Day,
    pub(crate) ended: Option<Ended>,
    pub(crate) told: Option<(Day, Manner, String)>,
}

/// How a claim was ended.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub(crate) on: Day,
    pub(crate) outcome: Outcome,
    pub(crate) ground: Option<String>,
    pub(crate) answer: Vec<u8>,
    pub(crate) changed: Option<Vec<u8>>,
    pub(crate) by: String,
}

impl ClaimRow {
    /// `请求〔2026〕3号`.
    pub(crate) fn called(&self) -> String {
        format!("请求〔{}〕{}号", self.year, self.number)
    }

    /// Where its page is.
    pub(crate) fn href(&self) -> String {
        format!("/claims/{}", self.id.within(self.tenant))
    }

    /// Where it stands: one word for lists.
    pub(crate) fn state(&self) -> &'static str {
        match (&self.ended, &self.told) {
            (None, _) => "待办",
            (Some(_), None) => "办结，待答复本人",
            (Some(ended), Some(_)) => ended.outcome.label(),
        }
    }
}

/// A row of a list with the person whom it is about and the number of her household.
#[derive(Debug, Clone)]
pub(crate) struct About<R> {
    pub(crate) row: R,
    pub(crate) subject: Option<Subject>,
}

impl<R> About<R> {
    /// Her name, in full where the reader keeps the register, else so that lines can be told apart.
    pub(crate) fn name(&self, in_full: bool) -> String {
        let name = |subject: &Subject| if in_full { subject.name.clone() } else { subject.masked_name() };
        self.subject.as_ref().map_or_else(|| niangjia_subject::DELETED.to_owned(), name)
    }

    /// The number of her household.
    pub(crate) fn household_number(&self) -> String {
        self.subject.as_ref().map(|subject| subject.household_number.clone()).unwrap_or_default()
    }
}
