//! PostgreSQL: a pool of connections, each with its prepared statements; one transaction per action.

use std::collections::HashMap;

use ::postgres::binary_copy::BinaryCopyInWriter;
use ::postgres::types::ToSql;
use ::postgres::{Client, Config, Row, Statement};

use crate::tls::{self, Tls};
use crate::{StoreError, Value};

/// A connection with the statements it has prepared.
pub(crate) struct PostgresSession {
    client: Client,
    statements: HashMap<String, Statement>,
    conflicted: bool,
}

impl PostgresSession {
    /// Whether a statement failed because another transaction wanted the same rows; asked once after a rollback.
    pub(crate) fn conflicted(&mut self) -> bool {
        std::mem::take(&mut self.conflicted)
    }

    fn noting_conflict<T>(&mut self, outcome: Result<T, ::postgres::Error>) -> Result<T, StoreError> {
        outcome.map_err(|error| {
            let error = StoreError::from(error);
            self.conflicted |= matches!(error, StoreError::Busy);
            error
        })
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let statement = self.prepared(sql)?;
        let outcome = self.client.query(&statement, &as_parameters(values));
        self.noting_conflict(outcome)
    }

    pub(crate) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let statement = self.prepared(sql)?;
        let outcome = self.client.execute(&statement, &as_parameters(values));
        self.noting_conflict(outcome)
    }

    /// The bare connection, for what is done once.
    pub(crate) const fn client(&mut self) -> &mut Client {
        &mut self.client
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.client.batch_execute(sql)?)
    }

    /// How large the database is on the server.
    pub(crate) fn bytes(&mut self) -> Result<u64, StoreError> {
        let row = self.client.query_one("SELECT pg_database_size(current_database())", &[])?;
        Ok(u64::try_from(row.get::<_, i64>(0)).unwrap_or_default())
    }

    pub(crate) fn copy_in(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError> {
        let list = columns.join(", ");
        let shape = self.client.prepare(&format!("SELECT {list} FROM {table} LIMIT 0"))?;
        let types: Vec<_> = shape.columns().iter().map(|column| column.type_().clone()).collect();
        let sink = self.client.copy_in(&format!("COPY {table} ({list}) FROM STDIN BINARY"))?;
        let mut writer = BinaryCopyInWriter::new(sink, &types);
        for row in rows {
            writer.write(&as_parameters(&row))?;
        }
        Ok(writer.finish()?)
    }
}

fn as_parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// A connection of its own, outside the pool.
pub(crate) fn connect(url: &str) -> Result<Client, StoreError> {
    let (config, tls) = tls::parse(url)?;
    config.connect(tls).map_err(|error| StoreError::Unavailable(in_full(&error)))
}

/// An error with what caused it: the driver's own words end before they say anything.
fn in_full(error: &::postgres::Error) -> String {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    format!("{error}{}", cause.unwrap_or_default())
}

/// Makes and checks connections for the pool.
pub(crate) struct PostgresManager {
    pub(crate) config: Config,
    pub(crate) tls: Tls,
    pub(crate) in_bulk: bool,
}

impl r2d2::ManageConnection for PostgresManager {
    type Connection = std::cell::RefCell<PostgresSession>;
    type Error = StoreError;

    fn connect(&self) -> Result<Self::Connection, StoreError> {
        // No answer at all means the same to the user, whichever layer noticed.
        let connected = self.config.connect(self.tls.clone());
        let mut client = connected.map_err(|error| StoreError::Unavailable(in_full(&error)))?;
        if self.in_bulk {
            client.batch_execute("SET synchronous_commit = off")?;
        }
        Ok(std::cell::RefCell::new(PostgresSession { client, statements: HashMap::new(), conflicted: false }))
    }

    fn is_valid(&self, connection: &mut Self::Connection) -> Result<(), StoreError> {
        Ok(connection.get_mut().client.is_valid(std::time::Duration::from_secs(2))?)
    }

    fn has_broken(&self, connection: &mut Self::Connection) -> bool {
        connection.get_mut().client.is_closed()
    }
}
