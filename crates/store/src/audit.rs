//! The audit: who did what, in which post, on what, when; chained by hash so that nothing can be altered unseen.
//!
//! Entries are inserted plainly with the write they describe. [`seal_pending`] gives them their number and hash a
//! moment later, so that writers never wait for each other. Personal values in an entry are encrypted under the
//! subject's own key: deleting a person is throwing that key away, and the chain still holds.

use niangjia_kernel::{AuditEntry, Entity, Id, OrgPath, Person, Tenant, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::seal::{open_with, seal_with};
use crate::transaction::Ending;
use crate::{Actor, ReadTx, Row, Sql, Store, StoreError, WriteTx, params, single};

const COLUMNS: &str = "tenant, id, at_ms, person_id, person_name, post_label, action, subject_kind, subject, org_path, \
                       payload, sealed, seq, hash";
const CONTEXT: &str = "audit_entry.payload";
const ENTRIES_PER_SEALING: i64 = 2_000;

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
}

impl<'a> Entry<'a> {
    /// What `actor` did, filed in her tenant unless [`Entry::about`] says otherwise.
    #[must_use]
    pub fn by(actor: &'a Actor, action: Action) -> Self {
        let (tenant, org_path) = (actor.tenant, actor.acting.org_path.clone());
        let (label, changes) = (String::new(), Vec::new());
        Self { actor: Some(actor), action, tenant, subject: None, org_path, label, changes, personal: false }
    }

    /// What the program did by itself or for somebody who has not signed in.
    #[must_use]
    pub fn by_system(action: Action, tenant: Tenant) -> Self {
        let (label, changes) = (String::new(), Vec::new());
        let org_path = OrgPath::nation();
        Self { actor: None, action, tenant, subject: None, org_path, label, changes, personal: false }
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

    /// Name and values are personal: encrypted under the subject's own key.
    #[must_use]
    pub const fn personal(mut self) -> Self {
        self.personal = true;
        self
    }
}

pub(crate) fn insert(tx: &WriteTx<'_>, entry: &Entry<'_>) -> Result<(), StoreError> {
    let payload = Payload {
        version: 1,
        action: entry.action.label.to_owned(),
        label: entry.label.clone(),
        changes: entry.changes.clone(),
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
            format!("{}{}", if entry.action.reads { "read." } else { "" }, entry.action.code),
            kind.to_owned(),
            subject,
            entry.org_path,
            bytes,
            sealed_for.is_some(),
        ],
    )?;
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
        sql.push(" AND (at_ms < ")
            .bind(at)
            .push(" OR (at_ms = ")
            .bind(at)
            .push(" AND id < ")
            .bind(id)
            .push("))");
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
    if filter.reads_only {
        sql.push(" AND action >= 'read.' AND action < 'read/'");
    }
}

struct Stored {
    tenant: Tenant,
    id: Id<AuditEntry>,
    at: Timestamp,
    person: Option<Id<Person>>,
    person_name: String,
    post_label: String,
    action: String,
    subject_kind: String,
    subject: Option<Uuid>,
    org_path: String,
    payload: Vec<u8>,
    sealed: bool,
    seq: Option<i64>,
    hash: Option<Vec<u8>>,
}

impl Stored {
    fn read(row: &mut Row<'_>) -> Result<Self, StoreError> {
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

    /// The hash that binds this entry to everything before it.
    fn chained_to(&self, previous: &[u8], seq: i64) -> Vec<u8> {
        let mut digest = Sha256::new();
        let person = self.person.map_or(Uuid::nil(), Id::uuid);
        let subject = self.subject.unwrap_or(Uuid::nil());
        let fields: [&[u8]; 14] = [
            previous,
            &seq.to_be_bytes(),
            &self.tenant.number().to_be_bytes(),
            &self.id.uuid().into_bytes(),
            &self.at.millis().to_be_bytes(),
            &person.into_bytes(),
            self.person_name.as_bytes(),
            self.post_label.as_bytes(),
            self.action.as_bytes(),
            self.subject_kind.as_bytes(),
            &subject.into_bytes(),
            self.org_path.as_bytes(),
            &[u8::from(self.sealed)],
            &self.payload,
        ];
        for field in fields {
            digest.update((field.len() as u64).to_be_bytes());
            digest.update(field);
        }
        digest.finalize().to_vec()
    }

    fn in_words(self, tx: &ReadTx<'_>) -> Result<Written, StoreError> {
        let plain = match (self.sealed, self.subject) {
            (true, Some(subject)) => match subject_key(tx, self.tenant, subject)? {
                Some(key) => Some(open_with(&key, CONTEXT, &self.payload)?),
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

/// Gives waiting entries their number and hash; says how many.
///
/// # Errors
/// When the database cannot be written; the entries wait for the next time.
pub fn seal_pending(store: &Store) -> Result<u64, StoreError> {
    store.write_blocking(|tx| {
        // A declared report: which tenants have something to seal.
        let tenants =
            tx.rows("SELECT DISTINCT tenant FROM audit_entry WHERE seq IS NULL", &[], single::<Tenant>)?;
        let mut sealed = 0;
        for tenant in tenants {
            sealed += seal_tenant(tx, tenant)?;
        }
        Ok::<_, StoreError>(Ending::Commit(tx.unaudited(sealed)))
    })
}

fn seal_tenant(tx: &WriteTx<'_>, tenant: Tenant) -> Result<u64, StoreError> {
    let (mut seq, mut previous) = head(tx, tenant)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_entry WHERE tenant = $1 AND seq IS NULL ORDER BY at_ms, id LIMIT $2"
    );
    let waiting = tx.rows(&sql, params![tenant, ENTRIES_PER_SEALING], Stored::read)?;
    let mut sealed = 0;
    for entry in waiting {
        seq += 1;
        previous = entry.chained_to(&previous, seq);
        sealed += tx.execute(
            "UPDATE audit_entry SET seq = $1, hash = $2 WHERE tenant = $3 AND id = $4 AND seq IS NULL",
            params![seq, previous.clone(), tenant, entry.id],
        )?;
    }
    Ok(sealed)
}

fn head(tx: &ReadTx<'_>, tenant: Tenant) -> Result<(i64, Vec<u8>), StoreError> {
    let sql =
        "SELECT seq, hash FROM audit_entry WHERE tenant = $1 AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1";
    let head = tx.row(sql, params![tenant], |row| Ok((row.take::<i64>()?, row.take::<Vec<u8>>()?)))?;
    Ok(head.unwrap_or_default())
}

/// What a look along the chain of one tenant found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainState {
    /// Entries that were recomputed.
    pub checked: i64,
    /// Entries that are not chained yet.
    pub waiting: i64,
    /// The hash of the last entry, in hexadecimal: whoever wrote it down can tell whether the end was cut off.
    pub head: String,
    /// The number of the first entry that does not fit, if there is one.
    pub broken_at: Option<i64>,
}

/// Recomputes the whole chain of a tenant.
///
/// # Errors
/// When it cannot be read.
pub fn verify(tx: &ReadTx<'_>, tenant: Tenant) -> Result<ChainState, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_entry WHERE tenant = $1 AND seq > $2 ORDER BY seq LIMIT {ENTRIES_PER_SEALING}"
    );
    let waiting =
        tx.value("SELECT COUNT(*) FROM audit_entry WHERE tenant = $1 AND seq IS NULL", params![tenant])?;
    let (mut seq, mut previous) = (0i64, Vec::new());
    let broken_at = 'chain: loop {
        let page = tx.rows(&sql, params![tenant, seq], Stored::read)?;
        if page.is_empty() {
            break None;
        }
        for entry in page {
            seq += 1;
            previous = entry.chained_to(&previous, seq);
            if entry.seq != Some(seq) || entry.hash.as_ref() != Some(&previous) {
                break 'chain Some(seq);
            }
        }
    };
    Ok(ChainState { checked: seq, waiting, head: crate::seal::to_hex(&previous), broken_at })
}

/// The tenants that have an audit.
///
/// # Errors
/// When they cannot be read.
pub fn tenants(tx: &ReadTx<'_>) -> Result<Vec<Tenant>, StoreError> {
    // A declared report: over all tenants.
    tx.rows("SELECT DISTINCT tenant FROM audit_entry ORDER BY tenant", &[], single)
}
