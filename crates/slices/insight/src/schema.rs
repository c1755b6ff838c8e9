//! The tables of forms that were reported and of those handed back; of sums above the county and when they were counted.

use niangjia_store::Migration;

/// The migrations of this slice. Both tables only grow: what was reported, and what was said about it, stands.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "insight: forms reported, forms returned",
    ddl: "
CREATE TABLE insight_form (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    form CODE NOT NULL,
    month BIGINT NOT NULL,
    version BIGINT NOT NULL,
    pack_version TEXT NOT NULL,
    payload TEXT NOT NULL,
    reason TEXT NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, form, month, version),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX insight_form_of_branch ON insight_form (tenant, form, month, org_path);
CREATE TABLE insight_form_return (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    form_id UUID NOT NULL,
    reason TEXT NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, form_id),
    FOREIGN KEY (tenant, form_id) REFERENCES insight_form (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
",
}];

/// Sums above the county.
pub const SUMS: &[Migration] = &[Migration {
    name: "insight: sums by tenant and month",
    ddl: "
CREATE TABLE insight_sum (
    tenant BIGINT NOT NULL,
    month BIGINT NOT NULL,
    indicator CODE NOT NULL,
    own_numerator BIGINT NOT NULL,
    own_denominator BIGINT NOT NULL,
    numerator BIGINT NOT NULL,
    denominator BIGINT NOT NULL,
    PRIMARY KEY (tenant, month, indicator));
CREATE TABLE insight_count (
    tenant BIGINT NOT NULL,
    month BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    counted_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, month));
CREATE TABLE insight_round (
    tenant BIGINT NOT NULL,
    month BIGINT NOT NULL,
    through_ms BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    PRIMARY KEY (tenant, month));
",
}];
