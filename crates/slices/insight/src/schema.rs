//! The table of sums above the county, and what is known about when they were counted.

use niangjia_store::Migration;

/// The migrations of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
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
