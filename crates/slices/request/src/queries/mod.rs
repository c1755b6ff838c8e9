//! SQL on requests. Visibility is part of the fetch.

mod history;
mod holding;
mod listing;
mod parts;
mod writing;

use niangjia_kernel::{Key, Request};
use niangjia_store::{Actor, BlindIndex, ReadTx, Row, Sql, StoreError};

use crate::model::{Class, HoldRow, RequestRow};
use crate::rules::{Access, Sight, sight};

pub(crate) use history::{
    events, insert_event, insert_opening, insert_telling, opening_in_force, openings, tellings,
};
pub(crate) use holding::{
    Arriving, close_holds, hold_again, insert_hold, late_holds, leave_hold, leave_of_person, mark_taken,
    pass_to, point_passed_to, present_holds, set_holder_person, tenant_below,
};
pub(crate) use listing::{Asked, Show, by_show, counts, list, open_of_household, same_matter};
pub(crate) use writing::{
    NewRequest, answered_on, by_code, close, erase, insert_request, mark_notified, move_requests, of_subject,
    reopen, seal_request, set_answer, set_state, unsealed, whoever,
};

pub(crate) const NAME: &str = "request.name";
pub(crate) const PHONE: &str = "request.phone";
pub(crate) const CODE: &str = "request.code";
pub(crate) const WORDS: &str = "request.words";
pub(crate) const REACH_WORDS: &str = "request.reach_words";
pub(crate) const ANSWER: &str = "request.answer";
pub(crate) const EVENT_WORDS: &str = "request_event.words";
pub(crate) const PURPOSE: &str = "request_opening.purpose";

pub(crate) const REQUEST: &str = "r.tenant, r.id, r.year, r.number, r.org_id, r.org_path, r.channel, r.category, r.class, r.urgent, \
                                  r.received_ms, r.received_by, r.received_name, r.household_id, r.resident_id, \
                                  r.anonymous, r.name, r.phone, r.words, r.reach, r.reach_words, r.state, r.instance, r.rung, \
                                  r.holder_id, r.holder_path, r.holder_person, r.answer, r.notified_day, r.closing, \
                                  r.closed_ms";

pub(crate) fn request_row(row: &mut Row<'_>) -> Result<RequestRow, StoreError> {
    Ok(RequestRow {
        tenant: row.take()?,
        id: row.take()?,
        year: row.take()?,
        number: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        channel: row.take()?,
        category: row.take()?,
        class: row.take()?,
        urgent: row.take()?,
        received: row.take()?,
        received_by: row.take()?,
        received_name: row.take()?,
        household: row.take()?,
        resident: row.take()?,
        anonymous: row.take()?,
        name: row.take()?,
        phone: row.take()?,
        words: row.take()?,
        reach: row.take()?,
        reach_words: row.take()?,
        state: row.take()?,
        instance: row.take()?,
        rung: row.take()?,
        holder: row.take()?,
        holder_path: row.take()?,
        holder_person: row.take()?,
        answer: row.take()?,
        notified: row.take()?,
        closing: row.take()?,
        closed: row.take()?,
    })
}

/// The blind index of a text of a request: a name, a number, a code.
pub(crate) fn index(tx: &ReadTx<'_>, domain: &str, text: &str) -> BlindIndex {
    let plain: String = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect();
    tx.keys().index(domain, &plain.to_uppercase())
}

/// A request that this actor may see, and how. Actions take nothing else.
#[derive(Debug, Clone)]
pub struct VisibleRequest {
    pub(crate) row: RequestRow,
    pub(crate) access: Access,
    /// Whether whoever only has the line said today for what she opens it.
    pub(crate) opened: bool,
    /// Who has it or had it, the first first.
    pub(crate) holds: Vec<HoldRow>,
}

impl VisibleRequest {
    /// Whether everything in it may be read.
    pub(crate) fn reads(&self) -> bool {
        self.access.reads() || self.opened
    }

    /// What its papers belong to.
    pub(crate) fn matter(&self) -> niangjia_attachment::Matter {
        let row = &self.row;
        niangjia_attachment::Matter {
            tenant: row.tenant,
            subject: row.id.uuid(),
            org_path: row.org_path.clone(),
            href: row.href(),
            title: row.called(),
            may_add: row.closing.is_none() && self.access.reads(),
            labels: &[("said", "她带来的"), ("done", "办理材料"), ("answer", "答复")],
        }
    }

    /// Who has it: the last one that has not gone on.
    pub(crate) fn present(&self) -> Option<&HoldRow> {
        self.holds.iter().rev().find(|hold| hold.left.is_none() && hold.passed_to.is_none())
    }

    /// The tenant of the organisation that has it or had it last.
    pub(crate) fn holder_tenant(&self) -> Option<niangjia_kernel::Tenant> {
        let last = self.holds.iter().rev().find(|hold| hold.org_path == self.row.holder_path);
        last.map(|hold| hold.org_tenant)
    }

    /// Whoever passed it and waits until it is taken.
    pub(crate) fn passing(&self) -> Option<&HoldRow> {
        let present = self.present()?;
        self.holds.iter().find(|hold| hold.left.is_none() && hold.passed_to == Some(present.id))
    }
}

/// Appends what is a person's own: what she received, what she works on, what she passed and nobody has taken yet.
fn push_own(sql: &mut Sql, actor: &Actor) {
    push_own_if(sql, actor, |_| {});
}

/// The same, of what she received or works on only where `condition` holds of it, as `own`.
fn push_own_if(sql: &mut Sql, actor: &Actor, condition: impl Fn(&mut Sql)) {
    let tenant = &actor.tenant;
    for column in ["received_by", "holder_person"] {
        sql.push("SELECT own.id FROM request own WHERE own.tenant = ").bind(tenant).push(" AND own.");
        condition(sql.push(column).push(" = ").bind(&actor.person));
        sql.push(" UNION ALL ");
    }
    sql.push("SELECT held.request_id FROM request_hold held WHERE held.tenant = ").bind(tenant);
    sql.push(" AND held.person_id = ").bind(&actor.person).push(" AND held.left_ms IS NULL");
}

/// Appends what an organisation has now.
fn push_held(sql: &mut Sql, actor: &Actor) {
    sql.push(" UNION ALL SELECT held.request_id FROM request_hold held WHERE held.tenant = ")
        .bind(&actor.tenant);
    sql.push(" AND held.org_path = ").bind(&actor.acting.org_path).push(" AND held.left_ms IS NULL");
}

/// Appends the condition that request `r` may be seen by `actor`: the one predicate of this slice. What acts in her name without
/// her, a program or a phone that sends later, comes near nothing that is sealed. Lists ask it in parts (`parts.rs`).
pub(crate) fn push_visible(sql: &mut Sql, actor: &Actor) {
    if actor.via.is_some() {
        sql.push("r.class = ").bind(&Class::Personal).push(" AND ");
    }
    match sight(actor) {
        Sight::Nothing => drop(sql.push("1 = 0")),
        Sight::Above => {
            sql.push("EXISTS (SELECT 1 FROM request_above a WHERE a.tenant = ").bind(&actor.tenant);
            sql.push(" AND a.org_path = ").bind(&actor.acting.org_path);
            sql.push(" AND a.left_ms IS NULL AND a.request_tenant = r.tenant AND a.request_id = r.id)");
        }
        Sight::Own => {
            sql.push("r.tenant = ").bind(&actor.tenant).push(" AND r.id IN (");
            push_own(sql, actor);
            sql.push(")");
        }
        Sight::Community | Sight::Lists => {
            sql.push("((");
            parts::push_branch(sql, actor);
            sql.push(") OR (r.tenant = ").bind(&actor.tenant).push(" AND r.id IN (");
            push_own(sql, actor);
            push_held(sql, actor);
            sql.push(")))");
        }
    }
}

/// Appends [`push_visible`] for the one request `r` that is asked for by its key. The searches there look through all that somebody
/// has before they say no, and only when the request is there: a watch would tell. Here each question is one look by the key.
fn push_visible_by_key(sql: &mut Sql, actor: &Actor) {
    let sight = sight(actor);
    if matches!(sight, Sight::Nothing | Sight::Above) {
        return push_visible(sql, actor);
    }
    if actor.via.is_some() {
        sql.push("r.class = ").bind(&Class::Personal).push(" AND ");
    }
    sql.push("r.tenant = ").bind(&actor.tenant).push(" AND (r.received_by = ").bind(&actor.person);
    sql.push(" OR r.holder_person = ").bind(&actor.person);
    sql.push(" OR EXISTS (SELECT 1 FROM request_hold held WHERE held.tenant = r.tenant AND held.request_id = r.id ");
    sql.push("AND held.left_ms IS NULL AND (held.person_id = ").bind(&actor.person);
    if matches!(sight, Sight::Community | Sight::Lists) {
        sql.push(" OR held.org_path = ").bind(&actor.acting.org_path);
        sql.push(")) OR r.class = ").bind(&Class::Personal).push(" AND ");
        sql.within("r.org_path", &actor.acting.org_path).push(")");
    } else {
        sql.push(")))");
    }
}

/// Fetches a request as far as `actor` may see it.
pub(crate) fn visible_request(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Request>,
) -> Result<Option<VisibleRequest>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(REQUEST)
        .push(" FROM request r WHERE r.tenant = ")
        .bind(&key.tenant)
        .push(" AND r.id = ")
        .bind(&key.id);
    sql.push(" AND ");
    push_visible_by_key(&mut sql, actor);
    let Some(row) = tx.select(&sql, request_row)?.into_iter().next() else {
        return Ok(None);
    };
    let holds = holding::holds(tx, &row)?;
    let access = access(actor, &row, &holds);
    let opened = access == Access::Above && opening_in_force(tx, actor, &row)?;
    Ok(Some(VisibleRequest { row, access, opened, holds }))
}

fn access(actor: &Actor, row: &RequestRow, holds: &[HoldRow]) -> Access {
    let mine = |hold: &&HoldRow| hold.left.is_none() && hold.person == Some(actor.person);
    let own = row.received_by == Some(actor.person) || row.holder_person == Some(actor.person);
    let here = |hold: &&HoldRow| hold.left.is_none() && hold.org_path == actor.acting.org_path;
    if own || holds.iter().any(|hold| mine(&hold)) {
        Access::Own
    } else if sight(actor) == Sight::Community && row.org_path == actor.acting.org_path {
        Access::Keeps
    } else if actor.acting.kind.leads() && holds.iter().any(|hold| here(&hold)) {
        Access::Holds
    } else {
        Access::Above
    }
}
