//! The table of points.

use niangjia_store::Migration;

/// The migrations of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "duty: points, line by line",
    ddl: "
CREATE TABLE duty_point (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    fact_tenant BIGINT NOT NULL,
    fact_id UUID NOT NULL,
    subject UUID NOT NULL,
    org_path CODE NOT NULL,
    kind CODE NOT NULL,
    rule CODE NOT NULL,
    rule_label TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    points BIGINT NOT NULL,
    month BIGINT NOT NULL,
    on_day BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    cap BIGINT,
    reverses UUID,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id, fact_tenant, fact_id, rule));
CREATE INDEX duty_point_of_person ON duty_point (tenant, person_id, month, rule, nth);
CREATE INDEX duty_point_of_subject ON duty_point (tenant, subject);
",
}];
