//! The table of attachments.

use niangjia_store::Migration;

/// The migrations of this part. A file says nothing about its matter: who may see it is asked of the matter.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "attachment: files brought to matters",
        ddl: "
CREATE TABLE attachment (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    subject_kind CODE NOT NULL,
    subject UUID NOT NULL,
    label CODE NOT NULL,
    file UUID NOT NULL,
    name BYTES NOT NULL,
    media CODE NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 BYTES NOT NULL,
    state CODE NOT NULL,
    aside CODE NOT NULL,
    person_id UUID NOT NULL,
    added_by TEXT NOT NULL,
    added_ms BIGINT NOT NULL,
    scan CODE NOT NULL,
    scan_words TEXT NOT NULL,
    scan_ms BIGINT,
    decided_by TEXT NOT NULL,
    decided_ms BIGINT,
    reason BYTES NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE INDEX attachment_of_subject ON attachment (tenant, subject, added_ms);
CREATE INDEX attachment_by_scan ON attachment (scan, added_ms);
",
    },
    Migration {
        name: "attachment: what is deleted, found every hour",
        ddl: "
CREATE INDEX attachment_by_state ON attachment (state, bytes);
",
    },
];
