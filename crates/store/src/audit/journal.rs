//! Reading the audit: who did what, on what, when.

use niangjia_kernel::{AuditEntry, Id, OrgPath, Person, Tenant, Timestamp};
use uuid::Uuid;

use super::stored::{COLUMNS, Stored};
use super::{CONTEXT, Change, Payload, subject_key};
use crate::seal::open_with;
use crate::{ReadTx, Sql, StoreError};

/// An audit entry as the auditor reads it.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its identity.
    pub id: Id<AuditEntry>,
    /// When.
    pub at: Timestamp,
    /// Who; empty for the program itself.
    pub person: Option<Id<Person>>,
    /// Her name at the time.
    pub person_name: String,
    /// In which post.
    pub post_label: String,
    /// The stable code of what was done.
    pub action_code: String,
    /// What was done, in words.
    pub action: String,
    /// On what; with it [`Filter::subject`] finds everything about the same.
    pub subject: Option<Uuid>,
    /// On what, in words; `已删除` when the subject's key was thrown away.
    pub label: String,
    /// Values before and after.
    pub changes: Vec<Change>,
    /// Its number in the chain, once sealed.
    pub seq: Option<i64>,
}

/// Which entries are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those of one person.
    pub person: Option<Id<Person>>,
    /// Only those on one subject.
    pub subject: Option<Uuid>,
    /// Only looks into personal data.
    pub reads_only: bool,
    /// Only those of one action.
    pub action: Option<super::Action>,
    /// Only entries older than this one (its instant and identity): the next page.
    pub before: Option<(Timestamp, Id<AuditEntry>)>,
}

/// Entries of one tenant's branch, newest first.
///
/// # Errors
/// When they cannot be read.
pub fn entries(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    branch: &OrgPath,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<Written>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM audit_entry WHERE tenant = ").bind(&tenant);
    narrow(&mut sql, branch, filter);
    if let Some((at, id)) = &filter.before {
        // As a pair, so that the index leads to the next page and not through all before it.
        sql.push(" AND (at_ms, id) < (").bind(at).push(", ").bind(id).push(")");
    }
    sql.push(" ORDER BY at_ms DESC, id DESC LIMIT ").bind(&limit);
    let stored = tx.select(&sql, Stored::read)?;
    stored.into_iter().map(|entry| entry.in_words(tx)).collect()
}

/// How many entries [`entries`] would list in all.
///
/// # Errors
/// When they cannot be counted.
pub fn count(tx: &ReadTx<'_>, tenant: Tenant, branch: &OrgPath, filter: &Filter) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM audit_entry WHERE tenant = ");
    sql.bind(&tenant);
    narrow(&mut sql, branch, filter);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

fn narrow(sql: &mut Sql, branch: &OrgPath, filter: &Filter) {
    sql.push(" AND ").within("org_path", branch);
    if let Some(person) = &filter.person {
        sql.push(" AND person_id = ").bind(person);
    }
    if let Some(subject) = &filter.subject {
        sql.push(" AND subject = ").bind(subject);
    }
    if let Some(action) = &filter.action {
        sql.push(" AND action = ").bind(&action.stored_code());
    }
    if filter.reads_only {
        sql.push(" AND action >= 'read.' AND action < 'read/'");
    }
}

impl Stored {
    /// The entry as the auditor reads it; what belonged to a person whose key was thrown away stays unreadable.
    fn in_words(self, tx: &ReadTx<'_>) -> Result<Written, StoreError> {
        let plain = match (self.sealed, self.subject) {
            (true, Some(subject)) => match subject_key(tx, self.tenant, subject)? {
                // Written before the key was thrown away; that the payload was altered is found by `verify`.
                Some(key) => open_with(&key, CONTEXT, &self.payload).ok(),
                None => None,
            },
            _ => Some(self.payload.clone()),
        };
        let payload = match plain {
            Some(bytes) => serde_json::from_slice::<Payload>(&bytes)
                .map_err(|error| StoreError::Internal(error.to_string()))?,
            None => Payload {
                version: 1,
                action: self.action.clone(),
                label: "已删除".to_owned(),
                changes: Vec::new(),
                sealed: None,
            },
        };
        Ok(Written {
            id: self.id,
            at: self.at,
            person: self.person,
            person_name: self.person_name,
            post_label: self.post_label,
            action_code: self.action,
            action: payload.action,
            subject: self.subject,
            label: payload.label,
            changes: payload.changes,
            seq: self.seq,
        })
    }
}
