//! What the parties agreed.

use niangjia_kernel::{Day, Id};
use niangjia_store::{ReadTx, StoreError, WriteTx, params};

use super::{key_of, opened, sealed};
use crate::model::{
    Agreement, AgreementLine, Case, Clause, ClauseLine, ClauseWords, Confirmation, Form, Performance, Terms,
};

const TERMS: &str = "mediation_agreement.terms";
const CLAUSE: &str = "mediation_clause.words";

/// What is about to be written of an agreement.
pub(crate) struct NewAgreement<'a> {
    pub(crate) id: Id<AgreementLine>,
    pub(crate) form: Form,
    pub(crate) on: Day,
    pub(crate) terms: &'a Terms,
    pub(crate) effective: Option<Day>,
    pub(crate) clauses: &'a [NewClause],
}

/// One clause of it.
pub(crate) struct NewClause {
    pub(crate) words: ClauseWords,
    pub(crate) due: Option<Day>,
    pub(crate) status: bool,
    pub(crate) performed: Option<Day>,
}

/// Writes an agreement with its clauses; says whether there was none before.
pub(crate) fn insert_agreement(
    tx: &WriteTx<'_>,
    case: &Case,
    new: &NewAgreement<'_>,
) -> Result<bool, StoreError> {
    let (tenant, id) = key_of(case);
    let terms = sealed(tx, TERMS, new.terms)?;
    let written = tx.execute(
        "INSERT INTO mediation_agreement (tenant, id, mediation_id, form, on_day, terms, effective_day, court) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, '') ON CONFLICT (tenant, mediation_id) DO NOTHING",
        params![tenant, new.id, id, new.form, new.on, terms, new.effective],
    )?;
    if written == 0 {
        return Ok(false);
    }
    for (number, clause) in (1_i64..).zip(new.clauses) {
        let words = sealed(tx, CLAUSE, &clause.words)?;
        let performance = clause.performed.map(|_| Performance::Performed);
        tx.execute(
            "INSERT INTO mediation_clause (tenant, id, mediation_id, number, words, due_day, status, performance, \
             performance_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            params![
                tenant, tx.new_id::<ClauseLine>(), id, number, words, clause.due, clause.status, performance,
                clause.performed,
            ],
        )?;
    }
    Ok(true)
}

/// The agreement of a case.
pub(crate) fn agreement_of(tx: &ReadTx<'_>, case: &Case) -> Result<Option<Agreement>, StoreError> {
    let (tenant, id) = key_of(case);
    let sql = "SELECT form, on_day, terms, mediator_day, stamped_day, effective_day, confirmation, \
               confirmation_day, court FROM mediation_agreement WHERE tenant = $1 AND mediation_id = $2";
    let found = tx.row(sql, params![tenant, id], |row| {
        let (form, on, terms) = (row.take()?, row.take()?, row.take::<Vec<u8>>()?);
        let (mediator_signed, stamped, effective) = (row.take()?, row.take()?, row.take()?);
        let (step, day): (Option<Confirmation>, Option<Day>) = (row.take()?, row.take()?);
        Ok(Agreement {
            form,
            on,
            terms: opened(tx, TERMS, &terms)?,
            mediator_signed,
            stamped,
            effective,
            confirmation: step.zip(day),
            court: row.take()?,
            clauses: Vec::new(),
        })
    })?;
    let Some(mut agreement) = found else { return Ok(None) };
    let sql = "SELECT id, number, words, due_day, status, performance, performance_day FROM mediation_clause \
               WHERE tenant = $1 AND mediation_id = $2 ORDER BY number";
    agreement.clauses = tx.rows(sql, params![tenant, id], |row| {
        let (id, number, words) = (row.take()?, row.take()?, row.take::<Vec<u8>>()?);
        let (due, status) = (row.take()?, row.take()?);
        let (done, day): (Option<Performance>, Option<Day>) = (row.take()?, row.take()?);
        let words = opened(tx, CLAUSE, &words)?;
        Ok(Clause { id, number, words, due, status, performance: done.zip(day) })
    })?;
    Ok(Some(agreement))
}

/// Notes on which days the mediator signed and the seal was put, and since when it is in force.
pub(crate) fn mark_signatures(
    tx: &WriteTx<'_>,
    case: &Case,
    (mediator, stamped, effective): (Option<Day>, Option<Day>, Option<Day>),
) -> Result<(), StoreError> {
    let sql = "UPDATE mediation_agreement SET mediator_day = $1, stamped_day = $2, effective_day = $3 \
               WHERE tenant = $4 AND mediation_id = $5";
    tx.execute(sql, params![mediator, stamped, effective, case.tenant, case.id]).map(drop)
}

/// Notes how a clause is performed.
pub(crate) fn mark_performance(
    tx: &WriteTx<'_>,
    case: &Case,
    clause: &Clause,
    (performance, on, note): (Performance, Day, &str),
) -> Result<(), StoreError> {
    let words = ClauseWords { note: note.to_owned(), ..clause.words.clone() };
    let words = sealed(tx, CLAUSE, &words)?;
    let sql = "UPDATE mediation_clause SET performance = $1, performance_day = $2, words = $3 \
               WHERE tenant = $4 AND mediation_id = $5 AND id = $6";
    tx.execute(sql, params![performance, on, words, case.tenant, case.id, clause.id]).map(drop)
}

/// Notes how the confirmation by a court stands.
pub(crate) fn mark_confirmation(
    tx: &WriteTx<'_>,
    case: &Case,
    (step, on, court): (Confirmation, Day, &str),
) -> Result<(), StoreError> {
    let sql = "UPDATE mediation_agreement SET confirmation = $1, confirmation_day = $2, court = $3 \
               WHERE tenant = $4 AND mediation_id = $5";
    tx.execute(sql, params![step, on, court.to_owned(), case.tenant, case.id]).map(drop)
}
