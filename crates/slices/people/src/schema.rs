//! The tables of persons, posts, accounts, sessions and tokens.

use niangjia_store::Migration;

/// The migrations of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "people: persons, posts, accounts, sessions",
    ddl: "
CREATE TABLE people_person (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    woman BOOLEAN NOT NULL,
    birth_day BIGINT,
    education CODE NOT NULL,
    party CODE NOT NULL,
    phone BYTES,
    phone_index BYTES,
    citizen_id BYTES,
    citizen_id_index BYTES,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, citizen_id_index));
CREATE INDEX people_person_by_phone ON people_person (tenant, phone_index);
CREATE TABLE people_post (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    kind CODE NOT NULL,
    engagement CODE NOT NULL,
    group_name TEXT,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    leave_reason CODE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX people_post_of_person ON people_post (tenant, person_id);
CREATE INDEX people_post_of_branch ON people_post (tenant, kind, org_path);
CREATE TABLE people_account (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    login_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change BOOLEAN NOT NULL,
    failures BIGINT NOT NULL,
    locked_until_ms BIGINT,
    disabled_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE TABLE people_login (key BYTES NOT NULL PRIMARY KEY, tenant BIGINT NOT NULL, account_id UUID NOT NULL);
CREATE TABLE people_session (
    token_hash BYTES NOT NULL PRIMARY KEY,
    tenant BIGINT NOT NULL,
    account_id UUID NOT NULL,
    person_id UUID NOT NULL,
    post_id UUID NOT NULL,
    begun_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL);
CREATE INDEX people_session_of_account ON people_session (tenant, account_id);
CREATE INDEX people_session_by_end ON people_session (until_ms);
",
}];

/// Tokens for programs. The secret names its tenant, so that no directory of the nation is needed to find one.
pub const TOKENS: &[Migration] = &[Migration {
    name: "people: tokens for programs",
    ddl: "
CREATE TABLE people_token (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    person_id UUID NOT NULL,
    post_id UUID NOT NULL,
    label TEXT NOT NULL,
    secret_hash BYTES NOT NULL,
    made_ms BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    withdrawn_ms BIGINT,
    used_day BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, secret_hash),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX people_token_of_person ON people_token (tenant, person_id);
",
}];
