//! The floor of recording: the rows of recorded visits, written again under new identities by rusqlite alone.

use std::path::Path;
use std::time::{Duration, Instant};

use niangjia_kernel::{Clock as _, Day, Id, SystemChance, SystemClock, Timestamp, Visit};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::Outcome;
use crate::queries::{self, Recorded, TALLY, WRITTEN};

/// Of so many visits of the data set one is a pattern.
const EVERY: i64 = 100;

/// One value of a row to be written.
enum Place {
    /// As it was.
    Same(Value),
    /// The new identity of the visit (0) or of the next row that has one of its own.
    Fresh(usize),
    /// The instant of writing.
    Now,
}

struct Pattern {
    rows: Vec<(usize, Vec<Place>)>,
    tallies: Vec<Vec<Value>>,
    /// How many identities it needs.
    identities: usize,
}

/// Writes visits as fast as the engine can.
pub struct Recorder {
    connection: Connection,
    inserts: Vec<String>,
    patterns: Vec<Pattern>,
    written: usize,
    made: u32,
}

/// What was written.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Written {
    /// How many visits.
    pub visits: usize,
    /// In how many commits.
    pub commits: usize,
    /// In how many seconds.
    pub seconds: f64,
    /// Visits per second.
    pub per_second: f64,
}

impl Recorder {
    /// Takes its patterns from the visits of a database, and writes into the same.
    ///
    /// # Errors
    /// When there is none.
    pub fn open(database: &Path) -> Outcome<Self> {
        let connection = queries::open(database, false)?;
        let visits = queries::sample(&connection, EVERY)?;
        let patterns = visits.iter().map(|visit| pattern(&connection, visit)).collect::<Outcome<Vec<_>>>()?;
        if patterns.is_empty() {
            return Err("no visit to take as a pattern".into());
        }
        let inserts = WRITTEN.iter().map(queries::Written::insert).collect();
        Ok(Self { connection, inserts, patterns, written: 0, made: 0 })
    }

    /// How many rows a visit writes on average.
    #[must_use]
    pub fn rows_per_visit(&self) -> f64 {
        let rows: usize =
            self.patterns.iter().map(|pattern| pattern.rows.len() + pattern.tallies.len()).sum();
        rows as f64 / self.patterns.len() as f64
    }

    /// Writes for a while, with so many visits per commit on average.
    ///
    /// # Errors
    /// When a row does not fit.
    pub fn write_for(&mut self, time: Duration, per_commit: f64) -> Outcome<Written> {
        let (begun, mut visits, mut commits) = (Instant::now(), 0usize, 0usize);
        while begun.elapsed() < time {
            commits += 1;
            let due = (commits as f64 * per_commit).round() as usize;
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            while visits < due {
                self.write_one()?;
                visits += 1;
            }
            self.connection.execute_batch("COMMIT")?;
        }
        let seconds = begun.elapsed().as_secs_f64();
        Ok(Written { visits, commits, seconds, per_second: visits as f64 / seconds })
    }

    fn write_one(&mut self) -> rusqlite::Result<()> {
        let now = SystemClock.now();
        let pattern = &self.patterns[self.written % self.patterns.len()];
        self.written += 1;
        let identities: Vec<Value> = (0..pattern.identities)
            .map(|_| {
                self.made = self.made.wrapping_add(1);
                fresh(now, self.made)
            })
            .collect();
        let instant = Value::Integer(now.millis());
        for (table, row) in &pattern.rows {
            let values = row.iter().map(|place| match place {
                Place::Same(value) => value,
                Place::Fresh(number) => &identities[*number],
                Place::Now => &instant,
            });
            queries::execute(&self.connection, &self.inserts[*table], values)?;
        }
        pattern.tallies.iter().try_for_each(|values| queries::execute(&self.connection, TALLY, values))
    }
}

fn fresh(now: Timestamp, count: u32) -> Value {
    Value::Blob(Id::<Visit>::in_sequence(now, count, &SystemChance).uuid().as_bytes().to_vec())
}

fn pattern(connection: &Connection, visit: &Recorded) -> Outcome<Pattern> {
    let mut known = vec![Value::Blob(visit.1.to_vec())];
    let (mut rows, mut tallies) = (Vec::new(), Vec::new());
    for (table, written) in WRITTEN.iter().enumerate() {
        let mut found = written.rows(connection, visit)?;
        if written.table == "audit_entry" {
            // Two visits to one household in one millisecond share their instant; one entry is hers.
            found.truncate(1);
        }
        if found.is_empty() {
            return Err(format!("a visit without {}", written.table).into());
        }
        for row in found {
            if written.table == "fact" {
                tallies.push(tally(&row)?);
            }
            let columns = written.columns();
            let places = columns.zip(row).map(|(column, value)| match column {
                "at_ms" => Place::Now,
                "id" | "fact_id" | "subject" => place(column, value, &mut known),
                _ => Place::Same(value),
            });
            rows.push((table, places.collect()));
        }
    }
    Ok(Pattern { rows, tallies, identities: known.len() })
}

/// A row's own identity is new; what points at a row of this visit points at the new one; the household stays.
fn place(column: &str, value: Value, known: &mut Vec<Value>) -> Place {
    if let Some(number) = known.iter().position(|one| *one == value) {
        return Place::Fresh(number);
    }
    if column == "id" {
        known.push(value);
        return Place::Fresh(known.len() - 1);
    }
    Place::Same(value)
}

/// What a fact adds to the sums, from its columns in the order of [`WRITTEN`].
fn tally(fact: &[Value]) -> Outcome<Vec<Value>> {
    let [tenant, _, kind, org, path, _, Value::Integer(day), _, _, attendances, households, minutes, fen, ..] =
        fact
    else {
        return Err("a fact of another shape".into());
    };
    let month = Value::Integer(Day::from_number(*day).month().number());
    let values = [tenant, org, path, &month, kind, &Value::Integer(1), attendances, households, minutes, fen];
    Ok(values.into_iter().cloned().collect())
}
