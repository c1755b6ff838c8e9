//! SQL on mediations. Visibility is part of the fetch.

mod agreement;
mod due;
mod lists;
mod people;
mod record;
mod seen;
mod writing;

use niangjia_kernel::{Id, Key, Mediation, Tenant};
use niangjia_store::{Actor, ReadTx, Row, Sql, StoreError, WriteTx};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{Account, Case, State};
use crate::pack::MediationRules;
use crate::rules::{Sight, sight};

pub(crate) use agreement::{
    NewAgreement, NewClause, agreement_of, insert_agreement, mark_confirmation, mark_performance,
    mark_signatures,
};
pub(crate) use due::{Waiting, waiting};
pub(crate) use lists::{Filter, Page, Which, count, count_diverted, counts, lines, of_household};
pub(crate) use people::{
    NewMember, NewParty, blot_parties, declare, insert_member, insert_party, is_committee, leave,
    mark_consent, members_of, parties_of, parties_of_subject, sign,
};
pub(crate) use record::{
    delete_item, has_open, insert_item, insert_opening, insert_revisit, insert_screening, insert_session,
    items_of, openings_of, revisits_of, sessions_of, was_screened,
};
pub(crate) use writing::{
    NewCase, accept, archive, end, file_case, insert_case, mark_member, move_cases, set_state,
};

pub(crate) const ACCOUNT: &str = "mediation.account";
pub(crate) const ENDING: &str = "mediation.ending_words";

const CASE: &str = "m.tenant, m.id, m.org_id, m.org_path, m.origin, m.category, m.state, m.household_id, m.applied_day, \
                    m.registrar_name, m.called, m.accepted_day, m.ended_day, m.cause, m.form, \
                    m.with_member, m.filed_day, m.retention, m.archived_day, d.until_ms";
const CLOCK: &str = " LEFT JOIN deadline d ON d.tenant = m.tenant AND d.subject = m.id \
                     AND d.rule = 'mediation.finish' AND d.ended_ms IS NULL";

fn case_row(row: &mut Row<'_>) -> Result<Case, StoreError> {
    Ok(Case {
        tenant: row.take()?,
        id: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        origin: row.take()?,
        category: row.take()?,
        state: row.take()?,
        household: row.take()?,
        applied: row.take()?,
        registrar_name: row.take()?,
        called: row.take()?,
        accepted: row.take()?,
        ended: row.take()?,
        cause: row.take()?,
        form: row.take()?,
        with_member: row.take()?,
        filed: row.take()?,
        retention: row.take()?,
        archived: row.take()?,
        until: row.take()?,
    })
}

/// Appends the condition that `actor` works on case `m` herself: she registered it and still serves there, or she was named
/// for it and it was not diverted.
fn push_own(sql: &mut Sql, actor: &Actor) {
    sql.push("(m.registrar_id = ").bind(&actor.person).push(" AND ");
    sql.within("m.org_path", &actor.acting.org_path)
        .push(" OR m.state <> 'diverted' AND EXISTS (SELECT 1 FROM ");
    sql.push("mediation_member mine WHERE mine.tenant = m.tenant AND mine.mediation_id = m.id AND mine.until_day IS NULL ");
    sql.push("AND mine.person_id = ").bind(&actor.person).push("))");
}

/// Appends the condition that case `m` may be seen by `actor`: the one predicate of this slice (R-MED-01). What acts in her name
/// without her, a program or a phone that sends later, comes near nothing that was diverted.
pub(crate) fn push_visible(sql: &mut Sql, actor: &Actor) {
    sql.push("m.tenant = ").bind(&actor.tenant).push(" AND ");
    if actor.via.is_some() {
        sql.push("m.state <> ").bind(&State::Diverted).push(" AND ");
    }
    if actor.acting.kind.administers() {
        sql.push("1 = 0");
        return;
    }
    sql.push("(");
    push_own(sql, actor);
    if matches!(sight(actor), Sight::Keeps | Sight::Lists) {
        sql.push(" OR m.state <> 'diverted' AND ").within("m.org_path", &actor.acting.org_path);
    }
    sql.push(")");
}

/// How somebody may see a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// She works on it.
    Own,
    /// She chairs the community.
    Keeps,
    /// She leads the street or county above.
    Above,
}

/// A case that an actor may see. Actions take nothing else.
#[derive(Debug, Clone)]
pub(crate) struct VisibleCase {
    pub(crate) row: Case,
    pub(crate) reach: Reach,
    /// Whether its words may be read: always, or since it was opened with a purpose today.
    pub(crate) opened: bool,
}

/// A case as far as `actor` may see it.
pub(crate) fn visible_case(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Mediation>,
) -> Result<Option<VisibleCase>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(CASE).push(", CAST(CASE WHEN ");
    push_own(&mut sql, actor);
    sql.push(" THEN 1 ELSE 0 END AS BIGINT)")
        .push(" FROM mediation m")
        .push(CLOCK)
        .push(" WHERE m.tenant = ")
        .bind(&key.tenant);
    sql.push(" AND m.id = ").bind(&key.id).push(" AND ");
    push_visible(&mut sql, actor);
    let found = tx.select(&sql, |row| Ok((case_row(row)?, row.take::<i64>()?)))?;
    let Some((row, own)) = found.into_iter().next() else { return Ok(None) };
    let reach = match (own, sight(actor)) {
        (1, _) => Reach::Own,
        (_, Sight::Keeps) => Reach::Keeps,
        _ => Reach::Above,
    };
    let opened = reach != Reach::Above || has_open(tx, actor, &row)?;
    Ok(Some(VisibleCase { row, reach, opened }))
}

impl VisibleCase {
    /// What its papers belong to; nothing where they may not be read. What was diverted has no papers any more: it is dealt with
    /// elsewhere, and nobody opens here what was brought before.
    pub(crate) fn matter(&self) -> Option<niangjia_attachment::Matter> {
        let row = &self.row;
        if row.state == State::Diverted || !self.opened {
            return None;
        }
        // Before the questions about danger nothing is collected, and a bound file stays as it is.
        let grows = row.state.is_over() || matches!(row.state, State::Screened | State::Accepted);
        Some(niangjia_attachment::Matter {
            tenant: row.tenant,
            subject: row.id.uuid(),
            org_path: row.org_path.clone(),
            href: row.href(),
            title: row.title(),
            may_add: grows && self.reach != Reach::Above,
            labels: MediationRules::in_force().paper_labels(),
        })
    }
}

/// What the dispute is about.
pub(crate) fn account_of(tx: &ReadTx<'_>, case: &Case) -> Result<Account, StoreError> {
    let sql = "SELECT account FROM mediation WHERE tenant = $1 AND id = $2";
    let sealed: Vec<u8> = tx.value(sql, niangjia_store::params![case.tenant, case.id])?;
    opened(tx, ACCOUNT, &sealed)
}

/// Words of a known shape, sealed together.
fn sealed(tx: &WriteTx<'_>, context: &str, words: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    let text = serde_json::to_string(words).map_err(|error| StoreError::Internal(error.to_string()))?;
    tx.seal(context, &text)
}

fn opened<T: DeserializeOwned>(tx: &ReadTx<'_>, context: &str, sealed: &[u8]) -> Result<T, StoreError> {
    let text = tx.unseal(context, sealed)?;
    serde_json::from_str(&text).map_err(|error| StoreError::Internal(error.to_string()))
}

/// Tenant and identity of a case, for statements.
const fn key_of(case: &Case) -> (Tenant, Id<Mediation>) {
    (case.tenant, case.id)
}
