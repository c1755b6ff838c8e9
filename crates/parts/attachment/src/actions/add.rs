//! Bringing a file to a matter.

use std::io::Read as _;

use niangjia_kernel::{Id, StoredFile};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use niangjia_web::AppError;
use sha2::{Digest as _, Sha256};

use crate::content::media_of;
use crate::machine::{Attachments, Matter};
use crate::model::{Attachment, AttachmentRow, Scan};
use crate::pack::AttachmentRules;
use crate::queries;
use crate::rules::{admitted, may_add};

const ADD: Action = Action::write("attachment.add", "添材料");

/// A file that has arrived and is sealed.
#[derive(Debug, Clone)]
pub struct Brought<'a> {
    /// Made with the form: the same form sent twice is one file.
    pub id: Id<Attachment>,
    /// The prefix of the matter's identity: `req`.
    pub subject_kind: &'static str,
    /// One of the matter's labels, or empty.
    pub label: &'a str,
    /// What it was called where it came from.
    pub name: &'a str,
    /// Where its bytes are.
    pub file: Id<StoredFile>,
}

/// Keeps a file with its matter, or aside from it (R-ATT-01). Says what became of it; nothing when the form came before.
///
/// # Errors
/// When it is empty or one too many (R-ATT-02), or it cannot be read or written.
pub fn add(
    tx: &WriteTx<'_>,
    attachments: &Attachments,
    actor: &Actor,
    matter: &Matter,
    brought: &Brought<'_>,
) -> Result<Ending<Option<AttachmentRow>>, AppError> {
    let mut content = Vec::new();
    let unreadable = |error: std::io::Error| StoreError::Internal(error.to_string());
    attachments.files().open(brought.file)?.read_to_end(&mut content).map_err(unreadable)?;
    let there = queries::count_of(tx, matter.tenant, matter.subject)?;
    may_add(AttachmentRules::in_force(), there, content.len() as u64).map_err(AppError::Refused)?;
    if !brought.label.is_empty() && matter.label(brought.label).is_empty() {
        return Err(AppError::Refused("请从列表里选这份材料是什么。".to_owned()));
    }
    let scans = attachments.scanner().is_some();
    let media = media_of(&content);
    let (state, aside) = admitted(media, brought.name, scans);
    let row = AttachmentRow {
        tenant: matter.tenant,
        id: brought.id,
        subject_kind: brought.subject_kind.to_owned(),
        subject: matter.subject,
        label: brought.label.to_owned(),
        file: brought.file,
        name: brought.name.to_owned(),
        media,
        bytes: i64::try_from(content.len()).unwrap_or(i64::MAX),
        sha256: Sha256::digest(&content).to_vec(),
        state,
        aside,
        added_by: format!("{}（{}）", actor.name, actor.post_label()),
        added: tx.now(),
        scan: if scans { Scan::Waiting } else { Scan::None },
        scan_words: String::new(),
        scanned: None,
        decided_by: String::new(),
        decided: None,
        reason: String::new(),
    };
    if !queries::insert(tx, actor, &row)? {
        return Ok(Ending::Nothing(None));
    }
    // The name may say what a sealed matter is about; the fingerprint says nothing and proves which file it was.
    let entry = Entry::by(actor, ADD).about(row.tenant, row.id, &matter.org_path).named("材料");
    let entry = entry.change("种类", "", media.label()).change("指纹", "", row.fingerprint());
    let mut entry = entry.change("状态", "", state.label());
    if attachments.sealed(brought.subject_kind).is_some() {
        entry = entry.confidential(&matter.org_path);
    }
    Ok(tx.record(&entry, Some(row))?.into())
}
