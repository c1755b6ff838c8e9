//! SQLite: one writing thread that lets concurrent writers share a commit, several readers, WAL, synchronous=FULL.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Instant;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, StatementStatus};

use crate::figures::Counters;
use crate::transaction::{Services, Session};
use crate::{Ending, Row, StoreError, Value, WriteTx};

/// How many actions may share one commit; bounds how long the first of them waits.
const ACTIONS_PER_COMMIT: usize = 64;
const STATEMENTS_KEPT: usize = 256;

/// The log is synced when it is folded into the file only, and that seldom; pages of a whole county fit in memory.
const IN_BULK: &str =
    "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 32000; PRAGMA cache_size = -400000;";

type Delivery = Box<dyn FnOnce(Result<(), &StoreError>) + Send>;
type Job = Box<dyn FnOnce(&Connection, &Services) -> Delivery + Send>;

/// The writing thread's door.
pub(crate) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    services: Arc<Services>,
}

impl Drop for Writer {
    /// What was queued is written, and the log of the database folded into its file, before the store is gone.
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

impl Writer {
    /// Starts the writing thread on a database file.
    pub(crate) fn start(
        path: &Path,
        max_pages: Option<u32>,
        in_bulk: bool,
        services: Arc<Services>,
    ) -> Result<Self, StoreError> {
        let connection = open(path, false)?;
        if let Some(pages) = max_pages {
            connection.pragma_update(None, "max_page_count", pages)?;
        }
        if in_bulk {
            connection.execute_batch(IN_BULK)?;
        }
        let (jobs, queue) = mpsc::channel::<Job>();
        let own = Arc::clone(&services);
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || {
                write_until_closed(&connection, &queue, &services);
                let _next_opening_does_it = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
            })
            .map_err(|error| StoreError::Internal(error.to_string()))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), services: own })
    }

    /// Queues an action; `answer` is called after the commit that holds it (or after its failure).
    pub(crate) fn submit<T, E, W>(&self, work: W, answer: impl FnOnce(Result<T, E>) + Send + 'static)
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        W: FnOnce(&WriteTx<'_>) -> Result<Ending<T>, E> + Send + 'static,
    {
        self.services.counters.queued();
        let queued = Instant::now();
        let job: Job = Box::new(move |connection, services| {
            services.counters.begun(queued);
            let outcome = in_savepoint(connection, services, work);
            services.counters.written(outcome.as_ref().ok().map(|(kept, _)| *kept));
            Box::new(move |committed| {
                answer(match (outcome, committed) {
                    (Ok((true, _)), Err(failure)) => Err(copy_of(failure).into()),
                    (Ok((_, value)), _) => Ok(value),
                    (Err(error), _) => Err(error),
                });
            })
        });
        // A writer that has stopped drops the job, and with it the answer: the caller hears that it stopped.
        let _stopped = self.jobs.as_ref().map(|jobs| jobs.send(job));
    }
}

/// Lets everything that waits take part in one transaction, each action in its savepoint, and answers all after
/// the one commit.
fn write_until_closed(connection: &Connection, queue: &mpsc::Receiver<Job>, services: &Services) {
    while let Ok(first) = queue.recv() {
        let begun = connection.execute_batch("BEGIN IMMEDIATE").map_err(StoreError::from);
        let mut deliveries = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next {
            deliveries.push(job(connection, services));
            next = if deliveries.len() < ACTIONS_PER_COMMIT { queue.try_recv().ok() } else { None };
        }
        let committed = begun.and_then(|()| commit(connection));
        for deliver in deliveries {
            deliver(committed.as_ref().copied());
        }
    }
}

fn commit(connection: &Connection) -> Result<(), StoreError> {
    if connection.is_autocommit() {
        // A full disk may have undone the whole transaction behind our back: nothing of it was kept.
        return Err(StoreError::Full);
    }
    connection.execute_batch("COMMIT").map_err(|error| {
        if !connection.is_autocommit() {
            let _already_failed = connection.execute_batch("ROLLBACK");
        }
        StoreError::from(error)
    })
}

fn in_savepoint<T, E, W>(connection: &Connection, services: &Services, work: W) -> Result<(bool, T), E>
where
    E: From<StoreError>,
    W: FnOnce(&WriteTx<'_>) -> Result<Ending<T>, E>,
{
    connection.execute_batch("SAVEPOINT action").map_err(|error| E::from(error.into()))?;
    let tx = WriteTx::new(Session::Sqlite(connection), services);
    // A defect in one action must not take down the thread that everybody writes through.
    let outcome = catch_unwind(AssertUnwindSafe(|| work(&tx)))
        .unwrap_or_else(|_| Err(StoreError::Internal("an action panicked".to_owned()).into()));
    let outcome = outcome.map(Ending::into_parts);
    let end = match &outcome {
        Ok((true, _)) => "RELEASE action",
        _ => "ROLLBACK TO action; RELEASE action",
    };
    match (connection.execute_batch(end), outcome) {
        (Err(error), Ok((true, _))) => Err(E::from(error.into())),
        (_, outcome) => outcome,
    }
}

fn copy_of(error: &StoreError) -> StoreError {
    match error {
        StoreError::Full => StoreError::Full,
        StoreError::Busy => StoreError::Busy,
        other => StoreError::Unavailable(other.to_string()),
    }
}

/// Opens a connection with the settings every connection has.
pub(crate) fn open(path: &Path, reader: bool) -> Result<Connection, StoreError> {
    let access = if reader {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    };
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // A plan does not depend on the values bound; or SQLite would plan nearly every SELECT again at each call.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection
        .execute_batch("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000;")?;
    if !reader {
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    }
    Ok(connection)
}

/// How large the file and its log are.
pub(crate) fn bytes(database: &Path) -> Result<u64, StoreError> {
    let log = database.with_extension("sqlite-wal");
    let size = |path: &Path| match std::fs::metadata(path) {
        Ok(found) => Ok(found.len()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(StoreError::Unavailable(error.to_string())),
    };
    Ok(size(database)? + size(&log)?)
}

/// Makes and checks readers for the pool.
pub(crate) struct ReaderManager {
    pub(crate) path: PathBuf,
}

impl r2d2::ManageConnection for ReaderManager {
    type Connection = Connection;
    type Error = StoreError;

    fn connect(&self) -> Result<Connection, StoreError> {
        open(&self.path, true)
    }

    fn is_valid(&self, _: &mut Connection) -> Result<(), StoreError> {
        Ok(())
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        !connection.is_autocommit()
    }
}

fn bind(statement: &mut rusqlite::Statement<'_>, values: &[Value]) -> Result<(), StoreError> {
    for index in 1..=statement.parameter_count() {
        let number = statement.parameter_name(index).and_then(|name| name[1..].parse::<usize>().ok());
        let value = number.and_then(|number| values.get(number - 1));
        let value = value.ok_or_else(|| StoreError::Internal(format!("no value for parameter {index}")))?;
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

pub(crate) fn rows<T>(
    connection: &Connection,
    sql: &str,
    values: &[Value],
    read: &mut dyn FnMut(&mut Row<'_>) -> Result<T, StoreError>,
    counters: &Counters,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(&mut Row::sqlite(row))?);
    }
    drop(rows);
    counters.stepped(statement.reset_status(StatementStatus::VmStep));
    Ok(found)
}

pub(crate) fn execute(connection: &Connection, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    Ok(statement.raw_execute()? as u64)
}

pub(crate) fn insert_many(
    connection: &Connection,
    table: &str,
    columns: &[&str],
    rows: &mut dyn Iterator<Item = Vec<Value>>,
) -> Result<u64, StoreError> {
    let places = (1..=columns.len()).map(|number| format!("?{number}")).collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({places})", columns.join(", "));
    let mut statement = connection.prepare(&sql)?;
    let mut inserted = 0;
    for row in rows {
        for (index, value) in row.iter().enumerate() {
            statement.raw_bind_parameter(index + 1, value)?;
        }
        inserted += statement.raw_execute()? as u64;
    }
    Ok(inserted)
}
