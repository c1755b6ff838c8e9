//! The tables of mediation.

use niangjia_store::Migration;

/// The migrations of this slice. Words of parties, minutes and agreements are sealed.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "mediation: cases, parties, members, sessions, agreements, files",
        ddl: "
CREATE TABLE mediation (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    origin CODE NOT NULL,
    category CODE NOT NULL,
    state CODE NOT NULL,
    source_id UUID,
    household_id UUID,
    applied_day BIGINT NOT NULL,
    account BYTES NOT NULL,
    registrar_id UUID NOT NULL,
    registrar_name TEXT NOT NULL,
    year BIGINT,
    number BIGINT,
    called TEXT,
    accepted_day BIGINT,
    ended_day BIGINT,
    cause CODE,
    ending_words BYTES,
    form CODE,
    with_member BOOLEAN NOT NULL,
    filed_day BIGINT,
    retention CODE,
    archived_day BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, registrar_id) REFERENCES people_person (tenant, id));
CREATE INDEX mediation_of_branch ON mediation (tenant, org_path, applied_day);
CREATE INDEX mediation_of_household ON mediation (tenant, household_id);
CREATE TABLE mediation_screening (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    on_day BIGINT NOT NULL,
    person_id UUID NOT NULL,
    answers BYTES NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE INDEX mediation_screening_of_case ON mediation_screening (tenant, mediation_id);
CREATE TABLE mediation_party (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    place BIGINT NOT NULL,
    side CODE NOT NULL,
    details BYTES NOT NULL,
    name_index BYTES NOT NULL,
    household_id UUID,
    resident_id UUID,
    informed_day BIGINT,
    consent CODE,
    consent_day BIGINT,
    signed_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE INDEX mediation_party_of_case ON mediation_party (tenant, mediation_id);
CREATE INDEX mediation_party_by_name ON mediation_party (tenant, name_index);
CREATE INDEX mediation_party_of_household ON mediation_party (tenant, household_id);
CREATE TABLE mediation_member (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    person_id UUID,
    name BYTES NOT NULL,
    role CODE NOT NULL,
    chosen_by CODE NOT NULL,
    declared_day BIGINT,
    agreed_day BIGINT,
    committee BOOLEAN NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX mediation_member_of_case ON mediation_member (tenant, mediation_id);
CREATE INDEX mediation_member_of_person ON mediation_member (tenant, person_id);
CREATE TABLE mediation_session (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    kind CODE NOT NULL,
    number BIGINT NOT NULL,
    on_day BIGINT NOT NULL,
    at CODE NOT NULL,
    minutes BIGINT NOT NULL,
    open BOOLEAN NOT NULL,
    written_by TEXT NOT NULL,
    words BYTES NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE INDEX mediation_session_of_case ON mediation_session (tenant, mediation_id, on_day);
CREATE TABLE mediation_agreement (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    form CODE NOT NULL,
    on_day BIGINT NOT NULL,
    terms BYTES NOT NULL,
    mediator_day BIGINT,
    stamped_day BIGINT,
    effective_day BIGINT,
    confirmation CODE,
    confirmation_day BIGINT,
    court TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, mediation_id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE TABLE mediation_clause (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    number BIGINT NOT NULL,
    words BYTES NOT NULL,
    due_day BIGINT,
    status BOOLEAN NOT NULL,
    performance CODE,
    performance_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE INDEX mediation_clause_of_case ON mediation_clause (tenant, mediation_id, number);
CREATE TABLE mediation_revisit (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    on_day BIGINT NOT NULL,
    satisfaction CODE NOT NULL,
    escalates BOOLEAN NOT NULL,
    written_by TEXT NOT NULL,
    words BYTES NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE INDEX mediation_revisit_of_case ON mediation_revisit (tenant, mediation_id, on_day);
CREATE TABLE mediation_item (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    item CODE NOT NULL,
    pages BIGINT NOT NULL,
    digest CODE,
    on_day BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, mediation_id, item),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE TABLE mediation_opening (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    purpose BYTES NOT NULL,
    at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX mediation_opening_of_case ON mediation_opening (tenant, mediation_id, at_ms);
",
    },
    Migration {
        name: "mediation: what waits, led by indexes",
        ddl: "
CREATE INDEX mediation_by_state ON mediation (tenant, state, org_path);
CREATE INDEX mediation_clause_by_performance ON mediation_clause (tenant, performance, due_day);
",
    },
    Migration {
        name: "mediation: lists and their counts, led by indexes",
        // The first three end with the order of a list; the fourth holds all that its counts ask.
        ddl: "
DROP INDEX mediation_of_branch;
DROP INDEX mediation_by_state;
CREATE INDEX mediation_of_branch ON mediation (tenant, org_path, applied_day, id);
CREATE INDEX mediation_by_day ON mediation (tenant, applied_day, id);
CREATE INDEX mediation_by_state ON mediation (tenant, state, applied_day, id);
CREATE INDEX mediation_counted ON mediation (tenant, org_path, state, form, with_member, ended_day, filed_day, accepted_day, id);
CREATE INDEX mediation_of_registrar ON mediation (tenant, registrar_id, id);
DROP INDEX mediation_member_of_person;
CREATE INDEX mediation_member_of_person ON mediation_member (tenant, person_id, until_day, mediation_id);
",
    },
];
