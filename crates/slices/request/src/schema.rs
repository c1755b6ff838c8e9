//! The tables of requests.

use niangjia_store::Migration;

/// The migrations of this slice. Households are pointed at without a foreign key: a request is kept when a register is merged.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "request: requests, who has them, their history",
        ddl: "
CREATE TABLE request (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    channel CODE NOT NULL,
    category CODE NOT NULL,
    class CODE NOT NULL,
    urgent BOOLEAN NOT NULL,
    received_ms BIGINT NOT NULL,
    received_by UUID,
    received_name TEXT NOT NULL,
    household_id UUID,
    resident_id UUID,
    anonymous BOOLEAN NOT NULL,
    name BYTES NOT NULL,
    name_index BYTES,
    phone BYTES NOT NULL,
    phone_index BYTES,
    code_index BYTES,
    words BYTES NOT NULL,
    reach CODE NOT NULL,
    reach_words BYTES NOT NULL,
    state CODE NOT NULL,
    instance CODE NOT NULL,
    rung CODE NOT NULL,
    holder_id UUID NOT NULL,
    holder_path CODE NOT NULL,
    holder_person UUID,
    answer BYTES,
    notified_day BIGINT,
    closing CODE,
    closed_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, year, number),
    UNIQUE (tenant, code_index),
    FOREIGN KEY (tenant, received_by) REFERENCES people_person (tenant, id));
CREATE INDEX request_of_branch ON request (tenant, org_path, received_ms);
CREATE INDEX request_by_state ON request (tenant, state, received_ms);
CREATE INDEX request_of_holder ON request (tenant, holder_path, state);
CREATE INDEX request_of_handler ON request (tenant, holder_person, state);
CREATE INDEX request_of_receiver ON request (tenant, received_by, received_ms);
CREATE INDEX request_of_household ON request (tenant, household_id);
CREATE INDEX request_by_name ON request (tenant, name_index);
CREATE INDEX request_by_phone ON request (tenant, phone_index);
CREATE TABLE request_hold (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    request_id UUID NOT NULL,
    rung CODE NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    org_tenant BIGINT NOT NULL,
    person_id UUID,
    arrived_ms BIGINT NOT NULL,
    taken_ms BIGINT,
    passed_to UUID,
    left_ms BIGINT,
    left_how CODE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id));
CREATE INDEX request_hold_of_request ON request_hold (tenant, request_id, arrived_ms);
CREATE INDEX request_hold_of_org ON request_hold (tenant, org_path, left_ms);
CREATE INDEX request_hold_of_person ON request_hold (tenant, person_id, left_ms);
CREATE TABLE request_event (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    request_id UUID NOT NULL,
    happened CODE NOT NULL,
    at_ms BIGINT NOT NULL,
    by_name TEXT NOT NULL,
    words BYTES NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id));
CREATE INDEX request_event_of_request ON request_event (tenant, request_id, at_ms);
CREATE TABLE request_telling (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    request_id UUID NOT NULL,
    on_day BIGINT NOT NULL,
    manner CODE NOT NULL,
    reached BOOLEAN NOT NULL,
    told_by UUID,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id));
CREATE INDEX request_telling_of_request ON request_telling (tenant, request_id, at_ms);
CREATE TABLE request_above (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    request_tenant BIGINT NOT NULL,
    request_id UUID NOT NULL,
    arrived_ms BIGINT NOT NULL,
    left_ms BIGINT,
    PRIMARY KEY (tenant, id));
CREATE INDEX request_above_of_org ON request_above (tenant, org_path, left_ms);
CREATE INDEX request_above_of_request ON request_above (tenant, request_id);
CREATE TABLE request_opening (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    request_id UUID NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    purpose BYTES NOT NULL,
    at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id));
CREATE INDEX request_opening_of_request ON request_opening (tenant, request_id, at_ms);
",
    },
    Migration {
        name: "request: lists led by indexes",
        // Each begins with what a list asks and ends with its order, so that fifty lines are fifty steps: in one organisation and in
        // the county, by time, by how it stands, by what it is about.
        ddl: "
DROP INDEX request_by_state;
DROP INDEX request_of_branch;
CREATE INDEX request_of_branch ON request (tenant, org_path, class, received_ms, id);
CREATE INDEX request_of_branch_by_category ON request (tenant, org_path, class, category, received_ms, id, state);
CREATE INDEX request_of_branch_by_standing ON request (tenant, org_path, class, state, received_ms, id, category);
CREATE INDEX request_newest ON request (tenant, class, received_ms, id);
CREATE INDEX request_by_standing ON request (tenant, class, state, received_ms, id, category);
CREATE INDEX request_by_category ON request (tenant, class, category, received_ms, id, state);
CREATE INDEX request_by_closing ON request (tenant, closed_ms);
CREATE INDEX request_by_number ON request (tenant, number, class, state);
",
    },
    Migration {
        name: "request: what is somebody's own, read from indexes alone",
        ddl: "
DROP INDEX request_of_receiver;
DROP INDEX request_of_handler;
DROP INDEX request_hold_of_person;
CREATE INDEX request_of_receiver ON request (tenant, received_by, state, id);
CREATE INDEX request_of_handler ON request (tenant, holder_person, state, id);
CREATE INDEX request_hold_of_person ON request_hold (tenant, person_id, left_ms, request_id);
",
    },
];
