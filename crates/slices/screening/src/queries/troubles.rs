//! SQL on troubles, the help that was given, and who above opened them.

use niangjia_kernel::{Day, Household, Id, Key, OrgPath, Person, Trouble};
use niangjia_store::{Actor, ReadTx, Row, Sql, StoreError, WriteTx, params};
use niangjia_subject::Subject;

use super::next_number;
use super::seen::{push_seen, sides};
use crate::model::{Closing, Help, HelpKind, HelpRow, Opening, OpeningRow, TroubleRow, TroubleState};
use crate::rules::{Sight, TroubleReach, may_open, sight};

pub(crate) const NAME: &str = "screening_trouble.name";
pub(crate) const WORDS: &str = "screening_trouble.words";
pub(crate) const NOTE: &str = "screening_trouble.note";
pub(crate) const HELP_WORDS: &str = "screening_help.words";

const COLUMNS: &str = "SELECT t.tenant, t.id, t.org_id, t.org_path, t.year, t.number, t.kind, t.source, t.round_id, \
                       t.household_id, t.resident_id, t.name, t.words, t.note, t.found_day, t.person_id, t.person_name, \
                       t.state, t.closing, t.closed_day, t.sealed";

fn trouble_row(row: &mut Row<'_>) -> Result<TroubleRow, StoreError> {
    Ok(TroubleRow {
        tenant: row.take()?,
        id: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        year: row.take()?,
        number: row.take()?,
        kind: row.take()?,
        source: row.take()?,
        round: row.take()?,
        household: row.take()?,
        resident: row.take()?,
        name: row.take()?,
        words: row.take()?,
        note: row.take()?,
        found: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        state: row.take()?,
        closing: row.take()?,
        closed: row.take()?,
        sealed: row.take()?,
    })
}

/// A trouble that this actor may know of, and how much of it. Actions take nothing else.
#[derive(Debug, Clone)]
pub(crate) struct VisibleTrouble {
    pub(crate) row: TroubleRow,
    pub(crate) reach: TroubleReach,
}

/// Appends that `actor` found the trouble or helped with it.
fn push_own(sql: &mut Sql, actor: &Actor) {
    sql.push("(t.person_id = ").bind(&actor.person);
    sql.push(" OR EXISTS (SELECT 1 FROM screening_help mine WHERE mine.tenant = t.tenant AND mine.trouble_id = t.id AND ");
    sql.push("mine.person_id = ").bind(&actor.person).push("))");
}

/// Appends which troubles are for `actor` (R-SCR-01, R-SCR-06): the one predicate of this register. What acts in her name without
/// her, a program or a phone that sends later, comes near nothing that is sealed.
pub(super) fn push_sees(sql: &mut Sql, actor: &Actor) {
    sql.push("t.tenant = ").bind(&actor.tenant).push(" AND ");
    if actor.via.is_some() {
        sql.push("t.sealed = ").bind(&false).push(" AND ");
    }
    sql.push("(");
    match sight(actor) {
        Sight::Hers => push_own(sql, actor),
        Sight::Community | Sight::Lists => {
            push_own(sql, actor);
            sql.push(" OR (t.sealed = ").bind(&false).push(" AND ");
            sql.within("t.org_path", &actor.acting.org_path).push(")");
        }
        Sight::Nothing => drop(sql.push("1 = 0")),
    }
    sql.push(")");
}

/// Appends the columns of a trouble, and whether it is the actor's own.
fn push_columns(sql: &mut Sql, actor: &Actor) {
    sql.push(COLUMNS).push(", CAST(CASE WHEN ");
    push_own(sql, actor);
    sql.push(" THEN 1 ELSE 0 END AS BIGINT) AS own");
}

fn reached(tx: &ReadTx<'_>, actor: &Actor, sql: &Sql) -> Result<Vec<VisibleTrouble>, StoreError> {
    let sight = sight(actor);
    let rows = tx.select(sql, |row| Ok((trouble_row(row)?, row.take::<i64>()? == 1)))?;
    let reached = rows
        .into_iter()
        .filter_map(|(row, own)| may_open(sight, own, row.sealed).map(|reach| VisibleTrouble { row, reach }));
    Ok(reached.collect())
}

/// A trouble that `actor` may know of.
pub(crate) fn visible_trouble(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Trouble>,
) -> Result<Option<VisibleTrouble>, StoreError> {
    let mut sql = Sql::default();
    push_columns(&mut sql, actor);
    sql.push(" FROM screening_trouble t WHERE ");
    push_sees(&mut sql, actor);
    sql.push(" AND t.tenant = ").bind(&key.tenant).push(" AND t.id = ").bind(&key.id);
    Ok(reached(tx, actor, &sql)?.into_iter().next())
}

/// Which troubles of a branch are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct TroubleFilter {
    pub(crate) state: Option<TroubleState>,
    pub(crate) found: Option<(Day, Day)>,
    pub(crate) closed: Option<(Day, Day)>,
    pub(crate) household: Option<Id<Household>>,
    /// Whether the list leaves the house as a file: nothing sealed is in it.
    pub(crate) in_file: bool,
}

impl TroubleFilter {
    fn push(&self, sql: &mut Sql) {
        if let Some(state) = &self.state {
            sql.push(" AND t.state = ").bind(state);
        }
        if let Some((from, to)) = &self.found {
            sql.push(" AND t.found_day >= ").bind(from).push(" AND t.found_day <= ").bind(to);
        }
        if let Some((from, to)) = &self.closed {
            sql.push(" AND t.closed_day >= ").bind(from).push(" AND t.closed_day <= ").bind(to);
        }
        if let Some(household) = &self.household {
            sql.push(" AND t.household_id = ").bind(household);
        }
        if self.in_file {
            sql.push(" AND t.sealed = ").bind(&false);
        }
    }
}

/// The troubles of a branch that `actor` may know of: the open ones first, the newest before the others; and how many.
pub(crate) fn troubles(
    tx: &ReadTx<'_>,
    actor: &Actor,
    (branch, filter): (&OrgPath, &TroubleFilter),
    limit: i64,
) -> Result<(Vec<VisibleTrouble>, i64), StoreError> {
    const NEWEST: &str = " ORDER BY t.found_day DESC, t.id DESC LIMIT ";
    let mut total = 0;
    for side in sides(actor) {
        let mut sql = Sql::new("SELECT COUNT(*)");
        push_seen(&mut sql, actor, branch, *side);
        filter.push(&mut sql);
        let (text, values) = sql.parts();
        total += tx.value::<i64>(text, values)?;
    }
    let mut page = Vec::new();
    // What is open for itself, so that an index leads to the first lines and nothing is sorted to show fifty.
    for stage in [" AND t.closed_day IS NULL", " AND t.closed_day IS NOT NULL"] {
        let wanted = limit - i64::try_from(page.len()).unwrap_or(limit);
        if wanted == 0 {
            break;
        }
        let mut sql = Sql::new("SELECT * FROM (");
        for (at, side) in sides(actor).iter().enumerate() {
            sql.push(if at > 0 { " UNION ALL " } else { "" }).push("SELECT * FROM (");
            push_columns(&mut sql, actor);
            push_seen(&mut sql, actor, branch, *side);
            filter.push(&mut sql);
            sql.push(stage).push(NEWEST).bind(&wanted).push(") AS side");
        }
        sql.push(") AS t").push(NEWEST).bind(&wanted);
        page.extend(reached(tx, actor, &sql)?);
    }
    Ok((page, total))
}

/// How many troubles of a branch are open, and how many of them nobody has helped with since before a day.
pub(crate) fn count_open(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    before: Day,
) -> Result<(i64, i64), StoreError> {
    let mut both = (0, 0);
    for side in sides(actor) {
        let mut sql = Sql::new("SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN t.state = ");
        sql.bind(&TroubleState::Found).push(" AND t.found_day < ").bind(&before);
        sql.push(" THEN 1 ELSE 0 END), 0) AS BIGINT)");
        push_seen(&mut sql, actor, branch, *side);
        sql.push(" AND t.closed_day IS NULL");
        for (open, late) in tx.select(&sql, |row| Ok((row.take::<i64>()?, row.take::<i64>()?)))? {
            both = (both.0 + open, both.1 + late);
        }
    }
    Ok(both)
}

/// What was done, the newest first.
pub(crate) fn helps(tx: &ReadTx<'_>, trouble: &TroubleRow) -> Result<Vec<HelpRow>, StoreError> {
    let sql = "SELECT id, on_day, kind, person_id, person_name, words FROM screening_help WHERE tenant = $1 AND trouble_id = $2 \
               ORDER BY on_day DESC, id DESC";
    tx.rows(sql, params![trouble.tenant, trouble.id], |row| {
        Ok(HelpRow {
            id: row.take()?,
            on: row.take()?,
            kind: row.take()?,
            person: row.take()?,
            person_name: row.take()?,
            words: row.take()?,
        })
    })
}

/// Who above opened it, the newest first.
pub(crate) fn openings(tx: &ReadTx<'_>, trouble: &TroubleRow) -> Result<Vec<OpeningRow>, StoreError> {
    let sql = "SELECT person_name, post_label, purpose, at_ms FROM screening_opening WHERE tenant = $1 AND trouble_id = $2 \
               ORDER BY at_ms DESC, id DESC";
    tx.rows(sql, params![trouble.tenant, trouble.id], |row| {
        Ok(OpeningRow {
            person_name: row.take()?,
            post_label: row.take()?,
            purpose: row.take()?,
            at: row.take()?,
        })
    })
}

/// Whether `actor` has opened it and may still read it.
pub(crate) fn has_open(tx: &ReadTx<'_>, actor: &Actor, trouble: &TroubleRow) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM screening_opening WHERE tenant = $1 AND trouble_id = $2 AND person_id = $3 AND until_ms > $4";
    Ok(tx.value::<i64>(sql, params![trouble.tenant, trouble.id, actor.person, tx.now()])? > 0)
}

/// Opens it until the end of the day in China.
pub(crate) fn insert_opening(
    tx: &WriteTx<'_>,
    actor: &Actor,
    trouble: &TroubleRow,
    purpose: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO screening_opening (tenant, id, trouble_id, person_id, person_name, post_label, purpose, at_ms, until_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            trouble.tenant, tx.new_id::<Opening>(), trouble.id, actor.person, actor.name.clone(), actor.post_label(),
            purpose.to_owned(), tx.now(), tx.today().plus(1).start(),
        ],
    )
    .map(drop)
}

/// Writes a trouble under the next number; nothing when it was there already. A sealed one is counted apart, downwards, so
/// that no gap in the numbers of the others tells of it.
pub(crate) fn insert_trouble(tx: &WriteTx<'_>, row: &TroubleRow) -> Result<Option<i64>, StoreError> {
    let highest = if row.sealed {
        "SELECT COALESCE(MIN(number), 0) - 2 FROM screening_trouble \
         WHERE tenant = $1 AND org_id = $2 AND year = $3 AND number <= 0"
    } else {
        "SELECT COALESCE(MAX(number), 0) FROM screening_trouble \
         WHERE tenant = $1 AND org_id = $2 AND year = $3 AND number >= 0"
    };
    let number = next_number(tx, highest, (row.tenant, row.org_id, row.year))?;
    let written = tx.execute(
        "INSERT INTO screening_trouble (tenant, id, org_id, org_path, year, number, kind, source, round_id, household_id, \
         resident_id, name, words, note, found_day, person_id, person_name, state, sealed) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![
            row.tenant, row.id, row.org_id, row.org_path.clone(), row.year, number, row.kind.clone(), row.source, row.round,
            row.household, row.resident, row.name.clone(), row.words.clone(), row.note.clone(), row.found, row.person,
            row.person_name.clone(), row.state, row.sealed,
        ],
    )?;
    Ok((written == 1).then_some(number))
}

/// Writes down what was done; says whether it was not there before.
pub(crate) fn insert_help(
    tx: &WriteTx<'_>,
    trouble: &TroubleRow,
    (id, kind, on): (Id<Help>, HelpKind, Day),
    (person, name): (Id<Person>, &str),
    words: &str,
) -> Result<bool, StoreError> {
    let words = tx.seal(HELP_WORDS, words)?;
    let sql = "INSERT INTO screening_help (tenant, id, trouble_id, on_day, kind, person_id, person_name, words) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, id) DO NOTHING";
    let values = params![trouble.tenant, id, trouble.id, on, kind, person, name.to_owned(), words];
    Ok(tx.execute(sql, values)? == 1)
}

/// Moves a trouble on from the state in which it was read; says whether it was still there.
pub(crate) fn set_state(
    tx: &WriteTx<'_>,
    trouble: &TroubleRow,
    state: TroubleState,
    ended: Option<(Option<Closing>, Day)>,
) -> Result<bool, StoreError> {
    let (closing, on) = ended.map_or((None, None), |(closing, on)| (closing, Some(on)));
    let sql = "UPDATE screening_trouble SET state = $1, closing = $2, closed_day = $3 WHERE tenant = $4 AND id = $5 AND state = $6";
    Ok(tx.execute(sql, params![state, closing, on, trouble.tenant, trouble.id, trouble.state])? == 1)
}

/// Seals a trouble: from now on it is for its own people alone.
pub(crate) fn seal(tx: &WriteTx<'_>, trouble: &TroubleRow) -> Result<(), StoreError> {
    let sql = "UPDATE screening_trouble SET sealed = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![true, trouble.tenant, trouble.id]).map(drop)
}

/// The troubles of one person that are not sealed: for her own sheet.
pub(crate) fn of_subject(tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<TroubleRow>, StoreError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" FROM screening_trouble t WHERE t.tenant = ").bind(&subject.tenant);
    sql.push(" AND t.household_id = ").bind(&subject.household).push(" AND t.sealed = ").bind(&false);
    match &subject.resident {
        Some(resident) => drop(sql.push(" AND t.resident_id = ").bind(resident)),
        // Of which of them it is was not said: it is on nobody's sheet.
        None => drop(sql.push(" AND 1 = 0")),
    }
    sql.push(" ORDER BY t.found_day DESC, t.id DESC");
    tx.select(&sql, trouble_row)
}

/// Takes out who it was and what was said; that there was a trouble stays counted.
pub(crate) fn erase(tx: &WriteTx<'_>, trouble: &TroubleRow, gone: &str) -> Result<(), StoreError> {
    let (name, words) = (tx.seal(NAME, gone)?, tx.seal(WORDS, gone)?);
    let sql = "UPDATE screening_trouble SET name = $1, words = $2, note = NULL, resident_id = NULL WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![name, words, trouble.tenant, trouble.id])?;
    let help = tx.seal(HELP_WORDS, gone)?;
    let sql = "UPDATE screening_help SET words = $1 WHERE tenant = $2 AND trouble_id = $3";
    tx.execute(sql, params![help, trouble.tenant, trouble.id]).map(drop)
}
