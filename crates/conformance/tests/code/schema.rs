//! The shape of tables, over the migrations as PostgreSQL gets them.

use niangjia_store::{Dialect, rendered_schema};

use crate::none;

/// Reference tables and directories: small, rarely written, whole on every node. Only shrinks.
const WITHOUT_TENANT: [&str; 5] = ["installation", "area", "org", "people_login", "people_session"];

const TYPES: [&str; 5] = ["BIGINT", "BOOLEAN", "TEXT", "UUID", "BYTEA"];

/// What no migration says: engines differ in it, or it acts where nobody sees it.
const REFUSED: [&str; 13] = [
    "SERIAL",
    "IDENTITY",
    "AUTOINCREMENT",
    "TRIGGER",
    "FUNCTION",
    "DEFAULT",
    "JSON",
    "TIMESTAMP",
    "now()",
    "ON UPDATE CASCADE",
    "SET NULL",
    "DEFERRABLE",
    "ON DELETE CASCADE",
];

struct Table {
    name: String,
    /// Columns and constraints, in order, each on one line.
    parts: Vec<String>,
}

fn statements() -> Vec<String> {
    let text = rendered_schema(&niangjia::wiring::migrations(), Dialect::Postgres);
    let lines = text.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
    let statements =
        lines.split(';').map(|statement| statement.split_whitespace().collect::<Vec<_>>().join(" "));
    statements.filter(|statement| !statement.is_empty()).collect()
}

fn tables() -> Vec<Table> {
    let statements = statements();
    let tables: Vec<Table> = statements.iter().filter_map(|statement| table(statement)).collect();
    assert!(tables.len() > 10, "the tables are known");
    tables
}

fn table(statement: &str) -> Option<Table> {
    let (name, rest) = statement.strip_prefix("CREATE TABLE ")?.split_once('(')?;
    let body = rest.trim_end().strip_suffix(')')?;
    let (mut parts, mut part, mut depth) = (Vec::new(), String::new(), 0_i32);
    for character in body.chars() {
        depth += i32::from(character == '(') - i32::from(character == ')');
        if character == ',' && depth == 0 {
            parts.push(part.trim().to_owned());
            part.clear();
        } else {
            part.push(character);
        }
    }
    parts.push(part.trim().to_owned());
    Some(Table { name: name.trim().to_owned(), parts })
}

impl Table {
    fn by_tenant(&self) -> bool {
        !WITHOUT_TENANT.contains(&self.name.as_str())
    }

    fn columns(&self) -> impl Iterator<Item = &String> {
        let constraint = |part: &str| {
            ["PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK"].iter().any(|word| part.starts_with(word))
        };
        self.parts.iter().filter(move |part| !constraint(part))
    }
}

#[test]
fn every_table_begins_with_its_tenant() {
    let tables = tables();
    let lacking =
        tables.iter().filter(|table| table.by_tenant() && table.parts[0] != "tenant BIGINT NOT NULL");
    let mut offenders: Vec<_> =
        lacking.map(|table| format!("{} begins with {}", table.name, table.parts[0])).collect();
    for name in WITHOUT_TENANT {
        match tables.iter().find(|table| table.name == name) {
            Some(table) if table.parts[0] == "tenant BIGINT NOT NULL" => {
                offenders.push(format!("{name} has a tenant now; take it off the list"));
            }
            Some(_) => {}
            None => offenders.push(format!("{name} exists no more; take it off the list")),
        }
    }
    none(&offenders);
}

#[test]
fn every_key_begins_with_the_tenant() {
    let mut offenders = Vec::new();
    for table in tables().iter().filter(|table| table.by_tenant()) {
        if !table.parts.iter().any(|part| part.starts_with("PRIMARY KEY (tenant, ")) {
            offenders.push(format!("{}: no PRIMARY KEY (tenant, …)", table.name));
        }
        for part in &table.parts {
            let key = ["UNIQUE", "FOREIGN KEY", "REFERENCES"].iter().any(|word| part.contains(word));
            let begins = part.starts_with("UNIQUE (tenant, ")
                || (part.starts_with("FOREIGN KEY (tenant, ") && part.contains(" (tenant, id)"));
            if key && !begins {
                offenders.push(format!("{}: {part}", table.name));
            }
        }
    }
    let unique = statements().into_iter().filter(|statement| statement.starts_with("CREATE UNIQUE INDEX"));
    offenders.extend(unique.filter(|statement| !statement.contains("(tenant, ")));
    none(&offenders);
}

#[test]
fn columns_have_one_of_five_types() {
    let mut offenders = Vec::new();
    for table in tables() {
        for column in table.columns() {
            let mut words = column.split(' ');
            let (_, kind) = (words.next(), words.next().unwrap_or_default());
            if !TYPES.contains(&kind) {
                offenders.push(format!("{}: {column}", table.name));
            }
        }
    }
    none(&offenders);
}

#[test]
fn nothing_happens_inside_the_database() {
    let mut offenders = Vec::new();
    for statement in statements() {
        let known = ["CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX ", "ALTER TABLE ", "DROP INDEX "];
        if !known.iter().any(|word| statement.starts_with(word)) {
            offenders.push(format!("neither table nor index: {statement}"));
        }
        for word in REFUSED.iter().filter(|word| statement.contains(**word)) {
            offenders.push(format!("{word}: {statement}"));
        }
    }
    none(&offenders);
}
