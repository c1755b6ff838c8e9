//! The households of a community with their grids and those who look after them, for the map of contacts.

use niangjia_kernel::{Household, Id, Person};
use niangjia_store::{Actor, Branch, ReadTx, Sql, StoreError};

use crate::model::{Grid, Side};
use crate::queries::visible::{HOUSEHOLD, household_row, push_visible};
use crate::rules::Mapped;

/// The households of a branch that `actor` may see today, by number. A member sees her own links alone.
pub(crate) fn mapped(tx: &ReadTx<'_>, actor: &Actor, branch: &Branch) -> Result<Vec<Mapped>, StoreError> {
    let today = tx.today();
    let mut sql = Sql::new("SELECT ");
    sql.push(HOUSEHOLD)
        .push(", h.grid_id, EXISTS (SELECT 1 FROM household_need n WHERE n.tenant = h.tenant ");
    sql.push("AND n.household_id = h.id AND ").in_force("n", &today).push(") FROM household h WHERE ");
    push_visible(&mut sql, actor, today);
    sql.push(" AND ").in_branch("h", branch).push(" AND ").in_force("h", &today);
    sql.push(" ORDER BY h.org_path, h.number");
    let mut households = tx.select(&sql, |row| {
        let household = household_row(row)?;
        let grid: Option<Id<Grid>> = row.take()?;
        Ok(Mapped { household, grid, key: row.take()?, links: Vec::new() })
    })?;
    let mut sql = Sql::new(
        "SELECT l.household_id, l.person_id, p.name, l.side, ho.name FROM household_link l \
         JOIN people_person p ON p.tenant = l.tenant AND p.id = l.person_id \
         LEFT JOIN org ho ON ho.id = l.helper_org_id WHERE ",
    );
    sql.in_branch("l", branch).push(" AND ").in_force("l", &today);
    if crate::rules::sight(actor) == crate::rules::Sight::Linked {
        sql.push(" AND l.person_id = ").bind(&actor.person);
    }
    sql.push(" ORDER BY l.household_id, l.side, l.from_day, l.id");
    let links = tx.select(&sql, |row| {
        let household: Id<Household> = row.take()?;
        let (person, name, side): (Id<Person>, String, Side) = (row.take()?, row.take()?, row.take()?);
        let name = match row.take::<Option<String>>()? {
            Some(helper) => format!("{name}（{}）", helper.trim_end_matches("妇联")),
            None => name,
        };
        Ok((household, (person, name, side)))
    })?;
    for household in &mut households {
        let id = household.household.id;
        let from = links.partition_point(|(one, _)| *one < id);
        let hers = links.iter().skip(from).take_while(|(one, _)| *one == id);
        household.links = hers.map(|(_, link)| link.clone()).collect();
    }
    Ok(households)
}
