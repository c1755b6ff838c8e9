//! SQL about one person of the register: what phones brought about her household, and deleting it.

use niangjia_store::{ReadTx, StoreError, WriteTx, params};
use niangjia_subject::{DELETED, Subject};

use super::{WRITTEN, written};

const GONE: &str = "（已按本人请求删除）";

/// How many photos were taken at visits to her household.
pub(crate) fn count_photos(tx: &ReadTx<'_>, subject: &Subject) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM phone_photo f JOIN household_visit v ON v.tenant = f.tenant AND v.id = f.id \
               WHERE f.tenant = $1 AND v.household_id = $2";
    tx.value(sql, params![subject.tenant, subject.household])
}

/// How many questions about her household nobody has settled.
pub(crate) fn count_open(tx: &ReadTx<'_>, subject: &Subject) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM phone_question q JOIN phone_envelope e ON e.tenant = q.tenant AND e.id = q.id \
               WHERE q.tenant = $1 AND e.household_id = $2 AND q.settled_ms IS NULL";
    tx.value(sql, params![subject.tenant, subject.household])
}

/// What phones sent about her household.
pub(crate) fn envelopes_of(tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<uuid::Uuid>, StoreError> {
    let sql = "SELECT id FROM phone_envelope WHERE tenant = $1 AND household_id = $2";
    tx.rows(sql, params![subject.tenant, subject.household], niangjia_store::single)
}

/// The photos of her household are gone; that a visit took place stays.
pub(crate) fn delete_photos(tx: &WriteTx<'_>, subject: &Subject) -> Result<(), StoreError> {
    let sql = "DELETE FROM phone_photo WHERE tenant = $1 AND (id IN (SELECT v.id FROM household_visit v \
               WHERE v.tenant = $1 AND v.household_id = $2) OR id IN (SELECT e.id FROM phone_envelope e \
               WHERE e.tenant = $1 AND e.household_id = $2))";
    tx.execute(sql, params![subject.tenant, subject.household])?;
    Ok(())
}

/// Writes anew what was written about her household on phones, and what was noted beside it.
pub(crate) fn rewrite(
    tx: &WriteTx<'_>,
    subject: &Subject,
    change: impl Fn(&str) -> String,
) -> Result<(), StoreError> {
    let sql = "SELECT q.id, q.written, q.settled_note FROM phone_question q JOIN phone_envelope e \
               ON e.tenant = q.tenant AND e.id = q.id WHERE q.tenant = $1 AND e.household_id = $2";
    let questions = tx.rows(sql, params![subject.tenant, subject.household], |row| {
        Ok((row.take::<uuid::Uuid>()?, row.take::<Vec<u8>>()?, row.take::<Option<String>>()?))
    })?;
    for (id, sealed, note) in questions {
        let mut written = written(tx, &sealed)?;
        written.family = change(&written.family);
        // Days and codes are no words of anybody.
        for text in written.fields.values_mut().filter(|text| !text.is_ascii()) {
            *text = change(text);
        }
        let plain =
            serde_json::to_string(&written).map_err(|error| StoreError::Internal(error.to_string()))?;
        let (sealed, note) = (tx.seal(WRITTEN, &plain)?, note.map(|note| change(&note)));
        let sql = "UPDATE phone_question SET written = $1, settled_note = $2 WHERE tenant = $3 AND id = $4";
        tx.execute(sql, params![sealed, note, subject.tenant, id])?;
    }
    let sql = "SELECT id, note FROM phone_envelope WHERE tenant = $1 AND household_id = $2 AND note <> ''";
    let here = params![subject.tenant, subject.household];
    let notes = tx.rows(sql, here, |row| Ok((row.take::<uuid::Uuid>()?, row.take::<String>()?)))?;
    for (id, note) in notes {
        let sql = "UPDATE phone_envelope SET note = $1 WHERE tenant = $2 AND id = $3";
        tx.execute(sql, params![change(&note), subject.tenant, id])?;
    }
    Ok(())
}

/// What stands in place of every text.
pub(crate) fn gone(text: &str) -> String {
    if text.is_empty() || text == DELETED { text.to_owned() } else { GONE.to_owned() }
}
