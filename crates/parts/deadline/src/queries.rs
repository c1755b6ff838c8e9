//! Clocks by the row that they are about. Callers hold that row, visible to whoever acts.

use std::collections::HashMap;

use niangjia_kernel::{Day, Entity, Id, Tenant, Timestamp};
use niangjia_store::{ReadTx, Row, Sql, StoreError, WriteTx, params};
use uuid::Uuid;

use crate::model::TurnKind;
use crate::{AskedExtension, ClockRule, Clocks, Limit, Standing, Turn, Unit, ends, standing};

const REASON: &str = "deadline_change.reason";
const AGREED_BY: &str = "deadline_change.agreed_by";
/// What a tag in place of a rule begins with; no rule does.
const TAG: &str = "~";

/// A clock of some matter: that it began, and what happened to it.
#[derive(Debug, Clone)]
pub struct Clock {
    /// Its identity.
    pub id: Id<Self>,
    /// Where its matter is kept.
    pub tenant: Tenant,
    /// The row that it is about.
    pub subject: Uuid,
    /// Which clock of the catalogue.
    pub rule: &'static ClockRule,
    /// When it began.
    pub started: Timestamp,
    /// When it was over, in time or not.
    pub ended: Option<Timestamp>,
    /// What happened to it, the first first.
    pub changes: Vec<Change>,
}

impl Entity for Clock {
    const PREFIX: &'static str = "clk";
}

/// One thing that happened to a clock.
#[derive(Debug, Clone)]
pub struct Change {
    /// What.
    pub turn: Turn,
    /// When it was written down.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// Who agreed; empty where nobody had to.
    pub agreed_by: String,
    /// When she was told.
    pub told: Option<Day>,
}

impl Entity for Change {
    const PREFIX: &'static str = "clkc";
}

impl Clock {
    /// The turns alone, for [`ends`] and [`crate::check_extension`].
    #[must_use]
    pub fn turns(&self) -> Vec<Turn> {
        self.changes.iter().map(|change| change.turn).collect()
    }

    /// How it stands; one that is over stands as it stood when it was.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        let calendar = Clocks::in_force().calendar();
        standing(self.rule, calendar, (self.started, &self.turns()), self.ended.unwrap_or(now))
    }
}

/// Sets a clock going at an instant; says the first instant that is too late. One of the same rule that runs for this
/// subject is over by it.
///
/// # Errors
/// When the catalogue has no such clock, or it cannot be written.
pub fn start(
    tx: &WriteTx<'_>,
    (tenant, subject): (Tenant, Uuid),
    rule: &str,
    at: Timestamp,
) -> Result<Timestamp, StoreError> {
    started(tx, (tenant, subject), (known(rule)?, rule.to_owned()), at)
}

/// The same for a matter of the sealed class: which clock it is stands in no column, but as a keyed tag of this row and rule.
///
/// # Errors
/// As [`start`].
pub fn start_sealed(
    tx: &WriteTx<'_>,
    (tenant, subject): (Tenant, Uuid),
    rule: &str,
    at: Timestamp,
) -> Result<Timestamp, StoreError> {
    started(tx, (tenant, subject), (known(rule)?, tagged(tx, subject, rule)), at)
}

fn started(
    tx: &WriteTx<'_>,
    (tenant, subject): (Tenant, Uuid),
    (rule, stored): (&'static ClockRule, String),
    at: Timestamp,
) -> Result<Timestamp, StoreError> {
    stop(tx, (tenant, subject), &rule.code)?;
    let until = ends(rule, Clocks::in_force().calendar(), at, &[]);
    tx.execute(
        "INSERT INTO deadline (tenant, id, subject, rule, started_ms, until_ms) VALUES ($1, $2, $3, $4, $5, $6)",
        params![tenant, tx.new_id::<Clock>(), subject, stored, at, until],
    )?;
    until.ok_or_else(|| StoreError::Internal(format!("{} has no end", rule.code)))
}

/// What stands in place of the rule of a sealed matter: another for each row, so that equal ones tell nothing.
fn tagged(tx: &ReadTx<'_>, subject: Uuid, rule: &str) -> String {
    let tag = tx.keys().index("deadline.rule", &format!("{}|{rule}", subject.simple()));
    let digits: String = tag.bytes().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("{TAG}{digits}")
}

/// The rule behind what is stored.
fn rule_of(tx: &ReadTx<'_>, subject: Uuid, stored: &str) -> Option<&'static ClockRule> {
    let clocks = Clocks::in_force();
    if !stored.starts_with(TAG) {
        return clocks.rule(stored);
    }
    clocks.all().iter().find(|rule| tagged(tx, subject, &rule.code) == stored)
}

/// Notes that the matter of a clock is done, in time or late; says whether it ran.
///
/// # Errors
/// When it cannot be written.
pub fn stop(tx: &WriteTx<'_>, (tenant, subject): (Tenant, Uuid), rule: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE deadline SET ended_ms = $1 WHERE tenant = $2 AND subject = $3 AND rule IN ($4, $5) \
               AND ended_ms IS NULL";
    let values = params![tx.now(), tenant, subject, rule.to_owned(), tagged(tx, subject, rule)];
    Ok(tx.execute(sql, values)? > 0)
}

/// Notes that every clock of a subject is over.
///
/// # Errors
/// When it cannot be written.
pub fn stop_all(tx: &WriteTx<'_>, (tenant, subject): (Tenant, Uuid)) -> Result<(), StoreError> {
    let sql = "UPDATE deadline SET ended_ms = $1 WHERE tenant = $2 AND subject = $3 AND ended_ms IS NULL";
    tx.execute(sql, params![tx.now(), tenant, subject]).map(drop)
}

/// Makes a running clock longer, as [`crate::check_extension`] allowed; says its new end.
///
/// # Errors
/// When it does not run, or it cannot be written.
pub fn extend(tx: &WriteTx<'_>, clock: &Clock, asked: &AskedExtension) -> Result<Timestamp, StoreError> {
    let change = Change {
        turn: Turn::Extended(asked.by),
        at: tx.now(),
        reason: asked.reason.clone(),
        agreed_by: asked.agreed_by.clone(),
        told: asked.told,
    };
    let until = turned(tx, clock, &change)?;
    until.ok_or_else(|| StoreError::Internal("a suspended clock was made longer".to_owned()))
}

/// Stops the time of a clock: a hearing, an appraisal. Nothing when it is stopped already.
///
/// # Errors
/// When it cannot be written.
pub fn suspend(tx: &WriteTx<'_>, clock: &Clock, reason: &str) -> Result<(), StoreError> {
    rest(tx, clock, Turn::Suspended(tx.now()), reason)
}

/// Lets the time of a clock go on. Nothing when it runs.
///
/// # Errors
/// When it cannot be written.
pub fn resume(tx: &WriteTx<'_>, clock: &Clock, reason: &str) -> Result<(), StoreError> {
    rest(tx, clock, Turn::Resumed(tx.now()), reason)
}

fn rest(tx: &WriteTx<'_>, clock: &Clock, turn: Turn, reason: &str) -> Result<(), StoreError> {
    let suspended = clock.standing(tx.now()) == Standing::Suspended;
    if suspended == matches!(turn, Turn::Suspended(_)) {
        return Ok(());
    }
    let change =
        Change { turn, at: tx.now(), reason: reason.to_owned(), agreed_by: String::new(), told: None };
    turned(tx, clock, &change).map(drop)
}

fn turned(tx: &WriteTx<'_>, clock: &Clock, change: &Change) -> Result<Option<Timestamp>, StoreError> {
    let (kind, by) = match change.turn {
        Turn::Extended(by) => (TurnKind::Extended, Some(by)),
        Turn::Suspended(_) => (TurnKind::Suspended, None),
        Turn::Resumed(_) => (TurnKind::Resumed, None),
    };
    tx.execute(
        "INSERT INTO deadline_change (tenant, id, deadline_id, kind, at_ms, amount, unit, reason, agreed_by, told_day) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            clock.tenant, tx.new_id::<Change>(), clock.id, kind, change.at, by.map(|by| by.amount),
            by.map(|by| by.unit), tx.seal(REASON, &change.reason)?, tx.seal(AGREED_BY, &change.agreed_by)?, change.told,
        ],
    )?;
    let mut turns = clock.turns();
    turns.push(change.turn);
    let until = ends(clock.rule, Clocks::in_force().calendar(), clock.started, &turns);
    let sql = "UPDATE deadline SET until_ms = $1 WHERE tenant = $2 AND id = $3 AND ended_ms IS NULL";
    tx.execute(sql, params![until, clock.tenant, clock.id])?;
    Ok(until)
}

/// The clock of a rule that runs for a subject.
///
/// # Errors
/// When it cannot be read.
pub fn running(
    tx: &ReadTx<'_>,
    (tenant, subject): (Tenant, Uuid),
    rule: &str,
) -> Result<Option<Clock>, StoreError> {
    let found = of_subjects(tx, tenant, &[subject])?.remove(&subject).unwrap_or_default();
    Ok(found.into_iter().find(|clock| clock.rule.code == rule && clock.ended.is_none()))
}

/// Every clock of these subjects, the first first. A clock whose rule the catalogue no longer has is not among them.
///
/// # Errors
/// When they cannot be read.
pub fn of_subjects(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    subjects: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Clock>>, StoreError> {
    let mut found: HashMap<Uuid, Vec<Clock>> = HashMap::new();
    if subjects.is_empty() {
        return Ok(found);
    }
    let mut changes = changes_of(tx, tenant, subjects)?;
    let mut sql = Sql::new(
        "SELECT d.id, d.subject, d.rule, d.started_ms, d.ended_ms FROM deadline d WHERE d.tenant = ",
    );
    sql.bind(&tenant).push(" AND ");
    push_subjects(&mut sql, subjects);
    sql.push(" ORDER BY d.started_ms, d.id");
    for (id, subject, rule, started, ended) in tx.select(&sql, |row| {
        Ok((row.take::<Id<Clock>>()?, row.take::<Uuid>()?, row.take::<String>()?, row.take()?, row.take()?))
    })? {
        if let Some(rule) = rule_of(tx, subject, &rule) {
            let changes = changes.remove(&id.uuid()).unwrap_or_default();
            let clock = Clock { id, tenant, subject, rule, started, ended, changes };
            found.entry(subject).or_default().push(clock);
        }
    }
    Ok(found)
}

fn changes_of(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    subjects: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Change>>, StoreError> {
    let mut sql = Sql::new(
        "SELECT c.deadline_id, c.kind, c.at_ms, c.amount, c.unit, c.reason, c.agreed_by, c.told_day \
         FROM deadline_change c JOIN deadline d ON d.tenant = c.tenant AND d.id = c.deadline_id WHERE d.tenant = ",
    );
    sql.bind(&tenant).push(" AND ");
    push_subjects(&mut sql, subjects);
    sql.push(" ORDER BY c.at_ms, c.id");
    let mut found: HashMap<Uuid, Vec<Change>> = HashMap::new();
    for (clock, change) in tx.select(&sql, |row| Ok((row.take::<Uuid>()?, change(tx, row)?)))? {
        found.entry(clock).or_default().push(change);
    }
    Ok(found)
}

fn change(tx: &ReadTx<'_>, row: &mut Row<'_>) -> Result<Change, StoreError> {
    let (kind, at) = (row.take::<TurnKind>()?, row.take()?);
    let by = (row.take::<Option<i64>>()?, row.take::<Option<Unit>>()?);
    let (reason, agreed_by) = (row.take::<Vec<u8>>()?, row.take::<Vec<u8>>()?);
    let turn = match (kind, by) {
        (TurnKind::Extended, (Some(amount), Some(unit))) => Turn::Extended(Limit { amount, unit }),
        (TurnKind::Extended, _) => {
            return Err(StoreError::Internal("an extension without a length".to_owned()));
        }
        (TurnKind::Suspended, _) => Turn::Suspended(at),
        (TurnKind::Resumed, _) => Turn::Resumed(at),
    };
    let (reason, agreed_by) = (tx.unseal(REASON, &reason)?, tx.unseal(AGREED_BY, &agreed_by)?);
    Ok(Change { turn, at, reason, agreed_by, told: row.take()? })
}

fn push_subjects(sql: &mut Sql, subjects: &[Uuid]) {
    sql.push("d.subject IN (");
    for (at, subject) in subjects.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" }).bind(subject);
    }
    sql.push(")");
}

fn known(rule: &str) -> Result<&'static ClockRule, StoreError> {
    let found = Clocks::in_force().rule(rule);
    found.ok_or_else(|| StoreError::Internal(format!("the catalogue has no clock {rule}")))
}
