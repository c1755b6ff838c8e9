//! SQL on askings and answers. Who had a part in a matter finds nothing of its asking.

use std::collections::BTreeMap;

use niangjia_kernel::{Day, Id, Key, OrgPath, Organisation, Person, Tenant};
use niangjia_store::{Actor, BlindIndex, ReadTx, Row, Sql, StoreError, WriteTx, params, single};
use uuid::Uuid;

use crate::model::{Answer, Counts, Handler, Quarter, Score, Slip, SlipRow, SlipState};
use crate::rules::{Asks, asks};

pub(crate) const CODE: &str = "survey_asking.code";
pub(crate) const CONTACT: &str = "survey_asking.contact";
pub(crate) const LINE: &str = "survey_answer.line";

const SLIP: &str = "SELECT s.tenant, s.id, s.kind, s.org_id, s.org_path, s.home_path, s.period, s.number, s.asked_day, \
                    s.until_day, s.code, s.contact, s.state, s.caller_id, s.calls FROM survey_asking s WHERE ";

fn slip_row(row: &mut Row<'_>) -> Result<SlipRow, StoreError> {
    Ok(SlipRow {
        tenant: row.take()?,
        id: row.take()?,
        kind: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        home_path: row.take()?,
        period: row.take()?,
        number: row.take()?,
        asked: row.take()?,
        until: row.take()?,
        code: row.take()?,
        contact: row.take()?,
        state: row.take()?,
        caller: row.take()?,
        calls: row.take()?,
    })
}

/// Appends which askings are for `actor` to carry out (R-SUR-02): the one predicate of this part.
fn push_asks(sql: &mut Sql, actor: &Actor) {
    sql.push("s.tenant = ").bind(&actor.tenant).push(" AND ");
    match asks(actor) {
        Asks::Own => drop(sql.push("s.org_path = ").bind(&actor.acting.org_path)),
        Asks::Branch => drop(sql.within("s.org_path", &actor.acting.org_path)),
        Asks::Nothing => drop(sql.push("1 = 0")),
    }
    sql.push(
        " AND NOT EXISTS (SELECT 1 FROM survey_handler h WHERE h.tenant = s.tenant AND h.asking_id = s.id ",
    );
    sql.push("AND h.person_id = ").bind(&actor.person).push(")");
}

/// An asking that `actor` may carry out.
pub(crate) fn askable(tx: &ReadTx<'_>, actor: &Actor, key: Key<Slip>) -> Result<Option<SlipRow>, StoreError> {
    let mut sql = Sql::new(SLIP);
    push_asks(&mut sql, actor);
    sql.push(" AND s.tenant = ").bind(&key.tenant).push(" AND s.id = ").bind(&key.id);
    Ok(tx.select(&sql, slip_row)?.into_iter().next())
}

/// The askings of a branch that wait and that `actor` may carry out, those that expire first before the others.
pub(crate) fn waiting(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    limit: i64,
) -> Result<(Vec<SlipRow>, i64), StoreError> {
    let mut condition = Sql::default();
    push_asks(&mut condition, actor);
    condition.push(" AND ").within("s.org_path", branch);
    condition.push(" AND s.state = ").bind(&SlipState::Waiting);
    condition.push(" AND s.until_day >= ").bind(&tx.today());
    let (text, values) = condition.parts();
    let total = tx.value(&format!("SELECT COUNT(*) FROM survey_asking s WHERE {text}"), values)?;
    let page = format!("{SLIP}{text} ORDER BY s.until_day, s.period, s.number, s.id LIMIT {limit}");
    Ok((tx.rows(&page, values, slip_row)?, total))
}

/// The asking of a code, if it is there, whatever became of it. The code itself is who asks.
pub(crate) fn by_code(tx: &ReadTx<'_>, tenant: Tenant, code: &str) -> Result<Option<SlipRow>, StoreError> {
    let mut sql = Sql::new(SLIP);
    sql.push("s.tenant = ").bind(&tenant);
    sql.push(" AND s.code_index = ").bind(&index_of(tx, code));
    Ok(tx.select(&sql, slip_row)?.into_iter().next())
}

/// The asking about a matter: for who types in papers of before.
pub(crate) fn by_subject(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    subject: Uuid,
) -> Result<Option<SlipRow>, StoreError> {
    let mut sql = Sql::new(SLIP);
    sql.push("s.tenant = ").bind(&tenant).push(" AND s.subject_id = ").bind(&subject);
    Ok(tx.select(&sql, slip_row)?.into_iter().next())
}

/// By what a code is found.
pub(crate) fn index_of(tx: &ReadTx<'_>, code: &str) -> BlindIndex {
    tx.keys().index(CODE, code)
}

/// Whether somebody was asked about a matter.
pub(crate) fn was_asked(tx: &ReadTx<'_>, tenant: Tenant, subject: Uuid) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM survey_asking WHERE tenant = $1 AND subject_id = $2";
    Ok(tx.value::<i64>(sql, params![tenant, subject])? > 0)
}

/// How many were asked of an organisation in a quarter.
pub(crate) fn asked_so_far(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    quarter: Quarter,
) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM survey_asking WHERE tenant = $1 AND org_id = $2 AND period = $3";
    tx.value(sql, params![tenant, org, quarter.0])
}

/// Writes an asking with those who handled the matter.
pub(crate) fn insert(
    tx: &WriteTx<'_>,
    row: &SlipRow,
    (subject, index): (Uuid, BlindIndex),
    handlers: &[Id<Person>],
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO survey_asking (tenant, id, subject_id, kind, org_id, org_path, home_path, period, number, asked_day, \
         until_day, code_index, code, contact, state, calls) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        params![
            row.tenant, row.id, subject, row.kind, row.org_id, row.org_path.clone(), row.home_path.clone(), row.period,
            row.number, row.asked, row.until, index, row.code.clone(), row.contact.clone(), row.state, row.calls,
        ],
    )?;
    for person in handlers {
        let sql = "INSERT INTO survey_handler (tenant, id, asking_id, person_id) VALUES ($1, $2, $3, $4)";
        tx.execute(sql, params![row.tenant, tx.new_id::<Handler>(), row.id, *person])?;
    }
    Ok(())
}

/// Ends an asking; says whether it waited. Whom to call is taken out with it.
pub(crate) fn end(tx: &WriteTx<'_>, row: &SlipRow, state: SlipState) -> Result<bool, StoreError> {
    let sql =
        "UPDATE survey_asking SET state = $1, contact = NULL WHERE tenant = $2 AND id = $3 AND state = $4";
    Ok(tx.execute(sql, params![state, row.tenant, row.id, SlipState::Waiting])? == 1)
}

/// Writes an answer that nothing leads back from (decision 0017): under an identity of chance alone, and with every other
/// asking and answer of its organisation and quarter written again, so that no row is the one written last.
pub(crate) fn insert_answer(
    tx: &WriteTx<'_>,
    row: &SlipRow,
    score: Score,
    line: &str,
) -> Result<(), StoreError> {
    let mut random = [0u8; 16];
    tx.fill_random(&mut random);
    let id = Id::<Answer>::from_uuid(uuid::Builder::from_random_bytes(random).into_uuid());
    let line = if line.is_empty() { None } else { Some(tx.seal(LINE, line)?) };
    tx.execute(
        "INSERT INTO survey_answer (tenant, id, org_path, period, score, line) VALUES ($1, $2, $3, $4, $5, $6)",
        params![row.tenant, id, row.home_path.clone(), row.period, score, line],
    )?;
    for sql in [
        "UPDATE survey_answer SET period = period WHERE tenant = $1 AND org_path = $2 AND period = $3",
        "UPDATE survey_asking SET period = period WHERE tenant = $1 AND home_path = $2 AND period = $3",
    ] {
        tx.execute(sql, params![row.tenant, row.home_path.clone(), row.period])?;
    }
    Ok(())
}

/// Gives a call to somebody; says whether nobody else had it.
pub(crate) fn take(tx: &WriteTx<'_>, row: &SlipRow, person: Id<Person>) -> Result<bool, StoreError> {
    let sql = "UPDATE survey_asking SET caller_id = $1 WHERE tenant = $2 AND id = $3 AND state = $4 \
               AND (caller_id IS NULL OR caller_id = $1)";
    Ok(tx.execute(sql, params![person, row.tenant, row.id, SlipState::Waiting])? == 1)
}

/// Counts a call in vain, and gives the call back for somebody else.
pub(crate) fn count_call(tx: &WriteTx<'_>, row: &SlipRow) -> Result<(), StoreError> {
    let sql = "UPDATE survey_asking SET calls = calls + 1, caller_id = NULL WHERE tenant = $1 AND id = $2";
    tx.execute(sql, params![row.tenant, row.id]).map(drop)
}

/// Takes out whom to call where the day has passed; says how many.
pub(crate) fn forget_expired(tx: &WriteTx<'_>, today: Day) -> Result<u64, StoreError> {
    // A declared report: the nightly look at every tenant's slips.
    tx.execute(
        "UPDATE survey_asking SET contact = NULL WHERE until_day < $1 AND contact IS NOT NULL",
        params![today],
    )
}

/// How many were asked in each quarter of a branch, by where.
pub(crate) fn asked(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    branch: &OrgPath,
) -> Result<BTreeMap<(Quarter, OrgPath), i64>, StoreError> {
    let mut sql = Sql::new("SELECT s.period, s.home_path, COUNT(*) FROM survey_asking s WHERE s.tenant = ");
    sql.bind(&tenant).push(" AND ").within("s.home_path", branch);
    sql.push(" GROUP BY s.period, s.home_path");
    let rows = tx.select(&sql, |row| Ok(((Quarter(row.take()?), row.take()?), row.take()?)))?;
    Ok(rows.into_iter().collect())
}

/// What was answered in each quarter of a branch, by where.
pub(crate) fn answers(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    branch: &OrgPath,
) -> Result<BTreeMap<Quarter, BTreeMap<OrgPath, Counts>>, StoreError> {
    let mut sql =
        Sql::new("SELECT a.period, a.org_path, a.score, COUNT(*) FROM survey_answer a WHERE a.tenant = ");
    sql.bind(&tenant).push(" AND ").within("a.org_path", branch);
    sql.push(" GROUP BY a.period, a.org_path, a.score");
    let rows: Vec<(i64, OrgPath, Score, i64)> =
        tx.select(&sql, |row| Ok((row.take()?, row.take()?, row.take()?, row.take()?)))?;
    let mut found: BTreeMap<Quarter, BTreeMap<OrgPath, Counts>> = BTreeMap::new();
    for (period, path, score, count) in rows {
        let counts = found.entry(Quarter(period)).or_default().entry(path).or_default();
        *counts = counts.with(score, count);
    }
    Ok(found)
}

/// The free lines of a branch in a quarter, in the order of identities that are chance alone.
pub(crate) fn lines(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    branch: &OrgPath,
    quarter: Quarter,
) -> Result<Vec<String>, StoreError> {
    let mut sql = Sql::new("SELECT a.line FROM survey_answer a WHERE a.tenant = ");
    sql.bind(&tenant).push(" AND ").within("a.org_path", branch);
    sql.push(" AND a.period = ").bind(&quarter.0).push(" AND a.line IS NOT NULL ORDER BY a.id");
    let sealed: Vec<Vec<u8>> = tx.select(&sql, single)?;
    sealed.iter().map(|line| tx.unseal(LINE, line)).collect()
}

/// The next number of an organisation in a quarter.
pub(crate) fn next_number(
    tx: &WriteTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    quarter: Quarter,
) -> Result<i64, StoreError> {
    tx.hold("org", tenant, org.uuid())?;
    let sql = "SELECT COALESCE(MAX(number), 0) FROM survey_asking WHERE tenant = $1 AND org_id = $2 AND period = $3";
    Ok(tx.value::<i64>(sql, params![tenant, org, quarter.0])? + 1)
}

/// Lets the community that another went up in carry out its askings. Where they count stays: what is published never changes.
pub(crate) fn move_askings(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    from: &OrgPath,
    into: &OrgPath,
) -> Result<(), StoreError> {
    let sql = "UPDATE survey_asking SET org_path = $1 WHERE tenant = $2 AND org_path = $3";
    tx.execute(sql, params![into.clone(), tenant, from.clone()]).map(drop)
}
