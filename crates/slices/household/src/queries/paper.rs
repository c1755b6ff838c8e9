//! What a sheet of paper asks: where a grid lies, who looked after whom on a day, what stands in the ledger for that day.

use niangjia_kernel::{Day, Id, Key, Organisation, Person, Visit};
use niangjia_store::{ReadTx, StoreError, params};

use crate::model::{Grid, HouseholdRow};

/// The community of a grid.
pub(crate) fn home_of_grid(tx: &ReadTx<'_>, key: Key<Grid>) -> Result<Option<Id<Organisation>>, StoreError> {
    let sql = "SELECT org_id FROM household_grid WHERE tenant = $1 AND id = $2";
    tx.row(sql, params![key.tenant, key.id], niangjia_store::single)
}

/// Whether somebody was linked to a household on a day; the day of a handover is both's.
pub(crate) fn was_linked(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    person: Id<Person>,
    on: Day,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM household_link WHERE tenant = $1 AND household_id = $2 AND person_id = $3 \
               AND from_day <= $4 AND (until_day IS NULL OR until_day >= $4)";
    Ok(tx.value::<i64>(sql, params![household.tenant, household.id, person, on])? > 0)
}

/// How many visits of somebody to a household stand in the ledger for a day, one of them left out.
pub(crate) fn count_visits_on(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    (person, on): (Id<Person>, Day),
    but: Id<Visit>,
) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM household_visit WHERE tenant = $1 AND household_id = $2 AND person_id = $3 \
               AND on_day = $4 AND taken_back_ms IS NULL AND id <> $5";
    tx.value(sql, params![household.tenant, household.id, person, on, but])
}
