//! Transactions: what reads, what writes, and the receipt without which nothing is committed.

use std::cell::RefCell;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use niangjia_kernel::{Chance, Clock, Day, Entity, Fact, FactPart, Id, Timestamp};

use crate::audit::Entry;
use crate::figures::Counters;
use crate::postgres::PostgresSession;
use crate::{Column, Keys, Row, Sql, StoreError, Value, audit, sqlite};

/// What hears of every fact in the transaction that records it (points, for example).
pub type FactSubscriber =
    Box<dyn Fn(&WriteTx<'_>, &Fact, &[FactPart]) -> Result<(), StoreError> + Send + Sync>;

/// What every transaction of a store needs besides its connection.
pub(crate) struct Services {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) keys: Keys,
    pub(crate) subscribers: Vec<FactSubscriber>,
    /// How many identities were made: keeps the order of those made in one millisecond.
    pub(crate) made: AtomicU32,
    /// What was done so far.
    pub(crate) counters: Counters,
}

/// The connection of a transaction.
#[derive(Clone, Copy)]
pub(crate) enum Session<'s> {
    Sqlite(&'s rusqlite::Connection),
    Postgres(&'s RefCell<PostgresSession>),
}

/// A transaction that reads one consistent state.
pub struct ReadTx<'s> {
    session: Session<'s>,
    services: &'s Services,
    now: Timestamp,
}

impl<'s> ReadTx<'s> {
    pub(crate) fn new(session: Session<'s>, services: &'s Services) -> Self {
        Self { session, services, now: services.clock.now() }
    }

    /// The one instant of this transaction.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The day in China of this transaction's instant.
    #[must_use]
    pub const fn today(&self) -> Day {
        self.now.day()
    }

    /// The key ring.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.services.keys
    }

    /// Every row of a SELECT.
    ///
    /// # Errors
    /// When the statement fails or a column cannot be read; never an empty list instead.
    pub fn rows<T>(
        &self,
        sql: &str,
        values: &[Value],
        mut read: impl FnMut(&mut Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        match self.session {
            Session::Sqlite(connection) => {
                sqlite::rows(connection, sql, values, &mut read, &self.services.counters)
            }
            Session::Postgres(session) => {
                let rows = session.borrow_mut().query(sql, values)?;
                rows.iter().map(|row| read(&mut Row::postgres(row))).collect()
            }
        }
    }

    /// The first row of a SELECT, if there is one.
    ///
    /// # Errors
    /// As [`ReadTx::rows`].
    pub fn row<T>(
        &self,
        sql: &str,
        values: &[Value],
        read: impl FnMut(&mut Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(sql, values, read)?.into_iter().next())
    }

    /// The first column of the one row that a SELECT of an aggregate always gives.
    ///
    /// # Errors
    /// As [`ReadTx::rows`], or when there is no row.
    pub fn value<T: Column>(&self, sql: &str, values: &[Value]) -> Result<T, StoreError> {
        let first = self.row(sql, values, crate::single)?;
        first.ok_or_else(|| StoreError::Internal(format!("no row: {sql}")))
    }

    /// Asks the database for nothing, to know that it answers.
    ///
    /// # Errors
    /// When it does not.
    pub fn answers(&self) -> Result<(), StoreError> {
        self.value::<i64>("SELECT CAST(1 AS BIGINT)", &[]).map(drop)
    }

    /// Every row of a composed SELECT.
    ///
    /// # Errors
    /// As [`ReadTx::rows`].
    pub fn select<T>(
        &self,
        sql: &Sql,
        read: impl FnMut(&mut Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let (text, values) = sql.parts();
        self.rows(text, values, read)
    }

    /// Opens a sealed text of this `context` (`table.column`).
    ///
    /// # Errors
    /// When it was sealed with another ring or altered.
    pub fn unseal(&self, context: &str, sealed: &[u8]) -> Result<String, StoreError> {
        let plain = self.keys().open(context, sealed)?;
        String::from_utf8(plain).map_err(|error| StoreError::Internal(error.to_string()))
    }
}

/// A transaction that writes. Only [`WriteTx::record`] gives the receipt that lets it commit.
pub struct WriteTx<'s> {
    read: ReadTx<'s>,
}

impl<'s> Deref for WriteTx<'s> {
    type Target = ReadTx<'s>;

    fn deref(&self) -> &ReadTx<'s> {
        &self.read
    }
}

impl<'s> WriteTx<'s> {
    pub(crate) fn new(session: Session<'s>, services: &'s Services) -> Self {
        Self { read: ReadTx::new(session, services) }
    }

    /// The same transaction, writing as of another instant: for worlds with a past and ledgers of earlier years.
    #[must_use]
    pub const fn as_of(&self, now: Timestamp) -> WriteTx<'s> {
        WriteTx { read: ReadTx { session: self.read.session, services: self.read.services, now } }
    }

    /// A new identity, made at this transaction's instant.
    #[must_use]
    pub fn new_id<E: Entity>(&self) -> Id<E> {
        let count = self.services.made.fetch_add(1, Ordering::Relaxed);
        Id::in_sequence(self.now, count, &*self.services.chance)
    }

    /// Random bytes.
    pub fn fill_random(&self, bytes: &mut [u8]) {
        self.services.chance.fill(bytes);
    }

    /// Runs an INSERT, UPDATE or DELETE and says how many rows it touched.
    ///
    /// # Errors
    /// When the statement fails.
    pub fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        match self.session {
            Session::Sqlite(connection) => sqlite::execute(connection, sql, values),
            Session::Postgres(session) => session.borrow_mut().execute(sql, values),
        }
    }

    /// Inserts many rows into `table` by the engine's fastest way (COPY on PostgreSQL).
    ///
    /// # Errors
    /// When a row does not fit; nothing of the transaction is then kept.
    pub fn insert_many(
        &self,
        table: &str,
        columns: &[&str],
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError> {
        match self.session {
            Session::Sqlite(connection) => sqlite::insert_many(connection, table, columns, rows),
            Session::Postgres(session) => session.borrow_mut().copy_in(table, columns, rows),
        }
    }

    /// Holds one row until the end of the transaction, so that what was read of it stays true.
    ///
    /// SQLite has one writer at a time and needs nothing.
    ///
    /// # Errors
    /// When the statement fails.
    pub fn hold(
        &self,
        table: &str,
        tenant: niangjia_kernel::Tenant,
        id: uuid::Uuid,
    ) -> Result<(), StoreError> {
        if let Session::Postgres(session) = self.session {
            // NO KEY: rows that merely point at this one (foreign keys) do not wait, or two writers would deadlock.
            let sql = format!("SELECT 1 FROM {table} WHERE tenant = $1 AND id = $2 FOR NO KEY UPDATE");
            session.borrow_mut().query(&sql, crate::params![tenant, id])?;
        }
        Ok(())
    }

    /// Seals a text for a column of this `context` (`table.column`).
    ///
    /// # Errors
    /// Never for texts of sane size.
    pub fn seal(&self, context: &str, plain: &str) -> Result<Vec<u8>, StoreError> {
        self.seal_bytes(context, plain.as_bytes())
    }

    /// Seals bytes that are no text (a photo) for a column of this `context` (`table.column`).
    ///
    /// # Errors
    /// Never for values of sane size.
    pub fn seal_bytes(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        Ok(self.keys().seal(context, plain, &*self.services.chance)?)
    }

    pub(crate) fn chance(&self) -> &dyn Chance {
        &*self.services.chance
    }

    pub(crate) fn subscribers(&self) -> &'s [FactSubscriber] {
        &self.read.services.subscribers
    }

    /// Writes the audit entry of this action and gives the receipt that commits it.
    ///
    /// # Errors
    /// When the entry cannot be written; then nothing else is kept either.
    pub fn record<T>(&self, entry: &Entry<'_>, value: T) -> Result<Recorded<T>, StoreError> {
        audit::insert(self, entry)?;
        Ok(Recorded(value))
    }

    /// A receipt for a derived table that is made again from its sources: nobody did anything, and what it says can be
    /// recounted at any time. Whatever a person did is recorded.
    pub const fn derived<T>(&self, value: T) -> Recorded<T> {
        self.unaudited(value)
    }

    /// A receipt for what describes itself: sealing, and how far a worker is with something whose beginning and end are
    /// audited. Who may take one is a list that `conformance` holds.
    pub const fn unaudited<T>(&self, value: T) -> Recorded<T> {
        Recorded(value)
    }
}

/// The receipt of an audited write, with what the action made. Only [`WriteTx::record`] makes one.
#[must_use = "an action that is not committed did not happen"]
pub struct Recorded<T>(T);

impl<T> Recorded<T> {
    /// The same receipt for something made out of the value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Recorded<U> {
        Recorded(make(self.0))
    }

    /// What the action made.
    pub const fn value(&self) -> &T {
        &self.0
    }
}

/// How a write ends.
pub enum Ending<T> {
    /// Kept: the action and its audit entry.
    Commit(Recorded<T>),
    /// Nothing kept: the action was refused, or had been done before, and `T` says so.
    Nothing(T),
}

impl<T> Ending<T> {
    pub(crate) fn into_parts(self) -> (bool, T) {
        match self {
            Self::Commit(Recorded(value)) => (true, value),
            Self::Nothing(value) => (false, value),
        }
    }

    /// The same ending with something made out of the value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Ending<U> {
        match self {
            Self::Commit(recorded) => Ending::Commit(recorded.map(make)),
            Self::Nothing(value) => Ending::Nothing(make(value)),
        }
    }
}

impl<T> From<Recorded<T>> for Ending<T> {
    fn from(recorded: Recorded<T>) -> Self {
        Self::Commit(recorded)
    }
}
