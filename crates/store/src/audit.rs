//! The audit: who did what, in which post, on what, when; chained by hash so that nothing can be altered unseen.
//!
//! Entries are inserted plainly with the write they describe. [`seal_pending`] gives them their number and hash a
//! moment later, so that writers never wait for each other. Personal values in an entry are encrypted under the
//! subject's own key: deleting a person is throwing that key away, and the chain still holds.

mod chain;
mod journal;
mod stored;

use niangjia_kernel::{AuditEntry, Entity, Id, OrgPath, Tenant};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::seal::seal_with;
use crate::{Actor, ReadTx, StoreError, WriteTx, params, single};

pub use chain::{
    ChainState, head_number, oldest_waiting, seal_pending, tells_of, tenants, verify, waiting, written,
};
pub use journal::{Filter, Written, count, entries};

const CONTEXT: &str = "audit_entry.payload";
const SEALED: &str = "audit_entry.sealed";
/// What stands in an entry about a sealed matter where others have a name.
const CONFIDENTIAL: &str = "保密事项";
/// The code of every entry about a sealed matter, whatever was done.
const CONFIDENTIAL_ACTION: &str = "sealed";

/// What was done: a stable code, and the words the auditor reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// `household.record_visit`.
    pub code: &'static str,
    /// `记录走访`.
    pub label: &'static str,
    /// Whether it was a look into personal data rather than a change.
    pub reads: bool,
}

impl Action {
    /// A change.
    #[must_use]
    pub const fn write(code: &'static str, label: &'static str) -> Self {
        Self { code, label, reads: false }
    }

    /// A look at what is personal. Its code begins with `read.`, so that lists of who opened what are one range.
    #[must_use]
    pub const fn read(code: &'static str, label: &'static str) -> Self {
        Self { code, label, reads: true }
    }

    /// The code as it stands in the entry.
    pub(crate) fn stored_code(&self) -> String {
        format!("{}{}", if self.reads { "read." } else { "" }, self.code)
    }
}

/// One value before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which value, in the words of the screen.
    pub what: String,
    /// What it was.
    pub before: String,
    /// What it became.
    pub after: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    version: u8,
    action: String,
    label: String,
    changes: Vec<Change>,
    /// Of a sealed matter: everything, under the key ring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<Vec<u8>>,
}

/// Who did what on a sealed matter, as it is kept inside its neutral entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedDeed {
    /// Who.
    pub person: Option<Uuid>,
    /// Her name at the time.
    pub person_name: String,
    /// In which post.
    pub post_label: String,
    /// The stable code of what was done.
    pub action: String,
    /// In words.
    pub label: String,
    /// On what.
    pub subject: Option<Uuid>,
    /// Values before and after.
    pub changes: Vec<Change>,
}

/// An audit entry in the making; it stands beside the write it describes.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    actor: Option<&'a Actor>,
    action: Action,
    tenant: Tenant,
    subject: Option<(&'static str, Uuid)>,
    org_path: OrgPath,
    label: String,
    changes: Vec<Change>,
    personal: bool,
    confidential: bool,
}

impl<'a> Entry<'a> {
    /// What `actor` did, filed in her tenant unless [`Entry::about`] says otherwise.
    #[must_use]
    pub fn by(actor: &'a Actor, action: Action) -> Self {
        let (tenant, org_path) = (actor.tenant, actor.acting.org_path.clone());
        // What was done in her name without her says so, whatever the action.
        let via =
            |via: &crate::Via| Change {
                what: "经由".to_owned(), before: String::new(), after: via.words()
            };
        let (label, changes) = (String::new(), actor.via.iter().map(via).collect());
        Self {
            actor: Some(actor),
            action,
            tenant,
            subject: None,
            org_path,
            label,
            changes,
            personal: false,
            confidential: false,
        }
    }

    /// What the program did by itself or for somebody who has not signed in.
    #[must_use]
    pub fn by_system(action: Action, tenant: Tenant) -> Self {
        let (label, changes) = (String::new(), Vec::new());
        let org_path = OrgPath::nation();
        Self {
            actor: None,
            action,
            tenant,
            subject: None,
            org_path,
            label,
            changes,
            personal: false,
            confidential: false,
        }
    }

    /// On what it was done, and where that belongs.
    #[must_use]
    pub fn about<E: Entity>(mut self, tenant: Tenant, subject: Id<E>, org_path: &OrgPath) -> Self {
        self.tenant = tenant;
        self.subject = Some((E::PREFIX, subject.uuid()));
        self.org_path = org_path.clone();
        self
    }

    /// What it is called.
    #[must_use]
    pub fn named(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// A value before and after.
    #[must_use]
    pub fn change(mut self, what: &str, before: impl ToString, after: impl ToString) -> Self {
        let change = Change { what: what.to_owned(), before: before.to_string(), after: after.to_string() };
        self.changes.push(change);
        self
    }

    /// Of a sealed matter of the county at `org_path`: the entry says that something was done and when, in the county's name;
    /// who, what and on what stand inside, under the key ring ([`opened`]). No list finds it by person or subject.
    #[must_use]
    pub fn confidential(mut self, org_path: &OrgPath) -> Self {
        self.confidential = true;
        self.org_path = org_path.clone();
        self
    }

    /// Name and values are personal: encrypted under the subject's own key.
    #[must_use]
    pub const fn personal(mut self) -> Self {
        self.personal = true;
        self
    }
}

fn insert_confidential(tx: &WriteTx<'_>, entry: &Entry<'_>) -> Result<(), StoreError> {
    let wrong = |error: serde_json::Error| StoreError::Internal(error.to_string());
    let deed = SealedDeed {
        person: entry.actor.map(|actor| actor.person.uuid()),
        person_name: entry.actor.map_or_else(|| "系统".to_owned(), |actor| actor.name.clone()),
        post_label: entry.actor.map_or_else(String::new, Actor::post_label),
        action: entry.action.stored_code(),
        label: entry.action.label.to_owned(),
        subject: entry.subject.map(|(_, subject)| subject),
        changes: entry.changes.clone(),
    };
    let payload = Payload {
        version: 1,
        action: CONFIDENTIAL.to_owned(),
        label: CONFIDENTIAL.to_owned(),
        changes: Vec::new(),
        sealed: Some(tx.seal_bytes(SEALED, &serde_json::to_vec(&deed).map_err(wrong)?)?),
    };
    tx.execute(
        "INSERT INTO audit_entry (tenant, id, at_ms, person_id, person_name, post_label, action, subject_kind, subject, \
         org_path, payload, sealed) VALUES ($1, $2, $3, NULL, $4, '', $5, '', NULL, $6, $7, FALSE)",
        params![
            entry.tenant,
            tx.new_id::<AuditEntry>(),
            tx.now(),
            CONFIDENTIAL.to_owned(),
            CONFIDENTIAL_ACTION.to_owned(),
            entry.org_path,
            serde_json::to_vec(&payload).map_err(wrong)?,
        ],
    )?;
    Ok(())
}

/// What was done on sealed matters of a tenant, the first first: for an inquiry by those whom the law lets make one, with the
/// key ring at hand. No page shows it.
///
/// # Errors
/// When they cannot be read or were altered.
pub fn opened(tx: &ReadTx<'_>, tenant: Tenant) -> Result<Vec<SealedDeed>, StoreError> {
    let sql = "SELECT payload FROM audit_entry WHERE tenant = $1 AND action = $2 ORDER BY at_ms, id";
    let payloads = tx.rows(sql, params![tenant, CONFIDENTIAL_ACTION.to_owned()], single::<Vec<u8>>)?;
    let wrong = |error: serde_json::Error| StoreError::Internal(error.to_string());
    let open = |bytes: Vec<u8>| {
        let payload: Payload = serde_json::from_slice(&bytes).map_err(wrong)?;
        let plain = tx.keys().open(SEALED, &payload.sealed.unwrap_or_default())?;
        serde_json::from_slice(&plain).map_err(wrong)
    };
    payloads.into_iter().map(open).collect()
}

pub(crate) fn insert(tx: &WriteTx<'_>, entry: &Entry<'_>) -> Result<(), StoreError> {
    if entry.confidential {
        return insert_confidential(tx, entry);
    }
    let payload = Payload {
        version: 1,
        action: entry.action.label.to_owned(),
        label: entry.label.clone(),
        changes: entry.changes.clone(),
        sealed: None,
    };
    let mut bytes = serde_json::to_vec(&payload).map_err(|error| StoreError::Internal(error.to_string()))?;
    let sealed_for = entry.subject.filter(|_| entry.personal).map(|(_, subject)| subject);
    if let Some(subject) = sealed_for {
        let key = subject_key_or_new(tx, entry.tenant, subject)?;
        bytes = seal_with(&key, 0, CONTEXT, &bytes, tx.chance())?;
    }
    let (kind, subject) = entry.subject.map_or(("", None), |(kind, subject)| (kind, Some(subject)));
    tx.execute(
        "INSERT INTO audit_entry (tenant, id, at_ms, person_id, person_name, post_label, action, subject_kind, subject, \
         org_path, payload, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            entry.tenant,
            tx.new_id::<AuditEntry>(),
            tx.now(),
            entry.actor.map(|actor| actor.person),
            entry.actor.map_or_else(|| "系统".to_owned(), |actor| actor.name.clone()),
            entry.actor.map_or_else(String::new, Actor::post_label),
            entry.action.stored_code(),
            kind.to_owned(),
            subject,
            entry.org_path,
            bytes,
            sealed_for.is_some(),
        ],
    )?;
    Ok(())
}

/// Throws away the key under which personal values about a subject were written: nobody reads them any more, the chain still
/// holds. What is written about it from now on has a key of its own.
///
/// # Errors
/// When it cannot be written.
pub fn forget(tx: &WriteTx<'_>, tenant: Tenant, subject: Uuid) -> Result<(), StoreError> {
    let mut key = [0u8; 32];
    tx.fill_random(&mut key);
    let sealed = tx.keys().seal("subject_key", &key, tx.chance())?;
    let sql = "UPDATE subject_key SET sealed_key = $1 WHERE tenant = $2 AND subject = $3";
    tx.execute(sql, params![sealed, tenant, subject])?;
    Ok(())
}

fn subject_key(tx: &ReadTx<'_>, tenant: Tenant, subject: Uuid) -> Result<Option<[u8; 32]>, StoreError> {
    let sql = "SELECT sealed_key FROM subject_key WHERE tenant = $1 AND subject = $2";
    let Some(sealed) = tx.row(sql, params![tenant, subject], single::<Vec<u8>>)? else {
        return Ok(None);
    };
    let key = tx.keys().open("subject_key", &sealed)?;
    key.try_into()
        .map(Some)
        .map_err(|_| StoreError::Internal("a subject's key has the wrong length".to_owned()))
}

fn subject_key_or_new(tx: &WriteTx<'_>, tenant: Tenant, subject: Uuid) -> Result<[u8; 32], StoreError> {
    if let Some(key) = subject_key(tx, tenant, subject)? {
        return Ok(key);
    }
    let mut key = [0u8; 32];
    tx.fill_random(&mut key);
    let sealed = tx.keys().seal("subject_key", &key, tx.chance())?;
    let sql =
        "INSERT INTO subject_key (tenant, subject, sealed_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    tx.execute(sql, params![tenant, subject, sealed])?;
    // Another transaction may have been first; its key is the one that stays.
    subject_key(tx, tenant, subject)?
        .ok_or_else(|| StoreError::Internal("a subject's key is missing".to_owned()))
}
