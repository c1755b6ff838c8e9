//! One consistent state of a database, read table by table beside whoever is writing it.

use std::io::{self, Write};
use std::path::Path;

use ::postgres::Client;
use rusqlite::Connection;
use thiserror::Error;

use crate::options::Location;
use crate::shape::{self, TableShape};
use crate::{Migration, StoreError, migrate, postgres, rows, sqlite};

/// How many bytes of rows are handed on at a time.
const BYTES_AT_A_TIME: usize = 256 * 1024;

/// Why rows could not be copied out or in.
#[derive(Debug, Error)]
pub enum CopyError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Where the rows go to or come from.
    #[error(transparent)]
    Stream(#[from] io::Error),
}

impl From<rusqlite::Error> for CopyError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

enum Source {
    Sqlite(Connection),
    Postgres(Box<Client>),
}

/// One consistent state of a database. It needs neither the lock of the folder nor the keys, and holds up no writer:
/// on SQLite the log grows until it is dropped, on PostgreSQL old rows are kept until then.
pub struct Snapshot {
    source: Source,
    schema: usize,
    tables: Vec<TableShape>,
}

impl Snapshot {
    /// Takes the state of now. A database that an older program left is read as that program would.
    ///
    /// # Errors
    /// When there is no database, it is newer than the program, or cannot be reached.
    pub fn take(location: &Location, folder: &Path, migrations: &[Migration]) -> Result<Self, StoreError> {
        let (source, applied) = match location {
            Location::Embedded => {
                let path = folder.join("niangjia.sqlite");
                if !path.exists() {
                    return Err(StoreError::NoData(folder.display().to_string()));
                }
                let connection = sqlite::open(&path, true)?;
                connection.execute_batch("BEGIN")?;
                let applied = if connection.table_exists(None, "schema_migration")? {
                    migrate::applied_sqlite(&connection)?
                } else {
                    0
                };
                (Source::Sqlite(connection), applied)
            }
            Location::Postgres(url) => {
                let mut client = postgres::connect(url)?;
                client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
                let applied = migrate::applied_postgres(&mut client)?;
                (Source::Postgres(Box::new(client)), applied)
            }
        };
        if applied == 0 {
            return Err(StoreError::NoData(folder.display().to_string()));
        }
        let schema = migrate::pending(migrations, applied)?.start;
        let tables = shape::tables(&migrate::with_versions(&migrations[..schema]))?;
        Ok(Self { source, schema, tables })
    }

    /// How many migrations the database has seen.
    #[must_use]
    pub const fn schema(&self) -> usize {
        self.schema
    }

    /// Its tables, parents before the tables that point at them.
    #[must_use]
    pub fn tables(&self) -> &[TableShape] {
        &self.tables
    }

    /// Writes every row of a table to `sink`, in the format of `rows.rs`, and says how many there were.
    ///
    /// # Errors
    /// When the table cannot be read, or `sink` takes no more.
    pub fn copy_out(&mut self, table: &TableShape, sink: &mut dyn Write) -> Result<u64, CopyError> {
        let columns = table.column_list();
        let name = &table.name;
        match &mut self.source {
            Source::Sqlite(connection) => {
                let sql = format!("SELECT {columns} FROM {name} ORDER BY rowid");
                copy_out_sqlite(connection, &sql, table, sink)
            }
            Source::Postgres(client) => {
                let mut reader = client
                    .copy_out(&format!("COPY {name} ({columns}) TO STDOUT BINARY"))
                    .map_err(StoreError::from)?;
                io::copy(&mut reader, sink)?;
                drop(reader);
                Ok(self.count(table)?)
            }
        }
    }

    /// How many rows a table has.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub fn count(&mut self, table: &TableShape) -> Result<u64, StoreError> {
        let sql = format!("SELECT COUNT(*) FROM {}", table.name);
        let count: i64 = match &mut self.source {
            Source::Sqlite(connection) => connection.query_row(&sql, [], |row| row.get(0))?,
            Source::Postgres(client) => client.query_one(&sql, &[])?.get(0),
        };
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

fn copy_out_sqlite(
    connection: &Connection,
    sql: &str,
    table: &TableShape,
    sink: &mut dyn Write,
) -> Result<u64, CopyError> {
    let mut statement = connection.prepare(sql)?;
    let mut found = statement.raw_query();
    let (mut count, mut bytes) = (0, Vec::with_capacity(BYTES_AT_A_TIME * 2));
    rows::begin(sink)?;
    while let Some(row) = found.next()? {
        rows::put_row(&mut bytes, table, row)?;
        count += 1;
        if bytes.len() >= BYTES_AT_A_TIME {
            sink.write_all(&bytes)?;
            bytes.clear();
        }
    }
    sink.write_all(&bytes)?;
    rows::end(sink)?;
    Ok(count)
}
