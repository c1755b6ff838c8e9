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

/// What the sums above the county ask for: the heads of tenants, and what a tenant has.
pub const HEADS: &[Migration] = &[Migration {
    name: "org: heads of tenants, organisations of a tenant",
    ddl: "
CREATE INDEX org_by_level ON org (level, path);
CREATE INDEX org_of_tenant ON org (tenant, from_day, until_day);
",
}];

/// Which communities were merged into which.
pub const MERGERS: &[Migration] = &[Migration {
    name: "org: mergers of communities",
    ddl: "
CREATE TABLE org_merger (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    from_id UUID NOT NULL,
    into_id UUID NOT NULL,
    document TEXT NOT NULL,
    on_day BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, from_id));
",
}];
