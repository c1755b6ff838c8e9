//! Which families a round is about, and to whom they are given: read from the register, its needs, grids and links.

use std::collections::{HashMap, HashSet};

use niangjia_household::api::{Grid, NeedKind, Side};
use niangjia_kernel::{Day, Household, Id, Person};
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, Sql, StoreError};

/// How a list is chosen. What is given adds up: a family of any of them is on it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    /// Every key household.
    pub(crate) key: bool,
    pub(crate) needs: Vec<NeedKind>,
    pub(crate) grids: Vec<Id<Grid>>,
    /// Numbers of the register.
    pub(crate) numbers: Vec<String>,
}

/// A family with its number and grid.
pub(crate) type Chosen = (Id<Household>, String, Option<Id<Grid>>);

/// The families of a community that a choice names, by number.
pub(crate) fn chosen(
    tx: &ReadTx<'_>,
    org: &Org,
    on: Day,
    choice: &Choice,
) -> Result<Vec<Chosen>, StoreError> {
    let mut sql = Sql::new("SELECT h.id, h.number, h.grid_id FROM household h WHERE h.tenant = ");
    sql.bind(&org.tenant).push(" AND h.org_id = ").bind(&org.id).push(" AND ").in_force("h", &on);
    sql.push(" AND (1 = 0");
    if choice.key || !choice.needs.is_empty() {
        sql.push(" OR EXISTS (SELECT 1 FROM household_need n WHERE n.tenant = h.tenant AND n.household_id = h.id AND ");
        sql.in_force("n", &on);
        if !choice.key {
            sql.push(" AND n.kind IN (");
            for (index, need) in choice.needs.iter().enumerate() {
                sql.push(if index == 0 { "" } else { ", " }).bind(need);
            }
            sql.push(")");
        }
        sql.push(")");
    }
    for grid in &choice.grids {
        sql.push(" OR h.grid_id = ").bind(grid);
    }
    for number in &choice.numbers {
        sql.push(" OR h.number = ").bind(number);
    }
    sql.push(") ORDER BY h.number, h.id");
    tx.select(&sql, |row| Ok((row.take()?, row.take()?, row.take()?)))
}

/// To whom each family of a community is given: who is linked to it, the register side first; else who serves in its grid.
pub(crate) fn assignees(
    tx: &ReadTx<'_>,
    org: &Org,
    on: Day,
    families: &[Chosen],
) -> Result<HashMap<Id<Household>, Id<Person>>, StoreError> {
    let mut sql =
        Sql::new("SELECT l.household_id, l.person_id, l.side FROM household_link l JOIN household h ON ");
    sql.push("h.tenant = l.tenant AND h.id = l.household_id WHERE l.tenant = ").bind(&org.tenant);
    sql.push(" AND h.org_id = ").bind(&org.id).push(" AND l.helper_tenant IS NULL AND ").in_force("l", &on);
    sql.push(" ORDER BY l.from_day, l.id");
    let links: Vec<(Id<Household>, Id<Person>, Side)> =
        tx.select(&sql, |row| Ok((row.take()?, row.take()?, row.take()?)))?;
    let mut sql =
        Sql::new("SELECT g.grid_id, g.person_id FROM household_grid_post g JOIN household_grid a ON ");
    sql.push("a.tenant = g.tenant AND a.id = g.grid_id WHERE g.tenant = ").bind(&org.tenant);
    sql.push(" AND a.org_id = ").bind(&org.id).push(" AND ").in_force("g", &on);
    sql.push(" ORDER BY g.from_day, g.id");
    let mut grids: HashMap<Id<Grid>, Id<Person>> = HashMap::new();
    for (grid, person) in tx.select(&sql, |row| Ok((row.take()?, row.take()?)))? {
        grids.entry(grid).or_insert(person);
    }
    let on_list: HashSet<Id<Household>> = families.iter().map(|(id, ..)| *id).collect();
    let mut given: HashMap<Id<Household>, Id<Person>> = HashMap::new();
    for side in [Side::Register, Side::Residence] {
        for (household, person, _) in
            links.iter().filter(|(household, _, on)| *on == side && on_list.contains(household))
        {
            given.entry(*household).or_insert(*person);
        }
    }
    for (household, _, grid) in families {
        if let Some(person) = grid.and_then(|grid| grids.get(&grid)) {
            given.entry(*household).or_insert(*person);
        }
    }
    Ok(given)
}
