//! The tables of what came from phones.

use niangjia_store::Migration;

/// The migrations of this slice. Nothing points at a person by a foreign key: what somebody wrote is kept also when she is
/// not there any more.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "phone: envelopes, questions, photos",
    ddl: "
CREATE TABLE phone_envelope (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    post_id UUID NOT NULL,
    kind CODE NOT NULL,
    household_id UUID,
    written_ms BIGINT NOT NULL,
    received_ms BIGINT NOT NULL,
    became CODE NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE INDEX phone_envelope_of_person ON phone_envelope (tenant, person_id, received_ms);
CREATE TABLE phone_question (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    org_path CODE NOT NULL,
    org_name TEXT NOT NULL,
    reason CODE NOT NULL,
    why TEXT NOT NULL,
    written BYTES NOT NULL,
    received_ms BIGINT NOT NULL,
    settled_ms BIGINT,
    settled_how CODE,
    settled_name TEXT,
    settled_note TEXT,
    handed_to UUID,
    handed_name TEXT,
    PRIMARY KEY (tenant, id));
CREATE INDEX phone_question_of_branch ON phone_question (tenant, org_path, received_ms);
CREATE INDEX phone_question_of_person ON phone_question (tenant, person_id);
CREATE INDEX phone_question_handed ON phone_question (tenant, handed_to);
CREATE TABLE phone_photo (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    media CODE NOT NULL,
    content BYTES NOT NULL,
    received_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id));
",
}];
