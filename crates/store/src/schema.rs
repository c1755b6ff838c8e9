//! The store's own tables: facts and their sums, the audit, keys of subjects, the mark of the key ring.

use crate::Migration;

/// The migrations of the store, for the one numbered list.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "store: the mark of the key ring, keys of subjects",
        ddl: "
CREATE TABLE installation (name CODE NOT NULL PRIMARY KEY, value BYTES NOT NULL);
CREATE TABLE subject_key (
    tenant BIGINT NOT NULL,
    subject UUID NOT NULL,
    sealed_key BYTES NOT NULL,
    PRIMARY KEY (tenant, subject));
",
    },
    Migration {
        name: "store: facts, who took part, sums by organisation and month",
        ddl: "
CREATE TABLE fact (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    kind CODE NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    area_code CODE NOT NULL,
    on_day BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    subject UUID NOT NULL,
    attendances BIGINT NOT NULL,
    households BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    fen BIGINT NOT NULL,
    recorded_by UUID NOT NULL,
    reverses UUID,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, reverses));
CREATE INDEX fact_of_subject ON fact (tenant, subject);
CREATE INDEX fact_of_branch ON fact (tenant, kind, on_day, org_path);
CREATE TABLE fact_part (
    tenant BIGINT NOT NULL,
    person_id UUID NOT NULL,
    fact_tenant BIGINT NOT NULL,
    fact_id UUID NOT NULL,
    role CODE NOT NULL,
    PRIMARY KEY (tenant, person_id, fact_tenant, fact_id));
CREATE INDEX fact_part_of_fact ON fact_part (tenant, fact_id);
CREATE TABLE tally (
    tenant BIGINT NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    month BIGINT NOT NULL,
    kind CODE NOT NULL,
    facts BIGINT NOT NULL,
    attendances BIGINT NOT NULL,
    households BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    fen BIGINT NOT NULL,
    PRIMARY KEY (tenant, org_id, org_path, month, kind));
CREATE INDEX tally_of_branch ON tally (kind, month, org_path);
",
    },
    Migration {
        name: "store: audit",
        ddl: "
CREATE TABLE audit_entry (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    at_ms BIGINT NOT NULL,
    person_id UUID,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    action CODE NOT NULL,
    subject_kind CODE NOT NULL,
    subject UUID,
    org_path CODE NOT NULL,
    payload BYTES NOT NULL,
    sealed BOOLEAN NOT NULL,
    seq BIGINT,
    hash BYTES,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, seq));
CREATE INDEX audit_entry_by_time ON audit_entry (tenant, at_ms);
CREATE INDEX audit_entry_of_subject ON audit_entry (tenant, subject, at_ms);
CREATE INDEX audit_entry_unsealed ON audit_entry (tenant, at_ms, id) WHERE seq IS NULL;
",
    },
];

/// Which rows of slices became sealed matters: lists of facts leave theirs out.
pub const SEALED: &[Migration] = &[Migration {
    name: "store: sealed subjects",
    ddl: "
CREATE TABLE sealed_subject (
    tenant BIGINT NOT NULL,
    subject UUID NOT NULL,
    PRIMARY KEY (tenant, subject));
",
}];
