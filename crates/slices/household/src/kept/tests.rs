//! The register of personal columns is whole.

use niangjia_store::{Dialect, rendered_schema};

use super::fields::{FIELDS, NOT_PERSONAL};
use crate::schema;

/// Every column of the tables of this slice, but tenant and identity.
fn columns() -> Vec<(String, String)> {
    let text = rendered_schema(&schema::ALL.concat(), Dialect::Postgres);
    let mut table = String::new();
    let mut columns = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            table = rest.split([' ', '(']).next().unwrap_or_default().to_owned();
        } else if let Some(rest) = line.strip_prefix("ALTER TABLE ") {
            let words: Vec<&str> = rest.split_whitespace().collect();
            if let [table, "ADD", "COLUMN", column, ..] = words[..] {
                columns.push((table.to_owned(), column.to_owned()));
            }
        } else if let Some((column, kind)) = line.split_once(' ')
            && ["BIGINT", "BOOLEAN", "TEXT", "UUID", "BYTEA"].iter().any(|known| kind.starts_with(known))
            && !matches!(column, "tenant" | "id")
        {
            columns.push((table.clone(), column.to_owned()));
        }
    }
    columns
}

#[test]
fn every_column_of_the_register_is_personal_with_purpose_ground_and_time_or_said_not_to_be() {
    let columns = columns();
    assert!(columns.len() > 60, "the columns are read: {}", columns.len());
    let listed =
        |table: &str, column: &str| FIELDS.iter().any(|field| field.table == table && field.column == column);
    let excused = |table: &str, column: &str| {
        NOT_PERSONAL.iter().any(|(name, columns)| *name == table && columns.contains(&column))
    };
    let unsaid: Vec<_> =
        columns.iter().filter(|(table, column)| !listed(table, column) && !excused(table, column)).collect();
    assert!(unsaid.is_empty(), "neither in FIELDS nor in NOT_PERSONAL: {unsaid:?}");
    for field in FIELDS {
        let there = columns.iter().any(|(table, column)| table == field.table && column == field.column);
        assert!(there, "there is no column {}.{}", field.table, field.column);
        assert!(!excused(field.table, field.column), "{} is said to be both", field.column);
        assert!(field.basis.contains('《') && !field.purpose.is_empty() && !field.kept_for.is_empty());
    }
    let sealed = ["phone", "phone_index", "address", "words"];
    assert!(sealed.iter().all(|column| FIELDS.iter().any(|field| field.column == *column)));
}
