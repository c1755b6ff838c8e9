//! Taking back what a file brought in: what was built on it since, and the statements that take it away. What an import
//! made is told by `transfer_made`, so that a file of any size is a handful of statements.

use niangjia_kernel::{Day, Fact, Household, Id, Key, Tenant, Visit};
use niangjia_store::{ReadTx, Row, StoreError, WriteTx, facts, params};
use niangjia_transfer::Transfer;

/// How many of each kind are named.
const NAMED: i64 = 5;

/// Something that stands on what an import made: the household, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) household: Key<Household>,
    pub(crate) name: String,
    pub(crate) number: String,
    /// Who, or what.
    pub(crate) what: String,
    pub(crate) on: Option<Day>,
    pub(crate) visit: Option<Id<Visit>>,
}

fn standing(row: &mut Row<'_>) -> Result<Standing, StoreError> {
    let tenant: Tenant = row.take()?;
    Ok(Standing {
        household: row.take::<Id<Household>>()?.within(tenant),
        name: row.take()?,
        number: row.take()?,
        what: row.take()?,
        on: row.take()?,
        visit: row.take()?,
    })
}

fn ask(tx: &ReadTx<'_>, import: Key<Transfer>, sql: &str) -> Result<Vec<Standing>, StoreError> {
    tx.rows(sql, params![import.tenant, import.id, NAMED], standing)
}

const OF_MADE: &str = "FROM transfer_made m JOIN household h ON h.tenant = m.tenant AND h.id = m.made_id WHERE m.tenant = $1 \
     AND m.transfer_id = $2 AND m.kind = 'household'";

/// Visits to households that the import made.
pub(crate) fn visits_of_made(tx: &ReadTx<'_>, import: Key<Transfer>) -> Result<Vec<Standing>, StoreError> {
    let sql = "SELECT h.tenant, h.id, h.name, h.number, p.name, v.on_day, v.id FROM transfer_made m \
               JOIN household h ON h.tenant = m.tenant AND h.id = m.made_id \
               JOIN household_visit v ON v.tenant = h.tenant AND v.household_id = h.id AND v.taken_back_ms IS NULL \
               LEFT JOIN people_person p ON p.tenant = v.tenant AND p.id = v.person_id \
               WHERE m.tenant = $1 AND m.transfer_id = $2 AND m.kind = 'household' ORDER BY v.at_ms, v.id LIMIT $3";
    ask(tx, import, &sql.replace("p.name, v.on", "COALESCE(p.name, '执委'), v.on"))
}

/// Links, needs and people that others entered at households which the import made; `table` and its `kind`.
pub(crate) fn entered_at_made(
    tx: &ReadTx<'_>,
    import: Key<Transfer>,
    (table, kind): (&str, &str),
) -> Result<Vec<Standing>, StoreError> {
    let sql = format!(
        "SELECT h.tenant, h.id, h.name, h.number, '', o.from_day, NULL FROM transfer_made m \
         JOIN household h ON h.tenant = m.tenant AND h.id = m.made_id \
         JOIN {table} o ON o.tenant = h.tenant AND o.household_id = h.id \
         WHERE m.tenant = $1 AND m.transfer_id = $2 AND m.kind = 'household' AND NOT EXISTS (SELECT 1 FROM transfer_made x \
         WHERE x.tenant = m.tenant AND x.transfer_id = m.transfer_id AND x.kind = '{kind}' AND x.made_id = o.id) \
         ORDER BY o.id LIMIT $3"
    );
    ask(tx, import, &sql)
}

/// Households of the import that a handover sheet names.
pub(crate) fn handed_over(tx: &ReadTx<'_>, import: Key<Transfer>) -> Result<Vec<Standing>, StoreError> {
    let sql = format!(
        "SELECT h.tenant, h.id, h.name, h.number, '', NULL, NULL {OF_MADE} AND EXISTS (SELECT 1 \
         FROM household_handover_family f WHERE f.tenant = h.tenant AND f.household_id = h.id) ORDER BY h.id LIMIT $3"
    );
    ask(tx, import, &sql)
}

/// Households of the import for which the community where they live was asked.
pub(crate) fn asked_elsewhere(tx: &ReadTx<'_>, import: Key<Transfer>) -> Result<Vec<Standing>, StoreError> {
    let sql = format!(
        "SELECT h.tenant, h.id, h.name, h.number, '', NULL, NULL {OF_MADE} AND EXISTS (SELECT 1 \
         FROM household_care_asked a WHERE a.tenant = h.tenant AND a.household_id = h.id) ORDER BY h.id LIMIT $3"
    );
    ask(tx, import, &sql)
}

/// Links or needs of the import that somebody ended since; `table` and its `kind`.
pub(crate) fn changed_since(
    tx: &ReadTx<'_>,
    import: Key<Transfer>,
    (table, kind): (&str, &str),
) -> Result<Vec<Standing>, StoreError> {
    let sql = format!(
        "SELECT h.tenant, h.id, h.name, h.number, '', o.until_day, NULL FROM transfer_made m \
         JOIN {table} o ON o.tenant = m.tenant AND o.id = m.made_id \
         JOIN household h ON h.tenant = o.tenant AND h.id = o.household_id \
         WHERE m.tenant = $1 AND m.transfer_id = $2 AND m.kind = '{kind}' \
         AND COALESCE(CAST(o.until_day AS TEXT), '') <> m.as_made ORDER BY o.id LIMIT $3"
    );
    ask(tx, import, &sql)
}

/// Visits that were somebody's to make only by a link of the import (R-HH-03).
pub(crate) fn visits_by_made_links(
    tx: &ReadTx<'_>,
    import: Key<Transfer>,
) -> Result<Vec<Standing>, StoreError> {
    let sql = "SELECT h.tenant, h.id, h.name, h.number, COALESCE(p.name, '执委'), v.on_day, v.id FROM transfer_made m \
               JOIN household_link l ON l.tenant = m.tenant AND l.id = m.made_id \
               JOIN household h ON h.tenant = l.tenant AND h.id = l.household_id \
               JOIN household_visit v ON v.tenant = l.tenant AND v.household_id = l.household_id \
               AND v.person_id = l.person_id AND v.taken_back_ms IS NULL AND v.on_day >= l.from_day \
               AND (l.until_day IS NULL OR v.on_day < l.until_day) \
               LEFT JOIN people_person p ON p.tenant = v.tenant AND p.id = v.person_id \
               WHERE m.tenant = $1 AND m.transfer_id = $2 AND m.kind = 'link' AND NOT EXISTS (SELECT 1 \
               FROM household_link o WHERE o.tenant = v.tenant AND o.household_id = v.household_id \
               AND o.person_id = v.person_id AND o.from_day <= v.on_day AND (o.until_day IS NULL OR o.until_day > v.on_day) \
               AND NOT EXISTS (SELECT 1 FROM transfer_made x WHERE x.tenant = m.tenant AND x.transfer_id = m.transfer_id \
               AND x.kind = 'link' AND x.made_id = o.id)) ORDER BY v.at_ms, v.id LIMIT $3";
    ask(tx, import, sql)
}

/// Key households that would have nobody on the register side, though others were released on the strength of a link of
/// the import (R-HH-09).
pub(crate) fn relied_on(tx: &ReadTx<'_>, import: Key<Transfer>) -> Result<Vec<Standing>, StoreError> {
    // The days of China begin eight hours before those of the clock.
    let sql = "SELECT h.tenant, h.id, h.name, h.number, '', MAX(gone.until_day), NULL FROM transfer_made m \
               JOIN transfer t ON t.tenant = m.tenant AND t.id = m.transfer_id \
               JOIN household_link l ON l.tenant = m.tenant AND l.id = m.made_id AND l.until_day IS NULL \
               AND l.side = 'register' \
               JOIN household h ON h.tenant = l.tenant AND h.id = l.household_id \
               JOIN household_link gone ON gone.tenant = l.tenant AND gone.household_id = l.household_id \
               AND gone.side = 'register' AND gone.until_day >= (t.made_ms + 28800000) / 86400000 \
               WHERE m.tenant = $1 AND m.transfer_id = $2 AND m.kind = 'link' \
               AND EXISTS (SELECT 1 FROM household_need n WHERE n.tenant = h.tenant AND n.household_id = h.id \
               AND n.until_day IS NULL) \
               AND NOT EXISTS (SELECT 1 FROM transfer_made r WHERE r.tenant = m.tenant AND r.transfer_id = m.transfer_id \
               AND r.kind = 'released' AND r.made_id = gone.id) \
               AND NOT EXISTS (SELECT 1 FROM household_link o WHERE o.tenant = l.tenant AND o.household_id = l.household_id \
               AND o.side = 'register' AND o.until_day IS NULL AND NOT EXISTS (SELECT 1 FROM transfer_made x \
               WHERE x.tenant = m.tenant AND x.transfer_id = m.transfer_id AND x.kind = 'link' AND x.made_id = o.id)) \
               GROUP BY h.tenant, h.id, h.name, h.number ORDER BY h.id LIMIT $3";
    ask(tx, import, sql)
}

/// The next visits of the import after one, that nobody has taken back.
pub(crate) fn made_visits(
    tx: &ReadTx<'_>,
    import: Key<Transfer>,
    after: Option<Id<Visit>>,
    limit: i64,
) -> Result<Vec<Id<Visit>>, StoreError> {
    let after = after.unwrap_or_else(|| Id::from_uuid(uuid::Uuid::nil()));
    let sql = "SELECT m.made_id FROM transfer_made m JOIN household_visit v ON v.tenant = m.tenant AND v.id = m.made_id \
               WHERE m.tenant = $1 AND m.transfer_id = $2 AND m.kind = 'visit' AND m.made_id > $3 \
               AND v.taken_back_ms IS NULL ORDER BY m.made_id LIMIT $4";
    tx.rows(sql, params![import.tenant, import.id, after, limit], niangjia_store::single)
}

/// Marks every visit of the import that nobody has taken back.
pub(crate) fn take_back_made_visits(
    tx: &WriteTx<'_>,
    import: Key<Transfer>,
    reason: &str,
) -> Result<u64, StoreError> {
    let sql = "UPDATE household_visit SET taken_back_ms = $3, taken_back_reason = $4 WHERE tenant = $1 \
               AND taken_back_ms IS NULL AND id IN (SELECT m.made_id FROM transfer_made m WHERE m.tenant = $1 \
               AND m.transfer_id = $2 AND m.kind = 'visit')";
    tx.execute(sql, params![import.tenant, import.id, tx.now(), reason.to_owned()])
}

/// The facts of a visit that were not reversed.
pub(crate) fn standing_facts(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    visit: Id<Visit>,
) -> Result<Vec<Fact>, StoreError> {
    let all = facts::of_subject(tx, tenant, visit.uuid())?;
    let reversed: Vec<_> = all.iter().filter_map(|fact| fact.reverses).collect();
    Ok(all.into_iter().filter(|fact| fact.reverses.is_none() && !reversed.contains(&fact.id)).collect())
}

const MADE_IDS: &str =
    "(SELECT m.made_id FROM transfer_made m WHERE m.tenant = $1 AND m.transfer_id = $2 AND m.kind = ";

/// What takes rows of the import away and empties the columns that it filled, in the order in which they stand on each
/// other; each with the kind of what it made.
const TAKING_AWAY: [(&str, &str); 9] = [
    ("DELETE FROM household_link WHERE tenant = $1 AND id IN ", "link"),
    ("DELETE FROM household_need WHERE tenant = $1 AND id IN ", "need"),
    ("DELETE FROM household_resident WHERE tenant = $1 AND id IN ", "resident"),
    (
        "UPDATE household_link SET until_day = NULL, end_reason = NULL WHERE tenant = $1 AND id IN ",
        "released",
    ),
    (
        "UPDATE household_resident SET citizen_id = NULL, citizen_id_index = NULL WHERE tenant = $1 AND id IN ",
        "citizen",
    ),
    ("UPDATE household SET phone = NULL, phone_index = NULL WHERE tenant = $1 AND id IN ", "phone"),
    ("UPDATE household SET address = NULL WHERE tenant = $1 AND id IN ", "address"),
    ("UPDATE household SET residence = '' WHERE tenant = $1 AND id IN ", "residence"),
    ("UPDATE household SET grid_id = NULL WHERE tenant = $1 AND id IN ", "grid"),
];

/// Takes away what the import made beside households and visits; says how many rows that were.
pub(crate) fn take_away_belongings(tx: &WriteTx<'_>, import: Key<Transfer>) -> Result<u64, StoreError> {
    let mut rows = 0;
    for (taking, kind) in TAKING_AWAY {
        let sql = format!("{taking}{MADE_IDS}'{kind}')");
        rows += tx.execute(&sql, params![import.tenant, import.id])?;
    }
    let sql = format!(
        "UPDATE household_caretaking SET until_day = NULL WHERE tenant = $1 AND link_id IN {MADE_IDS}'released')"
    );
    tx.execute(&sql, params![import.tenant, import.id])?;
    Ok(rows)
}

/// Takes the households of the import out of the register. One that was visited, or that somebody opened, stays as a row
/// that was never in force, and its number becomes free: what was done in its name stays in the record.
pub(crate) fn take_away_households(tx: &WriteTx<'_>, import: Key<Transfer>) -> Result<u64, StoreError> {
    let named = "EXISTS (SELECT 1 FROM household_visit v WHERE v.tenant = household.tenant AND v.household_id = household.id) \
                 OR EXISTS (SELECT 1 FROM household_opening o WHERE o.tenant = household.tenant \
                 AND o.household_id = household.id)";
    let sql =
        format!("DELETE FROM household WHERE tenant = $1 AND id IN {MADE_IDS}'household') AND NOT ({named})");
    let gone = tx.execute(&sql, params![import.tenant, import.id])?;
    let sql = format!(
        "UPDATE household SET until_day = from_day, number = '-' || number || '-' || $3 \
         WHERE tenant = $1 AND id IN {MADE_IDS}'household')"
    );
    Ok(gone + tx.execute(&sql, params![import.tenant, import.id, tx.now().millis().to_string()])?)
}
