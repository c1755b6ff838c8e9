//! SQL on attachments. Callers hold the matter, visible to whoever acts.

use std::collections::BTreeSet;

use niangjia_kernel::{Id, StoredFile, Tenant};
use niangjia_store::{Actor, Files, ReadTx, Row, StoreError, WriteTx, params};
use uuid::Uuid;

use crate::model::{Aside, Attachment, AttachmentKey, AttachmentRow, Scan, State};

const COLUMNS: &str = "tenant, id, subject_kind, subject, label, file, name, media, bytes, sha256, state, aside, added_by, \
                       added_ms, scan, scan_words, scan_ms, decided_by, decided_ms, reason";
const NAME: &str = "attachment.name";
/// What stands in place of a name that was deleted.
const DELETED: &str = "已删除";
const REASON: &str = "attachment.reason";
/// How many files a round of scanning takes.
const AT_ONCE: i64 = 20;

fn read(tx: &ReadTx<'_>, row: &mut Row<'_>) -> Result<AttachmentRow, StoreError> {
    Ok(AttachmentRow {
        tenant: row.take()?,
        id: row.take()?,
        subject_kind: row.take()?,
        subject: row.take()?,
        label: row.take()?,
        file: row.take()?,
        name: tx.unseal(NAME, &row.take::<Vec<u8>>()?)?,
        media: row.take()?,
        bytes: row.take()?,
        sha256: row.take()?,
        state: row.take()?,
        aside: row.take()?,
        added_by: row.take()?,
        added: row.take()?,
        scan: row.take()?,
        scan_words: row.take()?,
        scanned: row.take()?,
        decided_by: row.take()?,
        decided: row.take()?,
        reason: tx.unseal(REASON, &row.take::<Vec<u8>>()?)?,
    })
}

/// The matter that a file was brought to: kind and row.
pub(crate) fn subject_of(tx: &ReadTx<'_>, key: AttachmentKey) -> Result<Option<(String, Uuid)>, StoreError> {
    let sql = "SELECT subject_kind, subject FROM attachment WHERE tenant = $1 AND id = $2";
    tx.row(sql, params![key.tenant, key.id], |row| Ok((row.take()?, row.take()?)))
}

/// One file.
pub(crate) fn attachment(tx: &ReadTx<'_>, key: AttachmentKey) -> Result<Option<AttachmentRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM attachment WHERE tenant = $1 AND id = $2");
    tx.row(&sql, params![key.tenant, key.id], |row| read(tx, row))
}

/// The files of a matter, the first first.
///
/// # Errors
/// When they cannot be read.
pub fn of_subject(tx: &ReadTx<'_>, tenant: Tenant, subject: Uuid) -> Result<Vec<AttachmentRow>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM attachment WHERE tenant = $1 AND subject = $2 ORDER BY added_ms, id");
    tx.rows(&sql, params![tenant, subject], |row| read(tx, row))
}

/// How many files a matter has.
pub(crate) fn count_of(tx: &ReadTx<'_>, tenant: Tenant, subject: Uuid) -> Result<i64, StoreError> {
    tx.value("SELECT COUNT(*) FROM attachment WHERE tenant = $1 AND subject = $2", params![tenant, subject])
}

/// Keeps a file; `false` when the same form comes a second time.
pub(crate) fn insert(tx: &WriteTx<'_>, actor: &Actor, row: &AttachmentRow) -> Result<bool, StoreError> {
    let written = tx.execute(
        "INSERT INTO attachment (tenant, id, subject_kind, subject, label, file, name, media, bytes, sha256, state, \
         aside, person_id, added_by, added_ms, scan, scan_words, decided_by, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \
         $9, $10, $11, $12, $13, $14, $15, $16, '', '', $17) ON CONFLICT DO NOTHING",
        params![
            row.tenant,
            row.id,
            row.subject_kind.clone(),
            row.subject,
            row.label.clone(),
            row.file,
            tx.seal(NAME, &row.name)?,
            row.media,
            row.bytes,
            row.sha256.clone(),
            row.state,
            row.aside,
            actor.person,
            row.added_by.clone(),
            row.added,
            row.scan,
            tx.seal(REASON, "")?,
        ],
    )?;
    Ok(written > 0)
}

/// Writes down what a person decided about a file kept aside; `false` when somebody was first.
pub(crate) fn decide(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &AttachmentRow,
    (state, reason): (State, &str),
) -> Result<bool, StoreError> {
    let by = format!("{}（{}）", actor.name, actor.post_label());
    let written = tx.execute(
        "UPDATE attachment SET state = $1, decided_by = $2, decided_ms = $3, reason = $4 \
         WHERE tenant = $5 AND id = $6 AND state = 'aside'",
        params![state, by, tx.now(), tx.seal(REASON, reason)?, row.tenant, row.id],
    )?;
    Ok(written > 0)
}

/// A file that waits for the scanner.
pub(crate) struct Unscanned {
    pub(crate) key: AttachmentKey,
    pub(crate) file: Id<StoredFile>,
    pub(crate) aside: Aside,
    pub(crate) scan: Scan,
}

/// Files that the scanner has not answered about, the longest waiting first.
///
/// A declared report: the scanner of the installation looks at the files of all.
pub(crate) fn unscanned(tx: &ReadTx<'_>) -> Result<Vec<Unscanned>, StoreError> {
    let sql = "SELECT tenant, id, file, aside, scan FROM attachment \
               WHERE scan IN ('waiting', 'unanswered') AND state = 'aside' ORDER BY added_ms LIMIT $1";
    tx.rows(sql, params![AT_ONCE], |row| {
        let (tenant, id): (Tenant, Id<Attachment>) = (row.take()?, row.take()?);
        let key = id.within(tenant);
        Ok(Unscanned { key, file: row.take()?, aside: row.take()?, scan: row.take()? })
    })
}

/// Writes down what the scanner said; `false` when a person was first.
pub(crate) fn scanned(
    tx: &WriteTx<'_>,
    key: AttachmentKey,
    (state, aside): (State, Aside),
    (scan, words): (Scan, &str),
) -> Result<bool, StoreError> {
    let written = tx.execute(
        "UPDATE attachment SET state = $1, aside = $2, scan = $3, scan_words = $4, scan_ms = $5 \
         WHERE tenant = $6 AND id = $7 AND state = 'aside'",
        params![state, aside, scan, words.to_owned(), tx.now(), key.tenant, key.id],
    )?;
    Ok(written > 0)
}

/// Deletes the files of a matter with the person whose it was: name, fingerprint and reason at once and for good, the bytes by
/// the job ([`crate::forget_gone`]) within the hour. That there was a file stays. Says how many there were.
///
/// # Errors
/// When it cannot be written.
pub fn erase(tx: &WriteTx<'_>, tenant: Tenant, subject: Uuid) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE attachment SET name = $1, reason = $2, sha256 = $3, scan_words = '', state = $4 \
         WHERE tenant = $5 AND subject = $6 AND state <> $4",
        params![
            tx.seal(NAME, DELETED)?,
            tx.seal(REASON, "")?,
            Vec::<u8>::new(),
            State::Gone,
            tenant,
            subject
        ],
    )
}

/// Deleted files whose bytes may still be there.
///
/// A declared report: of the whole installation.
pub(crate) fn gone(tx: &ReadTx<'_>) -> Result<Vec<(AttachmentKey, Id<StoredFile>)>, StoreError> {
    let sql = "SELECT tenant, id, file FROM attachment WHERE state = $1 AND bytes > 0 LIMIT $2";
    tx.rows(sql, params![State::Gone, AT_ONCE], |row| {
        let (tenant, id): (Tenant, Id<Attachment>) = (row.take()?, row.take()?);
        Ok((id.within(tenant), row.take()?))
    })
}

/// Notes that the bytes of a deleted file are not there any more.
pub(crate) fn mark_emptied(tx: &WriteTx<'_>, key: AttachmentKey) -> Result<(), StoreError> {
    let sql = "UPDATE attachment SET bytes = 0 WHERE tenant = $1 AND id = $2 AND state = $3";
    tx.execute(sql, params![key.tenant, key.id, State::Gone]).map(drop)
}

/// Files whose bytes are not there: a sentence for each.
///
/// A declared report: of the whole installation.
///
/// # Errors
/// When they cannot be read.
pub fn orphans(tx: &ReadTx<'_>, files: &Files) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT tenant, id, file FROM attachment WHERE state <> $1 ORDER BY tenant, id";
    let all = tx.rows(sql, params![State::Gone], |row| {
        let (tenant, id): (Tenant, Id<Attachment>) = (row.take()?, row.take()?);
        Ok((id.within(tenant), row.take::<Id<StoredFile>>()?))
    })?;
    let missing: BTreeSet<String> = all
        .into_iter()
        .filter(|(_, file)| files.open(*file).is_err())
        .map(|(key, _)| key.to_string())
        .collect();
    Ok(missing.into_iter().map(|key| format!("材料 {key} 的文件不在数据目录里")).collect())
}
