//! Measures of a case, and visits that are to be made. What a measure is, how far and until when stands in its sealed text.

use niangjia_kernel::{Day, Id, Key};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx, params};
use serde::{Deserialize, Serialize};

use super::{MEASURE, VisibleCase, WHOM, sealed, unknown, unsealed, visible_case_of};
use crate::model::{
    FollowUp, FollowUpRow, Measure, MeasureKind, MeasureRow, MeasureState, MeasureWords, Whom,
};

/// A measure as it is sealed.
#[derive(Serialize, Deserialize)]
struct Sealed {
    kind: String,
    state: String,
    made: String,
    until: Option<String>,
    words: MeasureWords,
}

impl Sealed {
    fn of(measure: &MeasureRow) -> Self {
        Self {
            kind: measure.kind.code().to_owned(),
            state: measure.state.code().to_owned(),
            made: measure.made.to_string(),
            until: measure.until.map(|until| until.to_string()),
            words: measure.words.clone(),
        }
    }
}

fn day(text: &str) -> Result<Day, StoreError> {
    Day::parse(text).map_err(|error| StoreError::Internal(error.to_string()))
}

/// The measures of a case, the first first.
pub(crate) fn measures(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<MeasureRow>, StoreError> {
    let sql = "SELECT m.tenant, m.id, m.words FROM protection_measure m \
               WHERE m.tenant = $1 AND m.case_id = $2 ORDER BY m.id";
    let mut all = tx.rows(sql, params![case.row().tenant, case.row().id], |row| {
        let (tenant, id) = (row.take()?, row.take()?);
        let kept: Sealed = unsealed(tx, MEASURE, &row.take::<Vec<u8>>()?)?;
        Ok(MeasureRow {
            tenant,
            id,
            kind: MeasureKind::parse(&kept.kind).map_err(unknown)?,
            state: MeasureState::parse(&kept.state).map_err(unknown)?,
            made: day(&kept.made)?,
            until: kept.until.as_deref().map(day).transpose()?,
            words: kept.words,
        })
    })?;
    all.sort_by_key(|measure| measure.made);
    Ok(all)
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
    measure: &MeasureRow,
) -> Result<bool, StoreError> {
    let words = sealed(tx, MEASURE, &Sealed::of(measure))?;
    let sql = "INSERT INTO protection_measure (tenant, id, case_id, words) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (tenant, id) DO NOTHING";
    let row = case.row();
    Ok(tx.execute(sql, params![row.tenant, measure.id, row.id, words])? == 1)
}

/// Puts where a measure stands, from the state that was seen; says whether it still stood there.
pub(crate) fn turn_measure(
    tx: &WriteTx<'_>,
    case: &VisibleCase,
    measure: &MeasureRow,
    to: MeasureState,
    until: Option<Day>,
) -> Result<bool, StoreError> {
    let now = measures(tx, case)?.into_iter().find(|one| one.id == measure.id);
    let Some(now) = now.filter(|now| now.state == measure.state) else { return Ok(false) };
    let turned = MeasureRow { state: to, until, ..now };
    let words = sealed(tx, MEASURE, &Sealed::of(&turned))?;
    let sql = "UPDATE protection_measure SET words = $1 WHERE tenant = $2 AND id = $3";
    Ok(tx.execute(sql, params![words, measure.tenant, measure.id])? == 1)
}

/// The visits that are to be made for a case, by their day.
pub(crate) fn follow_ups(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<FollowUpRow>, StoreError> {
    let sql = "SELECT f.id, f.whom, f.due_day, f.done_day FROM protection_follow_up f \
               WHERE f.tenant = $1 AND f.case_id = $2 ORDER BY f.due_day, f.id";
    tx.rows(sql, params![case.row().tenant, case.row().id], |row| {
        let id = row.take()?;
        let whom = Whom::parse(&tx.unseal(WHOM, &row.take::<Vec<u8>>()?)?).map_err(unknown)?;
        Ok(FollowUpRow { id, whom, due: row.take()?, done: row.take()? })
    })
}

/// Plans a visit; one that is planned already for the day stays the one.
pub(crate) fn add_follow_up(
    tx: &WriteTx<'_>,
    case: &VisibleCase,
    whom: Whom,
    due: Day,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO protection_follow_up (tenant, id, case_id, whom, due_day) VALUES ($1, $2, $3, $4, $5)";
    let planned = follow_ups(tx, case)?;
    if planned.iter().any(|one| one.done.is_none() && one.due == due && one.whom == whom) {
        return Ok(());
    }
    let (id, whom) = (tx.new_id::<FollowUp>(), tx.seal(WHOM, whom.code())?);
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
