//! Measures of a case, and visits that are to be made.

use niangjia_kernel::{Day, Id, Key};
use niangjia_store::{Actor, ReadTx, Row, StoreError, WriteTx, params};

use super::{MEASURE, VisibleCase, visible_case_of};
use crate::model::{FollowUp, FollowUpRow, Measure, MeasureKind, MeasureRow, MeasureState, Whom};

const COLUMNS: &str = "m.tenant, m.id, m.kind, m.state, m.made_day, m.until_day, m.words";

fn measure_row(row: &mut Row<'_>) -> Result<MeasureRow, StoreError> {
    Ok(MeasureRow {
        tenant: row.take()?,
        id: row.take()?,
        kind: row.take()?,
        state: row.take()?,
        made: row.take()?,
        until: row.take()?,
        words: row.take()?,
    })
}

/// The measures of a case, the first first.
pub(crate) fn measures(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<MeasureRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM protection_measure m WHERE m.tenant = $1 AND m.case_id = $2 ORDER BY m.made_day, m.id"
    );
    tx.rows(&sql, params![case.row().tenant, case.row().id], measure_row)
}

/// A measure of a case that `actor` may see, with that case.
pub(crate) fn visible_measure(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Measure>,
) -> Result<Option<(MeasureRow, VisibleCase)>, StoreError> {
    let found = visible_case_of(tx, actor, "protection_measure", (key.tenant, key.id.uuid()))?;
    let Some(case) = found else { return Ok(None) };
    let measure = measures(tx, &case)?.into_iter().find(|one| one.id == key.id);
    Ok(measure.map(|measure| (measure, case)))
}

/// Writes a measure; says whether it was not there yet.
pub(crate) fn insert_measure(
    tx: &WriteTx<'_>,
    case: &VisibleCase,
    id: Id<Measure>,
    (kind, state): (MeasureKind, MeasureState),
    words: &str,
) -> Result<bool, StoreError> {
    let words = tx.seal(MEASURE, words)?;
    let sql = "INSERT INTO protection_measure (tenant, id, case_id, kind, state, made_day, words) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, id) DO NOTHING";
    let row = case.row();
    Ok(tx.execute(sql, params![row.tenant, id, row.id, kind, state, tx.today(), words])? == 1)
}

/// Puts where a measure stands, from the state that was seen; says whether it still stood there.
pub(crate) fn turn_measure(
    tx: &WriteTx<'_>,
    measure: &MeasureRow,
    to: MeasureState,
    until: Option<Day>,
) -> Result<bool, StoreError> {
    let sql = "UPDATE protection_measure SET state = $1, until_day = $2 WHERE tenant = $3 AND id = $4 AND state = $5";
    Ok(tx.execute(sql, params![to, until, measure.tenant, measure.id, measure.state])? == 1)
}

/// The visits that are to be made for a case, by their day.
pub(crate) fn follow_ups(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<FollowUpRow>, StoreError> {
    let sql = "SELECT f.id, f.whom, f.due_day, f.done_day FROM protection_follow_up f \
               WHERE f.tenant = $1 AND f.case_id = $2 ORDER BY f.due_day, f.id";
    tx.rows(sql, params![case.row().tenant, case.row().id], |row| {
        Ok(FollowUpRow { id: row.take()?, whom: row.take()?, due: row.take()?, done: row.take()? })
    })
}

/// Plans a visit.
pub(crate) fn add_follow_up(
    tx: &WriteTx<'_>,
    case: &VisibleCase,
    whom: Whom,
    due: Day,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO protection_follow_up (tenant, id, case_id, whom, due_day) VALUES ($1, $2, $3, $4, $5)";
    let id = tx.new_id::<FollowUp>();
    tx.execute(sql, params![case.row().tenant, id, case.row().id, whom, due]).map(drop)
}

/// Notes that a planned visit was made; says whether it was open.
pub(crate) fn end_follow_up(
    tx: &WriteTx<'_>,
    case: &VisibleCase,
    id: Id<FollowUp>,
) -> Result<bool, StoreError> {
    let sql = "UPDATE protection_follow_up SET done_day = $1 WHERE tenant = $2 AND case_id = $3 AND id = $4 \
               AND done_day IS NULL";
    Ok(tx.execute(sql, params![tx.today(), case.row().tenant, case.row().id, id])? == 1)
}
