//! The tables of transfers.

use niangjia_store::Migration;

/// The migrations of this part.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "transfer: imports, exports, rows that were not taken",
    ddl: "
CREATE TABLE transfer (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    direction CODE NOT NULL,
    state CODE NOT NULL,
    person_id UUID NOT NULL,
    post_id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    title TEXT NOT NULL,
    address TEXT NOT NULL,
    file_name TEXT NOT NULL,
    source UUID,
    source_bytes BIGINT NOT NULL,
    result UUID,
    result_bytes BIGINT NOT NULL,
    layout BYTES,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    fresh BIGINT NOT NULL,
    added BIGINT NOT NULL,
    same BIGINT NOT NULL,
    wrong BIGINT NOT NULL,
    message TEXT NOT NULL,
    failed_in CODE,
    made_ms BIGINT NOT NULL,
    begun_ms BIGINT NOT NULL,
    claimed_ms BIGINT,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE INDEX transfer_of_person ON transfer (tenant, person_id, made_ms);
CREATE INDEX transfer_by_state ON transfer (state, made_ms);
CREATE INDEX transfer_by_end ON transfer (until_ms);
CREATE TABLE transfer_wrong (
    tenant BIGINT NOT NULL,
    transfer_id UUID NOT NULL,
    row_number BIGINT NOT NULL,
    reasons BYTES NOT NULL,
    PRIMARY KEY (tenant, transfer_id, row_number),
    FOREIGN KEY (tenant, transfer_id) REFERENCES transfer (tenant, id));
",
}];
