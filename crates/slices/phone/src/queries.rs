//! SQL on the tables of what came from phones. Visibility is part of the fetch: what she may not see is not found.

mod kept;

use niangjia_kernel::{AreaLevel, Id, Key, Person, Tenant, Timestamp, Visit};
use niangjia_store::{Actor, ReadTx, Row, Sql, StoreError, WriteTx, params};

use crate::model::{Became, Envelope, EnvelopeRow, How, Opened, Question, Reason, Written};

pub(crate) use kept::*;

const WRITTEN: &str = "phone_question.written";
const PHOTO: &str = "phone_photo.content";

/// What became of an envelope that came before, with the note; `None` when it is new.
pub(crate) fn answered(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    id: Id<Envelope>,
) -> Result<Option<(Became, String, Option<Reason>)>, StoreError> {
    let sql = "SELECT e.became, e.note, q.reason FROM phone_envelope e \
               LEFT JOIN phone_question q ON q.tenant = e.tenant AND q.id = e.id WHERE e.tenant = $1 AND e.id = $2";
    tx.row(sql, params![tenant, id], |row| Ok((row.take()?, row.take()?, row.take()?)))
}

/// Notes an envelope; says whether it was new (the same one may come twice, from two tabs at once as well).
pub(crate) fn insert_envelope(
    tx: &WriteTx<'_>,
    opened: &Opened,
    written_at: Timestamp,
    (became, note): (Became, &str),
) -> Result<bool, StoreError> {
    let Opened { id, writer, written, .. } = opened;
    let household = written.household_key().filter(|key| key.tenant == writer.tenant).map(|key| key.id);
    let kind: String = written.kind.chars().take(20).collect();
    let done = tx.execute(
        "INSERT INTO phone_envelope (tenant, id, person_id, post_id, kind, household_id, written_ms, received_ms, became, \
         note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            writer.tenant, *id, writer.person, writer.acting.post, kind, household,
            written_at, tx.now(), became, note.to_owned(),
        ],
    )?;
    Ok(done == 1)
}

/// Keeps what somebody must be asked about; the words sealed.
pub(crate) fn insert_question(
    tx: &WriteTx<'_>,
    opened: &Opened,
    written_at: Timestamp,
    (reason, why): (Reason, &str),
) -> Result<(), StoreError> {
    let Opened { id, writer, written, .. } = opened;
    let written = Written { written_at: written_at.millis(), ..written.clone() };
    let plain = serde_json::to_string(&written).map_err(|error| StoreError::Internal(error.to_string()))?;
    let sealed = tx.seal(WRITTEN, &plain)?;
    tx.execute(
        "INSERT INTO phone_question (tenant, id, person_id, person_name, org_path, org_name, reason, why, written, \
         received_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            writer.tenant, *id, writer.person, writer.name.clone(), writer.acting.org_path,
            writer.acting.org_name.clone(), reason, why.to_owned(), sealed, tx.now(),
        ],
    )?;
    Ok(())
}

/// Keeps the photo beside the visit, or the question, of the same identity and tenant; sealed.
pub(crate) fn insert_photo(
    tx: &WriteTx<'_>,
    (tenant, opened): (Tenant, &Opened),
    media: &str,
    photo: &[u8],
) -> Result<(), StoreError> {
    let sealed = tx.seal_bytes(PHOTO, photo)?;
    tx.execute(
        "INSERT INTO phone_photo (tenant, id, person_id, media, content, received_ms) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![
            tenant, opened.id, opened.writer.person, media.to_owned(), sealed, tx.now(),
        ],
    )?;
    Ok(())
}

/// A photo, opened, with its media type. Who may see it is asked before (`pages::photo`).
pub(crate) fn photo(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    id: Id<Envelope>,
) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let sql = "SELECT media, content FROM phone_photo WHERE tenant = $1 AND id = $2";
    let found =
        tx.row(sql, params![tenant, id], |row| Ok((row.take::<String>()?, row.take::<Vec<u8>>()?)))?;
    found.map(|(media, sealed)| Ok((media, tx.keys().open(PHOTO, &sealed)?))).transpose()
}

/// Which of these visits have a photo.
pub(crate) fn with_photo(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    visits: &[Id<Visit>],
) -> Result<Vec<Id<Visit>>, StoreError> {
    if visits.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT id FROM phone_photo WHERE tenant = ");
    sql.bind(&tenant).push(" AND id IN (");
    for (index, visit) in visits.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(visit);
    }
    sql.push(")");
    tx.select(&sql, niangjia_store::single)
}

/// What came from her phone, the newest first.
pub(crate) fn sent_by(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    limit: i64,
) -> Result<Vec<EnvelopeRow>, StoreError> {
    let sql = "SELECT e.tenant, e.id, e.kind, e.household_id, e.received_ms, e.became, e.note, q.settled_how, q.handed_name, \
               q.settled_note, q.reason FROM phone_envelope e \
               LEFT JOIN phone_question q ON q.tenant = e.tenant AND q.id = e.id \
               WHERE e.tenant = $1 AND e.person_id = $2 ORDER BY e.received_ms DESC, e.id DESC LIMIT $3";
    tx.rows(sql, params![tenant, person, limit], |row| {
        Ok(EnvelopeRow {
            tenant: row.take()?,
            id: row.take()?,
            kind: crate::model::Kind::parse(&row.take::<String>()?).ok(),
            household: row.take()?,
            received: row.take()?,
            became: row.take()?,
            note: row.take()?,
            how: row.take()?,
            handed_name: row.take()?,
            settled_note: row.take()?,
            reason: row.take()?,
        })
    })
}

/// Appends which questions `q` are for `actor`: her own, those handed to her, and, for the chair of a community, those of
/// its members.
fn push_visible(sql: &mut Sql, actor: &Actor) {
    sql.push("q.tenant = ").bind(&actor.tenant).push(" AND (");
    if actor.leads_at(AreaLevel::Community) {
        sql.within("q.org_path", &actor.acting.org_path);
    } else {
        sql.push("1 = 0");
    }
    // An administrator's post sees no record, whoever holds it.
    if !actor.acting.kind.administers() {
        sql.push(" OR q.person_id = ").bind(&actor.person).push(" OR q.handed_to = ").bind(&actor.person);
    }
    sql.push(")");
}

const QUESTION: &str = "q.tenant, q.id, q.person_id, q.person_name, q.org_path, q.org_name, q.reason, q.why, q.received_ms, \
                        q.settled_ms, q.settled_how, q.settled_name, q.settled_note, q.handed_to, q.handed_name, q.written, \
                        p.media FROM phone_question q LEFT JOIN phone_photo p ON p.tenant = q.tenant AND p.id = q.id WHERE ";

fn question(tx: &ReadTx<'_>, row: &mut Row<'_>) -> Result<Question, StoreError> {
    Ok(Question {
        tenant: row.take()?,
        id: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        org_path: row.take()?,
        org_name: row.take()?,
        reason: row.take()?,
        why: row.take()?,
        received: row.take()?,
        settled: row.take()?,
        how: row.take()?,
        settled_name: row.take()?,
        settled_note: row.take()?,
        handed_to: row.take()?,
        handed_name: row.take()?,
        written: written(tx, &row.take::<Vec<u8>>()?)?,
        has_photo: row.take::<Option<String>>()?.is_some(),
    })
}

fn written(tx: &ReadTx<'_>, sealed: &[u8]) -> Result<Written, StoreError> {
    let plain = tx.unseal(WRITTEN, sealed)?;
    serde_json::from_str(&plain).map_err(|error| StoreError::Internal(error.to_string()))
}

/// A question that is for `actor`.
pub(crate) fn visible_question(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Envelope>,
) -> Result<Option<Question>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(QUESTION).push("q.tenant = ").bind(&key.tenant).push(" AND q.id = ").bind(&key.id).push(" AND ");
    push_visible(&mut sql, actor);
    Ok(tx.select(&sql, |row| question(tx, row))?.into_iter().next())
}

/// The questions that are for `actor`, open ones first, the newest of each first.
pub(crate) fn visible_questions(
    tx: &ReadTx<'_>,
    actor: &Actor,
    limit: i64,
) -> Result<Vec<Question>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(QUESTION);
    push_visible(&mut sql, actor);
    sql.push(
        " ORDER BY CASE WHEN q.settled_ms IS NULL THEN 0 ELSE 1 END, q.received_ms DESC, q.id DESC LIMIT ",
    )
    .bind(&limit);
    tx.select(&sql, |row| question(tx, row))
}

/// How many questions wait for `actor` to do something: for a chair those of her community that nobody has been handed, for
/// a member those handed to her and her own whose day only she knows.
pub(crate) fn count_waiting(tx: &ReadTx<'_>, actor: &Actor) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM phone_question q WHERE q.settled_ms IS NULL AND ");
    push_visible(&mut sql, actor);
    if actor.leads_at(AreaLevel::Community) {
        sql.push(" AND q.handed_to IS NULL");
    } else {
        sql.push(" AND (q.handed_to = ").bind(&actor.person).push(" OR q.reason = ").bind(&Reason::Clock);
        sql.push(")");
    }
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// How many open questions of a branch came before a moment, and in which community the first of them is.
pub(crate) fn count_late(
    tx: &ReadTx<'_>,
    actor: &Actor,
    before: Timestamp,
) -> Result<(i64, Option<String>), StoreError> {
    let mut sql =
        Sql::new("SELECT COUNT(*) OVER (), q.org_name FROM phone_question q WHERE q.settled_ms IS NULL AND ");
    sql.push("q.tenant = ").bind(&actor.tenant).push(" AND ").within("q.org_path", &actor.acting.org_path);
    sql.push(" AND q.received_ms < ").bind(&before).push(" ORDER BY q.received_ms, q.id LIMIT 1");
    let found = tx.select(&sql, |row| Ok((row.take::<i64>()?, row.take::<String>()?)))?.into_iter().next();
    Ok(found.map_or((0, None), |(count, community)| (count, Some(community))))
}

/// Visits that an envelope is said to have become, and that are not there.
pub(crate) fn recorded_nowhere(tx: &ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let mut sql = Sql::new("SELECT '手机记录没有对应的走访：' || h.name FROM phone_envelope e ");
    sql.push("JOIN household h ON h.tenant = e.tenant AND h.id = e.household_id WHERE e.became IN (");
    sql.bind(&Became::Recorded).push(", ").bind(&Became::Beside);
    sql.push(") AND NOT EXISTS (SELECT 1 FROM household_visit v WHERE v.tenant = e.tenant AND v.id = e.id) ORDER BY e.id");
    tx.select(&sql, niangjia_store::single)
}

/// Settles a question; says whether it was open.
pub(crate) fn settle(
    tx: &WriteTx<'_>,
    question: &Question,
    how: How,
    actor: &Actor,
    note: &str,
) -> Result<bool, StoreError> {
    let sql = "UPDATE phone_question SET settled_ms = $1, settled_how = $2, settled_name = $3, settled_note = $4 \
               WHERE tenant = $5 AND id = $6 AND settled_ms IS NULL";
    let values = params![tx.now(), how, actor.name.clone(), note.to_owned(), question.tenant, question.id];
    Ok(tx.execute(sql, values)? == 1)
}

/// Hands a question on to somebody who looks after the family today; says whether it was open.
pub(crate) fn hand(
    tx: &WriteTx<'_>,
    question: &Question,
    (person, name): (Id<Person>, &str),
) -> Result<bool, StoreError> {
    let sql = "UPDATE phone_question SET handed_to = $1, handed_name = $2 WHERE tenant = $3 AND id = $4 AND settled_ms IS NULL";
    Ok(tx.execute(sql, params![person, name.to_owned(), question.tenant, question.id])? == 1)
}

/// What is asked in a community is asked in another from now on, when the first goes up in it.
pub(crate) fn move_questions(
    tx: &WriteTx<'_>,
    tenant: niangjia_kernel::Tenant,
    from: &niangjia_kernel::OrgPath,
    into: &niangjia_kernel::OrgPath,
) -> Result<(), StoreError> {
    let sql =
        "UPDATE phone_question SET org_path = $1 WHERE tenant = $2 AND org_path = $3 AND settled_ms IS NULL";
    tx.execute(sql, params![into.clone(), tenant, from.clone()])?;
    Ok(())
}
