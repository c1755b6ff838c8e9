//! The people of a case, and what they did on it.

use niangjia_kernel::{Id, Person, Tenant, Timestamp};
use niangjia_store::{ReadTx, StoreError, WriteTx, params};

use super::{EVENT, PERSON_REASON, VisibleCase, sealed, tags, unknown, unsealed};
use crate::model::{Case, CaseEvent, CasePerson, EventKind, EventRow, PersonRow, Role};

/// The people of a case, those who were taken out too, the first first.
pub(crate) fn people(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<PersonRow>, StoreError> {
    let sql = "SELECT p.person_id, n.name, p.role, p.reason, p.from_ms, p.until_ms FROM protection_person p \
               JOIN people_person n ON n.tenant = p.tenant AND n.id = p.person_id \
               WHERE p.tenant = $1 AND p.case_id = $2 ORDER BY p.from_ms, p.id";
    tx.rows(sql, params![case.row().tenant, case.row().id], |row| {
        Ok(PersonRow {
            person: row.take()?,
            name: row.take()?,
            role: row.take()?,
            reason: row.take()?,
            from: row.take()?,
            until: row.take()?,
        })
    })
}

/// Makes somebody one of the people of a case.
pub(crate) fn add_person(
    tx: &WriteTx<'_>,
    (tenant, case): (Tenant, Id<Case>),
    person: Id<Person>,
    role: Role,
    reason: &str,
) -> Result<(), StoreError> {
    let reason = tx.seal(PERSON_REASON, reason)?;
    let sql = "INSERT INTO protection_person (tenant, id, case_id, person_id, role, reason, from_ms) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.execute(sql, params![tenant, tx.new_id::<CasePerson>(), case, person, role, reason, tx.now()])
        .map(drop)
}

/// Takes somebody out; says whether she was in.
pub(crate) fn remove_person(
    tx: &WriteTx<'_>,
    case: &VisibleCase,
    person: Id<Person>,
) -> Result<bool, StoreError> {
    let sql = "UPDATE protection_person SET until_ms = $1 WHERE tenant = $2 AND case_id = $3 AND person_id = $4 \
               AND until_ms IS NULL";
    Ok(tx.execute(sql, params![tx.now(), case.row().tenant, case.row().id, person])? > 0)
}

/// Somebody of the same tenant by name who serves on a committee today: for whoever adds her. Two of one name are both found.
pub(crate) fn serves_here(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    name: &str,
) -> Result<Vec<(Id<Person>, String, String)>, StoreError> {
    let sql = "SELECT n.id, n.name, o.name FROM people_person n JOIN people_post t ON t.tenant = n.tenant AND t.person_id = n.id \
               JOIN org o ON o.id = t.org_id WHERE n.tenant = $1 AND n.name = $2 AND t.from_day <= $3 \
               AND (t.until_day IS NULL OR t.until_day > $3) \
               AND t.kind IN ('chair', 'vice_chair', 'member') ORDER BY n.id, t.from_day";
    let found = tx.rows(sql, params![tenant, name.to_owned(), tx.today()], |row| {
        Ok((row.take::<Id<Person>>()?, row.take::<String>()?, row.take::<String>()?))
    })?;
    let mut persons: Vec<(Id<Person>, String, String)> = Vec::new();
    for (id, name, org) in found {
        match persons.iter_mut().find(|one| one.0 == id) {
            Some(known) => known.2 = format!("{}、{org}", known.2),
            None => persons.push((id, name, org)),
        }
    }
    Ok(persons)
}

/// What is about to be written of something done.
pub(crate) struct NewEvent<'a> {
    pub(crate) kind: EventKind,
    pub(crate) words: &'a str,
}

/// Writes that something was done.
pub(crate) fn insert_event(
    tx: &WriteTx<'_>,
    (tenant, case): (Tenant, Id<Case>),
    person: Id<Person>,
    event: &NewEvent<'_>,
) -> Result<(), StoreError> {
    let tag = tags::drawn(tx, tags::EVENT, event.kind.code());
    let words = sealed(tx, EVENT, &(event.kind.code(), event.words))?;
    let sql = "INSERT INTO protection_event (tenant, id, case_id, tag, at_ms, month, person_id, words) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let id = tx.new_id::<CaseEvent>();
    tx.execute(sql, params![tenant, id, case, tag, tx.now(), tx.today().month(), person, words]).map(drop)
}

/// What was done on a case, the latest first.
pub(crate) fn events(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<EventRow>, StoreError> {
    let sql = "SELECT e.at_ms, n.name, e.words FROM protection_event e \
               JOIN people_person n ON n.tenant = e.tenant AND n.id = e.person_id \
               WHERE e.tenant = $1 AND e.case_id = $2 ORDER BY e.at_ms DESC, e.id DESC";
    tx.rows(sql, params![case.row().tenant, case.row().id], |row| {
        let (at, person): (Timestamp, String) = (row.take()?, row.take()?);
        let (kind, words): (String, String) = unsealed(tx, EVENT, &row.take::<Vec<u8>>()?)?;
        Ok(EventRow { kind: EventKind::parse(&kind).map_err(unknown)?, at, person, words })
    })
}
