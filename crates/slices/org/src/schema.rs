//! The table of organisations.

use niangjia_store::Migration;

/// The migrations of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "org: the tree of federations",
    ddl: "
CREATE TABLE org (
    id UUID NOT NULL PRIMARY KEY,
    tenant BIGINT NOT NULL,
    code CODE NOT NULL UNIQUE,
    path CODE NOT NULL UNIQUE,
    parent_id UUID,
    level CODE NOT NULL,
    name TEXT NOT NULL,
    area_code CODE NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT);
CREATE INDEX org_of_parent ON org (parent_id, path);
",
}];
