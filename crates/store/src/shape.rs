//! Which tables and columns the migrations make: what a snapshot reads and a refilled database takes.

use crate::{Migration, StoreError};

/// What a column holds. Codes are text, identities of 16 bytes are bytes of a fixed length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A whole number.
    Number,
    /// Yes or no.
    YesNo,
    /// Text, codes included.
    Text,
    /// Bytes, UUIDs included: both engines hand them out as they are.
    Bytes,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnShape {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// A table as the migrations leave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// Its name.
    pub name: String,
    /// Its columns, in the order in which they were made.
    pub columns: Vec<ColumnShape>,
}

impl TableShape {
    /// The names of the columns, for a statement.
    #[must_use]
    pub fn column_list(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Every table that these migrations leave, parents before the tables that point at them.
///
/// # Errors
/// When a statement is not understood: a defect, since what is not understood would not be backed up.
pub fn tables(migrations: &[Migration]) -> Result<Vec<TableShape>, StoreError> {
    let mut found = Vec::new();
    for migration in migrations {
        for statement in migration.ddl.split(';') {
            let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
            apply(&mut found, &statement).ok_or_else(|| {
                StoreError::Internal(format!("a migration that no backup understands: {statement}"))
            })?;
        }
    }
    Ok(found)
}

fn apply(tables: &mut Vec<TableShape>, statement: &str) -> Option<()> {
    if let Some(rest) = statement.strip_prefix("CREATE TABLE ") {
        let (name, body) = rest.split_once('(')?;
        let parts = parts(body.trim_end().strip_suffix(')')?);
        let columns = parts.iter().filter(|part| !is_constraint(part));
        let columns = columns.map(|part| column(part)).collect::<Option<Vec<_>>>()?;
        tables.push(TableShape { name: name.trim().to_owned(), columns });
        return Some(());
    }
    if let Some(name) = statement.strip_prefix("DROP TABLE ") {
        tables.retain(|table| table.name != name.trim());
        return Some(());
    }
    let Some(rest) = statement.strip_prefix("ALTER TABLE ") else {
        let index = ["CREATE INDEX ", "CREATE UNIQUE INDEX ", "DROP INDEX "];
        return (statement.is_empty() || index.iter().any(|word| statement.starts_with(word))).then_some(());
    };
    let (name, change) = rest.split_once(' ')?;
    let table = tables.iter_mut().find(|table| table.name == name)?;
    let words: Vec<&str> = change.split(' ').collect();
    match words.as_slice() {
        ["ADD", "COLUMN", ..] => table.columns.push(column(change.strip_prefix("ADD COLUMN ")?)?),
        ["DROP", "COLUMN", gone] => table.columns.retain(|column| column.name != *gone),
        ["RENAME", "COLUMN", old, "TO", new] => {
            (*new).clone_into(&mut table.columns.iter_mut().find(|column| column.name == *old)?.name);
        }
        ["RENAME", "TO", new] => (*new).clone_into(&mut table.name),
        _ => return None,
    }
    Some(())
}

/// A statement that makes a table, as one that makes it without constraints and those that add them, keys before
/// what points at keys: on PostgreSQL a constraint that is added over all rows costs a fraction of one that is kept
/// up with every row. `None` for every other statement.
pub(crate) fn constraints_apart(statement: &str) -> Option<(String, Vec<String>)> {
    let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    let (name, body) = statement.strip_prefix("CREATE TABLE ")?.split_once('(')?;
    let (name, parts) = (name.trim(), parts(body.trim_end().strip_suffix(')')?));
    let (constraints, columns): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| is_constraint(part));
    let add = constraints.into_iter().map(|part| format!("ALTER TABLE {name} ADD {part}"));
    Some((format!("CREATE TABLE {name} ({})", columns.join(", ")), add.collect()))
}

/// What stands between the commas that are in no brackets.
fn parts(body: &str) -> Vec<String> {
    let (mut parts, mut part, mut depth) = (Vec::new(), String::new(), 0_i32);
    for character in body.chars() {
        depth += i32::from(character == '(') - i32::from(character == ')');
        if character == ',' && depth == 0 {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(character);
        }
    }
    parts.push(part);
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

fn is_constraint(part: &str) -> bool {
    ["PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK", "CONSTRAINT"].iter().any(|word| part.starts_with(word))
}

fn column(part: &str) -> Option<ColumnShape> {
    let mut words = part.split(' ');
    let (name, kind) = (words.next()?, words.next()?);
    let kind = match kind {
        "BIGINT" => ColumnKind::Number,
        "BOOLEAN" => ColumnKind::YesNo,
        "TEXT" | "CODE" => ColumnKind::Text,
        "UUID" | "BYTES" => ColumnKind::Bytes,
        _ => return None,
    };
    Some(ColumnShape { name: name.to_owned(), kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migration(ddl: &'static str) -> Migration {
        Migration { name: "example", ddl }
    }

    #[test]
    fn tables_are_what_the_migrations_leave_of_them() {
        let made = migration(
            "CREATE TABLE home (tenant BIGINT NOT NULL, id UUID NOT NULL, woman BOOLEAN NOT NULL,
             PRIMARY KEY (tenant, id), UNIQUE (tenant, woman)); CREATE INDEX x ON home (tenant)",
        );
        let changed = migration(
            "ALTER TABLE home ADD COLUMN words TEXT; ALTER TABLE home DROP COLUMN woman;
             ALTER TABLE home RENAME COLUMN words TO said; CREATE TABLE gone (a CODE); DROP TABLE gone",
        );
        let found = tables(&[made, changed]).expect("both are understood");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].column_list(), "tenant, id, said");
        assert_eq!(found[0].columns[2].kind, ColumnKind::Text);
    }

    #[test]
    fn a_migration_that_is_not_understood_is_a_defect_and_not_a_gap_in_the_backup() {
        let odd = migration("CREATE TABLE home (tenant BIGINT NOT NULL); ALTER TABLE home DO SOMETHING");
        assert!(tables(&[odd]).is_err());
        assert!(tables(&[migration("CREATE TABLE home (weight DOUBLE)")]).is_err());
        assert!(tables(&[migration("CREATE VIEW home AS SELECT 1")]).is_err());
    }
}
