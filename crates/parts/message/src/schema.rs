//! The tables of messages.

use niangjia_store::Migration;

/// The migrations of this part. No text is stored: a message is a kind, a count, a day and a number.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "message: inboxes, addresses, robots, deliveries",
    ddl: "
CREATE TABLE message (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind CODE NOT NULL,
    day BIGINT,
    count BIGINT,
    year BIGINT,
    number BIGINT,
    href CODE NOT NULL,
    made_ms BIGINT NOT NULL,
    read_ms BIGINT,
    PRIMARY KEY (tenant, id));
CREATE INDEX message_of_person ON message (tenant, person_id, read_ms, made_ms);
CREATE INDEX message_by_read ON message (read_ms);
CREATE TABLE message_quiet (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    from_hour BIGINT NOT NULL,
    until_hour BIGINT NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE TABLE message_address (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    channel CODE NOT NULL,
    address BYTES NOT NULL,
    confirmed_ms BIGINT,
    wanted BOOLEAN NOT NULL,
    code BYTES NOT NULL,
    code_until_ms BIGINT NOT NULL,
    code_tries BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id, channel));
CREATE TABLE message_robot (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    kind CODE NOT NULL,
    address BYTES NOT NULL,
    secret BYTES NOT NULL,
    set_by TEXT NOT NULL,
    set_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE TABLE message_delivery (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    message_id UUID,
    person_id UUID,
    org_id UUID,
    channel CODE NOT NULL,
    kind CODE NOT NULL,
    day BIGINT,
    count BIGINT,
    year BIGINT,
    number BIGINT,
    code BYTES,
    state CODE NOT NULL,
    tries BIGINT NOT NULL,
    failure CODE,
    made_ms BIGINT NOT NULL,
    next_ms BIGINT NOT NULL,
    ended_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, message_id, channel));
CREATE INDEX message_delivery_by_state ON message_delivery (state, next_ms);
CREATE INDEX message_delivery_of_message ON message_delivery (tenant, message_id);
",
}];
