//! The files of a case: only its own people fetch them, and those of a child's case wait for whoever is in charge.

use niangjia_attachment::{AttachmentRow, Matter, SealedFiles, Withheld};
use niangjia_kernel::{Id, Tenant};
use niangjia_store::{Actor, Ending, ReadTx, StoreError, WriteTx};
use uuid::Uuid;

use crate::actions;
use crate::model::{Case, ConsentState, LookedAt};
use crate::queries::{self, VisibleCase};
use crate::rules::{FileAccess, Reach, file_access};

/// A case as the files that are brought to it see it: found by whom the case is visible to, and by nobody else.
///
/// # Errors
/// When it cannot be read.
pub fn attachment_matter(
    tx: &ReadTx<'_>,
    actor: &Actor,
    tenant: Tenant,
    subject: Uuid,
) -> Result<Option<Matter>, StoreError> {
    let found = queries::visible_case(tx, actor, Id::<Case>::from_uuid(subject).within(tenant))?;
    Ok(found.map(|case| matter(&case)))
}

/// The same of a case at hand. Its files are not told apart: what a file is would stand in a column.
pub(crate) fn matter(case: &VisibleCase) -> Matter {
    let row = case.row();
    Matter {
        tenant: row.tenant,
        subject: row.id.uuid(),
        org_path: row.org_path.clone(),
        href: row.href(),
        title: row.called(),
        may_add: !matches!(case.reach(), Reach::Opened(_)),
        labels: &[],
    }
}

/// What is different for the files of sealed cases.
pub struct CaseFiles;

fn case_of(tx: &ReadTx<'_>, actor: &Actor, matter: &Matter) -> Result<VisibleCase, StoreError> {
    let key = Id::<Case>::from_uuid(matter.subject).within(matter.tenant);
    let found = queries::visible_case(tx, actor, key)?;
    found.ok_or_else(|| StoreError::Internal("a file of a case that she does not see".to_owned()))
}

impl SealedFiles for CaseFiles {
    fn decides(&self, tx: &ReadTx<'_>, actor: &Actor) -> Result<bool, StoreError> {
        queries::is_in_charge(tx, actor)
    }

    fn withheld(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        (matter, file): (&Matter, &AttachmentRow),
    ) -> Result<Option<Withheld>, StoreError> {
        let case = case_of(tx, actor, matter)?;
        let (row, in_charge) = (case.row(), queries::is_in_charge(tx, actor)?);
        let consent = queries::consent_of(tx, row.tenant, (file.id.uuid(), actor.person))?;
        let handles = row.responsible == actor.person;
        let why = match file_access(row.face.child, handles, in_charge, consent) {
            FileAccess::Open => return Ok(None),
            FileAccess::Ask => "涉及孩子的材料，除了负责的人，打开前要县里的负责人同意。",
            FileAccess::Asked => "已经申请，等县里的负责人同意。",
            FileAccess::Refused => "县里的负责人没有同意打开这份材料。还要看的，写明原因再找她。",
        };
        let may_ask = !matches!(consent, Some(ConsentState::Asked));
        let ask = may_ask.then(|| format!("/protection-files/{}/asking", file.key()));
        Ok(Some(Withheld { why: why.to_owned(), ask }))
    }

    fn looked(
        &self,
        tx: &WriteTx<'_>,
        actor: &Actor,
        matter: &Matter,
        opened: bool,
    ) -> Result<Ending<()>, StoreError> {
        let page = if opened { LookedAt::OpenedFile } else { LookedAt::File };
        actions::look(tx, actor, &case_of(tx, actor, matter)?, page)
    }
}
