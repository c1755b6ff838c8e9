//! Cases whose responsible person is gone, and who takes them.

use niangjia_kernel::{Id, Person, Tenant};
use niangjia_store::{ReadTx, Sql, StoreError, WriteTx, params};

use super::serving::push_serves;
use super::{VisibleCase, all_cases};
use crate::model::{Case, Succession, SuccessionState};

/// That a case waits for somebody else who is responsible.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SuccessionRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Succession>,
    /// Who is gone.
    pub(crate) gone: Id<Person>,
}

/// What waits on a case, if anything does.
pub(crate) fn waiting_succession(
    tx: &ReadTx<'_>,
    (tenant, case): (Tenant, Id<Case>),
) -> Result<Option<SuccessionRow>, StoreError> {
    let sql = "SELECT tenant, id, person_id FROM protection_succession WHERE tenant = $1 AND case_id = $2 \
               AND state = 'waiting'";
    tx.row(sql, params![tenant, case], |row| {
        Ok(SuccessionRow { tenant: row.take()?, id: row.take()?, gone: row.take()? })
    })
}

/// Cases that are not over and whose responsible person does not serve, or that wait for a successor.
pub(crate) fn without_responsible(tx: &ReadTx<'_>) -> Result<Vec<VisibleCase>, StoreError> {
    all_cases(tx, |sql| {
        sql.push(
            " AND (EXISTS (SELECT 1 FROM protection_succession s WHERE s.tenant = c.tenant AND s.case_id = c.id \
             AND s.state = 'waiting') OR ((c.state <> 'closed' OR EXISTS (SELECT 1 FROM protection_follow_up f \
             WHERE f.tenant = c.tenant AND f.case_id = c.id AND f.done_day IS NULL)) AND NOT ",
        );
        push_serves(sql, tx, ("c.tenant", "c.responsible_id"));
        sql.push("))");
    })
}

/// Whether whoever is responsible for a case serves today.
pub(crate) fn responsible_serves(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM protection_case c WHERE c.tenant = ");
    sql.bind(&case.row().tenant).push(" AND c.id = ").bind(&case.row().id).push(" AND ");
    push_serves(&mut sql, tx, ("c.tenant", "c.responsible_id"));
    let (text, values) = sql.parts();
    Ok(tx.value::<i64>(text, values)? > 0)
}

/// Writes that a case waits for a successor.
pub(crate) fn insert_succession(tx: &WriteTx<'_>, case: &VisibleCase) -> Result<Id<Succession>, StoreError> {
    let sql = "INSERT INTO protection_succession (tenant, id, case_id, person_id, state, from_ms) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let (id, row) = (tx.new_id::<Succession>(), case.row());
    let state = SuccessionState::Waiting;
    tx.execute(sql, params![row.tenant, id, row.id, row.responsible, state, tx.now()])?;
    Ok(id)
}

/// Writes how it ended; says whether it waited.
pub(crate) fn end_succession(
    tx: &WriteTx<'_>,
    succession: &SuccessionRow,
    state: SuccessionState,
) -> Result<bool, StoreError> {
    let sql = "UPDATE protection_succession SET state = $1, ended_ms = $2 WHERE tenant = $3 AND id = $4 \
               AND state = 'waiting'";
    Ok(tx.execute(sql, params![state, tx.now(), succession.tenant, succession.id])? == 1)
}
