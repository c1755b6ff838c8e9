//! SQL on sealed cases. Visibility is part of the fetch: there is no other way to a [`VisibleCase`].

mod charges;
mod credits;
mod measures;
mod numbers;
mod openings;
mod people;

use niangjia_kernel::{Id, Key, OrgPath, Organisation, Person, Tenant, Timestamp};
use niangjia_store::{Actor, BlindIndex, ReadTx, Row, Sql, StoreError, WriteTx, params};
use uuid::Uuid;

use crate::model::{Case, CaseRow, State};
use crate::rules::{Reach, may_come_near, reach};

pub(crate) use charges::{NewCharge, charges, end_charge, insert_charge, is_in_charge};
pub(crate) use credits::{add_credit, credits_of, own_credits};
pub(crate) use measures::{
    add_follow_up, end_follow_up, follow_ups, insert_measure, measures, turn_measure, visible_measure,
};
pub(crate) use numbers::{opened_by_quarter, turned_by_quarter};
pub(crate) use openings::{
    NewOpening, asked_from, by_number, decide_opening, insert_opening, is_unseen, mark_seen, openings,
    wrong_numbers,
};
pub(crate) use people::{NewEvent, add_person, events, insert_event, people, remove_person, serves_here};

pub(crate) const FACE: &str = "protection_case.face";
pub(crate) const CONTACT: &str = "protection_case.contact";
pub(crate) const EVENT: &str = "protection_event.words";
pub(crate) const PERSON_REASON: &str = "protection_person.reason";
pub(crate) const MEASURE: &str = "protection_measure.words";
pub(crate) const OPENING_REASON: &str = "protection_opening.reason";

const COLUMNS: &str = "c.tenant, c.id, c.org_id, c.org_path, c.year, c.number, c.state, c.violence, c.child, c.face, c.contact, \
                       c.responsible_id, c.opened_ms, c.touched_ms, c.retention";

/// A case that somebody may see, and in which way. Nothing but [`visible_case`] and [`visible_cases`] makes one.
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

fn case_row(row: &mut Row<'_>) -> Result<CaseRow, StoreError> {
    Ok(CaseRow {
        tenant: row.take()?,
        id: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        year: row.take()?,
        number: row.take()?,
        state: row.take()?,
        violence: row.take()?,
        child: row.take()?,
        face: row.take()?,
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
        let case = case_row(row)?;
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
    pub(crate) violence: bool,
    pub(crate) child: bool,
    pub(crate) face: &'a str,
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
        "INSERT INTO protection_case (tenant, id, org_id, org_path, year, number, state, violence, child, face, name_index, \
         household_index, responsible_id, opened_ms, opened_month, touched_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $14) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            new.tenant, new.id, new.org_id, new.org_path.clone(), year, new.number, State::Open, new.violence, new.child,
            tx.seal(FACE, new.face)?, new.name_index.clone(), new.household_index.clone(), new.responsible, tx.now(),
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

/// Whether one of the clocks of some subjects runs, of which rules: `(subject, rule, until)`.
pub(crate) fn running_clocks(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    subjects: &[Uuid],
) -> Result<Vec<(String, Option<Timestamp>)>, StoreError> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT d.rule, d.until_ms FROM deadline d WHERE d.tenant = ");
    sql.bind(&tenant).push(" AND d.ended_ms IS NULL AND d.subject IN (");
    for (index, subject) in subjects.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(subject);
    }
    sql.push(")");
    tx.select(&sql, |row| Ok((row.take()?, row.take()?)))
}
