//! The table of divisions.

use niangjia_store::Migration;

/// The migrations of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "area: administrative divisions",
    ddl: "
CREATE TABLE area (
    code CODE NOT NULL PRIMARY KEY,
    parent CODE NOT NULL,
    level CODE NOT NULL,
    name TEXT NOT NULL,
    stand_in BOOLEAN NOT NULL);
CREATE INDEX area_of_parent ON area (parent, code);
",
}];
