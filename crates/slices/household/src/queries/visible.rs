//! Which households somebody may see.

use niangjia_kernel::{Day, Household, Key};
use niangjia_store::{Actor, ReadTx, Row, Sql, StoreError};

use crate::model::{HouseholdRow, Side};
use crate::rules::{Reach, Sight, sight};

pub(crate) const HOUSEHOLD: &str = "h.tenant, h.id, h.org_id, h.org_path, h.number, h.name, h.contact_name, h.group_name, \
                                    h.residence, h.residence_area, h.lives_elsewhere, h.from_day";

pub(crate) fn household_row(row: &mut Row<'_>) -> Result<HouseholdRow, StoreError> {
    Ok(HouseholdRow {
        tenant: row.take()?,
        id: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        number: row.take()?,
        name: row.take()?,
        contact_name: row.take()?,
        group_name: row.take()?,
        residence: row.take()?,
        residence_area: row.take()?,
        lives_elsewhere: row.take()?,
        since: row.take()?,
    })
}

/// Appends the condition that household `h` may be seen by `actor` today: the one predicate of this slice. A household
/// that has left the register stays in ledgers; lists of the present add that it is in force.
pub(crate) fn push_visible(sql: &mut Sql, actor: &Actor, today: Day) {
    match sight(actor) {
        Sight::Linked => {
            sql.push("EXISTS (SELECT 1 FROM household_link mine WHERE mine.tenant = h.tenant AND mine.household_id = h.id ");
            sql.push("AND mine.person_id = ")
                .bind(&actor.person)
                .push(" AND ")
                .in_force("mine", &today)
                .push(")");
        }
        Sight::Community | Sight::Lists => {
            sql.push("h.tenant = ").bind(&actor.tenant).push(" AND ");
            sql.within("h.org_path", &actor.acting.org_path);
        }
        Sight::Nothing => drop(sql.push("1 = 0")),
    }
}

/// Appends the condition that `actor` may know the needs of household `h`, which she may see: on her own register side,
/// or from the community up (R-HH-06).
pub(crate) fn push_told(sql: &mut Sql, actor: &Actor, today: Day) {
    if sight(actor) == Sight::Linked {
        sql.push(" AND EXISTS (SELECT 1 FROM household_link told WHERE told.tenant = h.tenant AND told.household_id = h.id ");
        sql.push("AND told.person_id = ").bind(&actor.person).push(" AND told.side = ").bind(&Side::Register);
        sql.push(" AND ").in_force("told", &today).push(")");
    }
}

/// A household that this actor may see, and how much of it. Actions take nothing else.
#[derive(Debug, Clone)]
pub struct VisibleHousehold {
    pub(crate) row: HouseholdRow,
    pub(crate) reach: Reach,
    /// Since when she may record visits to it.
    pub(crate) since: Day,
}

/// Fetches a household as far as `actor` may see it.
pub(crate) fn visible_household(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Household>,
) -> Result<Option<VisibleHousehold>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(HOUSEHOLD)
        .push(" FROM household h WHERE h.tenant = ")
        .bind(&key.tenant)
        .push(" AND h.id = ")
        .bind(&key.id);
    sql.push(" AND h.until_day IS NULL AND ");
    push_visible(&mut sql, actor, tx.today());
    let Some(row) = tx.select(&sql, household_row)?.into_iter().next() else {
        return Ok(None);
    };
    Ok(Some(match sight(actor) {
        Sight::Linked => {
            let mine: Vec<_> = super::links(tx, &row, tx.today())?
                .into_iter()
                .filter(|link| link.person == actor.person)
                .collect();
            let registers = mine.iter().any(|link| link.side == Side::Register);
            let side = if registers { Side::Register } else { Side::Residence };
            let since = mine.iter().map(|link| link.since).min().unwrap_or(row.since);
            VisibleHousehold { reach: Reach::Linked(side), since, row }
        }
        Sight::Community => VisibleHousehold { reach: Reach::Community, since: row.since, row },
        Sight::Lists | Sight::Nothing => VisibleHousehold { reach: Reach::Above, since: row.since, row },
    }))
}

/// The households that `actor` looks after on the register side: those whose needs she sees.
pub(crate) fn registered_with(
    tx: &ReadTx<'_>,
    actor: &Actor,
    today: Day,
) -> Result<std::collections::HashSet<niangjia_kernel::Id<Household>>, StoreError> {
    let mut sql = Sql::new("SELECT l.household_id FROM household_link l WHERE l.tenant = ");
    sql.bind(&actor.tenant).push(" AND l.person_id = ").bind(&actor.person);
    sql.push(" AND l.side = ").bind(&Side::Register).push(" AND ").in_force("l", &today);
    Ok(tx.select(&sql, niangjia_store::single)?.into_iter().collect())
}
