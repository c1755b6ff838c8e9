//! SQL on askings and claims. Visibility is part of the fetch.

use std::collections::HashSet;

use niangjia_kernel::{Day, Id, Key, OrgPath, Organisation, Tenant};
use niangjia_store::{Actor, ReadTx, Row, Sql, StoreError, WriteTx, params, single};
use niangjia_subject::Subject;
use uuid::Uuid;

use crate::model::{
    Claim, ClaimKind, ClaimRow, ComesAs, Ended, Inspection, InspectionRow, Manner, Outcome, Proof, Release,
};
use crate::rules::{Sight, sight};

pub(crate) const SEEN: &str = "rights_inspection.seen";
pub(crate) const WORDS: &str = "rights_claim.words";
pub(crate) const ANSWER: &str = "rights_claim.answer";
pub(crate) const CHANGED: &str = "rights_claim.changed";

const INSPECTION: &str = "SELECT i.tenant, i.id, i.household_id, i.resident_id, i.org_id, i.org_path, i.year, i.number, \
                          i.comes_as, i.proof, i.person_id, i.person_name, i.post_label, i.at_ms, i.until_ms, \
                          i.screen_ms FROM rights_inspection i WHERE ";
const CLAIM: &str = "SELECT c.tenant, c.id, c.household_id, c.resident_id, c.org_id, c.year, c.number, c.kind, \
                     c.words, c.reach, c.asked_day, c.due_day, c.outcome, c.ground, c.answer, c.changed, c.ended_day, \
                     c.ended_name, c.told_day, c.told_manner, c.told_name FROM rights_claim c WHERE ";

fn inspection_row(row: &mut Row<'_>) -> Result<InspectionRow, StoreError> {
    Ok(InspectionRow {
        tenant: row.take()?,
        id: row.take()?,
        household: row.take()?,
        resident: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        year: row.take()?,
        number: row.take()?,
        comes_as: row.take()?,
        proof: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        post_label: row.take()?,
        at: row.take()?,
        until: row.take()?,
        screen: row.take()?,
    })
}

fn claim_row(row: &mut Row<'_>) -> Result<ClaimRow, StoreError> {
    let mut claim = ClaimRow {
        tenant: row.take()?,
        id: row.take()?,
        household: row.take()?,
        resident: row.take()?,
        org_id: row.take()?,
        year: row.take()?,
        number: row.take()?,
        kind: row.take()?,
        words: row.take()?,
        reach: row.take()?,
        asked: row.take()?,
        due: row.take()?,
        ended: None,
        told: None,
    };
    let (outcome, ground): (Option<Outcome>, Option<String>) = (row.take()?, row.take()?);
    let (answer, changed): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.take()?, row.take()?);
    let (ended, by): (Option<Day>, Option<String>) = (row.take()?, row.take()?);
    let told: (Option<Day>, Option<Manner>, Option<String>) = (row.take()?, row.take()?, row.take()?);
    if let (Some(outcome), Some(on)) = (outcome, ended) {
        let (answer, by) = (answer.unwrap_or_default(), by.unwrap_or_default());
        claim.ended = Some(Ended { on, outcome, ground, answer, changed, by });
    }
    if let (Some(on), Some(manner), Some(by)) = told {
        claim.told = Some((on, manner, by));
    }
    Ok(claim)
}

/// Appends which rows of `alias` are for `actor`: those of the branch that she leads.
fn push_sees(sql: &mut Sql, alias: &str, actor: &Actor) {
    sql.push(alias).push(".tenant = ").bind(&actor.tenant).push(" AND ");
    match sight(actor) {
        Sight::Keeps | Sight::Follows => {
            sql.within(&format!("{alias}.org_path"), &actor.acting.org_path);
        }
        Sight::Nothing => {
            sql.push("1 = 0");
        }
    }
}

/// An asking that `actor` may know of.
pub(crate) fn visible_inspection(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Inspection>,
) -> Result<Option<InspectionRow>, StoreError> {
    let mut sql = Sql::new(INSPECTION);
    push_sees(&mut sql, "i", actor);
    sql.push(" AND i.tenant = ").bind(&key.tenant).push(" AND i.id = ").bind(&key.id);
    Ok(tx.select(&sql, inspection_row)?.into_iter().next())
}

/// The askings of a branch that `actor` may know of, the newest first, at most `limit`; and how many there are in all.
pub(crate) fn inspections(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    limit: i64,
) -> Result<(Vec<InspectionRow>, i64), StoreError> {
    let mut condition = Sql::default();
    push_sees(&mut condition, "i", actor);
    condition.push(" AND ").within("i.org_path", branch);
    let (text, values) = condition.parts();
    let total = tx.value(&format!("SELECT COUNT(*) FROM rights_inspection i WHERE {text}"), values)?;
    let page = format!("{INSPECTION}{text} ORDER BY i.at_ms DESC, i.id DESC LIMIT {limit}");
    Ok((tx.rows(&page, values, inspection_row)?, total))
}

/// A claim that `actor` may know of.
pub(crate) fn visible_claim(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Claim>,
) -> Result<Option<ClaimRow>, StoreError> {
    let mut sql = Sql::new(CLAIM);
    push_sees(&mut sql, "c", actor);
    sql.push(" AND c.tenant = ").bind(&key.tenant).push(" AND c.id = ").bind(&key.id);
    Ok(tx.select(&sql, claim_row)?.into_iter().next())
}

/// The claims of a branch that `actor` may know of: those that wait first, by their day; at most `limit`, and how many there
/// are in all.
pub(crate) fn claims(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    limit: i64,
) -> Result<(Vec<ClaimRow>, i64), StoreError> {
    let mut condition = Sql::default();
    push_sees(&mut condition, "c", actor);
    condition.push(" AND ").within("c.org_path", branch);
    let (text, values) = condition.parts();
    let total = tx.value(&format!("SELECT COUNT(*) FROM rights_claim c WHERE {text}"), values)?;
    let page = format!(
        "{CLAIM}{text} ORDER BY CASE WHEN c.told_day IS NULL THEN 0 ELSE 1 END, c.due_day, c.id LIMIT {limit}"
    );
    Ok((tx.rows(&page, values, claim_row)?, total))
}

/// How many claims of a branch wait for their answer, by when the first of them is due, and how many are late.
pub(crate) fn count_waiting(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
) -> Result<(i64, Option<Day>, i64), StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*), MIN(c.due_day), CAST(COALESCE(SUM(CASE WHEN c.due_day < ");
    sql.bind(&tx.today()).push(" THEN 1 ELSE 0 END), 0) AS BIGINT) FROM rights_claim c WHERE ");
    push_sees(&mut sql, "c", actor);
    sql.push(" AND ").within("c.org_path", branch).push(" AND c.told_day IS NULL");
    let counted = tx.select(&sql, |row| Ok((row.take()?, row.take()?, row.take()?)))?;
    Ok(counted.into_iter().next().unwrap_or_default())
}

fn of_subject(sql: &mut Sql, alias: &str, subject: &Subject) {
    sql.push(alias).push(".tenant = ").bind(&subject.tenant);
    sql.push(" AND ").push(alias).push(".household_id = ").bind(&subject.household);
    match &subject.resident {
        Some(resident) => drop(sql.push(" AND ").push(alias).push(".resident_id = ").bind(resident)),
        None => drop(sql.push(" AND ").push(alias).push(".resident_id IS NULL")),
    }
}

/// Every asking about one person, the newest first.
pub(crate) fn inspections_of(tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<InspectionRow>, StoreError> {
    let mut sql = Sql::new(INSPECTION);
    of_subject(&mut sql, "i", subject);
    sql.push(" ORDER BY i.at_ms DESC, i.id DESC");
    tx.select(&sql, inspection_row)
}

/// Every claim of one person, the newest first.
pub(crate) fn claims_of(tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<ClaimRow>, StoreError> {
    let mut sql = Sql::new(CLAIM);
    of_subject(&mut sql, "c", subject);
    sql.push(" ORDER BY c.asked_day DESC, c.id DESC");
    tx.select(&sql, claim_row)
}

/// What is about to be written of an asking.
pub(crate) struct NewInspection<'a> {
    pub(crate) id: Id<Inspection>,
    pub(crate) comes_as: ComesAs,
    pub(crate) proof: Option<Proof>,
    pub(crate) seen: &'a str,
    pub(crate) minutes: i64,
}

/// The next number of a table's rows of an organisation in a year.
fn next(
    tx: &WriteTx<'_>,
    highest: &str,
    tenant: Tenant,
    org: Id<Organisation>,
) -> Result<(i64, i64), StoreError> {
    tx.hold("org", tenant, org.uuid())?;
    let year = i64::from(tx.today().parts().0);
    Ok((year, tx.value::<i64>(highest, params![tenant, org, year])? + 1))
}

/// Writes an asking under the next number; nothing when it was there already (the same form may come twice).
pub(crate) fn insert_inspection(
    tx: &WriteTx<'_>,
    actor: &Actor,
    subject: &Subject,
    new: &NewInspection<'_>,
    released: &[Uuid],
) -> Result<Option<i64>, StoreError> {
    let highest = "SELECT COALESCE(MAX(number), 0) FROM rights_inspection WHERE tenant = $1 AND org_id = $2 AND year = $3";
    let (year, number) = next(tx, highest, subject.tenant, subject.org_id)?;
    let seen = tx.seal(SEEN, new.seen)?;
    let written = tx.execute(
        "INSERT INTO rights_inspection (tenant, id, household_id, resident_id, org_id, org_path, year, number, comes_as, \
         proof, seen, person_id, person_name, post_label, at_ms, until_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![
            subject.tenant, new.id, subject.household, subject.resident, subject.org_id, subject.org_path.clone(), year,
            number, new.comes_as, new.proof, seen, actor.person, actor.name.clone(), actor.post_label(), tx.now(),
            tx.now().plus_seconds(new.minutes * 60),
        ],
    )?;
    if written == 0 {
        return Ok(None);
    }
    for line in released {
        let sql = "INSERT INTO rights_release (tenant, id, inspection_id, line_id) VALUES ($1, $2, $3, $4)";
        tx.execute(sql, params![subject.tenant, tx.new_id::<Release>(), new.id, *line])?;
    }
    Ok(Some(number))
}

/// The lines that were released for an asking.
pub(crate) fn released(tx: &ReadTx<'_>, row: &InspectionRow) -> Result<HashSet<Uuid>, StoreError> {
    let sql = "SELECT line_id FROM rights_release WHERE tenant = $1 AND inspection_id = $2";
    Ok(tx.rows(sql, params![row.tenant, row.id], single)?.into_iter().collect())
}

/// Who was there and which paper was seen, for whoever keeps the askings.
pub(crate) fn seen(tx: &ReadTx<'_>, row: &InspectionRow) -> Result<String, StoreError> {
    let sql = "SELECT seen FROM rights_inspection WHERE tenant = $1 AND id = $2";
    let sealed = tx.row(sql, params![row.tenant, row.id], single::<Vec<u8>>)?;
    sealed.map_or_else(|| Ok(String::new()), |sealed| tx.unseal(SEEN, &sealed))
}

/// Notes that the office's screen was turned to her; says whether it was for the first time.
pub(crate) fn mark_screen(tx: &WriteTx<'_>, row: &InspectionRow) -> Result<bool, StoreError> {
    let sql =
        "UPDATE rights_inspection SET screen_ms = $1 WHERE tenant = $2 AND id = $3 AND screen_ms IS NULL";
    Ok(tx.execute(sql, params![tx.now(), row.tenant, row.id])? == 1)
}

/// What is about to be written of a claim.
pub(crate) struct NewClaim<'a> {
    pub(crate) id: Id<Claim>,
    pub(crate) kind: ClaimKind,
    pub(crate) words: &'a str,
    pub(crate) reach: Manner,
    pub(crate) due: Day,
}

/// Writes a claim under the next number; nothing when it was there already.
pub(crate) fn insert_claim(
    tx: &WriteTx<'_>,
    inspection: &InspectionRow,
    new: &NewClaim<'_>,
) -> Result<Option<i64>, StoreError> {
    let highest =
        "SELECT COALESCE(MAX(number), 0) FROM rights_claim WHERE tenant = $1 AND org_id = $2 AND year = $3";
    let (year, number) = next(tx, highest, inspection.tenant, inspection.org_id)?;
    let words = tx.seal(WORDS, new.words)?;
    let written = tx.execute(
        "INSERT INTO rights_claim (tenant, id, inspection_id, household_id, resident_id, org_id, org_path, year, number, \
         kind, words, reach, asked_day, due_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![
            inspection.tenant, new.id, inspection.id, inspection.household, inspection.resident, inspection.org_id,
            inspection.org_path.clone(), year, number, new.kind, words, new.reach, tx.today(), new.due,
        ],
    )?;
    Ok((written == 1).then_some(number))
}

/// How a claim ends.
pub(crate) struct NewEnding<'a> {
    pub(crate) outcome: Outcome,
    pub(crate) ground: Option<&'a str>,
    pub(crate) answer: &'a str,
    pub(crate) changed: &'a str,
}

/// Ends a claim; says whether it was open.
pub(crate) fn end_claim(
    tx: &WriteTx<'_>,
    actor: &Actor,
    claim: &ClaimRow,
    ending: &NewEnding<'_>,
) -> Result<bool, StoreError> {
    let (answer, changed) = (tx.seal(ANSWER, ending.answer)?, tx.seal(CHANGED, ending.changed)?);
    let sql = "UPDATE rights_claim SET outcome = $1, ground = $2, answer = $3, changed = $4, ended_day = $5, \
               ended_name = $6 WHERE tenant = $7 AND id = $8 AND outcome IS NULL";
    let ground = ending.ground.map(str::to_owned);
    let values = params![
        ending.outcome,
        ground,
        answer,
        changed,
        tx.today(),
        actor.name.clone(),
        claim.tenant,
        claim.id
    ];
    Ok(tx.execute(sql, values)? == 1)
}

/// Notes that she was told; says whether it was for the first time.
pub(crate) fn mark_told(
    tx: &WriteTx<'_>,
    actor: &Actor,
    claim: &ClaimRow,
    on: Day,
    manner: Manner,
) -> Result<bool, StoreError> {
    let sql = "UPDATE rights_claim SET told_day = $1, told_manner = $2, told_name = $3 WHERE tenant = $4 AND id = $5 \
               AND told_day IS NULL AND outcome IS NOT NULL";
    Ok(tx.execute(sql, params![on, manner, actor.name.clone(), claim.tenant, claim.id])? == 1)
}

/// Takes out what she said and what was answered; that she claimed, and what became of it, stays.
pub(crate) fn erase(tx: &WriteTx<'_>, subject: &Subject) -> Result<(), StoreError> {
    let gone = "（已按本人请求删除）";
    for claim in claims_of(tx, subject)? {
        let (words, answer) = (tx.seal(WORDS, gone)?, tx.seal(ANSWER, gone)?);
        let sql = "UPDATE rights_claim SET words = $1, changed = NULL WHERE tenant = $2 AND id = $3";
        tx.execute(sql, params![words, claim.tenant, claim.id])?;
        let sql = "UPDATE rights_claim SET answer = $1 WHERE tenant = $2 AND id = $3 AND answer IS NOT NULL";
        tx.execute(sql, params![answer, claim.tenant, claim.id])?;
    }
    for inspection in inspections_of(tx, subject)? {
        let seen = tx.seal(SEEN, gone)?;
        let sql = "UPDATE rights_inspection SET seen = $1 WHERE tenant = $2 AND id = $3";
        tx.execute(sql, params![seen, inspection.tenant, inspection.id])?;
    }
    Ok(())
}

/// Files askings and claims of a community with the one it went up in; their numbers stay.
pub(crate) fn move_askings(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    from: &OrgPath,
    into: &OrgPath,
) -> Result<(), StoreError> {
    for sql in [
        "UPDATE rights_inspection SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
        "UPDATE rights_claim SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
    ] {
        tx.execute(sql, params![into.clone(), tenant, from.clone()])?;
    }
    Ok(())
}
