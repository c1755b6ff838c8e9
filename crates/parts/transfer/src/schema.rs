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

/// What an import made, what it asks, and why somebody wanted a list unmasked or an import taken back.
pub const UNDOING: &[Migration] = &[Migration {
    name: "transfer: what an import made, rows that ask, reasons",
    ddl: "
ALTER TABLE transfer ADD COLUMN asked BIGINT;
ALTER TABLE transfer ADD COLUMN reason TEXT;
CREATE TABLE transfer_made (
    tenant BIGINT NOT NULL,
    transfer_id UUID NOT NULL,
    kind CODE NOT NULL,
    made_id UUID NOT NULL,
    as_made CODE NOT NULL,
    PRIMARY KEY (tenant, transfer_id, kind, made_id),
    FOREIGN KEY (tenant, transfer_id) REFERENCES transfer (tenant, id));
CREATE TABLE transfer_pair (
    tenant BIGINT NOT NULL,
    transfer_id UUID NOT NULL,
    row_number BIGINT NOT NULL,
    known_id UUID NOT NULL,
    answer CODE NOT NULL,
    cells BYTES NOT NULL,
    beside BYTES NOT NULL,
    PRIMARY KEY (tenant, transfer_id, row_number, known_id),
    FOREIGN KEY (tenant, transfer_id) REFERENCES transfer (tenant, id));
",
}];
