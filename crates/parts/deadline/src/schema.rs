//! The tables of clocks.

use niangjia_store::Migration;

/// The migrations of this part. A clock says nothing about its matter: who may see it is asked of the matter.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "deadline: clocks and what happened to them",
        ddl: "
CREATE TABLE deadline (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    subject UUID NOT NULL,
    rule CODE NOT NULL,
    started_ms BIGINT NOT NULL,
    until_ms BIGINT,
    ended_ms BIGINT,
    PRIMARY KEY (tenant, id));
CREATE INDEX deadline_of_subject ON deadline (tenant, subject, rule);
CREATE INDEX deadline_by_end ON deadline (tenant, rule, ended_ms, until_ms);
CREATE TABLE deadline_change (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    deadline_id UUID NOT NULL,
    kind CODE NOT NULL,
    at_ms BIGINT NOT NULL,
    amount BIGINT,
    unit CODE,
    reason BYTES NOT NULL,
    agreed_by BYTES NOT NULL,
    told_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, deadline_id) REFERENCES deadline (tenant, id));
CREATE INDEX deadline_change_of_clock ON deadline_change (tenant, deadline_id, at_ms);
",
    },
    Migration {
        name: "deadline: what is late, found every minute",
        ddl: "
DROP INDEX deadline_of_subject;
CREATE INDEX deadline_of_subject ON deadline (tenant, subject, rule, ended_ms);
CREATE INDEX deadline_due ON deadline (ended_ms, until_ms, tenant, subject);
",
    },
];
