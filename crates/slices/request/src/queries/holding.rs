//! Who has a request, and how it goes on.

use niangjia_kernel::{Id, Key, OrgPath, Organisation, Person, Request, Tenant, Timestamp};
use niangjia_store::{Actor, ReadTx, Sql, StoreError, WriteTx, params};
use uuid::Uuid;

use crate::model::{Hold, HoldRow, LeftHow, RequestRow, Rung, State};

/// Where a request arrives.
#[derive(Debug, Clone)]
pub(crate) struct Arriving {
    pub(crate) rung: Rung,
    pub(crate) org: Id<Organisation>,
    pub(crate) path: OrgPath,
    pub(crate) tenant: Tenant,
    /// Who has it already, where it arrives in somebody's hands.
    pub(crate) person: Option<Id<Person>>,
}

/// Everybody who has a request or had it, the first first.
pub(super) fn holds(tx: &ReadTx<'_>, request: &RequestRow) -> Result<Vec<HoldRow>, StoreError> {
    let sql = "SELECT id, rung, org_id, org_path, org_tenant, person_id, taken_ms, passed_to, left_ms \
               FROM request_hold WHERE tenant = $1 AND request_id = $2 ORDER BY arrived_ms, id";
    tx.rows(sql, params![request.tenant, request.id], |row| {
        Ok(HoldRow {
            id: row.take()?,
            rung: row.take()?,
            org_id: row.take()?,
            org_path: row.take()?,
            org_tenant: row.take()?,
            person: row.take()?,
            taken: row.take()?,
            passed_to: row.take()?,
            left: row.take()?,
        })
    })
}

/// The holds that have not ended of these requests, with their request. Who may see them was asked when the requests were fetched.
pub(crate) fn present_holds(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    requests: &[Uuid],
) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
    let mut sql =
        Sql::new("SELECT h.id, h.request_id FROM request_hold h WHERE h.left_ms IS NULL AND h.tenant = ");
    sql.bind(&tenant).push(" AND h.request_id IN (");
    for (at, request) in requests.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" }).bind(request);
    }
    sql.push(")");
    tx.select(&sql, |row| Ok((row.take()?, row.take()?)))
}

/// Puts a request into hands: a new hold, and what the request says of who has it. In another tenant a pointer is left there, so
/// that those above find what they have without a look into every county.
pub(crate) fn insert_hold(
    tx: &WriteTx<'_>,
    request: Key<Request>,
    to: &Arriving,
) -> Result<Id<Hold>, StoreError> {
    let id = tx.new_id::<Hold>();
    let taken = to.person.map(|_| tx.now());
    tx.execute(
        "INSERT INTO request_hold (tenant, id, request_id, rung, org_id, org_path, org_tenant, person_id, arrived_ms, \
         taken_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            request.tenant, id, request.id, to.rung, to.org, to.path.clone(), to.tenant, to.person, tx.now(), taken
        ],
    )?;
    if to.tenant != request.tenant {
        tx.execute(
            "INSERT INTO request_above (tenant, id, org_id, org_path, request_tenant, request_id, arrived_ms) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![to.tenant, id, to.org, to.path.clone(), request.tenant, request.id, tx.now()],
        )?;
    }
    Ok(id)
}

/// Says who has a request now, and how it stands there.
pub(crate) fn pass_to(
    tx: &WriteTx<'_>,
    request: Key<Request>,
    to: &Arriving,
    state: State,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE request SET rung = $1, holder_id = $2, holder_path = $3, holder_person = $4, state = $5 \
         WHERE tenant = $6 AND id = $7",
        params![to.rung, to.org, to.path.clone(), to.person, state, request.tenant, request.id],
    )
    .map(drop)
}

/// Notes that a hold goes on to another one and stays responsible until that is taken; `None`: it came back.
pub(crate) fn point_passed_to(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    from: Id<Hold>,
    to: Option<Id<Hold>>,
) -> Result<(), StoreError> {
    let sql = "UPDATE request_hold SET passed_to = $1 WHERE tenant = $2 AND id = $3 AND left_ms IS NULL";
    tx.execute(sql, params![to, tenant, from]).map(drop)
}

/// Notes that somebody has taken what waited; says whether it did.
pub(crate) fn mark_taken(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    hold: Id<Hold>,
    person: Id<Person>,
) -> Result<bool, StoreError> {
    let sql = "UPDATE request_hold SET taken_ms = $1, person_id = $2 WHERE tenant = $3 AND id = $4 AND left_ms IS NULL";
    Ok(tx.execute(sql, params![tx.now(), person, tenant, hold])? == 1)
}

/// Another person of the same organisation works on it.
pub(crate) fn set_holder_person(
    tx: &WriteTx<'_>,
    request: Key<Request>,
    person: Option<Id<Person>>,
    state: State,
) -> Result<(), StoreError> {
    let sql = "UPDATE request SET holder_person = $1, state = $2 WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![person, state, request.tenant, request.id]).map(drop)
}

/// Notes that a hold is over, and why.
pub(crate) fn leave_hold(
    tx: &WriteTx<'_>,
    hold: &HoldRow,
    tenant: Tenant,
    how: LeftHow,
) -> Result<(), StoreError> {
    let sql = "UPDATE request_hold SET left_ms = $1, left_how = $2 WHERE tenant = $3 AND id = $4 AND left_ms IS NULL";
    tx.execute(sql, params![tx.now(), how, tenant, hold.id])?;
    let sql = "UPDATE request_above SET left_ms = $1 WHERE tenant = $2 AND id = $3 AND left_ms IS NULL";
    if hold.org_tenant != tenant {
        tx.execute(sql, params![tx.now(), hold.org_tenant, hold.id])?;
    }
    niangjia_deadline::stop_all(tx, (tenant, hold.id.uuid()))
}

/// Everybody lets go of a request.
pub(crate) fn close_holds(tx: &WriteTx<'_>, request: &RequestRow) -> Result<(), StoreError> {
    for hold in holds(tx, request)?.iter().filter(|hold| hold.left.is_none()) {
        leave_hold(tx, hold, request.tenant, LeftHow::Closed)?;
    }
    Ok(())
}

/// Whoever had it last has it again: taken by herself.
pub(crate) fn hold_again(
    tx: &WriteTx<'_>,
    request: Key<Request>,
    last: &Arriving,
) -> Result<Id<Hold>, StoreError> {
    let hold = insert_hold(tx, request, last)?;
    pass_to(tx, request, last, if last.person.is_some() { State::Handling } else { State::Waiting })?;
    Ok(hold)
}

/// A request, and one of its holds.
type LateHold = (Key<Request>, Id<Hold>);

/// Holds whose time has passed and that have not gone on: request, hold, rung, and whether it was taken.
///
/// A declared report: over every tenant, by the clocks that have ended.
pub(crate) fn late_holds(tx: &ReadTx<'_>, now: Timestamp, limit: i64) -> Result<Vec<LateHold>, StoreError> {
    let sql = "SELECT h.tenant, h.request_id, h.id FROM deadline d JOIN request_hold h \
               ON h.tenant = d.tenant AND h.id = d.subject WHERE d.ended_ms IS NULL AND d.until_ms <= $1 \
               AND h.left_ms IS NULL AND h.passed_to IS NULL AND h.rung <> $2 ORDER BY d.until_ms, h.id LIMIT $3";
    tx.rows(sql, params![now, Rung::Province, limit], |row| {
        let (tenant, request, hold): (Tenant, Id<Request>, Id<Hold>) =
            (row.take()?, row.take()?, row.take()?);
        Ok((request.within(tenant), hold))
    })
}

/// What a person had goes back to wait at her organisation: she has left it. Says which requests.
pub(crate) fn leave_of_person(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    path: &OrgPath,
) -> Result<Vec<Id<Request>>, StoreError> {
    let sql = "SELECT r.id FROM request r WHERE r.tenant = $1 AND r.holder_person = $2 AND r.holder_path = $3 \
               AND r.state IN ($4, $5)";
    let states = (State::Waiting, State::Handling);
    let found: Vec<Id<Request>> =
        tx.rows(sql, params![tenant, person, path.clone(), states.0, states.1], niangjia_store::single)?;
    for request in &found {
        let sql = "UPDATE request_hold SET person_id = NULL WHERE tenant = $1 AND request_id = $2 AND person_id = $3 \
                   AND left_ms IS NULL";
        tx.execute(sql, params![tenant, *request, person])?;
        set_holder_person(tx, request.within(tenant), None, State::Waiting)?;
    }
    Ok(found)
}

/// The tenant below from which an organisation holds a request now.
pub(crate) fn tenant_below(
    tx: &ReadTx<'_>,
    actor: &Actor,
    id: Id<Request>,
) -> Result<Option<Tenant>, StoreError> {
    let sql = "SELECT a.request_tenant FROM request_above a WHERE a.tenant = $1 AND a.request_id = $2 AND a.org_path = $3 \
               AND a.left_ms IS NULL";
    tx.row(sql, params![actor.tenant, id, actor.acting.org_path.clone()], |row| row.take())
}
