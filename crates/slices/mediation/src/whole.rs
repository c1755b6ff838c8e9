//! A whole case, read once for its page and its papers. Only of a case that was fetched as visible and may be read.

use niangjia_attachment::AttachmentRow;
use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_store::ReadTx;
use niangjia_web::AppError;

use crate::model::{Account, Agreement, Case, FiledItem, Member, Party, Revisit, Session};
use crate::pack::MediationRules;
use crate::pages::org_of;
use crate::queries::{self, VisibleCase};
use crate::rules::{Lack, Stage, lacking};

/// Everything of a case.
pub(crate) struct Whole {
    pub(crate) case: Case,
    pub(crate) org: Org,
    pub(crate) account: Account,
    pub(crate) parties: Vec<Party>,
    pub(crate) members: Vec<Member>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) agreement: Option<Agreement>,
    /// When an agreement was written down that not all signed, before the mediation ended without one.
    pub(crate) unsigned: Option<Day>,
    pub(crate) revisits: Vec<Revisit>,
    pub(crate) items: Vec<FiledItem>,
    /// What was brought as a photograph or scan; its label is the paper's code.
    pub(crate) scans: Vec<AttachmentRow>,
}

impl Whole {
    /// Reads it; of a case whose words are closed to the reader, nothing.
    pub(crate) fn of(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Self, AppError> {
        if !case.opened {
            return Err(AppError::Forbidden("要先写明用途，打开这一件".to_owned()));
        }
        let case = &case.row;
        let written = queries::agreement_of(tx, case)?;
        Ok(Self {
            org: org_of(tx, case)?,
            account: queries::account_of(tx, case)?,
            parties: queries::parties_of(tx, case)?,
            members: queries::members_of(tx, case)?,
            sessions: queries::sessions_of(tx, case)?,
            unsigned: written.as_ref().filter(|_| case.form.is_none()).map(|one| one.on),
            agreement: written.filter(|_| case.form.is_some()),
            revisits: queries::revisits_of(tx, case)?,
            items: queries::items_of(tx, case)?,
            scans: niangjia_attachment::of_subject(tx, case.tenant, case.id.uuid())?,
            case: case.clone(),
        })
    }

    /// How far it came: what belongs into its file.
    pub(crate) const fn stage(&self) -> Stage {
        Stage { taken: self.case.accepted.is_some(), agreed: self.case.form.is_some() }
    }

    /// The paper of this code, where its pages were noted.
    pub(crate) fn item(&self, code: &str) -> Option<&FiledItem> {
        self.items.iter().find(|one| one.item == code)
    }

    /// The scans of a paper that were let in.
    pub(crate) fn scans_of(&self, code: &str) -> impl Iterator<Item = &AttachmentRow> {
        self.scans.iter().filter(move |one| one.label == code && one.opens())
    }

    /// What the file lacks.
    pub(crate) fn lacking(&self) -> Vec<Lack> {
        let there = |code: &str| self.item(code).is_some() || self.scans_of(code).next().is_some();
        lacking(MediationRules::in_force(), there, self.stage())
    }

    /// The names of those who do something on the case, in force or not.
    pub(crate) fn names(&self, role: crate::model::Role) -> String {
        let there = self.members.iter().filter(|one| one.role == role && one.until.is_none());
        there.map(|one| one.name.as_str()).collect::<Vec<_>>().join("、")
    }

    /// The names of the parties.
    pub(crate) fn party_names(&self) -> String {
        self.parties.iter().map(|one| one.details.name.as_str()).collect::<Vec<_>>().join("、")
    }
}
