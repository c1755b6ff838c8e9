//! Openings by people outside a case.

use niangjia_kernel::{Id, Key, Tenant, Timestamp};
use niangjia_store::{Actor, ReadTx, Row, StoreError, WriteTx, params};

use super::{FACE, OPENING_REASON, VisibleCase, unsealed, visible_case_of};
use crate::model::{Case, Face, Opening, OpeningRow, OpeningState};

const COLUMNS: &str = "o.tenant, o.id, o.person_id, n.name, o.post_label, o.state, o.reason, o.hours, o.asked_ms, o.until_ms \
                       FROM protection_opening o JOIN people_person n ON n.tenant = o.tenant AND n.id = o.person_id";

fn opening_row(row: &mut Row<'_>) -> Result<OpeningRow, StoreError> {
    Ok(OpeningRow {
        tenant: row.take()?,
        id: row.take()?,
        person: row.take()?,
        name: row.take()?,
        post: row.take()?,
        state: row.take()?,
        reason: row.take()?,
        hours: row.take()?,
        asked: row.take()?,
        until: row.take()?,
    })
}

/// The case of a number in a county, and whether it is about a child: for whoever opens it from outside and nobody else.
pub(crate) fn by_number(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    (year, number): (i64, i64),
) -> Result<Option<(Id<Case>, bool)>, StoreError> {
    let sql = "SELECT id, face FROM protection_case WHERE tenant = $1 AND year = $2 AND number = $3";
    tx.row(sql, params![tenant, year, number], |row| {
        let id = row.take()?;
        let face: Face = unsealed(tx, FACE, &row.take::<Vec<u8>>()?)?;
        Ok((id, face.child))
    })
}

/// How many wrong numbers somebody typed today.
pub(crate) fn wrong_numbers(tx: &ReadTx<'_>, actor: &Actor) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM protection_opening WHERE tenant = $1 AND person_id = $2 AND case_id IS NULL \
               AND asked_ms >= $3";
    tx.value(sql, params![actor.tenant, actor.person, tx.today().start()])
}

/// What is about to be written of an opening.
pub(crate) struct NewOpening<'a> {
    pub(crate) id: Id<Opening>,
    /// `None`: the number was wrong.
    pub(crate) case: Option<Id<Case>>,
    pub(crate) state: OpeningState,
    pub(crate) reason: &'a str,
    pub(crate) hours: i64,
}

/// Writes an opening; says whether it was not there yet.
pub(crate) fn insert_opening(
    tx: &WriteTx<'_>,
    actor: &Actor,
    new: &NewOpening<'_>,
) -> Result<bool, StoreError> {
    let until = (new.state == OpeningState::Open).then(|| tx.now().plus_seconds(new.hours * 3_600));
    let reason = tx.seal(OPENING_REASON, new.reason)?;
    let sql = "INSERT INTO protection_opening (tenant, id, case_id, person_id, post_label, state, reason, hours, asked_ms, \
               until_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, id) DO NOTHING";
    let values = params![
        actor.tenant,
        new.id,
        new.case,
        actor.person,
        actor.post_label(),
        new.state,
        reason,
        new.hours,
        tx.now(),
        until,
    ];
    Ok(tx.execute(sql, values)? == 1)
}

/// Every opening of a case, the latest first.
pub(crate) fn openings(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<OpeningRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} WHERE o.tenant = $1 AND o.case_id = $2 ORDER BY o.asked_ms DESC, o.id DESC"
    );
    tx.rows(&sql, params![case.row().tenant, case.row().id], opening_row)
}

/// An asking to open a case that `actor` may see, with that case.
pub(crate) fn asked_from(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Opening>,
) -> Result<Option<(OpeningRow, VisibleCase)>, StoreError> {
    let found = visible_case_of(tx, actor, "protection_opening", (key.tenant, key.id.uuid()))?;
    let Some(case) = found else { return Ok(None) };
    let asked = openings(tx, &case)?.into_iter().find(|one| one.id == key.id);
    Ok(asked.map(|asked| (asked, case)))
}

/// Decides an asking; says whether it waited.
pub(crate) fn decide_opening(
    tx: &WriteTx<'_>,
    opening: &OpeningRow,
    agreed: bool,
) -> Result<bool, StoreError> {
    let (state, until) = if agreed {
        (OpeningState::Open, Some(tx.now().plus_seconds(opening.hours * 3_600)))
    } else {
        (OpeningState::Refused, None)
    };
    let sql = "UPDATE protection_opening SET state = $1, until_ms = $2 WHERE tenant = $3 AND id = $4 AND state = 'asked'";
    Ok(tx.execute(sql, params![state, until, opening.tenant, opening.id])? == 1)
}

/// When the latest of the openings of a case was asked for that its people have not taken note of.
pub(crate) fn unseen(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Option<Timestamp>, StoreError> {
    let sql =
        "SELECT MAX(asked_ms) FROM protection_opening WHERE tenant = $1 AND case_id = $2 AND seen_ms IS NULL";
    tx.value(sql, params![case.row().tenant, case.row().id])
}

/// Notes that the people of a case know of its openings.
pub(crate) fn mark_seen(tx: &WriteTx<'_>, case: &VisibleCase) -> Result<bool, StoreError> {
    let sql =
        "UPDATE protection_opening SET seen_ms = $1 WHERE tenant = $2 AND case_id = $3 AND seen_ms IS NULL";
    Ok(tx.execute(sql, params![tx.now(), case.row().tenant, case.row().id])? > 0)
}
