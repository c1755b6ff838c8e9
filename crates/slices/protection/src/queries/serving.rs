//! Who can act for a case: whether she serves on a committee of the county and has no disabled account (R-PRO-18).

use niangjia_kernel::{Id, Person, Tenant};
use niangjia_store::{ReadTx, Sql, StoreError, params, single};

/// `(…)`: whoever stands in `tenant` and `person` serves today and can sign in.
pub(super) fn push_serves(sql: &mut Sql, tx: &ReadTx<'_>, (tenant, person): (&str, &str)) {
    sql.push("(EXISTS (SELECT 1 FROM people_post t WHERE t.tenant = ").push(tenant);
    sql.push(" AND t.person_id = ")
        .push(person)
        .push(" AND t.kind IN ('chair', 'vice_chair', 'member') AND ");
    sql.in_force("t", &tx.today());
    sql.push(") AND NOT EXISTS (SELECT 1 FROM people_account a WHERE a.tenant = ").push(tenant);
    sql.push(" AND a.person_id = ").push(person).push(" AND a.disabled_ms IS NOT NULL))");
}

/// Whether somebody has, or will have, a post on a committee of the county: who only waits for her next term is not gone.
pub(crate) fn comes_back(tx: &ReadTx<'_>, tenant: Tenant, person: Id<Person>) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM people_post WHERE tenant = $1 AND person_id = $2 \
               AND kind IN ('chair', 'vice_chair', 'member') AND (until_day IS NULL OR until_day > $3)";
    Ok(tx.value::<i64>(sql, params![tenant, person, tx.today()])? > 0)
}

/// Those of a case who serve today, who has been with it longest first.
pub(crate) fn serving_people(
    tx: &ReadTx<'_>,
    (tenant, case): (Tenant, Id<crate::model::Case>),
) -> Result<Vec<(Id<Person>, String)>, StoreError> {
    let mut sql = Sql::new(
        "SELECT p.person_id, n.name FROM protection_person p JOIN people_person n ON n.tenant = p.tenant \
         AND n.id = p.person_id WHERE p.until_ms IS NULL AND p.tenant = ",
    );
    sql.bind(&tenant).push(" AND p.case_id = ").bind(&case).push(" AND ");
    push_serves(&mut sql, tx, ("p.tenant", "p.person_id"));
    sql.push(" ORDER BY p.from_ms, p.id");
    let mut people: Vec<(Id<Person>, String)> = Vec::new();
    for (person, name) in tx.select(&sql, |row| Ok((row.take::<Id<Person>>()?, row.take::<String>()?)))? {
        if people.iter().all(|(known, _)| *known != person) {
            people.push((person, name));
        }
    }
    Ok(people)
}

/// Those in charge in a county who serve today, the first designated first.
pub(crate) fn serving_charges(
    tx: &ReadTx<'_>,
    tenant: Tenant,
) -> Result<Vec<(Id<Person>, String)>, StoreError> {
    let mut sql = Sql::new(
        "SELECT h.person_id, n.name FROM protection_charge h JOIN people_person n ON n.tenant = h.tenant \
         AND n.id = h.person_id WHERE h.tenant = ",
    );
    sql.bind(&tenant).push(" AND ").in_force("h", &tx.today()).push(" AND ");
    push_serves(&mut sql, tx, ("h.tenant", "h.person_id"));
    sql.push(" ORDER BY h.from_day, h.id");
    tx.select(&sql, |row| Ok((row.take()?, row.take()?)))
}

/// Those who are written down for a case and serve no more: who left, and whom nobody took out.
pub(crate) fn people_who_left(
    tx: &ReadTx<'_>,
    (tenant, case): (Tenant, Id<crate::model::Case>),
) -> Result<Vec<Id<Person>>, StoreError> {
    let mut sql =
        Sql::new("SELECT p.person_id FROM protection_person p WHERE p.until_ms IS NULL AND p.tenant = ");
    sql.bind(&tenant).push(" AND p.case_id = ").bind(&case).push(" AND NOT ");
    push_serves(&mut sql, tx, ("p.tenant", "p.person_id"));
    tx.select(&sql, single)
}
