//! Lists of cases.

use niangjia_kernel::{Day, Household, Id, OrgPath, Tenant, coded};
use niangjia_store::{Actor, ReadTx, Sql, StoreError};

use super::seen::push_seen;
use super::{CASE, CLOCK, case_row, push_own, push_visible};
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

/// Appends what a list is narrowed to, as conditions on case `m` alone.
fn push_filter(sql: &mut Sql, tx: &ReadTx<'_>, filter: &Filter, tenant: Tenant) {
    match filter.which {
        Which::All => {}
        Which::Open => {
            sql.push(" AND m.state IN ('applied', 'screened', 'accepted')");
        }
        Which::Due => {
            let soon = tx.today().plus(DUE_DAYS + 1).start();
            sql.push(" AND m.state = ").bind(&State::Accepted);
            // The few clocks that end are looked for once, not anew for each case.
            sql.push(" AND m.id IN (SELECT due.subject FROM deadline due WHERE due.tenant = ").bind(&tenant);
            sql.push(" AND due.rule = 'mediation.finish' AND due.ended_ms IS NULL AND due.until_ms <= ");
            sql.bind(&soon).push(")");
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

/// In which order lines stand: a state, and what those in it are sorted by.
const STAGES: [(&str, &str); 3] = [
    ("m.state IN ('applied', 'screened')", "m.applied_day DESC, m.id DESC"),
    ("m.state = 'accepted'", "COALESCE(d.until_ms, 0), m.applied_day DESC, m.id DESC"),
    ("m.state NOT IN ('applied', 'screened', 'accepted')", "m.applied_day DESC, m.id DESC"),
];

/// The cases of a branch that `actor` may see: those that wait to begin, then those still going on by the end of their period,
/// then what is over, the newest first.
pub(crate) fn lines(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    filter: &Filter,
    page: Page,
) -> Result<Vec<Case>, StoreError> {
    // Each stage for itself, so that an index leads to its first lines and what is over is not sorted to show fifty.
    let mut lines = Vec::new();
    let mut skip = page.skip;
    for (stage, order) in STAGES {
        let wanted = page.limit - i64::try_from(lines.len()).unwrap_or(page.limit);
        if wanted == 0 {
            break;
        }
        let mut sql = Sql::new("SELECT ");
        sql.push(CASE);
        push_seen(&mut sql, actor, branch, CLOCK);
        push_filter(&mut sql, tx, filter, actor.tenant);
        sql.push(" AND ").push(stage).push(" ORDER BY ").push(order);
        sql.push(" LIMIT ").bind(&wanted).push(" OFFSET ").bind(&skip);
        let found = tx.select(&sql, case_row)?;
        if found.is_empty() && skip > 0 {
            let mut before = Sql::new("SELECT COUNT(*)");
            push_seen(&mut before, actor, branch, "");
            push_filter(&mut before, tx, filter, actor.tenant);
            before.push(" AND ").push(stage);
            let (text, values) = before.parts();
            skip = (skip - tx.value::<i64>(text, values)?).max(0);
        } else {
            skip = 0;
        }
        lines.extend(found);
    }
    Ok(lines)
}

/// How many [`lines`] there are in all.
pub(crate) fn count(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    filter: &Filter,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*)");
    push_seen(&mut sql, actor, branch, "");
    push_filter(&mut sql, tx, filter, actor.tenant);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// How many lines each of several lists has, counted in one go.
pub(crate) fn counts(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    filters: &[Filter],
) -> Result<Vec<i64>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    for (at, filter) in filters.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" }).push("CAST(COALESCE(SUM(CASE WHEN 1 = 1");
        push_filter(&mut sql, tx, filter, actor.tenant);
        sql.push(" THEN 1 ELSE 0 END), 0) AS BIGINT)");
    }
    push_seen(&mut sql, actor, branch, "");
    let counted = tx.select(&sql, |row| (0..filters.len()).map(|_| row.take()).collect())?;
    Ok(counted.into_iter().next().unwrap_or_default())
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
    sql.push(CASE).push(" FROM mediation m").push(CLOCK).push(" WHERE ");
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
