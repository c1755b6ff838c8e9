//! An audit entry as it is stored.

use niangjia_kernel::{AuditEntry, Id, Person, Tenant, Timestamp};
use uuid::Uuid;

use crate::{Row, StoreError};

/// The columns of an entry, in the order in which [`Stored::read`] takes them.
pub(super) const COLUMNS: &str = "tenant, id, at_ms, person_id, person_name, post_label, action, subject_kind, subject, \
                                  org_path, payload, sealed, seq, hash";

/// A row of the audit.
pub(super) struct Stored {
    pub(super) tenant: Tenant,
    pub(super) id: Id<AuditEntry>,
    pub(super) at: Timestamp,
    pub(super) person: Option<Id<Person>>,
    pub(super) person_name: String,
    pub(super) post_label: String,
    pub(super) action: String,
    pub(super) subject_kind: String,
    pub(super) subject: Option<Uuid>,
    pub(super) org_path: String,
    pub(super) payload: Vec<u8>,
    pub(super) sealed: bool,
    pub(super) seq: Option<i64>,
    pub(super) hash: Option<Vec<u8>>,
}

impl Stored {
    pub(super) fn read(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: row.take()?,
            id: row.take()?,
            at: row.take()?,
            person: row.take()?,
            person_name: row.take()?,
            post_label: row.take()?,
            action: row.take()?,
            subject_kind: row.take()?,
            subject: row.take()?,
            org_path: row.take()?,
            payload: row.take()?,
            sealed: row.take()?,
            seq: row.take()?,
            hash: row.take()?,
        })
    }
}
