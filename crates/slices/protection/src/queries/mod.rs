//! SQL on sealed cases. Visibility is part of the fetch: there is no other way to a [`VisibleCase`].

mod charges;
mod consents;
mod credits;
mod looks;
mod measures;
mod numbers;
mod openings;
mod people;
mod serving;
mod successions;
mod tags;
mod told;

use niangjia_kernel::{Id, Key, OrgPath, Organisation, Person, Tenant, Timestamp};
use niangjia_store::{Actor, BlindIndex, ReadTx, Row, Sql, StoreError, WriteTx, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::model::{Case, CaseRow, Face, State};
use crate::rules::{Reach, may_come_near, reach};

pub(crate) use charges::{NewCharge, charges, end_charge, insert_charge, is_in_charge};
pub(crate) use consents::{ConsentRow, ask_consent, asked_for_file, consent_of, consents, decide_consent};
pub(crate) use credits::{add_credit, credits_of, own_credits};
pub(crate) use looks::{insert_look, last_look, looks};
pub(crate) use measures::{
    add_follow_up, end_follow_up, follow_ups, insert_measure, measures, turn_measure, visible_measure,
};
pub(crate) use numbers::{opened_by_quarter, turned_by_quarter};
pub(crate) use openings::{
    NewOpening, asked_from, by_number, decide_opening, insert_opening, mark_seen, openings, unseen,
    wrong_numbers,
};
pub(crate) use people::{NewEvent, add_person, events, insert_event, people, remove_person, serves_here};
pub(crate) use serving::{comes_back, people_who_left, serving_charges, serving_people};
pub(crate) use successions::{
    SuccessionRow, end_succession, insert_succession, responsible_serves, waiting_succession,
    without_responsible,
};
pub(crate) use told::{insert_told, is_told};

pub(crate) const FACE: &str = "protection_case.face";
pub(crate) const CONTACT: &str = "protection_case.contact";
pub(crate) const EVENT: &str = "protection_event.words";
pub(crate) const PERSON_REASON: &str = "protection_person.reason";
pub(crate) const MEASURE: &str = "protection_measure.words";
pub(crate) const LOOK: &str = "protection_look.words";
pub(crate) const WHOM: &str = "protection_follow_up.whom";
pub(crate) const OPENING_REASON: &str = "protection_opening.reason";

const COLUMNS: &str = "c.tenant, c.id, c.org_id, c.org_path, c.year, c.number, c.state, c.face, c.contact, \
                       c.responsible_id, c.opened_ms, c.touched_ms, c.retention";

/// A case that somebody may see, and in which way. Nothing but [`visible_case`], [`visible_cases`] and, for jobs, [`all_cases`] makes one.
#[derive(Debug, Clone)]
pub(crate) struct VisibleCase {
    row: CaseRow,
    reach: Reach,
}

impl VisibleCase {
    pub(crate) const fn row(&self) -> &CaseRow {
        &self.row
    }

    pub(crate) const fn reach(&self) -> Reach {
        self.reach
    }
}

fn case_row(tx: &ReadTx<'_>, row: &mut Row<'_>) -> Result<CaseRow, StoreError> {
    Ok(CaseRow {
        tenant: row.take()?,
        id: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        year: row.take()?,
        number: row.take()?,
        state: row.take()?,
        face: unsealed(tx, FACE, &row.take::<Vec<u8>>()?)?,
        contact: row.take()?,
        responsible: row.take()?,
        opened: row.take()?,
        touched: row.take()?,
        retention: row.take()?,
    })
}

/// Which case a question is about: the row `c`, or the one with this key, whether it is there or not.
#[derive(Clone, Copy)]
enum Of {
    Row,
    Key(Key<Case>),
}

impl Of {
    fn push(self, sql: &mut Sql, tenant: &str, case: Option<&str>) {
        sql.push(tenant).push(" = ");
        match self {
            Self::Row => sql.push("c.tenant"),
            Self::Key(key) => sql.bind(&key.tenant),
        };
        let Some(case) = case else { return };
        sql.push(" AND ").push(case).push(" = ");
        match self {
            Self::Row => sql.push("c.id"),
            Self::Key(key) => sql.bind(&key.id),
        };
    }
}

/// What is sealed as one text, read.
fn unsealed<T: DeserializeOwned>(tx: &ReadTx<'_>, column: &str, bytes: &[u8]) -> Result<T, StoreError> {
    let text = tx.unseal(column, bytes)?;
    serde_json::from_str(&text).map_err(|error| StoreError::Internal(error.to_string()))
}

/// The same, sealed.
fn sealed<T: Serialize>(tx: &WriteTx<'_>, column: &str, value: &T) -> Result<Vec<u8>, StoreError> {
    let text = serde_json::to_string(value).map_err(|error| StoreError::Internal(error.to_string()))?;
    tx.seal(column, &text)
}

/// A code that this program does not know stands in what is sealed.
fn unknown(code: niangjia_kernel::UnknownCode) -> StoreError {
    StoreError::Internal(code.to_string())
}

/// `EXISTS (…)`: she is one of its people.
fn push_own(sql: &mut Sql, actor: &Actor, of: Of) {
    sql.push("EXISTS (SELECT 1 FROM protection_person p WHERE ");
    of.push(sql, "p.tenant", Some("p.case_id"));
    sql.push(" AND p.person_id = ").bind(&actor.person).push(" AND p.until_ms IS NULL)");
}

/// `EXISTS (…)`: she is in charge in its county.
fn push_in_charge(sql: &mut Sql, actor: &Actor, tx: &ReadTx<'_>, of: Of) {
    sql.push("EXISTS (SELECT 1 FROM protection_charge h WHERE ");
    of.push(sql, "h.tenant", None);
    sql.push(" AND h.person_id = ").bind(&actor.person);
    sql.push(" AND ").in_force("h", &tx.today()).push(")");
}

/// `(SELECT MAX …)`: until when she opened it from outside.
fn push_opened(sql: &mut Sql, actor: &Actor, tx: &ReadTx<'_>, of: Of) {
    sql.push("(SELECT MAX(o.until_ms) FROM protection_opening o WHERE ");
    of.push(sql, "o.tenant", Some("o.case_id"));
    sql.push(" AND o.state = 'open' AND o.person_id = ").bind(&actor.person);
    sql.push(" AND o.until_ms > ").bind(&tx.now()).push(")");
}

/// `(…)`: she may see it, in one way or another.
fn push_sees(sql: &mut Sql, actor: &Actor, tx: &ReadTx<'_>, of: Of) {
    sql.push("(");
    push_own(sql, actor, of);
    sql.push(" OR ");
    push_in_charge(sql, actor, tx, of);
    sql.push(" OR ");
    push_opened(sql, actor, tx, of);
    sql.push(" IS NOT NULL)");
}

/// Begins a statement for the cases that `actor` may see, each with the way in which.
fn visible(tx: &ReadTx<'_>, actor: &Actor) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(", CASE WHEN ");
    push_own(&mut sql, actor, Of::Row);
    sql.push(" THEN TRUE ELSE FALSE END, CASE WHEN ");
    push_in_charge(&mut sql, actor, tx, Of::Row);
    sql.push(" THEN TRUE ELSE FALSE END, ");
    push_opened(&mut sql, actor, tx, Of::Row);
    sql.push(" FROM protection_case c WHERE c.tenant = ").bind(&actor.tenant).push(" AND ");
    if !may_come_near(actor) {
        sql.push("1 = 0 AND ");
    }
    push_sees(&mut sql, actor, tx, Of::Row);
    sql
}

fn read_visible(tx: &ReadTx<'_>, sql: &Sql) -> Result<Vec<VisibleCase>, StoreError> {
    let found = tx.select(sql, |row| {
        let case = case_row(tx, row)?;
        let ways: (bool, bool, Option<Timestamp>) = (row.take()?, row.take()?, row.take()?);
        Ok((case, ways))
    })?;
    let with = |(row, (own, charge, opened))| {
        reach(own, charge, opened, tx.now()).map(|reach| VisibleCase { row, reach })
    };
    Ok(found.into_iter().filter_map(with).collect())
}

/// A case that `actor` may see.
pub(crate) fn visible_case(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Case>,
) -> Result<Option<VisibleCase>, StoreError> {
    let mut sql = visible(tx, actor);
    sql.push(" AND c.tenant = ").bind(&key.tenant).push(" AND c.id = ").bind(&key.id);
    // The same questions of the key alone: both engines answer them before they look for the case, so that a no takes as long for
    // one that is there as for one that is not.
    sql.push(" AND ");
    push_sees(&mut sql, actor, tx, Of::Key(key));
    Ok(read_visible(tx, &sql)?.into_iter().next())
}

/// The case of a row of another table, in one statement with the question whether `actor` may see it.
pub(crate) fn visible_case_of(
    tx: &ReadTx<'_>,
    actor: &Actor,
    table: &str,
    (tenant, id): (Tenant, Uuid),
) -> Result<Option<VisibleCase>, StoreError> {
    let mut sql = visible(tx, actor);
    sql.push(" AND c.tenant = ").bind(&tenant).push(" AND c.id = (SELECT x.case_id FROM ").push(table);
    sql.push(" x WHERE x.tenant = ").bind(&tenant).push(" AND x.id = ").bind(&id).push(")");
    Ok(read_visible(tx, &sql)?.into_iter().next())
}

/// Every case that `actor` may see, those that are not closed first.
pub(crate) fn visible_cases(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<VisibleCase>, StoreError> {
    let mut sql = visible(tx, actor);
    sql.push(" ORDER BY CASE WHEN c.state = 'closed' THEN 1 ELSE 0 END, c.touched_ms DESC, c.id");
    read_visible(tx, &sql)
}

/// Cases for the jobs, which show nothing to anybody: those for which `and` adds a condition.
///
/// A declared report: of every tenant.
pub(crate) fn all_cases(tx: &ReadTx<'_>, and: impl Fn(&mut Sql)) -> Result<Vec<VisibleCase>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM protection_case c WHERE 1 = 1");
    and(&mut sql);
    sql.push(" ORDER BY c.tenant, c.id");
    let rows = tx.select(&sql, |row| case_row(tx, row))?;
    Ok(rows.into_iter().map(|row| VisibleCase { row, reach: Reach::Own }).collect())
}

/// Cases of which something may wait: those that are not closed, or that have a visit planned.
pub(crate) fn running_cases(tx: &ReadTx<'_>) -> Result<Vec<VisibleCase>, StoreError> {
    all_cases(tx, |sql| {
        sql.push(" AND (c.state <> 'closed' OR EXISTS (SELECT 1 FROM protection_follow_up f WHERE f.tenant = c.tenant");
        sql.push(" AND f.case_id = c.id AND f.done_day IS NULL))");
    })
}

/// A case once more, held by the transaction of a job.
pub(crate) fn again(tx: &ReadTx<'_>, key: Key<Case>) -> Result<Option<VisibleCase>, StoreError> {
    let found = all_cases(tx, |sql| {
        sql.push(" AND c.tenant = ").bind(&key.tenant).push(" AND c.id = ").bind(&key.id);
    });
    Ok(found?.into_iter().next())
}

/// The other cases of the same person or household: how many there are, and those of them that `actor` may see too.
pub(crate) fn same_person(
    tx: &ReadTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
) -> Result<(i64, Vec<VisibleCase>), StoreError> {
    let row = case.row();
    let same = "c.id <> $2 AND EXISTS (SELECT 1 FROM protection_case me WHERE me.tenant = c.tenant AND me.id = $2 \
                AND (me.name_index = c.name_index OR me.household_index = c.household_index))";
    let sql = format!(
        "SELECT COUNT(*) FROM protection_case c WHERE c.tenant = $1 AND {same} AND c.opened_ms <= $3"
    );
    let before = tx.value(&sql, params![row.tenant, row.id, row.opened])?;
    let mut seen = Vec::new();
    for other in visible_cases(tx, actor)? {
        let sql =
            format!("SELECT COUNT(*) FROM protection_case c WHERE c.tenant = $1 AND {same} AND c.id = $3");
        if tx.value::<i64>(&sql, params![row.tenant, row.id, other.row.id])? > 0 {
            seen.push(other);
        }
    }
    Ok((before, seen))
}

/// What is about to be written of a case.
pub(crate) struct NewCase<'a> {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Case>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: &'a OrgPath,
    pub(crate) number: i64,
    pub(crate) face: &'a Face,
    pub(crate) name_index: Option<BlindIndex>,
    pub(crate) household_index: Option<BlindIndex>,
    pub(crate) responsible: Id<Person>,
}

/// Whether a number was drawn before in its county and year.
pub(crate) fn is_drawn(tx: &ReadTx<'_>, tenant: Tenant, year: i64, number: i64) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM protection_case WHERE tenant = $1 AND year = $2 AND number = $3";
    Ok(tx.value::<i64>(sql, params![tenant, year, number])? > 0)
}

/// Writes a case; says whether it was not there yet (the same form may come twice).
pub(crate) fn insert_case(tx: &WriteTx<'_>, new: &NewCase<'_>) -> Result<bool, StoreError> {
    let year = i64::from(tx.today().parts().0);
    let written = tx.execute(
        "INSERT INTO protection_case (tenant, id, org_id, org_path, year, number, state, tag, face, name_index, \
         household_index, responsible_id, opened_ms, opened_month, touched_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            new.tenant, new.id, new.org_id, new.org_path.clone(), year, new.number, State::Open,
            tags::drawn(tx, tags::CASE, tags::of_case(new.face.child)), sealed(tx, FACE, new.face)?, new.name_index.clone(), new.household_index.clone(), new.responsible, tx.now(),
            tx.today().month(),
        ],
    )?;
    Ok(written == 1)
}

/// Notes where a case stands and that something was done on it.
pub(crate) fn touch(tx: &WriteTx<'_>, case: &CaseRow, state: State) -> Result<(), StoreError> {
    let sql = "UPDATE protection_case SET state = $1, touched_ms = $2 WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![state, tx.now(), case.tenant, case.id]).map(drop)
}

/// Puts how she is reached safely.
pub(crate) fn set_contact(tx: &WriteTx<'_>, case: &CaseRow, contact: &str) -> Result<(), StoreError> {
    let sql = "UPDATE protection_case SET contact = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![tx.seal(CONTACT, contact)?, case.tenant, case.id]).map(drop)
}

/// Puts who is responsible.
pub(crate) fn set_responsible(
    tx: &WriteTx<'_>,
    case: &CaseRow,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let sql = "UPDATE protection_case SET responsible_id = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![person, case.tenant, case.id]).map(drop)
}

/// Puts how long a closed case is kept.
pub(crate) fn set_retention(tx: &WriteTx<'_>, case: &CaseRow, retention: &str) -> Result<(), StoreError> {
    let sql = "UPDATE protection_case SET retention = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![retention.to_owned(), case.tenant, case.id]).map(drop)
}
