//! SQL on rounds and their lines.

use niangjia_kernel::{Day, Household, Id, Key, OrgPath, Person, ScreeningRound, Tenant};
use niangjia_store::{Actor, ReadTx, Row, Sql, StoreError, WriteTx, params};

use super::next_number;
use crate::model::{Line, LineOutcome, LineRow, RoundRow};
use crate::rules::{Sight, sight};

const ROUND: &str = "SELECT r.tenant, r.id, r.org_id, r.org_path, r.year, r.number, r.kind, r.instruction, r.from_day, \
                     r.until_day, r.person_name, r.finished_day FROM screening_round r WHERE ";
// A visit counts from the first day of the round until it is over.
const VISIT: &str = "FROM household_visit v WHERE v.tenant = l.tenant AND v.household_id = l.household_id AND \
                     v.taken_back_ms IS NULL AND v.on_day >= r.from_day AND \
                     (r.finished_day IS NULL OR v.on_day <= r.finished_day)";

fn round_row(row: &mut Row<'_>) -> Result<RoundRow, StoreError> {
    Ok(RoundRow {
        tenant: row.take()?,
        id: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        year: row.take()?,
        number: row.take()?,
        kind: row.take()?,
        instruction: row.take()?,
        from: row.take()?,
        until: row.take()?,
        person_name: row.take()?,
        finished: row.take()?,
    })
}

fn line_row(row: &mut Row<'_>) -> Result<LineRow, StoreError> {
    Ok(LineRow {
        tenant: row.take()?,
        id: row.take()?,
        round: row.take()?,
        household: row.take()?,
        number: row.take::<Option<String>>()?.unwrap_or_default(),
        name: row.take::<Option<String>>()?.unwrap_or_default(),
        group_name: row.take::<Option<String>>()?.unwrap_or_default(),
        person: row.take()?,
        person_name: row.take()?,
        outcome: row.take()?,
        reason: row.take()?,
        on: row.take()?,
        by: row.take()?,
        visited: row.take()?,
        visited_by: row.take()?,
    })
}

/// Appends which rounds are for `actor` (R-SCR-01).
fn push_sees(sql: &mut Sql, actor: &Actor) {
    sql.push("r.tenant = ").bind(&actor.tenant).push(" AND ");
    match sight(actor) {
        Sight::Hers => drop(sql.push("r.org_path = ").bind(&actor.acting.org_path)),
        Sight::Community | Sight::Lists => drop(sql.within("r.org_path", &actor.acting.org_path)),
        Sight::Nothing => drop(sql.push("1 = 0")),
    }
}

/// Appends which lines of a round that she sees are for `actor`: a member's own.
fn push_lines(sql: &mut Sql, actor: &Actor) {
    push_sees(sql, actor);
    if sight(actor) == Sight::Hers {
        sql.push(" AND l.person_id = ").bind(&actor.person);
    }
}

/// A round that `actor` may know of.
pub(crate) fn visible_round(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<ScreeningRound>,
) -> Result<Option<RoundRow>, StoreError> {
    let mut sql = Sql::new(ROUND);
    push_sees(&mut sql, actor);
    sql.push(" AND r.tenant = ").bind(&key.tenant).push(" AND r.id = ").bind(&key.id);
    Ok(tx.select(&sql, round_row)?.into_iter().next())
}

/// The rounds of a branch that `actor` may know of, the newest first; `finished`: only those that were over in these days.
pub(crate) fn rounds(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    finished: Option<(Day, Day)>,
) -> Result<Vec<RoundRow>, StoreError> {
    let mut sql = Sql::new(ROUND);
    push_sees(&mut sql, actor);
    sql.push(" AND ").within("r.org_path", branch);
    if let Some((from, to)) = finished {
        sql.push(" AND r.finished_day >= ").bind(&from).push(" AND r.finished_day <= ").bind(&to);
    }
    sql.push(" ORDER BY r.from_day DESC, r.id DESC");
    tx.select(&sql, round_row)
}

fn line_sql() -> Sql {
    let mut sql = Sql::new(
        "SELECT l.tenant, l.id, l.round_id, l.household_id, h.number, h.name, h.group_name, l.person_id, ",
    );
    sql.push("p.name, l.outcome, l.reason, l.on_day, l.by_person, ");
    sql.push("(SELECT MIN(v.on_day) ").push(VISIT).push("), (SELECT v.person_id ").push(VISIT);
    sql.push(" ORDER BY v.on_day, v.at_ms, v.id LIMIT 1) FROM screening_line l ");
    sql.push("JOIN screening_round r ON r.tenant = l.tenant AND r.id = l.round_id ");
    sql.push("LEFT JOIN household h ON h.tenant = l.tenant AND h.id = l.household_id ");
    sql.push("LEFT JOIN people_person p ON p.tenant = l.tenant AND p.id = l.person_id WHERE ");
    sql
}

/// The families of a round that are `actor`'s to see, by group and number.
pub(crate) fn lines(tx: &ReadTx<'_>, actor: &Actor, round: &RoundRow) -> Result<Vec<LineRow>, StoreError> {
    let mut sql = line_sql();
    push_lines(&mut sql, actor);
    sql.push(" AND l.tenant = ").bind(&round.tenant).push(" AND l.round_id = ").bind(&round.id);
    sql.push(" ORDER BY h.group_name, h.number, l.id");
    tx.select(&sql, line_row)
}

/// Every family of a round, to finish it.
pub(crate) fn all_lines(tx: &WriteTx<'_>, round: &RoundRow) -> Result<Vec<LineRow>, StoreError> {
    let mut sql = line_sql();
    sql.push("l.tenant = ")
        .bind(&round.tenant)
        .push(" AND l.round_id = ")
        .bind(&round.id)
        .push(" ORDER BY l.id");
    tx.select(&sql, line_row)
}

/// The families of every round of a branch that `actor` may know of: for how far the rounds are.
pub(crate) fn lines_of_branch(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    open_only: bool,
) -> Result<Vec<LineRow>, StoreError> {
    let mut sql = line_sql();
    push_lines(&mut sql, actor);
    sql.push(" AND ").within("r.org_path", branch);
    if open_only {
        sql.push(" AND r.finished_day IS NULL");
    }
    tx.select(&sql, line_row)
}

/// A family of a round with the round, as far as `actor` may see it.
pub(crate) fn visible_line(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Line>,
) -> Result<Option<(RoundRow, LineRow)>, StoreError> {
    let mut sql = line_sql();
    push_lines(&mut sql, actor);
    sql.push(" AND l.tenant = ").bind(&key.tenant).push(" AND l.id = ").bind(&key.id);
    let Some(line) = tx.select(&sql, line_row)?.into_iter().next() else { return Ok(None) };
    let round = visible_round(tx, actor, line.round.within(line.tenant))?;
    Ok(round.map(|round| (round, line)))
}

/// Writes a round under the next number with its families; nothing when it was there already.
pub(crate) fn insert_round(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &RoundRow,
    families: &[(Id<Household>, Option<Id<Person>>)],
) -> Result<Option<i64>, StoreError> {
    let highest = "SELECT COALESCE(MAX(number), 0) FROM screening_round WHERE tenant = $1 AND org_id = $2 AND year = $3";
    let number = next_number(tx, highest, (row.tenant, row.org_id, row.year))?;
    let written = tx.execute(
        "INSERT INTO screening_round (tenant, id, org_id, org_path, year, number, kind, instruction, from_day, until_day, \
         person_id, person_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![
            row.tenant, row.id, row.org_id, row.org_path.clone(), row.year, number, row.kind.clone(),
            row.instruction.clone(), row.from, row.until, actor.person, row.person_name.clone(),
        ],
    )?;
    if written == 0 {
        return Ok(None);
    }
    for (household, person) in families {
        let sql = "INSERT INTO screening_line (tenant, id, round_id, household_id, person_id) VALUES ($1, $2, $3, $4, $5)";
        tx.execute(sql, params![row.tenant, tx.new_id::<Line>(), row.id, *household, *person])?;
    }
    Ok(Some(number))
}

/// Writes down what somebody said of a family of a round.
pub(crate) fn set_line(
    tx: &WriteTx<'_>,
    line: &LineRow,
    (outcome, reason, on): (LineOutcome, Option<&str>, Day),
    by: Id<Person>,
) -> Result<(), StoreError> {
    let sql = "UPDATE screening_line SET outcome = $1, reason = $2, on_day = $3, by_person = $4 WHERE tenant = $5 AND id = $6";
    tx.execute(sql, params![outcome, reason.map(str::to_owned), on, by, line.tenant, line.id]).map(drop)
}

/// Ends a round; says whether it was open.
pub(crate) fn finish_round(tx: &WriteTx<'_>, round: &RoundRow, on: Day) -> Result<bool, StoreError> {
    let sql =
        "UPDATE screening_round SET finished_day = $1 WHERE tenant = $2 AND id = $3 AND finished_day IS NULL";
    Ok(tx.execute(sql, params![on, round.tenant, round.id])? == 1)
}

/// The open line of a household that is `actor`'s to see, if a round is going on.
pub(crate) fn open_line_of(
    tx: &ReadTx<'_>,
    actor: &Actor,
    household: Key<Household>,
) -> Result<Option<LineRow>, StoreError> {
    let mut sql = line_sql();
    push_lines(&mut sql, actor);
    sql.push(" AND l.tenant = ").bind(&household.tenant).push(" AND l.household_id = ").bind(&household.id);
    sql.push(" AND r.finished_day IS NULL ORDER BY r.from_day DESC, l.id LIMIT 1");
    Ok(tx.select(&sql, line_row)?.into_iter().next())
}

/// Files rounds and troubles of a community with the one it went up in; their numbers stay.
pub(crate) fn move_register(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    from: &OrgPath,
    into: &OrgPath,
) -> Result<(), StoreError> {
    for sql in [
        "UPDATE screening_round SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
        "UPDATE screening_trouble SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
    ] {
        tx.execute(sql, params![into.clone(), tenant, from.clone()])?;
    }
    Ok(())
}
