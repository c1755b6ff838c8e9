//! Lists of cases.

use niangjia_kernel::{Day, Household, Id, OrgPath, Tenant, coded};
use niangjia_store::{Actor, ReadTx, Sql, StoreError};

use super::{CASE, FROM, case_row, push_own, push_visible};
use crate::model::{Case, Form, State};
use crate::rules::{Sight, sight};

coded! {
    /// Which cases are listed.
    pub enum Which {
        /// All.
        All = "all", "全部";
        /// Still going on.
        Open = "open", "在办";
        /// The period ends soon or has ended.
        Due = "due", "到期和超期";
        /// With an agreement.
        Agreed = "agreed", "达成协议";
        /// With a written agreement.
        Written = "written", "书面协议";
        /// Ended without.
        Ended = "ended", "没有达成";
        /// The file is bound.
        Filed = "filed", "已立卷";
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub(crate) which: Which,
    /// Only those in which a member of the committee took part.
    pub(crate) member: bool,
    /// Accepted between two days.
    pub(crate) accepted: Option<(Day, Day)>,
    /// A party of exactly this name; only for whoever reads names.
    pub(crate) party: String,
}

/// Which lines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) skip: i64,
    pub(crate) limit: i64,
}

/// Days before the end of the period from which it is listed as due.
const DUE_DAYS: i64 = 7;

fn push_filter(sql: &mut Sql, tx: &ReadTx<'_>, filter: &Filter, tenant: Tenant) {
    // A screen or a file with the list lies open on a desk: what was diverted is on none, not even its registrar's.
    sql.push(" AND m.state <> ").bind(&State::Diverted);
    match filter.which {
        Which::All => {}
        Which::Open => {
            sql.push(" AND m.state IN ('applied', 'screened', 'accepted')");
        }
        Which::Due => {
            let soon = tx.today().plus(DUE_DAYS + 1).start();
            sql.push(" AND m.state = ").bind(&State::Accepted).push(" AND d.until_ms <= ").bind(&soon);
        }
        Which::Agreed => {
            sql.push(" AND m.form IS NOT NULL");
        }
        Which::Written => {
            sql.push(" AND m.form = ").bind(&Form::Written);
        }
        Which::Ended => {
            sql.push(" AND m.form IS NULL AND m.ended_day IS NOT NULL");
        }
        Which::Filed => {
            sql.push(" AND m.filed_day IS NOT NULL");
        }
    }
    if filter.member {
        sql.push(" AND m.with_member = ").bind(&true);
    }
    if let Some((from, to)) = &filter.accepted {
        let day = if filter.which == Which::Written { "m.ended_day" } else { "m.accepted_day" };
        sql.push(" AND ").push(day).push(" >= ").bind(from).push(" AND ").push(day).push(" <= ").bind(to);
    }
    if !filter.party.is_empty() {
        let index = tx.keys().index(super::people::NAME, &filter.party);
        sql.push(" AND EXISTS (SELECT 1 FROM mediation_party p WHERE p.tenant = ").bind(&tenant);
        sql.push(" AND p.mediation_id = m.id AND p.name_index = ").bind(&index).push(")");
    }
}

/// The cases of a branch that `actor` may see: those still going on first, by the end of their period.
pub(crate) fn lines(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    filter: &Filter,
    page: Page,
) -> Result<Vec<Case>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(CASE).push(FROM);
    push_visible(&mut sql, actor);
    sql.push(" AND ").within("m.org_path", branch);
    push_filter(&mut sql, tx, filter, actor.tenant);
    sql.push(" ORDER BY CASE WHEN m.state IN ('applied', 'screened', 'accepted') THEN 0 ELSE 1 END, ");
    sql.push("COALESCE(d.until_ms, 0), m.applied_day DESC, m.id DESC LIMIT ").bind(&page.limit);
    sql.push(" OFFSET ").bind(&page.skip);
    tx.select(&sql, case_row)
}

/// How many [`lines`] there are in all.
pub(crate) fn count(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    filter: &Filter,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*)");
    // The clock is asked for only where it narrows the list.
    sql.push(if filter.which == Which::Due { FROM } else { " FROM mediation m WHERE " });
    push_visible(&mut sql, actor);
    sql.push(" AND ").within("m.org_path", branch);
    push_filter(&mut sql, tx, filter, actor.tenant);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// How many cases of a branch were diverted: a number for the county, nothing else of them.
pub(crate) fn count_diverted(tx: &ReadTx<'_>, tenant: Tenant, branch: &OrgPath) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM mediation m WHERE m.tenant = ");
    sql.bind(&tenant)
        .push(" AND m.state = ")
        .bind(&State::Diverted)
        .push(" AND ")
        .within("m.org_path", branch);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// The cases that concern a household, as its own or through a party, and of which `actor` may know whose they are.
pub(crate) fn of_household(
    tx: &ReadTx<'_>,
    actor: &Actor,
    household: Id<Household>,
) -> Result<Vec<Case>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(CASE).push(FROM);
    push_visible(&mut sql, actor);
    // On the page of a family a line is a name: street and county have lines without names.
    if sight(actor) == Sight::Lists {
        sql.push(" AND ");
        push_own(&mut sql, actor);
    }
    sql.push(" AND (m.household_id = ").bind(&household);
    sql.push(
        " OR EXISTS (SELECT 1 FROM mediation_party p WHERE p.tenant = m.tenant AND p.mediation_id = m.id ",
    );
    sql.push("AND p.household_id = ")
        .bind(&household)
        .push(")) ORDER BY m.applied_day DESC, m.id DESC LIMIT 5");
    tx.select(&sql, case_row)
}
