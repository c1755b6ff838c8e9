//! One numbered list of migrations, written once and rendered for each engine.
//!
//! The DDL uses six column types in capitals: BIGINT, BOOLEAN, TEXT, CODE (text that compares bytewise), UUID and
//! BYTES. SQLite gets STRICT tables; PostgreSQL gets `COLLATE "C"` on codes. On Citus every table
//! that begins with `tenant` is distributed by it, the others become reference tables.

use niangjia_kernel::Timestamp;

use crate::StoreError;
use crate::postgres::PostgresSession;

/// A step of the schema. Its number is its place in the list; it never changes once released.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// What it brings, for people who read the list: `household: register and links`.
    pub name: &'static str,
    /// Statements separated by semicolons.
    pub ddl: &'static str,
}

/// The engine that DDL is rendered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL 15 and newer.
    Postgres,
}

const VERSIONS: Migration = Migration {
    name: "store: versions of the schema",
    ddl: "CREATE TABLE schema_migration (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_ms BIGINT NOT NULL)",
};

/// The migrations with the table of versions in front: every table there is.
pub(crate) fn with_versions(migrations: &[Migration]) -> Vec<Migration> {
    std::iter::once(VERSIONS).chain(migrations.iter().copied()).collect()
}

/// The statements of a migration as the engine wants them.
pub(crate) fn statements(migration: &Migration, dialect: Dialect) -> Vec<String> {
    let statements = migration.ddl.split(';').map(str::trim).filter(|text| !text.is_empty());
    statements.map(|statement| rendered(statement, dialect)).collect()
}

fn rendered(statement: &str, dialect: Dialect) -> String {
    let mut text = String::with_capacity(statement.len());
    let mut word = String::new();
    for character in statement.chars().chain(std::iter::once('\n')) {
        if character.is_ascii_alphanumeric() || character == '_' {
            word.push(character);
            continue;
        }
        text.push_str(match (word.as_str(), dialect) {
            ("BIGINT" | "BOOLEAN", Dialect::Sqlite) => "INTEGER",
            ("UUID" | "BYTES", Dialect::Sqlite) => "BLOB",
            ("CODE", Dialect::Sqlite) => "TEXT",
            ("BYTES", Dialect::Postgres) => "BYTEA",
            ("CODE", Dialect::Postgres) => "TEXT COLLATE \"C\"",
            (other, _) => other,
        });
        word.clear();
        text.push(character);
    }
    let text = text.trim_end();
    // Not WITHOUT ROWID: SQLite would then take the primary key for the cheapest way in as soon as a statement says
    // `tenant = $1`, and walk all of a county where an index names the very row.
    let table = dialect == Dialect::Sqlite && text.starts_with("CREATE TABLE");
    let suffix = if table { " STRICT" } else { "" };
    format!("{text}{suffix}")
}

/// The whole schema as one file that can be read (`schema/`).
#[must_use]
pub fn rendered_schema(migrations: &[Migration], dialect: Dialect) -> String {
    let mut text = String::from(
        "-- Written from the migrations by `cargo run -p niangjia -- schema`; a test compares. Do not edit.\n",
    );
    for (index, migration) in migrations.iter().enumerate() {
        text.push_str(&format!("\n-- {}. {}\n", index + 1, migration.name));
        for statement in statements(migration, dialect) {
            text.push_str(&statement);
            text.push_str(";\n");
        }
    }
    text
}

/// Checks how far a database is, and says which migrations are still to come.
pub(crate) fn pending(migrations: &[Migration], applied: i64) -> Result<std::ops::Range<usize>, StoreError> {
    let known = migrations.len();
    let found = usize::try_from(applied).unwrap_or(usize::MAX);
    if found > known {
        return Err(StoreError::Newer { found: applied, known: i64::try_from(known).unwrap_or(i64::MAX) });
    }
    Ok(found..known)
}

/// How many migrations an SQLite database has seen; it has the table of versions.
pub(crate) fn applied_sqlite(connection: &rusqlite::Connection) -> Result<i64, StoreError> {
    let sql = "SELECT COALESCE(MAX(number), 0) FROM schema_migration";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// How many migrations a PostgreSQL database has seen; none if it lacks the table of versions.
pub(crate) fn applied_postgres(client: &mut ::postgres::Client) -> Result<i64, StoreError> {
    let known = client.query_one("SELECT to_regclass('schema_migration') IS NOT NULL", &[])?;
    if !known.get::<_, bool>(0) {
        return Ok(0);
    }
    Ok(client.query_one("SELECT COALESCE(MAX(number), 0) FROM schema_migration", &[])?.get(0))
}

/// Refuses a PostgreSQL database that cannot hold Chinese as we need it.
pub(crate) fn check_encoding(client: &mut ::postgres::Client) -> Result<(), StoreError> {
    let sql = "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()";
    if client.query_one(sql, &[])?.get::<_, String>(0) == "UTF8" {
        return Ok(());
    }
    Err(StoreError::Internal("PostgreSQL 数据库的编码必须是 UTF8（建库时用 LOCALE 'C.UTF-8'）".to_owned()))
}

/// Brings an SQLite database up to date, each step in a transaction of its own.
pub(crate) fn sqlite(
    connection: &mut rusqlite::Connection,
    migrations: &[Migration],
    now: Timestamp,
) -> Result<(), StoreError> {
    if !connection.table_exists(None, "schema_migration")? {
        for statement in statements(&VERSIONS, Dialect::Sqlite) {
            connection.execute_batch(&statement)?;
        }
    }
    let applied = applied_sqlite(connection)?;
    for index in pending(migrations, applied)? {
        let step = connection.transaction()?;
        for statement in statements(&migrations[index], Dialect::Sqlite) {
            step.execute_batch(&statement)?;
        }
        let row = (index as i64 + 1, migrations[index].name, now.millis());
        step.execute("INSERT INTO schema_migration (number, name, applied_ms) VALUES (?1, ?2, ?3)", row)?;
        step.commit()?;
    }
    Ok(())
}

/// Brings a PostgreSQL database up to date, then distributes what Citus does not distribute yet.
pub(crate) fn postgres(
    session: &mut PostgresSession,
    migrations: &[Migration],
    now: Timestamp,
) -> Result<(), StoreError> {
    check_encoding(session.client())?;
    let known = session.query("SELECT to_regclass('schema_migration') IS NOT NULL", &[])?;
    if !known.first().is_some_and(|row| row.get::<_, bool>(0)) {
        for statement in statements(&VERSIONS, Dialect::Postgres) {
            session.batch(&statement)?;
        }
    }
    let applied = applied_postgres(session.client())?;
    if applied > 0 && !pending(migrations, applied)?.is_empty() {
        let known = migrations.len();
        tracing::warn!(from = applied, to = known, "migrating; the way back is the last backup");
    }
    for index in pending(migrations, applied)? {
        session.batch("BEGIN")?;
        for statement in statements(&migrations[index], Dialect::Postgres) {
            session.batch(&statement)?;
        }
        session.execute(
            "INSERT INTO schema_migration (number, name, applied_ms) VALUES ($1, $2, $3)",
            crate::params![index as i64 + 1, migrations[index].name.to_owned(), now],
        )?;
        session.batch("COMMIT")?;
    }
    distribute(session.client(), migrations)
}

/// How a table lies on the nodes of a Citus cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Placement {
    /// Split by its first column, `tenant`.
    ByTenant(String),
    /// A whole copy on every node.
    Everywhere(String),
}

/// Where each table goes, in the order of the migrations: parents come before the tables that point at them.
fn placements(migrations: &[Migration]) -> Vec<Placement> {
    let mut found = Vec::new();
    for migration in migrations {
        for statement in statements(migration, Dialect::Postgres) {
            let Some(rest) = statement.strip_prefix("CREATE TABLE ") else {
                continue;
            };
            let Some((name, columns)) = rest.split_once('(') else {
                continue;
            };
            let name = name.trim().to_owned();
            let by_tenant = columns.trim_start().starts_with("tenant BIGINT NOT NULL");
            found.push(if by_tenant { Placement::ByTenant(name) } else { Placement::Everywhere(name) });
        }
    }
    found
}

/// Lays tables on the nodes of a Citus cluster that do not lie there yet; anywhere else it does nothing.
pub(crate) fn distribute(
    client: &mut ::postgres::Client,
    migrations: &[Migration],
) -> Result<(), StoreError> {
    if client.query("SELECT 1 FROM pg_extension WHERE extname = 'citus'", &[])?.is_empty() {
        return Ok(());
    }
    // Reference tables first: distributed tables may point at them, never the other way round.
    let (everywhere, by_tenant): (Vec<_>, Vec<_>) = placements(migrations)
        .into_iter()
        .partition(|placement| matches!(placement, Placement::Everywhere(_)));
    for placement in everywhere.into_iter().chain(by_tenant) {
        let (table, call) = match placement {
            Placement::Everywhere(table) => (table, "create_reference_table($1::text::regclass)"),
            Placement::ByTenant(table) => (table, "create_distributed_table($1::text::regclass, 'tenant')"),
        };
        let sql = format!(
            "SELECT {call} WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = $1::text::regclass)"
        );
        client.query(&sql, &[&table])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: Migration = Migration {
        name: "example",
        ddl: "CREATE TABLE place (code CODE NOT NULL PRIMARY KEY);
              CREATE TABLE home (tenant BIGINT NOT NULL, id UUID NOT NULL, secret BYTES, PRIMARY KEY (tenant, id))",
    };

    #[test]
    fn one_text_becomes_the_schema_of_both_engines() {
        let sqlite = rendered_schema(&[EXAMPLE], Dialect::Sqlite);
        assert!(sqlite.contains("tenant INTEGER NOT NULL, id BLOB NOT NULL, secret BLOB"), "{sqlite}");
        assert!(sqlite.contains("PRIMARY KEY (tenant, id)) STRICT;"), "{sqlite}");
        let postgres = rendered_schema(&[EXAMPLE], Dialect::Postgres);
        assert!(postgres.contains("code TEXT COLLATE \"C\" NOT NULL"), "{postgres}");
        assert!(postgres.contains("secret BYTEA"), "{postgres}");
    }

    #[test]
    fn a_row_is_found_by_the_index_that_names_it_and_not_by_walking_its_tenant() {
        let indexed = Migration {
            name: "indexed",
            ddl: "CREATE TABLE visit (tenant BIGINT NOT NULL, id UUID NOT NULL, home UUID NOT NULL, words TEXT NOT NULL,
                  PRIMARY KEY (tenant, id));
                  CREATE INDEX visit_of_home ON visit (tenant, home)",
        };
        let connection = rusqlite::Connection::open_in_memory().expect("a database");
        for statement in statements(&indexed, Dialect::Sqlite) {
            connection.execute_batch(&statement).expect("a table");
        }
        let sql = "EXPLAIN QUERY PLAN SELECT words FROM visit WHERE tenant = 1 AND home = x'00'";
        let plan: String = connection.query_row(sql, [], |row| row.get(3)).expect("a plan");
        assert!(plan.contains("visit_of_home (tenant=? AND home=?)"), "{plan}");
    }

    #[test]
    fn tables_of_a_tenant_are_distributed_and_the_others_are_everywhere() {
        let expected = [Placement::Everywhere("place".to_owned()), Placement::ByTenant("home".to_owned())];
        assert_eq!(placements(&[EXAMPLE]), expected);
    }

    #[test]
    fn a_database_of_a_newer_program_is_refused() {
        assert!(matches!(pending(&[EXAMPLE], 2), Err(StoreError::Newer { found: 2, known: 1 })));
        assert!(matches!(pending(&[EXAMPLE], 1), Ok(range) if range.is_empty()));
    }
}
