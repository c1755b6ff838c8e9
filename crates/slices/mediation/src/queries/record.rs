//! What happened in a case: screening, sittings, revisits, papers, openings.

use niangjia_kernel::{Day, Timestamp};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx, params};

use super::{key_of, opened, sealed};
use crate::model::{
    Case, FiledItem, ItemLine, Opening, OpeningLine, Revisit, RevisitLine, ScreeningLine, Session,
    SessionKind, SessionLine,
};
use niangjia_kernel::Id;

const ANSWERS: &str = "mediation_screening.answers";
const SESSION: &str = "mediation_session.words";
const REVISIT: &str = "mediation_revisit.words";
const PURPOSE: &str = "mediation_opening.purpose";

/// Keeps which questions were answered with yes, and what was noted.
pub(crate) fn insert_screening(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    (yes, words): (&[String], &str),
) -> Result<(), StoreError> {
    let (tenant, id) = key_of(case);
    let answers = sealed(tx, ANSWERS, &(yes, words))?;
    let sql = "INSERT INTO mediation_screening (tenant, id, mediation_id, on_day, person_id, answers) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, params![tenant, tx.new_id::<ScreeningLine>(), id, tx.today(), actor.person, answers])
        .map(drop)
}

/// On which days the questions were asked.
pub(crate) fn was_screened(tx: &ReadTx<'_>, case: &Case) -> Result<Option<Day>, StoreError> {
    let (tenant, id) = key_of(case);
    let sql = "SELECT MAX(on_day) FROM mediation_screening WHERE tenant = $1 AND mediation_id = $2";
    tx.value(sql, params![tenant, id])
}

/// Writes a sitting; says whether it was not there before.
pub(crate) fn insert_session(
    tx: &WriteTx<'_>,
    case: &Case,
    id: Id<SessionLine>,
    session: &Session,
) -> Result<bool, StoreError> {
    let (tenant, case) = key_of(case);
    let words = sealed(tx, SESSION, &session.words)?;
    let highest = "SELECT COALESCE(MAX(number), 0) FROM mediation_session \
                   WHERE tenant = $1 AND mediation_id = $2 AND kind = $3";
    let number = tx.value::<i64>(highest, params![tenant, case, session.kind])? + 1;
    let written = tx.execute(
        "INSERT INTO mediation_session (tenant, id, mediation_id, kind, number, on_day, at, minutes, open, written_by, words) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            tenant, id, case, session.kind, number, session.on, session.at.clone(), session.minutes, session.open,
            session.written_by.clone(), words,
        ],
    )?;
    Ok(written == 1)
}

/// The sittings and inquiries of a case.
pub(crate) fn sessions_of(tx: &ReadTx<'_>, case: &Case) -> Result<Vec<Session>, StoreError> {
    let (tenant, id) = key_of(case);
    let sql = "SELECT kind, number, on_day, at, minutes, open, written_by, words FROM mediation_session \
               WHERE tenant = $1 AND mediation_id = $2 ORDER BY on_day, at, number";
    tx.rows(sql, params![tenant, id], |row| {
        Ok(Session {
            kind: row.take::<SessionKind>()?,
            number: row.take()?,
            on: row.take()?,
            at: row.take()?,
            minutes: row.take()?,
            open: row.take()?,
            written_by: row.take()?,
            words: opened(tx, SESSION, &row.take::<Vec<u8>>()?)?,
        })
    })
}

/// Writes that somebody asked how it goes; says whether it was not there before.
pub(crate) fn insert_revisit(
    tx: &WriteTx<'_>,
    case: &Case,
    id: Id<RevisitLine>,
    revisit: &Revisit,
) -> Result<bool, StoreError> {
    let words = tx.seal(REVISIT, &revisit.words)?;
    let written = tx.execute(
        "INSERT INTO mediation_revisit (tenant, id, mediation_id, on_day, satisfaction, escalates, written_by, words) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            case.tenant, id, case.id, revisit.on, revisit.satisfaction, revisit.escalates, revisit.by.clone(), words,
        ],
    )?;
    Ok(written == 1)
}

/// The revisits of a case.
pub(crate) fn revisits_of(tx: &ReadTx<'_>, case: &Case) -> Result<Vec<Revisit>, StoreError> {
    let (tenant, id) = key_of(case);
    let sql = "SELECT on_day, satisfaction, escalates, written_by, words FROM mediation_revisit \
               WHERE tenant = $1 AND mediation_id = $2 ORDER BY on_day, id";
    tx.rows(sql, params![tenant, id], |row| {
        Ok(Revisit {
            on: row.take()?,
            satisfaction: row.take()?,
            escalates: row.take()?,
            by: row.take()?,
            words: tx.unseal(REVISIT, &row.take::<Vec<u8>>()?)?,
        })
    })
}

/// Puts a paper into the file, or says anew how many pages it has.
pub(crate) fn insert_item(tx: &WriteTx<'_>, case: &Case, item: &FiledItem) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO mediation_item (tenant, id, mediation_id, item, pages, digest, on_day) \
         VALUES ($1, $2, $3, $4, $5, NULL, $6) ON CONFLICT (tenant, mediation_id, item) DO UPDATE SET \
         pages = excluded.pages, on_day = excluded.on_day",
        // A fingerprint that was typed before files were brought stays as it is.
        params![case.tenant, tx.new_id::<ItemLine>(), case.id, item.item.clone(), item.pages, item.on,],
    )
    .map(drop)
}

/// Takes a paper out of the file; says whether it was there.
pub(crate) fn delete_item(tx: &WriteTx<'_>, case: &Case, item: &str) -> Result<bool, StoreError> {
    let sql = "DELETE FROM mediation_item WHERE tenant = $1 AND mediation_id = $2 AND item = $3";
    Ok(tx.execute(sql, params![case.tenant, case.id, item.to_owned()])? > 0)
}

/// The papers in the file.
pub(crate) fn items_of(tx: &ReadTx<'_>, case: &Case) -> Result<Vec<FiledItem>, StoreError> {
    let (tenant, id) = key_of(case);
    let sql =
        "SELECT item, pages, digest, on_day FROM mediation_item WHERE tenant = $1 AND mediation_id = $2";
    tx.rows(sql, params![tenant, id], |row| {
        Ok(FiledItem { item: row.take()?, pages: row.take()?, digest: row.take()?, on: row.take()? })
    })
}

/// Opens a case for `actor` until an instant.
pub(crate) fn insert_opening(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    purpose: &str,
    until: Timestamp,
) -> Result<(), StoreError> {
    let purpose = tx.seal(PURPOSE, purpose)?;
    tx.execute(
        "INSERT INTO mediation_opening (tenant, id, mediation_id, person_id, person_name, post_label, purpose, at_ms, \
         until_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            case.tenant, tx.new_id::<OpeningLine>(), case.id, actor.person, actor.name.clone(), actor.post_label(),
            purpose, tx.now(), until,
        ],
    )
    .map(drop)
}

/// Who opened a case, the newest first.
pub(crate) fn openings_of(tx: &ReadTx<'_>, case: &Case) -> Result<Vec<Opening>, StoreError> {
    let sql = "SELECT person_name, post_label, purpose, at_ms FROM mediation_opening \
               WHERE tenant = $1 AND mediation_id = $2 ORDER BY at_ms DESC, id DESC LIMIT 50";
    tx.rows(sql, params![case.tenant, case.id], |row| {
        Ok(Opening {
            person: row.take()?,
            post: row.take()?,
            purpose: tx.unseal(PURPOSE, &row.take::<Vec<u8>>()?)?,
            at: row.take()?,
        })
    })
}

/// Whether the actor opened this case and may still read it.
pub(crate) fn has_open(tx: &ReadTx<'_>, actor: &Actor, case: &Case) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM mediation_opening WHERE tenant = $1 AND mediation_id = $2 AND person_id = $3 \
               AND until_ms > $4";
    Ok(tx.value::<i64>(sql, params![case.tenant, case.id, actor.person, tx.now()])? > 0)
}
