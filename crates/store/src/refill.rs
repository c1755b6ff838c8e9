//! An empty database being filled with the rows of a backup.
//!
//! Tables first, then rows, then indexes (on PostgreSQL keys too): an index that is made over all rows at once costs a fraction of one that
//! is kept up with every row. On PostgreSQL all of it is one transaction.

use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use ::postgres::Client;
use rusqlite::Connection;

use crate::migrate::{self, Dialect};
use crate::options::Location;
use crate::shape::{self, TableShape};
use crate::snapshot::CopyError;
use crate::{Migration, StoreError, postgres, rows};

const BUFFER: usize = 256 * 1024;
/// How many rows one statement of SQLite inserts: its cursors stay where they are from row to row.
const ROWS_AT_A_TIME: usize = 64;

enum Target {
    Sqlite(Connection, PathBuf),
    Postgres(Box<Client>),
}

/// An empty database being filled. Dropped before [`Refill::finish`], it leaves nothing in PostgreSQL, and in SQLite
/// a file that its folder is thrown away with.
pub struct Refill {
    target: Target,
    indexes: Vec<String>,
    tables: Vec<TableShape>,
}

impl Refill {
    /// Makes the tables as the first `schema` migrations leave them: in a new SQLite file in `folder`, or in an empty
    /// PostgreSQL database.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] when there is something already, [`StoreError::Newer`] when the program does not know
    /// that many migrations, or when the database cannot be reached.
    pub fn begin(
        location: &Location,
        folder: &Path,
        migrations: &[Migration],
        schema: usize,
    ) -> Result<Self, StoreError> {
        migrate::pending(migrations, i64::try_from(schema).unwrap_or(i64::MAX))?;
        let migrations = migrate::with_versions(&migrations[..schema]);
        let tables = shape::tables(&migrations)?;
        let (target, dialect) = match location {
            Location::Embedded => (open_sqlite(folder)?, Dialect::Sqlite),
            Location::Postgres(url) => (open_postgres(url, &tables)?, Dialect::Postgres),
        };
        let mut refill = Self { target, indexes: Vec::new(), tables };
        let (mut indexes, mut pointing) = (Vec::new(), Vec::new());
        for statement in migrations.iter().flat_map(|migration| migrate::statements(migration, dialect)) {
            let index = ["CREATE INDEX ", "CREATE UNIQUE INDEX ", "DROP INDEX "];
            let apart = match dialect {
                Dialect::Sqlite => None,
                Dialect::Postgres => shape::constraints_apart(&statement),
            };
            if index.iter().any(|word| statement.starts_with(word)) {
                indexes.push(statement);
            } else if let Some((table, constraints)) = apart {
                refill.run(&table)?;
                let (later, keys): (Vec<_>, Vec<_>) =
                    constraints.into_iter().partition(|constraint| constraint.contains("FOREIGN KEY"));
                refill.indexes.extend(keys);
                pointing.extend(later);
            } else {
                refill.run(&statement)?;
            }
        }
        refill.indexes.extend(indexes);
        if dialect == Dialect::Postgres {
            // Until the server comes to it by itself, it would plan as if every table were empty.
            let names: Vec<&str> = refill.tables.iter().map(|table| table.name.as_str()).collect();
            refill.indexes.push(format!("ANALYZE {}", names.join(", ")));
        }
        refill.indexes.extend(pointing);
        if let Target::Postgres(client) = &mut refill.target {
            migrate::distribute(client, &migrations)?;
        }
        Ok(refill)
    }

    /// The tables, in the order in which they take their rows.
    #[must_use]
    pub fn tables(&self) -> &[TableShape] {
        &self.tables
    }

    fn run(&mut self, statement: &str) -> Result<(), StoreError> {
        match &mut self.target {
            Target::Sqlite(connection, _) => Ok(connection.execute_batch(statement)?),
            Target::Postgres(client) => Ok(client.batch_execute(statement)?),
        }
    }

    /// Takes the rows of a table out of `source` and says how many there were.
    ///
    /// # Errors
    /// When the stream is no stream of this table, a row does not fit, or there is no room.
    pub fn copy_in(&mut self, table: &TableShape, source: &mut dyn Read) -> Result<u64, CopyError> {
        match &mut self.target {
            Target::Sqlite(connection, _) => copy_in_sqlite(connection, table, source),
            Target::Postgres(client) => {
                let sql = format!("COPY {} ({}) FROM STDIN BINARY", table.name, table.column_list());
                let mut sink = client.copy_in(&sql).map_err(StoreError::from)?;
                std::io::copy(source, &mut sink)?;
                Ok(sink.finish().map_err(StoreError::from)?)
            }
        }
    }

    /// Makes one of the indexes that wait; says whether there was one.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn index(&mut self) -> Result<bool, StoreError> {
        if self.indexes.is_empty() {
            return Ok(false);
        }
        let statement = self.indexes.remove(0);
        self.run(&statement).map(|()| true)
    }

    /// How many indexes wait.
    #[must_use]
    pub fn indexes_waiting(&self) -> usize {
        self.indexes.len()
    }

    /// Makes the indexes that still wait and lets the database be: after this the rows are on the disk.
    ///
    /// # Errors
    /// When that fails; the database is then to be thrown away.
    pub fn finish(mut self) -> Result<(), StoreError> {
        while self.index()? {}
        match self.target {
            Target::Sqlite(connection, path) => {
                connection
                    .execute_batch("COMMIT; PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL;")?;
                connection.close().map_err(|(_, error)| error)?;
                let synced = std::fs::File::open(path).and_then(|file| file.sync_all());
                synced.map_err(|error| StoreError::Unavailable(error.to_string()))
            }
            Target::Postgres(mut client) => Ok(client.batch_execute("COMMIT")?),
        }
    }
}

/// The file is nothing until it is finished and moved to its place: it needs no journal and no waiting for the disk.
fn open_sqlite(folder: &Path) -> Result<Target, StoreError> {
    let path = folder.join("niangjia.sqlite");
    if path.exists() {
        return Err(StoreError::NotEmpty(folder.display().to_string()));
    }
    let connection = Connection::open(&path)?;
    connection.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
         PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY; PRAGMA threads = 2; PRAGMA foreign_keys = OFF; BEGIN;",
    )?;
    Ok(Target::Sqlite(connection, path))
}

fn open_postgres(url: &str, tables: &[TableShape]) -> Result<Target, StoreError> {
    let mut client = postgres::connect(url)?;
    migrate::check_encoding(&mut client)?;
    // Sorting for indexes, and looking for what keys point at, in memory: as large as SQLite's cache above.
    client.batch_execute("BEGIN; SET LOCAL maintenance_work_mem = '128MB'; SET LOCAL work_mem = '64MB'")?;
    for table in tables {
        let there = client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&table.name])?;
        if there.get(0) {
            return Err(StoreError::NotEmpty(table.name.clone()));
        }
    }
    Ok(Target::Postgres(Box::new(client)))
}

fn copy_in_sqlite(
    connection: &Connection,
    table: &TableShape,
    source: &mut dyn Read,
) -> Result<u64, CopyError> {
    let mut reader = rows::RowReader::new(BufReader::with_capacity(BUFFER, source))?;
    let mut full = connection.prepare(&insert(table, ROWS_AT_A_TIME))?;
    let mut all = 0;
    loop {
        let count = reader.next_rows(table, ROWS_AT_A_TIME)?;
        if count == ROWS_AT_A_TIME {
            bind(&mut full, table, &reader, count)?;
            full.raw_execute()?;
        } else if count > 0 {
            let mut rest = connection.prepare(&insert(table, count))?;
            bind(&mut rest, table, &reader, count)?;
            rest.raw_execute()?;
        }
        all += count as u64;
        if count < ROWS_AT_A_TIME {
            return Ok(all);
        }
    }
}

fn insert(table: &TableShape, rows: usize) -> String {
    let row = format!("({})", vec!["?"; table.columns.len()].join(", "));
    format!("INSERT INTO {} ({}) VALUES {}", table.name, table.column_list(), vec![row; rows].join(", "))
}

fn bind(
    statement: &mut rusqlite::Statement<'_>,
    table: &TableShape,
    reader: &rows::RowReader<'_>,
    rows: usize,
) -> Result<(), CopyError> {
    let columns = table.columns.iter().cycle().take(table.columns.len() * rows);
    for (index, column) in columns.enumerate() {
        statement.raw_bind_parameter(index + 1, reader.value(index, column.kind)?)?;
    }
    Ok(())
}

/// A schema of its own in a PostgreSQL database, for a rehearsal: it goes when this is dropped.
pub struct ScratchSchema {
    url: String,
    name: String,
}

impl ScratchSchema {
    /// Makes the schema `name` where `location` is a PostgreSQL database, and says where it is; a folder needs none.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn within(location: &Location, name: &str) -> Result<Option<(Self, Location)>, StoreError> {
        let Location::Postgres(url) = location else {
            return Ok(None);
        };
        postgres::connect(url)?.batch_execute(&format!("CREATE SCHEMA {name}"))?;
        let separator = if url.contains('?') { '&' } else { '?' };
        let inside = format!("{url}{separator}options=-c%20search_path%3D{name}");
        let scratch = Self { url: url.clone(), name: name.to_owned() };
        Ok(Some((scratch, Location::Postgres(inside))))
    }
}

impl Drop for ScratchSchema {
    fn drop(&mut self) {
        if let Ok(mut client) = postgres::connect(&self.url) {
            let _server_gone = client.batch_execute(&format!("DROP SCHEMA {} CASCADE", self.name));
        }
    }
}
