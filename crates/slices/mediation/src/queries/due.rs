//! What waits in a branch.

use niangjia_kernel::{OrgPath, Timestamp};
use niangjia_store::{Actor, ReadTx, Sql, StoreError};

use super::seen::{push_on_list, push_seen};

/// How many cases of a branch wait for what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Registered, the questions not asked or the parties not all asked.
    pub(crate) begin: i64,
    /// The period has ended.
    pub(crate) late: i64,
    /// The period ends within a week.
    pub(crate) soon: i64,
    /// Clauses whose day has passed, or that were not performed.
    pub(crate) clauses_late: i64,
    /// Clauses whose day is near.
    pub(crate) clauses_soon: i64,
    /// Written agreements whose parties may still apply for confirmation, ending within ten days.
    pub(crate) confirm: i64,
    /// Commissions of a court that are not answered.
    pub(crate) commission: i64,
}

fn counted(tx: &ReadTx<'_>, sql: &Sql) -> Result<i64, StoreError> {
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// Counts what waits among the cases that `actor` may see; on her desk those of her branch.
pub(crate) fn waiting(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    soon_days: i64,
) -> Result<Waiting, StoreError> {
    let cases = |condition: &dyn Fn(&mut Sql)| {
        let mut sql = Sql::new("SELECT COUNT(*)");
        push_seen(&mut sql, actor, branch, "");
        condition(sql.push(" AND "));
        counted(tx, &sql)
    };
    // From the few clocks that end to their cases: whoever has no clock running is not looked at.
    let clock = |rule: &str, from: Option<Timestamp>, to: Timestamp| {
        let mut sql = Sql::new("SELECT COUNT(*) FROM deadline d CROSS JOIN mediation m WHERE d.tenant = ");
        sql.bind(&actor.tenant).push(" AND d.rule = ").bind(&rule.to_owned());
        sql.push(" AND d.ended_ms IS NULL AND d.until_ms <= ").bind(&to);
        if let Some(from) = &from {
            sql.push(" AND d.until_ms > ").bind(from);
        }
        push_on_list(sql.push(" AND m.id = d.subject AND "), actor, branch);
        counted(tx, &sql)
    };
    let clauses = |condition: &dyn Fn(&mut Sql)| {
        let mut sql =
            Sql::new("SELECT COUNT(*) FROM mediation_clause c CROSS JOIN mediation m WHERE c.tenant = ");
        push_on_list(sql.bind(&actor.tenant).push(" AND m.id = c.mediation_id AND "), actor, branch);
        // What a party did not sign in the end binds nobody.
        condition(sql.push(" AND m.form IS NOT NULL AND "));
        counted(tx, &sql)
    };
    let (now, today) = (tx.now(), tx.today());
    let in_days = |days: i64| today.plus(days + 1).start();
    Ok(Waiting {
        begin: cases(&|sql| {
            sql.push("m.state IN ('applied', 'screened')");
        })?,
        late: clock("mediation.finish", None, now)?,
        soon: clock("mediation.finish", Some(now), in_days(7))?,
        clauses_late: clauses(&|sql| {
            sql.push("(c.performance = 'breached' OR c.performance IS NULL AND c.due_day < ")
                .bind(&today)
                .push(")");
        })?,
        clauses_soon: clauses(&|sql| {
            sql.push("c.performance IS NULL AND c.due_day >= ").bind(&today).push(" AND c.due_day <= ");
            sql.bind(&today.plus(soon_days));
        })?,
        confirm: clock("mediation.confirm_apply", Some(now), in_days(10))?,
        commission: clock("court.commission_answer", None, in_days(3))?,
    })
}
