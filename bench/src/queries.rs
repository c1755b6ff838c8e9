//! The SQL of the floors: what the product asks and writes for the same work, as bare statements.

use std::path::Path;

use niangjia_kernel::{Day, Household, Id, OrgPath, Timestamp, Visit};
use niangjia_store::{Store, StoreError};
use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params, params_from_iter};
use serde::Serialize;
use uuid::Uuid;

use crate::Outcome;

const SESSION: &str = "SELECT s.tenant, p.id, p.name, t.id, t.kind, o.id, o.path, o.name, o.level FROM people_session s \
     JOIN people_account a ON a.tenant = s.tenant AND a.id = s.account_id \
     JOIN people_person p ON p.tenant = s.tenant AND p.id = s.person_id \
     JOIN people_post t ON t.tenant = s.tenant AND t.id = s.post_id JOIN org o ON o.id = t.org_id \
     WHERE s.token_hash = ?1 AND s.until_ms > ?2 AND a.disabled_ms IS NULL AND t.from_day <= ?3 \
     AND (t.until_day IS NULL OR t.until_day > ?3)";

const POSTS: &str = "SELECT t.id, t.kind, o.name FROM people_post t JOIN org o ON o.id = t.org_id \
     WHERE t.tenant = ?1 AND t.person_id = ?2 AND t.from_day <= ?3 \
     AND (t.until_day IS NULL OR t.until_day > ?3) ORDER BY t.from_day, t.id";

/// The ledger of a community for whoever leads it, without the columns that the answer does not show.
const LEDGER: &str = "SELECT v.tenant, v.id, v.household_id, h.name, h.number, p.name, v.on_day, v.manner, v.matter, \
     v.outcome, v.follow_up_day FROM household_visit v \
     JOIN household h ON h.tenant = v.tenant AND h.id = v.household_id \
     JOIN people_person p ON p.tenant = v.tenant AND p.id = v.person_id \
     WHERE v.taken_back_ms IS NULL AND v.tenant = ?1 AND v.org_path = ?2 AND h.tenant = ?1 \
     AND (h.org_path >= ?2 AND h.org_path < ?3) ORDER BY v.on_day DESC, v.id DESC LIMIT ?4";

/// Opens a connection with the settings of the product's own.
///
/// # Errors
/// When there is no database.
pub fn open(path: &Path, reader: bool) -> Outcome<Connection> {
    let access = if reader { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection
        .execute_batch("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000;")?;
    if !reader {
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    }
    Ok(connection)
}

/// Writes everything into the database file itself: a process that was ended may have left some of it in the WAL.
///
/// # Errors
/// When somebody else has the database open.
pub fn checkpoint(path: &Path) -> Outcome<()> {
    let connection = open(path, false)?;
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy != 0 {
        return Err(format!("{} is in use", path.display()).into());
    }
    Ok(())
}

/// An identity as SQLite holds it.
type Identity = [u8; 16];

/// Who asks, as far as the ledger of her own community needs it.
pub struct Asking {
    /// Her tenant.
    pub tenant: i64,
    /// The path of the organisation she leads.
    pub org_path: String,
}

/// How many facts a data set has.
///
/// # Errors
/// When they cannot be counted.
pub fn facts(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT COUNT(*) FROM fact", [], |row| row.get(0))
}

/// The session of a token, and whether its post is among those she can act in.
///
/// # Errors
/// When it cannot be read.
pub fn session(
    connection: &Connection,
    token_hash: &[u8],
    now: Timestamp,
) -> rusqlite::Result<Option<Asking>> {
    let today = now.day().number();
    let mut statement = connection.prepare_cached(SESSION)?;
    let found = statement.query_row(params![token_hash, now.millis(), today], |row| {
        let asking = Asking { tenant: row.get(0)?, org_path: row.get(6)? };
        Ok((asking, row.get::<_, Identity>(1)?, row.get::<_, Identity>(3)?))
    });
    let Some((asking, person, acting)) = found.optional()? else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(POSTS)?;
    let mut rows = statement.query(params![asking.tenant, person, today])?;
    let mut posts: Vec<(Identity, String, String)> = Vec::new();
    while let Some(row) = rows.next()? {
        posts.push((row.get(0)?, row.get(1)?, row.get(2)?));
    }
    Ok(posts.iter().any(|(post, ..)| *post == acting).then_some(asking))
}

/// A line of the ledger as the answer shows it.
#[derive(Debug, Serialize)]
pub struct Line {
    id: String,
    household: String,
    household_name: String,
    household_number: String,
    member: String,
    on: String,
    manner: String,
    matter: String,
    outcome: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    follow_up: Option<String>,
    #[serde(skip)]
    bare: (Id<Visit>, Day),
}

impl Line {
    /// What the next page begins after.
    #[must_use]
    pub fn place(&self) -> String {
        let (id, day) = &self.bare;
        format!("{day}.{id}")
    }
}

/// The newest lines of the ledger of the community she leads.
///
/// # Errors
/// When they cannot be read.
pub fn ledger(connection: &Connection, asking: &Asking, limit: i64) -> rusqlite::Result<Vec<Line>> {
    let Asking { tenant, org_path } = asking;
    let end = OrgPath::from_stored(org_path.clone()).end();
    let mut statement = connection.prepare_cached(LEDGER)?;
    let mut rows = statement.query(params![tenant, org_path, end, limit])?;
    let mut lines = Vec::with_capacity(51);
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let (visit, household): (Identity, Identity) = (row.get(1)?, row.get(2)?);
        let id = Id::<Visit>::from_uuid(Uuid::from_bytes(visit));
        let day = Day::from_number(row.get(6)?);
        let follow_up: Option<i64> = row.get(10)?;
        lines.push(Line {
            id: format!("{number}.{id}"),
            household: format!("{number}.{}", Id::<Household>::from_uuid(Uuid::from_bytes(household))),
            household_name: row.get(3)?,
            household_number: row.get(4)?,
            member: row.get(5)?,
            on: day.to_string(),
            manner: row.get(7)?,
            matter: row.get(8)?,
            outcome: row.get(9)?,
            follow_up: follow_up.map(|day| Day::from_number(day).to_string()),
            bare: (id, day),
        });
    }
    Ok(lines)
}

/// A table that recording a visit writes: its columns as the product writes them.
pub struct Written {
    /// Its name.
    pub table: &'static str,
    columns: &'static str,
    /// Which rows of it belong to a visit: `?1` its tenant, `?2` its identity, `?3` the household, `?4` its instant.
    belongs: &'static str,
}

/// The rows of a recorded visit, in the order in which the product writes them; the sums come apart ([`TALLY`]).
pub const WRITTEN: [Written; 5] = [
    Written {
        table: "household_visit",
        columns: "tenant, id, household_id, person_id, org_id, org_path, on_day, at_ms, manner, matter, outcome, \
                  follow_up_day, words",
        belongs: "tenant = ?1 AND id = ?2 AND ?3 = ?3 AND ?4 = ?4",
    },
    Written {
        table: "fact",
        columns: "tenant, id, kind, org_id, org_path, area_code, on_day, at_ms, subject, attendances, households, \
                  minutes, fen, recorded_by, reverses",
        belongs: "tenant = ?1 AND subject = ?2 AND ?3 = ?3 AND ?4 = ?4",
    },
    Written {
        table: "fact_part",
        columns: "tenant, person_id, fact_tenant, fact_id, role",
        belongs: "tenant = ?1 AND ?3 = ?3 AND ?4 = ?4 AND fact_id IN \
                  (SELECT f.id FROM fact f WHERE f.tenant = ?1 AND f.subject = ?2)",
    },
    Written {
        table: "duty_point",
        columns: "tenant, id, person_id, fact_tenant, fact_id, subject, org_path, kind, rule, rule_label, rule_version, \
                  points, month, on_day, at_ms, nth, cap, reverses",
        belongs: "tenant = ?1 AND subject = ?2 AND ?3 = ?3 AND ?4 = ?4",
    },
    Written {
        table: "audit_entry",
        columns: "tenant, id, at_ms, person_id, person_name, post_label, action, subject_kind, subject, org_path, payload, \
                  sealed",
        belongs: "tenant = ?1 AND subject = ?3 AND at_ms = ?4 AND ?2 = ?2",
    },
];

/// The sums of a fact, as the product adds to them.
pub const TALLY: &str = "INSERT INTO tally (tenant, org_id, org_path, month, kind, facts, attendances, households, minutes, \
     fen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
     ON CONFLICT (tenant, org_id, org_path, month, kind) DO UPDATE SET facts = tally.facts + excluded.facts, \
     attendances = tally.attendances + excluded.attendances, households = tally.households + excluded.households, \
     minutes = tally.minutes + excluded.minutes, fen = tally.fen + excluded.fen";

/// A visit that was recorded: tenant, identity, household, instant.
pub type Recorded = (i64, Identity, Identity, i64);

/// Visits of the data set, taken evenly from all of it.
///
/// # Errors
/// When they cannot be read.
pub fn sample(connection: &Connection, every: i64) -> rusqlite::Result<Vec<Recorded>> {
    let sql = "SELECT v.tenant, v.id, v.household_id, v.at_ms FROM (SELECT w.tenant, w.id, w.household_id, w.at_ms, \
               ROW_NUMBER() OVER (ORDER BY w.tenant, w.id) AS place FROM household_visit w) v WHERE v.place % ?1 = 0";
    let mut statement = connection.prepare(sql)?;
    let rows =
        statement.query_map([every], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    rows.collect()
}

impl Written {
    /// The INSERT of one row.
    #[must_use]
    pub fn insert(&self) -> String {
        let columns = self.columns().count();
        let places: Vec<String> = (1..=columns).map(|number| format!("?{number}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.table, self.columns, places.join(", "))
    }

    /// The names of its columns.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.split(',').map(str::trim)
    }

    /// The rows that one visit wrote.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn rows(
        &self,
        connection: &Connection,
        (tenant, visit, household, at): &Recorded,
    ) -> rusqlite::Result<Vec<Vec<Value>>> {
        let sql = format!("SELECT {} FROM {} WHERE {}", self.columns, self.table, self.belongs);
        let mut statement = connection.prepare_cached(&sql)?;
        let width = self.columns().count();
        let rows = statement.query_map(params![tenant, visit, household, at], |row| {
            (0..width).map(|column| row.get::<_, Value>(column)).collect()
        })?;
        rows.collect()
    }
}

/// Runs a statement that is kept prepared.
///
/// # Errors
/// When a row does not fit.
pub fn execute<'v>(
    connection: &Connection,
    sql: &str,
    values: impl IntoIterator<Item = &'v Value>,
) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute(params_from_iter(values)).map(drop)
}

/// How large a world is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Visits that stand.
    pub visits: i64,
    /// Posts of committee members.
    pub members: i64,
    /// Counties that `niangjia seed` filled.
    pub counties: i64,
    /// Months that every tenant with something in it was counted for.
    pub months: i64,
}

/// Counts a world.
///
/// # Errors
/// When it cannot be read.
pub fn size(store: &Store) -> Outcome<Size> {
    Ok(store.read_blocking::<_, StoreError>(|tx| {
        let number = |sql: &str| tx.value::<i64>(sql, &[]);
        Ok(Size {
            visits: number("SELECT CAST(COALESCE(SUM(facts), 0) AS BIGINT) FROM tally WHERE kind = 'visit'")?,
            members: number("SELECT COUNT(*) FROM people_post WHERE kind = 'member'")?,
            counties: number("SELECT COUNT(*) FROM audit_entry WHERE action = 'seed.county'")?,
            months: number(
                "SELECT COUNT(*) FROM (SELECT month FROM insight_count GROUP BY month HAVING COUNT(*) = \
                 (SELECT COUNT(DISTINCT tenant) FROM insight_count)) counted",
            )?,
        })
    })?)
}
